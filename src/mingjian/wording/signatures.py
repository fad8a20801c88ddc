"""MinHash signatures (Broder 1997) and the pairs of texts that agree in a band of them."""

import numpy as np
from rensa import RMinHash

from mingjian.wording.shingles import Shingles
from mingjian.wording.tokens import Floats, Int64s, UInt32s, UInt64s, mix

PERMUTATIONS = 128
_SEED = 20261122
_BLOCK = 1 << 18


def minhash(shingles: Shingles) -> UInt32s:
    """Signatures, one row a text. Equal places of two rows, as a share, estimate the Jaccard similarity."""
    if len(shingles) == 0:
        return np.zeros((0, PERMUTATIONS), dtype=np.uint32)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        mix(shingles.values.astype(np.uint64)), shingles.offsets.astype(np.uint64), PERMUTATIONS, _SEED
    )
    return np.array(matrix.to_rows(), dtype=np.uint32)


def band_key(signatures: UInt32s, band: int, *, rows: int) -> UInt64s:
    """One key a text: the hash of the band's number and its ``rows`` places."""
    keys: UInt64s = np.full(len(signatures), band, dtype=np.uint64)
    for row in range(band * rows, (band + 1) * rows):
        keys = mix(keys + signatures[:, row] + np.uint64(1))
    return keys


def bands(rows: int) -> int:
    """How many bands of so many rows a signature has."""
    return PERMUTATIONS // rows


def agreement(signatures: UInt32s, pairs: Int64s) -> Floats:
    """The estimated Jaccard similarity of each pair."""
    found = np.zeros(len(pairs))
    for start in range(0, len(pairs), _BLOCK):
        part = pairs[start : start + _BLOCK]
        found[start : start + _BLOCK] = (signatures[part[:, 0]] == signatures[part[:, 1]]).mean(axis=1)
    return found


def neighbours(signatures: UInt32s, texts: Int64s, *, rows: int, reach: int, least: float) -> Int64s:
    """Pairs of ``texts`` that have a band in common and an estimated similarity of at least ``least``, left < right.

    A bucket of n texts has n² pairs, most of them of texts that share one stock phrase. So each text is paired only
    with the next ``reach`` of its bucket, which is put in order by the key of another band: texts of one family
    agree there as well, and come to stand side by side.
    """
    found: Int64s = np.zeros(0, dtype=np.int64)
    waiting: list[Int64s] = []
    for band in range(bands(rows)):
        keys = band_key(signatures[texts], band, rows=rows)
        others = band_key(signatures[texts], (band + 1) % bands(rows), rows=rows)
        order = np.lexsort((others, keys))
        ordered = keys[order]
        for step in range(1, reach + 1):
            same = np.flatnonzero(ordered[step:] == ordered[:-step])
            left, right = texts[order[same]], texts[order[same + step]]
            pairs = np.stack([np.minimum(left, right), np.maximum(left, right)], axis=1)
            pairs = pairs[agreement(signatures, pairs) >= least]
            waiting.append((pairs[:, 0] << np.int64(32)) | pairs[:, 1])
        if sum(map(len, waiting)) > max(len(found), _BLOCK):
            found, waiting = _distinct([found, *waiting]), []
    found = _distinct([found, *waiting])
    return np.stack([found >> np.int64(32), found & np.int64(0xFFFFFFFF)], axis=1)


def closest(pairs: Int64s, closeness: Floats, *, per_text: int) -> Int64s:
    """The pairs that are among the ``per_text`` closest of one of their two texts."""
    texts = np.concatenate([pairs[:, 0], pairs[:, 1]])
    order = np.lexsort((-np.concatenate([closeness, closeness]), texts))
    ordered = texts[order]
    first = np.searchsorted(ordered, ordered, "left")
    chosen = np.zeros(len(pairs), dtype=bool)
    chosen[order[np.arange(len(order)) - first < per_text] % max(len(pairs), 1)] = True
    return pairs[chosen]


def _distinct(parts: list[Int64s]) -> Int64s:
    # Sorting beats numpy's own unique, which hashes.
    ordered = np.sort(np.concatenate(parts))
    distinct: Int64s = ordered[np.concatenate((np.ones(min(len(ordered), 1), dtype=bool), ordered[1:] != ordered[:-1]))]
    return distinct
