"""People's photos for the tests, drawn from numbers, and the papers that they stand on."""

import cv2
import numpy as np
from PIL import Image, ImageDraw

from mingjian.reading.page import Line, Pixels, Region
from tests.reading.documents import font

SCALE = 8
"""Pixels a millimetre."""
_PAPER = (246, 248, 249)


def photo(person: int) -> Pixels:
    """26 × 32 mm: everybody in one studio's suit and hair, before one ground; what is between is each one's own."""
    tall, wide = 32 * SCALE, 26 * SCALE
    picture = np.full((tall, wide, 3), (225, 232, 240), np.uint8)
    cv2.ellipse(picture, (wide // 2, tall), (wide // 2 - 6, tall // 3), 0, 0, 360, (50, 55, 70), -1)
    cv2.ellipse(picture, (wide // 2, round(tall * 0.4)), (wide // 4 + 8, tall // 3), 0, 0, 360, (35, 30, 30), -1)
    random = np.random.default_rng(person)
    own = random.integers(90, 235, (12, 9)).astype(np.uint8)
    relief = cv2.resize(own, (wide, tall), interpolation=cv2.INTER_CUBIC)[:, :, None]
    face = np.zeros((tall, wide), np.float32)
    cv2.ellipse(face, (wide // 2, round(tall * 0.45)), (wide // 4, round(tall * 0.27)), 0, 0, 360, 1.0, -1)
    share = np.asarray(cv2.GaussianBlur(face, (0, 0), 3), np.float32)[:, :, None]
    return np.asarray(picture * (1 - share) + relief * share, np.uint8)


def card(shown: Pixels, name: str, number: str) -> tuple[Pixels, list[Line]]:
    """A copy of an identity card and its lines, as they are read."""
    sheet = Image.new("RGB", (120 * SCALE, 80 * SCALE), _PAPER)
    pen = ImageDraw.Draw(sheet)
    lines = []
    for top, label, value in ((18, "姓名", name), (57, "公民身份号码", number)):
        for across, text in ((20, label), (20 + 2 + 4 * len(label), value)):
            left, tall = across * SCALE, 3 * SCALE
            pen.text((left, top * SCALE - tall // 2), text, font=font(tall), fill=(25, 25, 25))
            wide = tall * len(text) if text in (label, name) else tall * len(text) // 2
            region = Region(left, top * SCALE - tall // 2, left + wide, top * SCALE + tall // 2)
            lines.append(Line(1, text, 0.99, region))
    sheet.paste(Image.fromarray(shown), (round(72.5 * SCALE), round(17.5 * SCALE)))
    return np.asarray(sheet, np.uint8), lines


def certificate(shown: Pixels, number: str) -> tuple[Pixels, list[Line]]:
    """A certificate with a photo stuck on it, its line as it is read."""
    sheet = Image.new("RGB", (150 * SCALE, 110 * SCALE), _PAPER)
    ImageDraw.Draw(sheet).text((12 * SCALE, 20 * SCALE), f"身份证号 {number}", font=font(4 * SCALE), fill=(25, 25, 25))
    sheet.paste(Image.fromarray(shown), (110 * SCALE, 30 * SCALE))
    line = Line(1, f"身份证号 {number}", 0.99, Region(12 * SCALE, 20 * SCALE, 90 * SCALE, 24 * SCALE))
    return np.asarray(sheet, np.uint8), [line]


def copied(sheet: Pixels, *, seed: int, quality: int = 75) -> Pixels:
    """Once through a copier or a telephone: soft, unevenly lit, with grain, saved as JPEG."""
    random = np.random.default_rng(seed)
    soft = cv2.GaussianBlur(sheet, (0, 0), float(random.uniform(0.6, 1.4))).astype(np.float32)
    light = np.linspace(1.0, float(random.uniform(0.8, 1.0)), sheet.shape[1])[None, :, None]
    noisy = soft * light * float(random.uniform(0.88, 1.0)) + random.normal(0, 4, sheet.shape)
    _, coded = cv2.imencode(
        ".jpg", np.clip(noisy, 0, 255).astype(np.uint8)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    return np.ascontiguousarray(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1])
