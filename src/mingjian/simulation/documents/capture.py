"""How a page gets into a file: scanned, photographed, photographed badly, scanned again, or exported untouched."""

import math
import random
from collections.abc import Callable, Mapping
from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

from mingjian.contract.truth import Capture
from mingjian.simulation.documents.seal import Mask
from mingjian.simulation.documents.sheet import Matrix, Sheet


def captured(sheet: Sheet, capture: Capture, throw: random.Random) -> Sheet:
    """The page as the camera or the scanner gave it, before it is compressed."""
    return _WAYS[capture](sheet, throw)


def _chance(throw: random.Random) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(throw.getrandbits(64)))


def _exported(sheet: Sheet, throw: random.Random) -> Sheet:
    del throw
    return sheet


def _scanned(sheet: Sheet, throw: random.Random) -> Sheet:
    """On the glass a little askew; the lamp tints, the sensor has noise and a column or two differs."""
    image = sheet.image
    wide, tall = image.size
    turn = math.radians(throw.gauss(0, 0.5))
    cos, sin = math.cos(turn), math.sin(turn)
    x, y = wide / 2, tall / 2
    shift = (throw.uniform(-6, 6), throw.uniform(-6, 6))
    matrix = np.array(
        [
            [cos, -sin, x - cos * x + sin * y + shift[0]],
            [sin, cos, y - sin * x - cos * y + shift[1]],
            [0.0, 0.0, 1.0],
        ]
    )
    lid = throw.randint(236, 252)
    turned = _warp(image, matrix, image.size, (lid, lid, lid - 2))
    soft = turned.filter(ImageFilter.GaussianBlur(throw.uniform(0.35, 0.7)))
    chance = _chance(throw)
    gain = np.array([1.0, throw.uniform(0.985, 1.0), throw.uniform(0.955, 0.995)], dtype=np.float32)
    level = np.float32(throw.uniform(0.95, 0.99))
    pixels: Mask = np.asarray(soft, dtype=np.float32)
    pixels = pixels * gain * level + np.float32(throw.uniform(0, 6))
    pixels = pixels * (1 + chance.normal(0, 0.004, (1, wide, 1))).astype(np.float32)
    pixels = pixels + chance.standard_normal((tall, wide, 1), dtype=np.float32) * np.float32(throw.uniform(1.2, 2.6))
    pixels = pixels + chance.standard_normal((tall, wide, 3), dtype=np.float32) * np.float32(0.8)
    return sheet.warped(_whole(pixels), matrix)


def _rescanned(sheet: Sheet, throw: random.Random) -> Sheet:
    """Printed out and scanned: blacks fade, edges spread, colours shift, toner leaves specks."""
    chance = _chance(throw)
    image = sheet.image.filter(ImageFilter.GaussianBlur(throw.uniform(0.5, 0.9)))
    pixels: Mask = np.asarray(image, dtype=np.float32)
    black = np.float32(throw.uniform(22, 48))
    pixels = black + pixels * (np.float32(throw.uniform(243, 251)) - black) / 255
    tall, wide = pixels.shape[:2]
    specks = chance.random((tall, wide)) < 0.00006
    pixels = np.where(specks[:, :, None], np.float32(60), pixels)
    return _scanned(sheet.with_image(_whole(pixels)), throw)


