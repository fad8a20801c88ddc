"""Which of a million fingerprints lie near each other: all are compared, by FAISS, on one thread.

Hash tables are quicker and miss three in four pairs at a distance of 76 bits, where photographs of one form still lie.
"""

from collections.abc import Sequence

import faiss
import numpy as np
import numpy.typing as npt

__all__ = ["FingerprintIndex"]

BITS = 256
Codes = npt.NDArray[np.uint8]


class FingerprintIndex:
    """Fingerprints of 256 bits, searched by Hamming distance."""

    def __init__(self, fingerprints: Sequence[bytes]) -> None:
        # Threads of one search wait for each other longer than they work, and the engine shares out processes.
        faiss.omp_set_num_threads(1)
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
        searches = [self._codes]
        if also is not None:
            searches += [_codes(row) for row in zip(*also, strict=True)]
        found = set()
        for codes in searches:
            distances, places = self._index.search(codes, min(count + 1, len(self._codes)))
            for one, (near, others) in enumerate(zip(distances, places, strict=True)):
                for distance, other in zip(near, others, strict=True):
                    if other >= 0 and other != one and distance <= within:
                        found.add((min(one, int(other)), max(one, int(other))))
        return sorted(found)


def _codes(fingerprints: Sequence[bytes]) -> Codes:
    if not fingerprints:
        return np.zeros((0, BITS // 8), np.uint8)
    return np.frombuffer(b"".join(fingerprints), np.uint8).reshape(-1, BITS // 8)
