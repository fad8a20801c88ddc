"""How a paper becomes a picture: stamped by hand, scanned, photographed, faxed, sent by a messenger.

Nothing here is of the checks or of the simulation.
"""

import math
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from benchmarks._fresh_papers import PAGE, Box, Dice, Printed

Floats = npt.NDArray[np.float32]
DOTS_PER_INCH = 200
_FACE = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
_INK = np.array((205, 32, 44), np.float32)
_FINE = 3
"""The seal is cut so many times as fine as it is pressed."""


@dataclass(frozen=True)
class Sheet:
    """A picture of a paper, and where on it the browser's pixels of the page lie."""

    picture: Image.Image
    placing: npt.NDArray[np.float64]
    """3 × 3, from ``PAGE`` to the picture."""

    def place(self, box: Box) -> tuple[int, int, int, int]:
        """The box around where that box of the page lies."""
        left, top, right, bottom = box
        corners = np.array([(left, top, 1), (right, top, 1), (right, bottom, 1), (left, bottom, 1)]) @ self.placing.T
        corners = corners[:, :2] / corners[:, 2:]
        low, high = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
        return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def drawn(printed: Printed, page: int = 0) -> Sheet:
    """The sheet that a printer would print, at ``DOTS_PER_INCH``."""
    picture = pypdfium2.PdfDocument(printed.pdf)[page].render(scale=DOTS_PER_INCH / 72).to_pil().convert("RGB")
    scale = picture.width / PAGE[0]
    return Sheet(picture, np.diag([scale, scale, 1.0]))


@cache
def engraved(name: str, below: str = "", millimetres: float = 41.0) -> Floats:
    """A round seal as it is cut: how much ink each place takes, fine."""
    side = round(millimetres / 25.4 * DOTS_PER_INCH * _FINE)
    plate = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(plate)
    pen.ellipse((2, 2, side - 3, side - 3), outline=255, width=round(side * 0.022))
    star = [
        (
            side / 2 + radius * side * math.sin(corner * math.pi / 5),
            side / 2 - radius * side * math.cos(corner * math.pi / 5),
        )
        for corner in range(10)
        for radius in (0.14 if corner % 2 == 0 else 0.055,)
    ]
    pen.polygon(star, fill=255)
    font = ImageFont.truetype(_FACE, round(side * (0.12 if len(name) < 14 else 0.085)), index=2)
    step = min(27.0, 255 / max(1, len(name) - 1))
    for number, sign in enumerate(name):
        letter = Image.new("L", (side, side), 0)
        ImageDraw.Draw(letter).text((side / 2, side * 0.055), sign, font=font, fill=255, anchor="mt")
        turn = -(number - (len(name) - 1) / 2) * step
        plate.paste(255, (0, 0), letter.rotate(turn, Image.Resampling.BICUBIC))
    if below:
        small = ImageFont.truetype(_FACE, round(side * 0.09), index=2)
        pen.text((side / 2, side * 0.76), below, font=small, fill=255, anchor="mm")
    return np.asarray(np.asarray(plate, np.float32) / 255, np.float32)


def pressed(sheet: Sheet, plate: Floats, at: tuple[float, float], dice: Dice, *, digital: bool = False) -> Sheet:
    """The seal on the sheet, its middle at a share of the page's sides; no hand presses twice alike.

    ``digital`` puts the same picture on every sheet, as offices' systems print theirs.
    """
    page = np.asarray(sheet.picture, np.float32)
    side = plate.shape[0] // _FINE
    turn = -7.0 if digital else float(dice.uniform(-25, 25))
    middle = plate.shape[0] / 2
    ink = cv2.warpAffine(plate, cv2.getRotationMatrix2D((middle, middle), turn, 0.97), plate.shape[::-1])
    if not digital:
        rough = cv2.GaussianBlur(dice.normal(0, 1, plate.shape).astype(np.float32), (0, 0), 2.5) * 6
        ink = np.clip((cv2.GaussianBlur(ink, (0, 0), 2.2) - 0.5 + 0.12 * rough) * 3 + 0.5, 0, 1)
        slope = dice.uniform(-0.35, 0.35, 2)
        y, x = np.mgrid[-1 : 1 : plate.shape[0] * 1j, -1 : 1 : plate.shape[0] * 1j]
        patches = cv2.GaussianBlur(dice.normal(0, 1, plate.shape).astype(np.float32), (0, 0), 40) * 22
        ink = ink * np.clip(float(dice.uniform(0.65, 0.9)) + slope[0] * x + slope[1] * y + patches, 0.12, 0.95)
    ink = cv2.resize(np.asarray(ink, np.float32), (side, side), interpolation=cv2.INTER_AREA)[..., None]
    left, top = (
        round(share * length - side / 2) for share, length in zip(at, (page.shape[1], page.shape[0]), strict=True)
    )
    left, top = max(0, min(left, page.shape[1] - side)), max(0, min(top, page.shape[0] - side))
    under = page[top : top + side, left : left + side]
    page = page.copy()
    page[top : top + side, left : left + side] = under * (1 - ink * (1 - _INK / 255))
    return Sheet(Image.fromarray(np.asarray(page.clip(0, 255), np.uint8)), sheet.placing)


