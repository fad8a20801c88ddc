"""Runs of units as numbers: what stands next to each other in many texts at once, hashed array by array."""

import zlib
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["CodePoints", "Grams", "Hashes", "Owners", "combined", "grams", "start"]

CodePoints: TypeAlias = NDArray[np.uint32]
"""Characters, signs or syllables of all texts, one text after another."""
Owners: TypeAlias = NDArray[np.int64]
"""The number of the text that each of them is of; it never falls."""
Hashes: TypeAlias = NDArray[np.uint64]
Grams: TypeAlias = tuple[Hashes, Owners]

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""2^64 through the golden ratio: multiplying by it spreads neighbouring numbers (Knuth, volume 3, 6.4)."""
_SHIFT = np.uint64(29)


def start(name: str, length: int) -> Hashes:
    """Hashes of nothing yet; another name gives others."""
    return np.full(length, zlib.crc32(name.encode()), dtype=np.uint64)


def combined(hashes: Hashes, units: CodePoints) -> Hashes:
    """The hashes with one more unit each."""
    mixed: Hashes = (hashes ^ units) * _FACTOR
    mixed ^= mixed >> _SHIFT
    return mixed


def grams(units: CodePoints, owners: Owners, offsets: Sequence[int], name: str) -> Grams:
    """For each place the units at the offsets from it, the first of them 0, where all are of one text."""
    count = max(0, len(units) - offsets[-1])
    hashes = start(name, count)
    for offset in offsets:
        hashes = combined(hashes, units[offset : offset + count])
    within = owners[:count] == owners[offsets[-1] : offsets[-1] + count]
    return hashes[within], owners[:count][within]
