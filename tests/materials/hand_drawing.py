"""Handwriting drawn for the tests: a hand of random strokes, what it writes each time, and a page that it writes on."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from PIL import Image, ImageDraw

from mingjian.materials.signs import Numbers
from mingjian.reading.page import Pixels
from tests.reading.documents import font

FINE = 4
"""Pixels drawn for one of the page."""


@dataclass(frozen=True)
class Hand:
    """A word as somebody is used to write it: strokes of a few points each, in a box of 1 × 1."""

    strokes: tuple[Numbers, ...]


def hand(seed: int) -> Hand:
    random = np.random.default_rng(seed)
    strokes = []
    for number in range(7):
        start = np.array([0.1 + 0.11 * number, 0.5]) + random.normal(0, [0.05, 0.18])
        steps = random.normal([0.03, 0], [0.09, 0.2], (5, 2))
        strokes.append(np.clip(np.vstack([start, start + steps.cumsum(axis=0)]), 0.02, 0.98))
    return Hand(tuple(strokes))


def write(one: Hand, *, seed: int, size: tuple[int, int] = (170, 72), care: float = 0.02) -> Pixels:
    """The word as it comes out this time, grey on white; nobody's strokes end nearer than ``care`` of the word."""
    random = np.random.default_rng(seed)
    wide, high = size[0] * FINE, size[1] * FINE
    picture = np.full((high, wide), 255, np.uint8)
    lean = np.array([[1, random.normal(0, 0.04)], [random.normal(0, 0.03), 1]])
    for stroke in one.strokes:
        moved = (stroke + random.normal(0, care, stroke.shape)) @ lean
        places = np.linspace(0, len(moved) - 1, 60)
        smooth = np.stack([np.interp(places, np.arange(len(moved)), moved[:, axis]) for axis in (0, 1)], axis=1)
        smooth = cv2.GaussianBlur(smooth, (1, 9), 2.5)
        points = (smooth * [wide, high]).round().astype(np.int32)
        thick = random.uniform(7, 13, len(points))
        for (first, second), width in zip(pairwise(points), thick, strict=False):
            cv2.line(picture, first.tolist(), second.tolist(), int(random.integers(20, 70)), round(width), cv2.LINE_AA)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def page(words: Pixels | None, *, label: str = "委托人签名：", scale: float = 1.0, printed: str = "") -> Image.Image:
    """Half a page with a label, and what was written, or printed, behind it."""
    sheet = Image.new("RGB", (1000, 400), (252, 251, 248))
    pen = ImageDraw.Draw(sheet)
    pen.text((100, 80), "本人委托上述受托人代为办理有关事宜。", font=font(30), fill=(25, 25, 25))
    pen.text((100, 220), label + printed, font=font(30), fill=(25, 25, 25))
    if words is not None:
        size = (round(words.shape[1] * scale), round(words.shape[0] * scale))
        ink = Image.fromarray(words).resize(size, Image.Resampling.BICUBIC)
        sheet.paste((30, 32, 60), (310, 200), Image.eval(ink, lambda grey: 255 - grey))
    return sheet


def scanned(sheet: Image.Image, *, seed: int, quality: int = 80) -> Pixels:
    random = np.random.default_rng(seed)
    soft = cv2.GaussianBlur(np.asarray(sheet, np.uint8), (0, 0), 0.5).astype(np.float32)
    noisy = np.clip(soft + random.normal(0, 3, soft.shape), 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", noisy[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1])
