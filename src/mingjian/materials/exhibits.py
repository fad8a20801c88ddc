"""What a person looks at: heat maps, a seal beside the genuine one, a page beside its twin, a PDF before and after.

Pictures alone, made anew from pixels; nothing here judges. The seals are those that the examiners kept of each file.
"""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.materials.examination import kept_traits
from mingjian.materials.examiners import jpeg_history, retyping
from mingjian.materials.seals.comparison import Picture, laid_over
from mingjian.materials.seals.impression import Impression
from mingjian.materials.seals.squares import SquareSeal
from mingjian.materials.specimen import Specimen, Trait, TraitKind
from mingjian.materials.twins.layout import UNIT, Layout, align, placed
from mingjian.reading.flattening import flatten
from mingjian.reading.page import Page, Pixels
from mingjian.reading.rendering import render

__all__ = [
    "HEAT_MAPS",
    "SealBeside",
    "Slide",
    "heat_map",
    "heat_of",
    "pdf_updates",
    "seals_beside",
    "seals_of",
    "twin_pages",
]

_RED, _BLUE = np.array((196, 30, 40), np.float32), np.array((28, 72, 176), np.float32)
_WIDE = 720
"""Pixels of a ring of text laid out level."""
_TEXT = (0.46, 0.97)
"""Of the seal's half axis: where the name stands."""
_LONGEST = 1400
_MOST_UPDATES, _MOST_MARKS = 12, 60
_APART = 48
"""Grey levels by which a pixel of a page drawn twice differs."""
_END = re.compile(rb"%%EOF\r?\n?")


HEAT_MAPS = (jpeg_history.NAME, retyping.NAME)
"""Examiners that measure every place of a page; the others name regions."""


@dataclass(frozen=True)
class SealBeside:
    """One seal of a paper, and the genuine impression of its owner where one is on file; ``data:`` addresses."""

    page: int
    red: bool
    """Of a grey one some print may be left in the picture."""
    name: str
    """As read."""
    upright: str
    ring: str
    """The ring of text laid out level, from below clockwise; empty of a square seal."""
    genuine: str = ""
    """The genuine impression, turned as this one; empty where none is on file."""
    genuine_ring: str = ""
    both: str = ""
    """Both laid over each other: this one red, the genuine one blue, what they share dark."""


@dataclass(frozen=True)
class Slide:
    """Two pictures of one size for a slider; ``marks`` are where they say something else, in pixels."""

    width: int
    height: int
    first: str
    second: str
    marks: tuple[tuple[int, int, int, int], ...]


def heat_map(data: bytes, *, number: int, examiner: str) -> str | None:
    """Where and how far a page departs from the rest of itself, as a transparent picture of the page's proportions.

    A ``data:`` address; None where the examiner (one of ``HEAT_MAPS``) does not apply to the page.
    """
    drawn = render(data)
    page = next((page for page in drawn.pages if page.number == number), None)
    return None if page is None else heat_of(page, Specimen("", data, drawn, ()), examiner)


def heat_of(page: Page, specimen: Specimen, examiner: str) -> str | None:
    """The same of a page that was drawn."""
    cells = jpeg_history.heat(page, specimen) if examiner == jpeg_history.NAME else retyping.heat(page)
    if cells is None:
        return None
    around = cv2.GaussianBlur(np.asarray(cells, np.float32), (0, 0), 1.0)
    seen = np.clip(around * 2, 0, 1)
    picture = np.zeros((*seen.shape, 4), np.uint8)
    picture[..., :3] = _RED
    picture[..., 3] = np.asarray(seen * 190, np.uint8)
    return _address(picture)


def seals_beside(digest: str, *, genuine: str | None, cache: Path) -> tuple[SealBeside, ...]:
    """The seals of a file beside the genuine impression in the file ``genuine``; nothing where none was examined."""
    folder = cache / "examinations"
    return seals_of(kept_traits(digest, folder), kept_traits(genuine, folder) if genuine else ())


def seals_of(traits: Sequence[Trait], genuine: Sequence[Trait] = ()) -> tuple[SealBeside, ...]:
    """The seals among a file's traits, beside the first one among those of the genuine impression's file."""
    on_file = next((impression for _, impression in _impressions(genuine)), None)
    squares = [trait for trait in traits if trait.kind in (TraitKind.SQUARE_SEAL, TraitKind.NAME_SEAL)]
    return (
        *(_beside(page, impression, on_file) for page, impression in _impressions(traits)),
        *(_square(trait.place.page, SquareSeal.from_bytes(trait.content)) for trait in squares),
    )


def _square(page: int, seal: SquareSeal) -> SealBeside:
    """A square seal, which has no ring to be laid out; the register's impression is of another seal."""
    return SealBeside(page, True, seal.name, _inked(seal.picture, _RED), "")


def _impressions(traits: Sequence[Trait]) -> list[tuple[int, Impression]]:
    return [
        (trait.place.page, Impression.from_bytes(trait.content)) for trait in traits if trait.kind is TraitKind.SEAL
    ]


def _beside(page: int, mine: Impression, genuine: Impression | None) -> SealBeside:
    shown = SealBeside(page, mine.red, mine.name, _inked(mine.picture, _RED), _inked(_ring(mine.picture), _RED))
    if genuine is None:
        return shown
    moved = laid_over(mine.picture, genuine.picture)
    return SealBeside(
        shown.page,
        shown.red,
        shown.name,
        shown.upright,
        shown.ring,
        _inked(moved, _BLUE),
        _inked(_ring(moved), _BLUE),
        _address(_over(mine.picture, moved)),
    )


