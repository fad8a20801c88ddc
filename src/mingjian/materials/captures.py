"""Whether two pictures of a page are one photograph or one scan, saved twice, and where one of them was altered.

A picture that is sent on is scaled, cropped and compressed anew: another file that shows the same. Of one capture two
things stay. All lines stand where they stood, without any turn or lean: a hand never holds a telephone twice alike,
and no sheet lies twice alike on the glass. And the bare paper between the lines has its grain, speck by speck, as two
sheets of one form never have it. What is printed on the paper, a pattern against copies for instance, is alike on
other sheets too, but alike to itself a little further on as well, which grain is not.

So what is alike on two pictures of which one is turned against the other is print, and all that is told by it elsewhere
is taken back (:mod:`mingjian.materials.capture_search`).

Where nothing of the paper is to be seen, as on most scans, which are clipped to white, nothing is said.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.materials.captions import under_caption
from mingjian.materials.twins.layout import UNIT, Layout, Piece, Placement, align, placed
from mingjian.reading.page import Line, Pixels, Region

__all__ = ["Altered", "Common", "Written", "in_common", "may_be_one"]

_LONGEST = 1400
"""Pixels of the longer side at which both are compared: of most pictures that messengers pass on."""
_LEVEL = 0.02
"""By so much at most the lines' scale across differs from that down where one may be the other, scaled."""
_ASTRAY = 30
"""How far, in units, half of the lines may lie from their place: what reading is off by, and no hand."""
_TURN, _STRETCH = 2e-4, 3e-3
"""Of one capture, once it is laid over: a hundredth of a degree, and what rounding to whole pixels stretches."""
_GRAIN = 0.2
"""Correlation of the bare paper. Two captures have some hundredths at most, one that was halved and saved at 60 more
than twice this; see docs/benchmarks/materials.md."""
_SINGLE = 3.0
"""Times by which the paper fits better where it lies than anywhere else about."""
_AROUND = 96
"""Pixels about which the paper is also laid elsewhere."""
_LEAST_PAPER = 20_000
"""Pixels of bare paper."""
_OUTLYING = 5.0
"""Times the median deviation beyond which it is an edge, and counts as that much."""
_INK, _WHITE = 18, 250
_SAME_INK, _CONTRAST = 0.5, 16.0
"""Local correlation below which ink is other ink, and the deviation from which there is any."""

Grey = npt.NDArray[np.float32]
Affine = npt.NDArray[np.float64]
"""2 × 3."""
Altered = tuple[tuple[int, int, int, int], tuple[int, int, int, int]]
"""A place on the first page and on the second one: left, top, right, bottom in pixels of the page as given."""


