"""Real receipts, each edited once the way a person with an image editor does it.

This module finds its own words by their ink and imports nothing of ours: it must not know what the checks look for.
An edit is one of: a sum painted over and typed again in another font; a digit copied over another one of the page; a
line of another receipt pasted over a line. Every edited receipt is saved again as a JPEG of another quality.
"""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Picture = npt.NDArray[np.uint8]
"""Height × width × 3, red, green, blue."""
QUALITIES = (70, 75, 80, 85, 90, 95)
_FONT_FOLDERS = (Path("/usr/share/fonts"),)
_FONTS = ("DejaVuSans.ttf", "DejaVuSansMono.ttf", "DejaVuSerif.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono-Bold.ttf")


class Edit(StrEnum):
    """What was done to a receipt."""

    RETYPED = "retyped"
    DIGIT_COPIED = "digit_copied"
    LINE_PASTED = "line_pasted"


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; right and bottom do not belong to it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def of(self, picture: Picture) -> Picture:
        return picture[self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True)
class Edited:
    """An edited receipt as a JPEG file, and where it was edited."""

    edit: Edit
    data: bytes
    place: Box
    quality: int


def edited(picture: Picture, donor: Picture, edit: Edit, rng: np.random.Generator) -> Edited | None:
    """The receipt edited once and saved again; None where it has nothing to be edited so (no word was found)."""
    changed = picture.copy()
    if edit is Edit.RETYPED:
        place = _retype(changed, rng)
    elif edit is Edit.DIGIT_COPIED:
        place = _copy_digit(changed, rng)
    else:
        place = _paste_line(changed, donor, rng)
    if place is None:
        return None
    quality = int(rng.choice(QUALITIES))
    return Edited(edit, saved(changed, quality), place, quality)


def saved(picture: Picture, quality: int) -> bytes:
    """The picture as a JPEG file."""
    file = BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    return file.getvalue()


def _ink(picture: Picture) -> npt.NDArray[np.bool_]:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    paper = cv2.medianBlur(cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 21)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]))
    return np.asarray(grey.astype(np.int16) < paper.astype(np.int16) - 40)


