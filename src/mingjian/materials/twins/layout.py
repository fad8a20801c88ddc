"""What stands where on a page, and whether two pages are one form filled in twice."""

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from mingjian.errors import MingjianError

__all__ = ["UNIT", "BrokenLayoutError", "Layout", "Piece", "Placement", "Twinship", "agreement", "align", "placed"]

UNIT = 10_000
"""Coordinates are ten-thousandths of the page's longer side."""
_ALIKE = 0.75
"""Share of a line's characters that agree where it is the same line."""
_NEAR = 250
"""How far, in units, a line may lie from its place after alignment: 7 mm of A4."""
_LEAST_ANCHORS = 4


class BrokenLayoutError(MingjianError):
    """The bytes are no layout."""

    code = "broken_layout"
    status = 500

    def __init__(self) -> None:
        super().__init__("a kept page layout cannot be read: examine the files again (raise the examiner's version)")


@dataclass(frozen=True)
class Piece:
    """One line of text and its box."""

    text: str
    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Layout:
    """The look of a page from afar, and its lines of text on the flat page."""

    hash: bytes
    pieces: tuple[Piece, ...]

    def to_bytes(self) -> bytes:
        """Compressed."""
        rows = [[piece.text, piece.left, piece.top, piece.right, piece.bottom] for piece in self.pieces]
        return self.hash + zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 6)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Layout":
        """Raises BrokenLayoutError for what ``to_bytes`` did not write."""
        try:
            rows = json.loads(zlib.decompress(content[32:]))
            return cls(content[:32], tuple(Piece(str(text), *map(int, box)) for text, *box in rows))
        except (zlib.error, ValueError, TypeError) as error:
            raise BrokenLayoutError from error


@dataclass(frozen=True)
class Twinship:
    """Two pages laid over each other."""

    fixed: float
    """Share of the text, by characters, that is the same in the same place."""
    anchors: int
    """Lines that are the same in the same place."""
    differing: tuple[tuple[Piece, Piece], ...]
    """Lines in the same place that say something else: what was filled in."""

    @property
    def same_form(self) -> bool:
        """Whether they are one form; printed forms differ in what was filled in, and in nothing else."""
        return self.anchors >= _LEAST_ANCHORS and self.fixed >= 0.4


@dataclass(frozen=True)
class Placement:
    """How a page lies over another: what is at ``p`` of the second is at ``p * scale + shift`` of the first."""

    scale: npt.NDArray[np.float64]
    """Across and down."""
    shift: npt.NDArray[np.float64]
    """Across and down, in units."""
    held: tuple[tuple[Piece, Piece], ...]
    """Lines that are the same in the same place."""

    @property
    def anchors(self) -> int:
        """How many lines hold it."""
        return len(self.held)


def placed(one: Layout, other: Layout) -> Placement | None:
    """How the second page lies over the first, by the lines that both have; None where too few agree."""
    anchors = _anchors(one.pieces, other.pieces)
    if len(anchors) < _LEAST_ANCHORS:
        return None
    first = np.array([piece.middle for piece, _ in anchors])
    second = np.array([piece.middle for _, piece in anchors])
    scale, shift = _fit(first, second)
    near = np.abs(second * scale + shift - first).max(axis=1) < _NEAR
    if near.sum() < _LEAST_ANCHORS:
        return None
    return Placement(scale, shift, tuple(pair for pair, good in zip(anchors, near, strict=True) if good))


def align(one: Layout, other: Layout) -> Twinship:
    """Lays the second page over the first by the lines that both have, and compares the others in their place."""
    placement = placed(one, other)
    if placement is None:
        return Twinship(0.0, 0, ())
    held = placement.held
    taken = {id(piece) for pair in held for piece in pair}
    differing = []
    for piece in one.pieces:
        if id(piece) in taken:
            continue
        match = _same_place(piece, other.pieces, taken, placement.scale, placement.shift)
        if match is not None:
            taken.add(id(match))
            differing.append((piece, match))
    fixed = sum(len(piece.text) for piece, _ in held)
    whole = max(1, min(sum(len(piece.text) for piece in layout.pieces) for layout in (one, other)))
    changed = tuple((a, b) for a, b in (*held, *differing) if a.text != b.text)
    return Twinship(min(1.0, fixed / whole), len(held), changed)


def _anchors(one: Sequence[Piece], other: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    """Lines of equal or nearly equal text, each of which occurs once on its page."""
    count = [Counter(piece.text for piece in pieces) for pieces in (one, other)]
    single = [
        [piece for piece in pieces if counted[piece.text] == 1 and len(piece.text) >= 2]
        for pieces, counted in zip((one, other), count, strict=True)
    ]
    by_text = {piece.text: piece for piece in single[1]}
    found, left = [], []
    for piece in single[0]:
        same = by_text.pop(piece.text, None)
        if same is None:
            left.append(piece)
        else:
            found.append((piece, same))
    for piece in left:
        if len(piece.text) < 4:
            continue
        best = max(by_text.values(), key=lambda each: agreement(piece.text, each.text), default=None)
        if best is not None and agreement(piece.text, best.text) >= _ALIKE:
            by_text.pop(best.text)
            found.append((piece, best))
    return found


def agreement(one: str, other: str) -> float:
    """Share of two texts that is the same."""
    return float(Levenshtein.normalized_similarity(one, other))


def _fit(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Scale and shift of each axis by medians, which half of wrong pairs do not move (Theil and Sen)."""
    scale, shift = np.ones(2), np.zeros(2)
    for axis in range(2):
        a, b = first[:, axis], second[:, axis]
        upper = np.triu_indices(len(a), 1)
        across = np.subtract.outer(b, b)[upper]
        far = np.abs(across) > 0.1 * UNIT
        if far.sum() >= 3:
            scale[axis] = float(np.clip(np.median(np.subtract.outer(a, a)[upper][far] / across[far]), 0.5, 2.0))
        shift[axis] = float(np.median(a - scale[axis] * b))
    return scale, shift


def _same_place(
    piece: Piece,
    others: Sequence[Piece],
    taken: set[int],
    scale: npt.NDArray[np.float64],
    shift: npt.NDArray[np.float64],
) -> Piece | None:
    """The free line whose left end lies where this one's does: what is filled in differs in length."""
    best, least = None, float(_NEAR)
    middle = (piece.top + piece.bottom) / 2
    for other in others:
        if id(other) in taken:
            continue
        down = abs((other.top + other.bottom) / 2 * scale[1] + shift[1] - middle)
        across = abs(other.left * scale[0] + shift[0] - piece.left)
        if down < 0.6 * max(piece.bottom - piece.top, 1) and across < least:
            best, least = other, across
    return best