def _ring(picture: Picture) -> Picture:
    """The text laid out level: outside up, from below clockwise."""
    side = picture.shape[0]
    large = cv2.resize(picture, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    middle = (side * 1.5 - 0.5, side * 1.5 - 0.5)
    polar = cv2.warpPolar(large, (side, _WIDE), middle, side * 1.5, cv2.WARP_POLAR_LINEAR)
    level = polar.T[round(_TEXT[0] * side) : round(_TEXT[1] * side)][::-1]
    # Angles are counted from the right, clockwise; a name begins below.
    return np.ascontiguousarray(np.roll(level, -_WIDE // 4, axis=1))


def _inked(picture: Picture, colour: npt.NDArray[np.float32]) -> str:
    share = picture[..., None].astype(np.float32) / 255
    return _address(np.asarray(255 - share * (255 - colour), np.uint8))


def _over(mine: Picture, genuine: Picture) -> Pixels:
    first, second = (picture[..., None].astype(np.float32) / 255 for picture in (mine, genuine))
    return np.asarray((255 - first * (255 - _RED)) * (255 - second * (255 - _BLUE)) / 255, np.uint8)


def twin_pages(one: bytes, other: bytes, *, digests: tuple[str, str], number: int, cache: Path) -> Slide | None:
    """A page and its twin in another file, laid over each other by the lines that both have.

    ``one`` and ``other`` are the files, ``digests`` theirs; the page ``number`` of the first is shown with the page of
    the second that fits best. None where nothing fits or a file cannot be drawn.
    """
    mine, theirs = (dict(_layouts(digest, cache / "examinations")) for digest in digests)
    if number not in mine:
        return None
    fits = {page: found for page, layout in theirs.items() if (found := placed(mine[number], layout)) is not None}
    if not fits:
        return None
    best = max(fits, key=lambda page: fits[page].anchors)
    pages = (_page(one, number), _page(other, best))
    if pages[0] is None or pages[1] is None:
        return None
    still, moved = (flatten(page).pixels for page in pages if page is not None)
    units = [UNIT / max(pixels.shape[:2]) for pixels in (still, moved)]
    placement = fits[best]
    turn = np.zeros((2, 3), np.float64)
    for axis in range(2):
        turn[axis, axis] = placement.scale[axis] * units[1] / units[0]
        turn[axis, 2] = placement.shift[axis] / units[0]
    height, width = still.shape[:2]
    paper = (255.0, 255.0, 255.0)
    laid = cv2.warpAffine(moved, turn, (width, height), flags=cv2.INTER_AREA, borderValue=paper)
    twins = align(mine[number], theirs[best])
    marks = [
        (piece.left / units[0], piece.top / units[0], piece.right / units[0], piece.bottom / units[0])
        for piece, _ in twins.differing
    ]
    return _slide(still, np.asarray(laid, np.uint8), marks)


def _layouts(digest: str, folder: Path) -> Iterator[tuple[int, Layout]]:
    for trait in kept_traits(digest, folder):
        if trait.kind is TraitKind.PAGE:
            yield trait.place.page, Layout.from_bytes(trait.content)


def pdf_updates(data: bytes, *, number: int) -> tuple[Slide, ...]:
    """A page of a PDF before and after each update that changed how it looks, the first one first.

    An incremental update leaves what was there before in the file: cut off behind its end mark, it is the earlier
    document. Of a linearised file the first part alone cannot be drawn, and is passed over.
    """
    ends = [found.end() for found in _END.finditer(data)][-_MOST_UPDATES:]
    drawn = [page for end in ends if (page := _page(data[:end], number)) is not None]
    changed = []
    for before, after in pairwise(drawn):
        if before.pixels.shape != after.pixels.shape:
            continue
        apart = cv2.absdiff(before.pixels, after.pixels).max(axis=2) > _APART
        if apart.any():
            changed.append(_slide(before.pixels, after.pixels, _places(apart)))
    return tuple(changed)


def _places(apart: npt.NDArray[np.bool_]) -> list[tuple[float, float, float, float]]:
    """Boxes around what differs, what lies close by together."""
    joined = cv2.dilate(apart.astype(np.uint8), np.ones((9, 25), np.uint8))
    _, _, pieces, _ = cv2.connectedComponentsWithStats(joined)
    return [
        (float(left), float(top), float(left + width), float(top + height))
        for left, top, width, height in pieces[1 : _MOST_MARKS + 1, :4].tolist()
    ]


def _page(data: bytes, number: int) -> Page | None:
    return next((page for page in render(data).pages if page.number == number), None)


def _slide(first: Pixels, second: Pixels, marks: Sequence[tuple[float, float, float, float]]) -> Slide:
    height, width = first.shape[:2]
    scale = min(1.0, _LONGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    seen, other = (
        np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.uint8) for each in (first, second)
    )
    places = [tuple(round(edge * scale) for edge in mark) for mark in marks[:_MOST_MARKS]]
    boxes = tuple((one[0], one[1], one[2], one[3]) for one in places)
    return Slide(size[0], size[1], _address(seen, ".jpg"), _address(other, ".jpg"), boxes)


def _address(picture: npt.NDArray[np.uint8], kind: str = ".png") -> str:
    # OpenCV writes blue first, and what is transparent last.
    seen = picture if picture.ndim == 2 else np.ascontiguousarray(picture[..., [2, 1, 0, 3][: picture.shape[2]]])
    # A PNG has no such quality, and OpenCV would say so of each on the server's standard error.
    _, coded = cv2.imencode(kind, seen, [cv2.IMWRITE_JPEG_QUALITY, 80] if kind == ".jpg" else [])
    media = "image/png" if kind == ".png" else "image/jpeg"
    return f"data:{media};base64," + base64.b64encode(coded.tobytes()).decode("ascii")