def _boxes(mask: npt.NDArray[np.bool_]) -> list[Box]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    return [Box(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]


def _glyphs(picture: Picture) -> tuple[list[Box], float]:
    """The boxes of single signs, and their usual height."""
    found = [box for box in _boxes(_ink(picture)) if 8 <= box.height <= 120 and box.width < 3 * box.height]
    if len(found) < 20:
        return [], 0.0
    heights = np.array([box.height for box in found])
    usual = float(np.percentile(heights, 60))
    return [box for box in found if 0.7 * usual <= box.height <= 1.4 * usual], usual


def _words(picture: Picture, *, gap: float) -> list[Box]:
    """Runs of signs on one line, no further apart than ``gap`` heights of a sign."""
    glyphs, usual = _glyphs(picture)
    if not glyphs:
        return []
    mask = np.zeros(picture.shape[:2], np.uint8)
    for box in glyphs:
        mask[box.top : box.bottom, box.left : box.right] = 1
    reach = max(3, round(gap * usual))
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    return [box for box in _boxes(joined > 0) if box.height <= 1.8 * usual]


def _grown(box: Box, by: int, picture: Picture) -> Box:
    height, width = picture.shape[:2]
    return Box(max(0, box.left - by), max(0, box.top - by), min(width, box.right + by), min(height, box.bottom + by))


def _colours(patch: Picture) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Of the paper and of the ink."""
    flat = patch.reshape(-1, 3)
    order = np.argsort(flat.sum(axis=1))
    ink, paper = flat[order[: max(1, len(order) // 20)]], flat[order[len(order) // 2 :]]
    first, second = np.median(paper, axis=0), np.median(ink, axis=0)
    return (int(first[0]), int(first[1]), int(first[2])), (int(second[0]), int(second[1]), int(second[2]))


def _retype(picture: Picture, rng: np.random.Generator) -> Box | None:
    # Sums stand in the right half, and are three to eight signs long.
    words = [box for box in _words(picture, gap=0.6) if 1.8 <= box.width / box.height <= 6]
    right = [box for box in words if box.left > picture.shape[1] * 0.45] or words
    if not right:
        return None
    word = right[rng.integers(len(right))]
    place = _grown(word, max(1, word.height // 8), picture)
    paper, ink = _colours(place.of(picture))
    if rng.random() < 0.3:
        mask = np.zeros(picture.shape[:2], np.uint8)
        place.of(mask[..., None])[:] = 255
        around = _grown(place, 12, picture)
        around.of(picture)[:] = cv2.inpaint(
            np.ascontiguousarray(around.of(picture)), around.of(mask[..., None])[..., 0].copy(), 3, cv2.INPAINT_TELEA
        )
    else:
        place.of(picture)[:] = paper
    canvas = Image.fromarray(picture)
    text = f"{rng.integers(10, 1000)}.{rng.integers(0, 100):02d}"
    font = _font(_FONTS[rng.integers(len(_FONTS))], text, word)
    black = rng.random() < 0.5
    left, top, _, _ = font.getbbox(text)
    position = (word.left - round(left), word.top - round(top))
    ImageDraw.Draw(canvas).text(position, text, fill=(0, 0, 0) if black else ink, font=font)
    _, _, right_edge, bottom_edge = ImageDraw.Draw(canvas).textbbox(position, text, font=font)
    picture[:] = np.asarray(canvas)
    return Box(
        place.left,
        place.top,
        min(picture.shape[1], max(place.right, round(right_edge))),
        min(picture.shape[0], max(place.bottom, round(bottom_edge))),
    )


def _font(name: str, text: str, word: Box) -> ImageFont.FreeTypeFont:
    """The font at the size at which the text is as high as the word that it replaces."""
    for folder in _FONT_FOLDERS:
        for path in sorted(folder.rglob(name)):
            size = 6
            font = ImageFont.truetype(str(path), size)
            while size < 200:
                grown = ImageFont.truetype(str(path), size + 1)
                _, top, _, bottom = grown.getbbox(text)
                if bottom - top > word.height:
                    break
                size, font = size + 1, grown
            return font
    raise FileNotFoundError(f"{name}: install the DejaVu fonts (fonts-dejavu-core)")


def _copy_digit(picture: Picture, rng: np.random.Generator) -> Box | None:
    glyphs, _ = _glyphs(picture)
    narrow = [box for box in glyphs if 0.3 <= box.width / box.height <= 0.9]
    if len(narrow) < 20:
        return None
    for _ in range(200):
        source, target = (narrow[index] for index in rng.integers(len(narrow), size=2))
        alike = abs(source.height - target.height) <= 2 and abs(source.width - target.width) <= 3
        if not alike or abs(source.left - target.left) + abs(source.top - target.top) < 3 * source.height:
            continue
        margin = max(1, source.height // 8)
        from_, to = _grown(source, margin, picture), _grown(target, margin, picture)
        height, width = min(from_.height, to.height), min(from_.width, to.width)
        copied = picture[from_.top : from_.top + height, from_.left : from_.left + width].copy()
        picture[to.top : to.top + height, to.left : to.left + width] = copied
        return Box(to.left, to.top, to.left + width, to.top + height)
    return None


def _paste_line(picture: Picture, donor: Picture, rng: np.random.Generator) -> Box | None:
    targets = [box for box in _words(picture, gap=2.0) if box.width > 4 * box.height]
    sources = [box for box in _words(donor, gap=2.0) if box.width > 4 * box.height]
    if not targets or not sources:
        return None
    target, source = targets[rng.integers(len(targets))], sources[rng.integers(len(sources))]
    patch = _grown(source, max(2, source.height // 6), donor).of(donor)
    scale = target.height / source.height
    if not 0.8 < scale < 1.25:  # an editor scales a line that would not fit
        size = (max(8, round(patch.shape[1] * scale)), max(8, round(patch.shape[0] * scale)))
        patch = np.asarray(cv2.resize(patch, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    margin = max(2, target.height // 6)
    left, top = max(0, target.left - margin), max(0, target.top - margin)
    height = min(patch.shape[0], picture.shape[0] - top)
    width = min(patch.shape[1], picture.shape[1] - left)
    picture[top : top + height, left : left + width] = patch[:height, :width]
    return Box(left, top, left + width, top + height)