def _photographed(sheet: Sheet, throw: random.Random, *, bad: bool = False) -> Sheet:
    """A sheet on a table: seen at an angle, lit from one side, a little blurred, with the sensor's noise."""
    image = sheet.image
    wide, tall = image.size
    share = throw.uniform(0.80, 0.92)
    frame = (round(wide / share), round(tall / share))
    lean = 0.07 if bad else 0.03
    inset_x, inset_y = (frame[0] - wide) / 2, (frame[1] - tall) / 2
    target = [
        (
            inset_x + x * wide + throw.uniform(-lean, lean) * wide * 0.5,
            inset_y + y * tall + throw.uniform(-lean, lean) * tall * 0.5,
        )
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    matrix = homography([(0, 0), (wide, 0), (wide, tall), (0, tall)], target)
    chance = _chance(throw)
    table = np.array([throw.randint(70, 190), throw.randint(60, 150), throw.randint(45, 130)], dtype=np.float32)
    grain = _cloud(chance, frame, 9) * 26 + _cloud(chance, (frame[0], frame[1]), 90) * 14 - 20
    ground = table[None, None, :] + grain[:, :, None]
    page = np.asarray(_warp(image, matrix, frame, (0, 0, 0)), dtype=np.float32)
    cover = np.asarray(_warp(Image.new("L", image.size, 255), matrix, frame, 0), dtype=np.float32)[:, :, None] / 255
    pixels = ground * (1 - cover) + page * cover * np.float32(throw.uniform(0.86, 0.97))
    towards = throw.uniform(0, 2 * math.pi)
    x_axis = np.linspace(-1, 1, frame[0], dtype=np.float32)[None, :]
    y_axis = np.linspace(-1, 1, frame[1], dtype=np.float32)[:, None]
    fall = throw.uniform(0.25, 0.4) if bad else throw.uniform(0.06, 0.2)
    light = 1 - np.float32(fall) * (0.5 + 0.5 * (x_axis * math.cos(towards) + y_axis * math.sin(towards)))
    warm = np.array([1.0, throw.uniform(0.94, 1.0), throw.uniform(0.84, 0.98)], dtype=np.float32)
    pixels = pixels * light[:, :, None].astype(np.float32) * warm
    soft = _whole(pixels).filter(ImageFilter.GaussianBlur(throw.uniform(1.0, 1.5) if bad else throw.uniform(0.4, 0.8)))
    pixels = np.asarray(soft, dtype=np.float32)
    # Photons: noise grows with the root of the light.
    strength = throw.uniform(0.45, 0.8) if bad else throw.uniform(0.15, 0.35)
    noise = chance.standard_normal(pixels.shape, dtype=np.float32)
    pixels = pixels + noise * np.sqrt(np.clip(pixels, 4, 255)) * np.float32(strength)
    return sheet.warped(_whole(pixels), matrix)


def _photographed_badly(sheet: Sheet, throw: random.Random) -> Sheet:
    return _photographed(sheet, throw, bad=True)


def _photographed_print(sheet: Sheet, throw: random.Random) -> Sheet:
    """Printed out and photographed."""
    image = sheet.image.filter(ImageFilter.GaussianBlur(throw.uniform(0.4, 0.7)))
    pixels = np.float32(26) + np.asarray(image, dtype=np.float32) * np.float32(0.87)
    return _photographed(sheet.with_image(_whole(pixels)), throw)


_WAYS: Mapping[Capture, Callable[[Sheet, random.Random], Sheet]] = {
    Capture.EXPORT: _exported,
    Capture.SCREENSHOT: _exported,
    Capture.ELECTRONIC: _exported,
    Capture.SCAN: _scanned,
    Capture.SCANNED_PDF: _scanned,
    Capture.PHOTO: _photographed,
    Capture.BAD_PHOTO: _photographed_badly,
    Capture.RESCAN: _rescanned,
    Capture.PRINTED_PHOTO: _photographed_print,
}


def homography(source: list[tuple[float, float]], target: list[tuple[float, float]]) -> Matrix:
    """The matrix that takes four points to four others."""
    rows, right = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    solved = np.linalg.solve(np.array(rows, dtype=np.float64), np.array(right, dtype=np.float64))
    return np.append(solved, 1.0).reshape(3, 3)


def _warp(image: Image.Image, matrix: Matrix, size: tuple[int, int], fill: int | tuple[int, int, int]) -> Image.Image:
    back = np.linalg.inv(matrix)
    back = back / back[2, 2]
    return image.transform(
        size,
        Image.Transform.PERSPECTIVE,
        tuple(float(value) for value in back.ravel()[:8]),
        Image.Resampling.BICUBIC,
        fillcolor=fill,
    )


def _cloud(chance: np.random.Generator, size: tuple[int, int], cells: int) -> Mask:
    coarse = Image.fromarray(chance.integers(0, 256, (cells, cells), dtype=np.uint8))
    return np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), dtype=np.float32) / 255


def _whole(pixels: Mask) -> Image.Image:
    return Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))


def recompressed(image: Image.Image, quality: int) -> Image.Image:
    """Once through a JPEG."""
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(BytesIO(buffer.getvalue())).convert("RGB")