@dataclass(frozen=True)
class Written:
    """Which page of which file, and what was read where on it, in pixels of the page as given."""

    sha256: str
    page: int
    size: tuple[int, int]
    """Width and height of the page as given."""
    lines: tuple[tuple[str, int, int, int, int], ...]

    def to_bytes(self) -> bytes:
        """JSON."""
        content = {"sha256": self.sha256, "page": self.page, "size": self.size, "lines": self.lines}
        return json.dumps(content, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Written":
        """What ``to_bytes`` wrote."""
        made: Mapping[str, Any] = json.loads(content)
        width, height = made["size"]
        return cls(made["sha256"], made["page"], (width, height), tuple((text, *box) for text, *box in made["lines"]))

    @property
    def read(self) -> tuple[Line, ...]:
        """The lines, of which it is no longer known how surely they were read."""
        return tuple(Line(self.page, text, 1.0, Region(*box)) for text, *box in self.lines)

    @property
    def layout(self) -> Layout:
        """As it lies on the page as given, neither flattened nor turned."""
        unit = UNIT / max(self.size)
        return Layout(b"", tuple(Piece(text, *(round(edge * unit) for edge in box)) for text, *box in self.lines))


def may_be_one(one: Written, other: Written) -> Placement | None:
    """How the second page lies over the first where, by its lines, it may be the same picture; None where it is not."""
    placement = placed(one.layout, other.layout)
    if placement is None or abs(placement.scale[0] / placement.scale[1] - 1) > _LEVEL:
        return None
    apart = [
        np.abs(np.array(first.middle) - (np.array(second.middle) * placement.scale + placement.shift)).max()
        for first, second in placement.held
    ]
    return placement if float(np.median(apart)) <= _ASTRAY else None


@dataclass(frozen=True)
class Common:
    """What two pictures of pages have in common besides what is read on them: their bare paper."""

    captured: bool
    """Whether they are one capture; else what is alike is printed on both papers."""
    altered: tuple[Altered, ...] = ()
    """Where one of two copies of one capture says something else."""


def in_common(one: Written, other: Written, placement: Placement, pixels: tuple[Pixels, Pixels]) -> Common | None:
    """What their paper tells; None where it has nothing in common, or is not to be seen.

    ``placement`` as of :func:`may_be_one`, ``pixels`` those of the first page and of the second.
    """
    still, scale, back = _scaled(placement, pixels)
    within = _among_lines(one, placement, scale, still.shape)
    first = _laid(pixels[1], back, still.shape)
    if _bare_of_both(still, first, within).sum() < _LEAST_PAPER:
        return None
    fit = _refined(still, first, pixels[1], back)
    if fit is None:
        return None
    back = _after(back, fit)
    moved = _laid(pixels[1], back, still.shape)
    here, elsewhere = _alike(still, moved, _bare_of_both(still, moved, within))
    if here < _GRAIN:
        return None
    if not _is_level(back) or here < _SINGLE * elsewhere:
        return Common(captured=False)
    return Common(captured=True, altered=tuple(_altered(one, other, still, moved, scale, back)))


def _among_lines(one: Written, placement: Placement, scale: float, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """What lies between the lines that both have: the table, and the sheet's edge, are not its paper."""
    unit = scale * max(one.size) / UNIT
    boxes = np.array([(piece.left, piece.top, piece.right, piece.bottom) for piece, _ in placement.held]) * unit
    left, top = boxes[:, :2].min(axis=0).clip(0).astype(int)
    right, bottom = boxes[:, 2:].max(axis=0).astype(int)
    within = np.zeros(shape, np.bool_)
    within[top:bottom, left:right] = True
    return within


def _scaled(placement: Placement, pixels: tuple[Pixels, Pixels]) -> tuple[Grey, float, Affine]:
    """The first page as small as both can be compared, its scale, and the way from there to the second page."""
    longest = [max(each.shape[:2]) for each in pixels]
    # Pixels of the first page to one of the second, across and down.
    steps = placement.scale * longest[0] / longest[1]
    scale = min(1.0, _LONGEST / longest[0], float(1 / steps.max()))
    grey = cv2.cvtColor(pixels[0], cv2.COLOR_RGB2GRAY)
    still = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    shift = placement.shift * longest[0] / UNIT
    back = np.column_stack([np.diag(1 / (steps * scale)), -shift / steps])
    return np.asarray(still, np.float32), scale, back


def _laid(pixels: Pixels, back: Affine, shape: tuple[int, ...]) -> Grey:
    """The second page where the first one lies; what it does not show is white, of which nothing is said."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    shrunk = float(back[0, 0])
    if shrunk > 1.4:
        grey = cv2.GaussianBlur(grey, (0, 0), 0.4 * shrunk)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    size = (shape[1], shape[0])
    laid = cv2.warpAffine(grey, back, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,))
    return np.asarray(laid, np.float32)


def _refined(still: Grey, moved: Grey, pixels: Pixels, back: Affine) -> Affine | None:
    """By how little the second must yet be moved (Evangelidis, Psarakis 2008); None where nothing fits."""
    whole, size = np.full(pixels.shape[:2], 255, np.uint8), (still.shape[1], still.shape[0])
    seen = cv2.warpAffine(whole, back, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    # Half the size does: it is found to hundredths of a pixel.
    one, two = (cv2.resize(each, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for each in (still, moved))
    mask = cv2.resize(seen, one.shape[::-1], interpolation=cv2.INTER_NEAREST)
    criteria, start = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 60, 1e-5), np.eye(2, 3, dtype=np.float32)
    try:
        _, found = cv2.findTransformECC(one, two, start, cv2.MOTION_AFFINE, criteria, mask, 5)
    except cv2.error:
        return None
    fit: Affine = np.asarray(found, np.float64)
    # Pixels are counted from their middle, so the middle of the first is not where that of two together is.
    fit[:, 2] = 2 * fit[:, 2] + 0.5 - 0.5 * fit[:, :2].sum(axis=1)
    return fit


def _after(back: Affine, fit: Affine) -> Affine:
    whole = np.vstack([back, (0, 0, 1)]) @ np.vstack([fit, (0, 0, 1)])
    return np.asarray(whole[:2], np.float64)


def _is_level(back: Affine) -> bool:
    """Whether it only scales and shifts, as saving and cropping do."""
    across, down = back[0, 0], back[1, 1]
    lean = max(abs(back[0, 1]), abs(back[1, 0])) / across
    return bool(lean < _TURN and abs(across / down - 1) < _STRETCH)


def _bare_of_both(still: Grey, moved: Grey, within: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    return np.asarray(_is_bare(still) & _is_bare(moved) & within, np.bool_)


def _alike(still: Grey, moved: Grey, bare: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Correlation of the bare paper where it lies, and the highest where it is laid elsewhere about."""
    if int(bare.sum()) < _LEAST_PAPER:
        return 0.0, 0.0
    one, two = (_grain(each, bare) for each in (still, moved))
    energy = float(np.sqrt((one**2).sum() * (two**2).sum()))
    if energy == 0:
        return 0.0, 0.0
    size = tuple(cv2.getOptimalDFTSize(side + _AROUND) for side in still.shape)
    matched = np.fft.irfft2(np.fft.rfft2(one, size) * np.conj(np.fft.rfft2(two, size)), size) / energy
    near = np.roll(matched, (_AROUND, _AROUND), (0, 1))[: 2 * _AROUND + 1, : 2 * _AROUND + 1].copy()
    here = float(near[_AROUND - 1 : _AROUND + 2, _AROUND - 1 : _AROUND + 2].max())
    near[_AROUND - 4 : _AROUND + 5, _AROUND - 4 : _AROUND + 5] = 0
    return here, float(np.abs(near).max())


def _grain(page: Grey, bare: npt.NDArray[np.bool_]) -> Grey:
    """What is finer than shading and folds are, and coarser than single pixels; no crease or edge outweighs it."""
    fine = cv2.GaussianBlur(page, (0, 0), 0.8) - cv2.GaussianBlur(page, (0, 0), 2.5)
    usual = float(np.median(np.abs(fine[bare])))
    return np.asarray(np.where(bare, np.clip(fine, -_OUTLYING * usual, _OUTLYING * usual), 0), np.float32)


def _is_bare(page: Grey) -> npt.NDArray[np.bool_]:
    """Where no ink is near, which rings in a JPEG, and no more than single specks are clipped, which are grain."""
    paper = cv2.morphologyEx(page, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    ink = cv2.dilate((paper - page > _INK).astype(np.uint8), np.ones((21, 21), np.uint8))
    clipped = cv2.blur((page > _WHITE).astype(np.float32), (9, 9))
    return np.asarray((ink == 0) & (clipped < 0.2), np.bool_)


def _altered(one: Written, other: Written, still: Grey, moved: Grey, scale: float, back: Affine) -> Iterable[Altered]:
    """Places in lines that were read otherwise, and where the ink is other ink: reading alone may err.

    Not where an owner wrote over the page what the copy is for.
    """
    pixels = scale * max(one.size) / UNIT
    for mine, _ in align(one.layout, other.layout).differing:
        left, top = max(0, round(mine.left * pixels)), max(0, round(mine.top * pixels))
        right, bottom = round(mine.right * pixels), round(mine.bottom * pixels)
        box = np.s_[top:bottom, left:right]
        place = _other_ink(still[box], moved[box])
        if place is None:
            continue
        edges = np.array([(left + place[0], top + place[1]), (left + place[2], top + place[3])], np.float64)
        first = (edges / scale).round().astype(int)
        second = (edges @ back[:, :2].T + back[:, 2]).round().astype(int)
        places = Region(*first.ravel().tolist()), Region(*second.ravel().tolist())
        if not any(
            under_caption(each.page, place, each.read) for each, place in zip((one, other), places, strict=True)
        ):
            yield tuple(first.ravel().tolist()), tuple(second.ravel().tolist())


def _other_ink(one: Grey, two: Grey) -> tuple[int, int, int, int] | None:
    """The part of a line in which the ink is not alike; None where it is everywhere."""
    side = min(one.shape) if one.size else 0
    if side < 6:
        return None
    window = (side | 1, side | 1)

    def mean(picture: Grey) -> Grey:
        return np.asarray(cv2.blur(picture, window), np.float32)

    def deviation(picture: Grey) -> Grey:
        return np.asarray(np.sqrt(np.maximum(mean(picture * picture) - mean(picture) ** 2, 1)), np.float32)

    deviations = deviation(one), deviation(two)
    alike = (mean(one * two) - mean(one) * mean(two)) / (deviations[0] * deviations[1])
    other = (alike < _SAME_INK) & (np.maximum(*deviations) > _CONTRAST)
    if not other.any():
        return None
    rows, columns = np.flatnonzero(other.any(axis=1)), np.flatnonzero(other.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
