"""Families: groups of texts that were written from one another, found among any number of texts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rensa import RMinHash
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from mingjian.wording.shingles import Shingles, shingle
from mingjian.wording.tokens import Int64s, UInt32s, UInt64s, mix, tokenise

PERMUTATIONS = 128
ROWS = 2
_SEED = 20261122


@dataclass(frozen=True)
class Family:
    """Texts by their places in what was handed in; ``similarities`` to the medoid stand in the same order."""

    medoid: int
    members: tuple[int, ...]
    similarities: tuple[float, ...]


def find_families(texts: Sequence[str], *, smallest: int = 2) -> list[Family]:
    """The families of at least ``smallest`` texts, largest first."""
    shingles = shingle(tokenise(texts))
    signatures = minhash(shingles)
    pairs = candidate_pairs(signatures, shingles.lengths)
    similarity = _jaccard(shingles, pairs)
    pairs = pairs[similarity >= 0.3]
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(texts), len(texts)))
    _, labels = connected_components(graph, directed=False)
    families = []
    order = np.argsort(labels, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        if len(members) >= smallest:
            family = _around_medoid(members, signatures, shingles)
            if len(family.members) >= smallest:
                families.append(family)
    return sorted(families, key=lambda family: (-len(family.members), family.medoid))


def minhash(shingles: Shingles) -> UInt32s:
    """MinHash signatures, one row a text."""
    if len(shingles) == 0:
        return np.zeros((0, PERMUTATIONS), dtype=np.uint32)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        mix(shingles.values.astype(np.uint64)), shingles.offsets.astype(np.uint64), PERMUTATIONS, _SEED
    )
    return np.array(matrix.to_rows(), dtype=np.uint32)


def candidate_pairs(signatures: UInt32s, lengths: Int64s) -> Int64s:
    """Pairs of texts that agree in a band of their signatures: each with the first text of its bucket."""
    found = []
    texts = np.flatnonzero(lengths > 0)
    for band in range(0, PERMUTATIONS, ROWS):
        keys: UInt64s = np.zeros(len(texts), dtype=np.uint64)
        for row in range(band, band + ROWS):
            keys = mix(keys + signatures[texts, row] + np.uint64(1))
        order = np.argsort(keys, kind="stable")
        same = keys[order][1:] == keys[order][:-1]
        first = np.maximum.accumulate(np.where(np.concatenate(([True], ~same)), np.arange(len(order)), 0))
        inside = first != np.arange(len(order))
        found.append(np.stack([texts[order[first[inside]]], texts[order[inside]]], axis=1))
    pairs = np.concatenate(found) if found else np.zeros((0, 2), dtype=np.int64)
    return np.unique(pairs, axis=0)


def _jaccard(shingles: Shingles, pairs: Int64s) -> npt.NDArray[np.float64]:
    similarity = np.zeros(len(pairs))
    sets: dict[int, frozenset[int]] = {}

    def shingle_set(text: int) -> frozenset[int]:
        if text not in sets:
            sets[text] = frozenset(shingles.of(text).tolist())
        return sets[text]

    for index, (left, right) in enumerate(pairs.tolist()):
        a, b = shingle_set(left), shingle_set(right)
        common = len(a & b)
        similarity[index] = common / (len(a) + len(b) - common)
    return similarity


def _around_medoid(members: Int64s, signatures: UInt32s, shingles: Shingles) -> Family:
    sample = members[:: max(1, len(members) // 200)]
    agreement = (signatures[sample][:, None, :] == signatures[sample][None, :, :]).mean(axis=2)
    medoid = int(sample[int(agreement.sum(axis=1).argmax())])
    similarity = _jaccard(shingles, np.stack([np.full(len(members), medoid), members], axis=1))
    kept = similarity >= 0.3
    return Family(medoid, tuple(members[kept].tolist()), tuple(similarity[kept].tolist()))
