"""What a hand wrote behind a label, as it is kept, and whether two of them are one piece of ink.

No hand writes a word twice alike: strokes start, cross and thicken elsewhere each time. Ink that is the same after
alignment was pasted.
"""

import zlib
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.errors import MingjianError
from mingjian.materials.registration import correlation, registered
from mingjian.materials.seals.ink import separate
from mingjian.reading.page import Pixels

__all__ = ["SIDE", "BrokenHandwritingError", "Handwriting", "written_at"]

SIDE = 160
"""Pixels of the kept square; what was written touches two opposite edges of it."""
_MARGIN = 8
_INK = 0.25
"""Optical density from which it is ink."""
_TALL, _LARGEST = 1.3, 4.0
"""Heights of print that some piece of a hand's ink reaches in both directions, and that none exceeds in both: print is
smaller and its signs stand apart, a copied seal is larger."""
_BESIDE = 0.7
"""Heights of print between a word's strokes at most."""
_RULE = 3.0
"""Heights of print from which a level or upright stroke is a rule of the form."""
_SAME = 0.95
"""Correlation from which it is one piece of ink; see the figures in docs/benchmarks/materials.md."""
_LEAST_INK = 0.01
"""Of the square."""

Picture = npt.NDArray[np.uint8]


class BrokenHandwritingError(MingjianError):
    """The bytes are no handwriting of this version."""

    code = "broken_handwriting"
    status = 500

    def __init__(self) -> None:
        super().__init__("kept handwriting cannot be read: examine the files again (raise the examiner's version)")


@dataclass(frozen=True)
class Handwriting:
    """One piece of ink: 0 none, 255 the densest, ``SIDE`` × ``SIDE``."""

    picture: Picture

    def to_bytes(self) -> bytes:
        """Compressed."""
        return zlib.compress(self.picture.tobytes(), 6)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Handwriting":
        """Raises BrokenHandwritingError for what ``to_bytes`` did not write."""
        try:
            return cls(np.frombuffer(zlib.decompress(content), np.uint8).reshape(SIDE, SIDE))
        except (zlib.error, ValueError) as error:
            raise BrokenHandwritingError from error

    @property
    def fingerprint(self) -> bytes:
        """256 bits: where of 16 × 16 fields more ink lies than around."""
        smooth = cv2.GaussianBlur(self.picture.astype(np.float32), (0, 0), SIDE / 32)
        fields = cv2.resize(smooth, (16, 16), interpolation=cv2.INTER_AREA)
        around = cv2.GaussianBlur(fields, (0, 0), 3.0)
        return np.packbits((fields > around).ravel()).tobytes()

    def is_same_ink(self, other: "Handwriting") -> bool:
        """Whether both are one piece of ink, speck by speck."""
        return self.likeness(other) >= _SAME

    def likeness(self, other: "Handwriting") -> float:
        """Correlation of the ink after one was laid over the other, in [-1, 1]."""
        one, two = (
            np.asarray(cv2.GaussianBlur(each.picture.astype(np.float32) / 255, (0, 0), 0.7), np.float32)
            for each in (self, other)
        )
        return correlation(one, registered(one, two), np.ones(one.shape, np.bool_))


def written_at(pixels: Pixels, *, across: tuple[int, int], down: tuple[int, int], height: int) -> Handwriting | None:
    """What a hand wrote in that part of a page, whose print is so high; None where nothing looks written by hand."""
    part = pixels[max(0, down[0]) : down[1], max(0, across[0]) : across[1]]
    if min(part.shape[:2]) < height or height < 8:
        return None
    inks = separate(part)
    # A seal or a thumb's print in red may lie over it.
    density = np.where(inks.red > 0.5 * inks.black, 0, inks.black).astype(np.float32)
    mask = np.asarray(density > _INK, np.uint8)
    for kernel in (np.ones((1, round(_RULE * height)), np.uint8), np.ones((round(_RULE * height), 1), np.uint8)):
        rule = cv2.dilate(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel), np.ones((3, 3), np.uint8))
        mask[rule > 0] = 0
    _, labels, sizes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    stats = np.asarray(sizes, np.int32)
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    by_hand = (np.minimum(wide, tall) >= _TALL * height) & ~((wide > _LARGEST * height) & (tall > _LARGEST * height))
    by_hand[0] = False
    if not by_hand.any():
        return None
    kept = np.isin(labels, np.flatnonzero(_of_one_word(stats, by_hand, reach=round(_BESIDE * height))))
    rows, columns = np.flatnonzero(kept.any(axis=1)), np.flatnonzero(kept.any(axis=0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return _squared(np.where(kept, density, 0)[box])


def _of_one_word(stats: npt.NDArray[np.int32], by_hand: npt.NDArray[np.bool_], *, reach: int) -> npt.NDArray[np.bool_]:
    """The pieces of a hand's ink and the smaller strokes close by, and close by these."""
    left, top, wide, tall = (stats[:, column] for column in range(4))
    kept = by_hand.copy()
    while True:
        sides = left[kept].min() - reach, (left + wide)[kept].max() + reach
        ends = top[kept].min() - reach, (top + tall)[kept].max() + reach
        near = (left < sides[1]) & (left + wide > sides[0]) & (top < ends[1]) & (top + tall > ends[0])
        near[0] = False
        if (near == kept).all():
            return kept
        kept = near | kept


def _squared(density: npt.NDArray[np.float32]) -> Handwriting | None:
    tall, wide = density.shape
    scale = (SIDE - 2 * _MARGIN) / max(tall, wide)
    size = (max(1, round(wide * scale)), max(1, round(tall * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = np.clip(cv2.resize(density.astype(np.float32), size, interpolation=way), 0, None)
    square = np.zeros((SIDE, SIDE), np.float32)
    left, top = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    square[top : top + size[1], left : left + size[0]] = small / max(float(small.max()), 1e-3)
    picture = np.asarray(np.clip(square * 255, 0, 255), np.uint8)
    return Handwriting(picture) if float((picture > 64).mean()) >= _LEAST_INK else None
