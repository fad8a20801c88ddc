"""The blocks of a JPEG: their transform, and what quantisation does to them (ITU-T T.81)."""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.reading.page import Pixels

__all__ = [
    "SIDE",
    "BlockGrid",
    "Floats",
    "below_paper",
    "decoded",
    "encoded",
    "grid",
    "luma",
    "standard_table",
    "transformed",
]

Floats: TypeAlias = npt.NDArray[np.float32]
SIDE = 8
_LEVEL = 128
"""Half of the range: subtracted before the transform."""

_STANDARD = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ]
).reshape(-1)
"""Table K.1 of the standard, for luminance: what the software of the Independent JPEG Group scales by its quality."""


def _transform() -> Floats:
    """64 × 64: a block, row by row, to its coefficients, by the two-dimensional cosine transform."""
    index = np.arange(SIDE)
    one = np.sqrt(2 / SIDE) * np.cos((2 * index[None] + 1) * index[:, None] * np.pi / (2 * SIDE))
    one[0] /= np.sqrt(2)
    return np.kron(one, one).astype(np.float32)


_TRANSFORM = _transform()


@dataclass(frozen=True)
class BlockGrid:
    """The whole blocks of a page: ``rows`` × ``columns`` of them, one after the other in ``blocks`` (n × 64)."""

    rows: int
    columns: int
    blocks: Floats


def luma(pixels: Pixels) -> Floats:
    """Height × width: the brightness as JFIF defines it."""
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    brightness: Floats = np.asarray(pixels.astype(np.float32) @ weights, np.float32)
    return brightness


def below_paper(brightness: Floats) -> Floats:
    """Height × width: by how much each pixel is darker than the paper around it, in grey levels."""
    small = cv2.resize(brightness, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(np.clip(small, 0, 255).astype(np.uint8), 21)
    across = cv2.resize(paper.astype(np.float32), brightness.shape[::-1])
    return np.asarray(across - brightness, np.float32)


def grid(brightness: Floats) -> BlockGrid:
    """Cuts a page into blocks from its top left corner; what does not fill a block is left out."""
    rows, columns = brightness.shape[0] // SIDE, brightness.shape[1] // SIDE
    whole = brightness[: rows * SIDE, : columns * SIDE]
    blocks = whole.reshape(rows, SIDE, columns, SIDE).transpose(0, 2, 1, 3).reshape(-1, SIDE * SIDE)
    return BlockGrid(rows, columns, blocks)


def standard_table(quality: int) -> Floats:
    """The 64 steps at a quality of 1 to 100."""
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return np.asarray(np.clip((_STANDARD * scale + 50) // 100, 1, 255), np.float32)


def transformed(blocks: Floats) -> Floats:
    """The coefficients of blocks (n × 64), not quantised."""
    return np.asarray((blocks - _LEVEL) @ _TRANSFORM.T)


def encoded(blocks: Floats, table: Floats) -> Floats:
    """The quantised coefficients of blocks (n × 64), as whole numbers."""
    return np.asarray(np.rint(transformed(blocks) / table))


def decoded(coefficients: Floats, table: Floats) -> Floats:
    """The blocks that a decoder makes of quantised coefficients: whole grey levels, cut off at black and white."""
    return np.asarray(np.clip(np.rint((coefficients * table) @ _TRANSFORM + _LEVEL), 0, 255))
