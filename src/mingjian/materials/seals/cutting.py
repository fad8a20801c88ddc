"""Whether two impressions of one name come of one die, or of dies that two workshops cut.

Laid over each other, impressions of one die show every letter at the same place, whatever ink, pressure and a photo do.
Who cuts a name anew, from a picture too, chooses another type, another width, another distance between the letters. So
the ring of text is compared piece by piece: where each piece of the one is found again on the other. Of one die all lie
where they should, to half a degree; of two the letters have moved, the more the further from the middle. Where the
letters have not, the star may be larger or smaller.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.materials.seals.comparison import Picture, compare, laid_over
from mingjian.materials.seals.impression import Impression

__all__ = ["Cut", "Cutting", "compare_cut", "cutting"]

_RINGS, _STEPS = 64, 720
_TEXT = (29, 58)
"""Rings where the name stands."""
_PIECE, _EVERY, _REACH = 48, 24, 28
"""Steps of half a degree: how long a piece is, how far apart they begin, and how far it is looked for either way."""
_DEEPER = 3
"""Rings that a piece may lie further out or in."""
_INKED = 0.05
"""Deviation of the ink in a piece, from which it shows something that can be found again."""
_FOUND = 0.5
"""Correlation from which it is found again."""
_FEWEST = 6
_ALIGNED = 0.78
"""Median correlation of the pieces below which the two were not laid over each other well enough to tell."""
_MOVED, _STILL = 2.0, 0.6
"""Degrees by which a fifth of the pieces lie elsewhere: of one die at most one, wherever scans and photos could be
laid over each other."""
_SMALLEST, _LARGEST, _SCALES = 0.76, 1.24, 25
"""Of the other's star, as it is tried."""
_INSIDE = 0.42
"""Of the seal's half axis: where a star or an emblem stands."""
_CLEAR = 0.88
"""Correlation of the inside at its best size below which its size is not told."""
_RESIZED, _AS_LARGE = 0.14, 0.07
"""By which share the star of another die is larger or smaller: of one die at most a tenth, in nine of ten 0.04."""
_ALIKE = 0.87
"""Correlation of the whole ring: of one die 0.84 and more where measured."""


class Cut(StrEnum):
    """Whose die it is."""

    SAME = "same"
    OTHER = "other"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Cutting:
    """What two impressions of one name show, laid over each other."""

    pieces: int
    """Pieces of the ring that were found again."""
    correlation: float
    """Median of all pieces', each at its best place."""
    moved: float
    """Degrees by which a fifth of them lie elsewhere than most."""
    design: float
    """Correlation of the whole ring, with nothing moved."""
    star: float | None
    """How large the first one's inside is beside the second's; None where that cannot be told."""

    @property
    def cut(self) -> Cut:
        """What follows of it."""
        if self.pieces < _FEWEST or self.correlation < _ALIGNED:
            return Cut.UNSURE
        resized = abs(self.star - 1) if self.star is not None else 0.0
        if self.moved >= _MOVED or resized >= _RESIZED:
            return Cut.OTHER
        alike = self.moved <= _STILL and self.design >= _ALIKE and resized <= _AS_LARGE
        return Cut.SAME if alike else Cut.UNSURE


def compare_cut(one: Impression, other: Impression) -> Cut:
    """Of one die or of two; unsure where too little is seen, or where they are two seals of one office."""
    if one.oval != other.oval or _of_another_purpose(one.centre, other.centre):
        return Cut.UNSURE
    return cutting(one.picture, other.picture).cut


def _of_another_purpose(one: str, other: str) -> bool:
    """Whether the level lines differ: an office has a seal for contracts, another one for invoices."""
    return bool(one) != bool(other) or bool(one and not set(one) & set(other))


def cutting(one: Picture, other: Picture) -> Cutting:
    """Lays the second impression over the first, and looks for each piece of its ring."""
    design = compare(one, other).design
    laid = laid_over(one, other)
    still, moved = _ring(one), _ring(laid)
    width = _PIECE + 2 * _REACH
    around = np.concatenate([moved[:, -_REACH:], moved, moved[:, : _PIECE + _REACH]], axis=1)
    correlations: list[float] = []
    shifts: list[float] = []
    for start in range(0, _STEPS, _EVERY):
        piece = np.ascontiguousarray(
            np.take(still, range(start, start + _PIECE), axis=1, mode="wrap")[_TEXT[0] : _TEXT[1]]
        )
        if piece.std() < _INKED:
            continue
        best, shift = -1.0, 0
        for deeper in range(-_DEEPER, _DEEPER + 1):
            rows = slice(_TEXT[0] + deeper, _TEXT[1] + deeper)
            there = np.ascontiguousarray(around[rows, start : start + width])
            found = cv2.matchTemplate(there, piece, cv2.TM_CCOEFF_NORMED)[0]
            if found.max() > best:
                best, shift = float(found.max()), int(found.argmax()) - _REACH
        correlations.append(best)
        if best >= _FOUND:
            shifts.append(shift * 360 / _STEPS)
    if not shifts:
        return Cutting(0, 0.0, 0.0, design, None)
    apart = np.abs(np.array(shifts) - np.median(shifts))
    return Cutting(
        len(shifts), float(np.median(correlations)), float(np.quantile(apart, 0.8)), design, _star(one, laid)
    )


def _star(one: Picture, laid: Picture) -> float | None:
    """At which size the second one's inside lies best over the first one's."""
    still, moved = (cv2.GaussianBlur(picture.astype(np.float32) / 255, (0, 0), 1.2) for picture in (one, laid))
    side = still.shape[0]
    half = (np.arange(side) + 0.5) / side * 2 - 1
    inside = np.hypot(half[None, :], half[:, None]) < _INSIDE
    if still[inside].std() < _INKED or moved[inside].std() < _INKED:
        return None
    middle = (side - 1) / 2
    found: dict[float, float] = {}
    for scale in np.linspace(_SMALLEST, _LARGEST, _SCALES):
        turn = np.array([[scale, 0, middle - scale * middle], [0, scale, middle - scale * middle]])
        sized = cv2.warpAffine(moved, turn, (side, side))
        found[float(scale)] = float(np.corrcoef(still[inside], sized[inside])[0, 1])
    best = max(found, key=lambda scale: found[scale])
    return best if found[best] >= _CLEAR else None


def _ring(picture: Picture) -> npt.NDArray[np.float32]:
    """Rings from the centre outwards × half degrees."""
    share = cv2.GaussianBlur(picture.astype(np.float32) / 255, (0, 0), 1.0)
    side = picture.shape[0]
    middle = ((side - 1) / 2, (side - 1) / 2)
    polar = cv2.warpPolar(share, (_RINGS, _STEPS), middle, side / 2, cv2.WARP_POLAR_LINEAR)
    return np.asarray(polar.T, np.float32)
