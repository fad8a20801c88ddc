"""Which of a million fingerprints lie near each other: binary search, exact up to some ten thousand, hashed beyond."""

from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

__all__ = ["FingerprintIndex"]

BITS = 256
_EXACT = 50_000
"""Up to so many fingerprints comparing all is quickest; beyond, several hash tables are looked into."""
_TABLES, _TABLE_BITS = 8, 20

Codes = npt.NDArray[np.uint8]


class FingerprintIndex:
    """Fingerprints of 256 bits, searched by Hamming distance."""

    def __init__(self, fingerprints: Sequence[bytes]) -> None:
        self._codes = _codes(fingerprints)
        self._index = faiss.IndexBinaryFlat(BITS)
        if len(fingerprints):
            self._index.add(self._codes)

    def nearest(self, fingerprint: bytes, *, count: int, within: int) -> list[tuple[int, int]]:
        """Positions and distances in bits of the nearest, nearest first."""
        if not len(self._codes):
            return []
        distances, places = self._index.search(_codes([fingerprint]), min(count, len(self._codes)))
        return [
            (int(place), int(distance))
            for place, distance in zip(places[0], distances[0], strict=True)
            if place >= 0 and distance <= within
        ]

    def pairs(self, *, count: int, within: int, also: Sequence[Sequence[bytes]] | None = None) -> list[tuple[int, int]]:
        """Each pair once of those that are among the ``count`` nearest and not further apart than ``within`` bits.

        ``also`` gives for each fingerprint others by which it is searched for too.
        """
        if len(self._codes) < 2:
            return []
        index: Any = self._index
        if len(self._codes) > _EXACT:
            index = faiss.IndexBinaryMultiHash(BITS, _TABLES, _TABLE_BITS)
            index.nflip = 2
            index.add(self._codes)
        searches = [self._codes]
        if also is not None:
            searches += [_codes(row) for row in zip(*also, strict=True)]
        found = set()
        for codes in searches:
            distances, places = index.search(codes, min(count + 1, len(self._codes)))
            for one, (near, others) in enumerate(zip(distances, places, strict=True)):
                for distance, other in zip(near, others, strict=True):
                    if other >= 0 and other != one and distance <= within:
                        found.add((min(one, int(other)), max(one, int(other))))
        return sorted(found)


def _codes(fingerprints: Sequence[bytes]) -> Codes:
    if not fingerprints:
        return np.zeros((0, BITS // 8), np.uint8)
    return np.frombuffer(b"".join(fingerprints), np.uint8).reshape(-1, BITS // 8)