def scanned(sheet: Sheet, dice: Dice, *, turn: float | None = None, noise: float = 4.0) -> Sheet:
    """Through a flatbed scanner, a little askew."""
    angle = float(dice.uniform(-1, 1)) if turn is None else turn
    picture = np.asarray(sheet.picture)
    height, width = picture.shape[:2]
    turning = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    page = cv2.warpAffine(picture, turning, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    page = cv2.GaussianBlur(page.astype(np.float32), (0, 0), 0.7) * 0.965 + 4
    page = page + np.linspace(-3, 4, width)[None, :, None] + dice.normal(0, noise, page.shape)
    return Sheet(_image(page), np.vstack([turning, (0, 0, 1)]) @ sheet.placing)


def photographed(sheet: Sheet, dice: Dice, size: tuple[int, int] = (1700, 2300)) -> Sheet:
    """By a telephone held over a table, in a shadow."""
    picture = np.asarray(sheet.picture)
    height, width = picture.shape[:2]
    wide, high = size
    margins = 0.07 + np.abs(dice.uniform(0, 0.05, (4, 2)))
    corners = np.array(
        [
            (wide * margins[0, 0], high * margins[0, 1]),
            (wide * (1 - margins[1, 0]), high * margins[1, 1]),
            (wide * (1 - margins[2, 0]), high * (1 - margins[2, 1])),
            (wide * margins[3, 0], high * (1 - margins[3, 1])),
        ],
        np.float32,
    )
    sheet_corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    view = cv2.getPerspectiveTransform(sheet_corners, corners)
    seen = cv2.warpPerspective(picture, view, size, flags=cv2.INTER_AREA).astype(np.float32)
    mask = cv2.warpPerspective(np.ones((height, width), np.float32), view, size)[..., None]
    table = cv2.GaussianBlur(dice.normal(0, 30, (high, wide, 3)).astype(np.float32), (0, 0), 9) * 3 + (120, 95, 70)
    y, x = np.mgrid[0:high, 0:wide]
    light = 1 - float(dice.uniform(0.1, 0.4)) * np.clip((x / wide * 0.8 + y / high * 0.5) - 0.35, 0, 1)
    seen = cv2.GaussianBlur(((seen * mask + table * (1 - mask)) * light[..., None]).astype(np.float32), (0, 0), 1.0)
    raw = seen + dice.normal(0, 6, seen.shape) * np.sqrt(seen.clip(1) / 128)
    quiet = cv2.bilateralFilter(np.asarray(raw.clip(0, 255), np.uint8), 5, 14, 3)  # as a telephone's processor does
    return Sheet(Image.fromarray(quiet), view @ sheet.placing)


def faxed(sheet: Sheet) -> bytes:
    """Black and white, as a fax machine's TIFF."""
    bits = sheet.picture.convert("L").point([255 * (level > 150) for level in range(256)]).convert("1")
    return _saved(bits, "TIFF", compression="group4", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))


def messaged(data: bytes, side: int = 1280, quality: int = 58) -> bytes:
    """As a messenger sends a picture on: smaller, and compressed again."""
    picture = Image.open(BytesIO(data)).convert("RGB")
    scale = min(1.0, side / max(picture.size))
    size = round(picture.width * scale), round(picture.height * scale)
    return jpeg(picture.resize(size, Image.Resampling.BICUBIC), quality)


def jpeg(picture: Image.Image, quality: int, **more: object) -> bytes:
    return _saved(picture.convert("RGB"), "JPEG", quality=quality, **more)


def png(picture: Image.Image) -> bytes:
    return _saved(picture, "PNG")


def _saved(picture: Image.Image, form: str, **more: object) -> bytes:
    file = BytesIO()
    picture.save(file, form, **more)
    return file.getvalue()


def _image(page: npt.NDArray[np.float64] | Floats) -> Image.Image:
    return Image.fromarray(np.asarray(page.clip(0, 255), np.uint8))
