"""MinHash signatures (Broder 1997) and the pairs of texts that agree in a band of them."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from mingjian.wording.shingles import Shingles
from mingjian.wording.tokens import Floats, Int64s, UInt32s, UInt64s, mix

UInt8s: TypeAlias = npt.NDArray[np.uint8]
UInt16s: TypeAlias = npt.NDArray[np.uint16]
Int32s: TypeAlias = npt.NDArray[np.int32]

PERMUTATIONS = 128
_SEED = 20261122
_BLOCK = 1 << 11
"""Pairs at a time, so that what is compared stays in the processor's cache."""
_ONES = np.uint64(0x0101010101010101)
_BANDS = 4
"""Bands at work at a time: what they find is held until it is pruned."""
_WAITING = 1 << 20
_HALF = np.uint64(32)
_HIGH = np.uint64(0xFFFFFFFF00000000)


def minhash(parts: Iterable[Shingles], *, texts: int) -> UInt32s:
    """Signatures of so many texts, one row each, from their shingles some thousand texts at a time.

    Equal places of two rows, as a share, estimate the Jaccard similarity.
    """
    signatures = np.zeros((texts, PERMUTATIONS), dtype=np.uint32)
    for rows, part in _signed(parts):
        signatures[rows] = part
    return signatures


def brief_minhash(parts: Iterable[Shingles], *, texts: int) -> UInt16s:
    """The same as :func:`brief` of them, never held at their full width."""
    signatures = np.zeros((texts, PERMUTATIONS), dtype=np.uint16)
    for rows, part in _signed(parts):
        signatures[rows] = brief(part)
    return signatures


def _signed(parts: Iterable[Shingles]) -> Iterator[tuple[slice, UInt32s]]:
    start = 0
    for part in parts:
        if len(part):
            matrix = RMinHash.digest_matrix_from_flat_token_hashes(
                mix(part.values.astype(np.uint64)), part.offsets.astype(np.uint64), PERMUTATIONS, _SEED
            )
            yield slice(start, start + len(part)), np.asarray(matrix.to_rows(), dtype=np.uint32)
            start += len(part)


def band_key(signatures: UInt32s | UInt16s, band: int, *, rows: int) -> UInt64s:
    """One key a text: the hash of the band's number and its ``rows`` places."""
    keys: UInt64s = np.full(len(signatures), band, dtype=np.uint64)
    for row in range(band * rows, (band + 1) * rows):
        keys = mix(keys + signatures[:, row] + np.uint64(1))
    return keys


def band_keys_of(signatures: UInt32s, *, rows: int) -> UInt64s:
    """The keys of every band at once, one row a text: :func:`band_key` of one text costs a call a band."""
    count = bands(rows)
    places = signatures[:, : count * rows].reshape(len(signatures), count, rows)
    keys = np.tile(np.arange(count, dtype=np.uint64), (len(signatures), 1))
    for row in range(rows):
        keys = mix(keys + places[:, :, row] + np.uint64(1))
    return keys


def bands(rows: int) -> int:
    """How many bands of so many rows a signature has."""
    return PERMUTATIONS // rows


def brief(signatures: UInt32s | UInt16s) -> UInt16s:
    """Half of each place: enough to see whether two agree, and half as much to keep and to read."""
    return signatures.astype(np.uint16, copy=False)


def agreement(signatures: UInt32s | UInt16s, pairs: Int64s) -> Floats:
    """The estimated Jaccard similarity of each pair; :func:`brief` signatures are read in half the time."""
    found = np.zeros(len(pairs))
    for start in range(0, len(pairs), _BLOCK):
        part = pairs[start : start + _BLOCK]
        same = signatures.take(part[:, 0], axis=0) == signatures.take(part[:, 1], axis=0)
        # Eight comparisons a word: the words of a pair are added, and then the bytes of their sum by multiplying.
        sums = np.add.reduce(same.view(np.uint64), axis=1)
        found[start : start + _BLOCK] = (sums * _ONES >> np.uint64(56)) / PERMUTATIONS
    return found


def neighbours(
    signatures: UInt32s | UInt16s, texts: Int64s, *, rows: int, reach: int, least: float, per_text: int
) -> tuple[Int64s, Floats]:
    """Pairs of ``texts`` (left < right) that have a band in common, and their estimated similarity.

    A bucket of n texts has n² pairs, most of them of texts that share one stock phrase. So each text is paired only
    with the next ``reach`` of its bucket, which is put in order by the key of another band: texts of one family
    agree there as well, and come to stand side by side. Of the pairs with a similarity of at least ``least``, those
    are kept that are among the ``per_text`` closest of one of their texts: memory stays linear in the texts.
    """
    found = _Closest(per_text, texts=len(signatures))

    def of_band(band: int) -> list[tuple[Int64s, Floats]]:
        # Half of each key suffices: what agrees in 32 bits by chance agrees in no other band.
        following = band_key(signatures, (band + 1) % bands(rows), rows=rows)
        sorted_by = ((band_key(signatures, band, rows=rows) & _HIGH) | (following >> _HALF))[texts]
        order = np.argsort(sorted_by)
        keys = sorted_by[order] >> _HALF
        pairs_of_steps = []
        for step in range(1, reach + 1):
            same = np.flatnonzero(keys[step:] == keys[:-step])
            left, right = texts[order[same]], texts[order[same + step]]
            pairs = np.stack([np.minimum(left, right), np.maximum(left, right)], axis=1)
            similarity = agreement(signatures, pairs)
            pairs_of_steps.append((pairs[similarity >= least], similarity[similarity >= least]))
        return pairs_of_steps

    # numpy lets go of the interpreter's lock while it sorts, gathers and compares.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for start in range(0, bands(rows), _BANDS):
            for steps in threads.map(of_band, range(start, min(start + _BANDS, bands(rows)))):
                for pairs, similarity in steps:
                    found.add(pairs, similarity)
    return found.pairs()


class _Closest:
    """The closest pairs of each text among all that were added."""

    def __init__(self, per_text: int, *, texts: int) -> None:
        self._per_text = per_text
        self._keys: Int64s = np.zeros(0, dtype=np.int64)
        self._places: UInt8s = np.zeros(0, dtype=np.uint8)
        # As many places as the last that is kept of each left and of each right text: fewer are not worth a sort.
        self._floors: UInt8s = np.zeros((2, texts), dtype=np.uint8)
        self._waiting: list[tuple[Int64s, UInt8s]] = []
        self._count = 0

    def add(self, pairs: Int64s, similarity: Floats) -> None:
        places = _places(similarity)
        close = (places >= self._floors[0][pairs[:, 0]]) | (places >= self._floors[1][pairs[:, 1]])
        self._waiting.append((pair_keys(pairs[close]), places[close]))
        self._count += len(self._waiting[-1][0])
        if self._count > max(len(self._keys) // 4, _WAITING):
            self._prune()

    def pairs(self) -> tuple[Int64s, Floats]:
        self._prune()
        return pairs_of(self._keys), self._places / PERMUTATIONS

    def _prune(self) -> None:
        keys = np.concatenate([self._keys, *(keys for keys, _ in self._waiting)])
        places = np.concatenate([self._places, *(places for _, places in self._waiting)])
        self._waiting, self._count = [], 0
        # Sorting beats numpy's own unique, which hashes.
        order = np.argsort(keys)
        keys, places = keys[order], places[order]
        distinct = np.ones(len(keys), dtype=bool)
        distinct[1:] = keys[1:] != keys[:-1]
        keys, places = keys[distinct], places[distinct]
        kept = np.zeros(len(keys), dtype=bool)
        for floors, side in zip(self._floors, (_left, _right), strict=True):
            texts = side(keys)
            order, ranks = _ranks(texts, places)
            kept[order[ranks < self._per_text]] = True
            last = order[ranks == self._per_text - 1]
            floors[texts[last]] = places[last]
        self._keys, self._places = keys[kept], places[kept]


def closest(pairs: Int64s, similarity: Floats, *, per_text: int) -> Int64s:
    """The pairs that are among the ``per_text`` closest of their left or of their right text."""
    kept = np.zeros(len(pairs), dtype=bool)
    for texts in pairs.T:
        order, ranks = _ranks(texts, _places(similarity))
        kept[order[ranks < per_text]] = True
    return pairs[kept]


def _places(similarity: Floats) -> UInt8s:
    """Similarity as the number of equal places, so that a pair and it sort as whole numbers."""
    return np.rint(similarity * PERMUTATIONS).astype(np.uint8)


def _ranks(texts: Int64s, places: UInt8s) -> tuple[Int64s, Int32s]:
    """An order of the pairs by text and closeness, and in that order each pair's rank among those of its text."""
    order = np.argsort((texts << np.int64(8)) | (PERMUTATIONS - places.astype(np.int64)))
    ordered = texts[order]
    begins = np.flatnonzero(np.diff(ordered, prepend=-1))
    # A rank is small, and there are ten million pairs of a million texts.
    ranks: Int32s = np.arange(len(order), dtype=np.int32)
    ranks -= np.repeat(begins.astype(np.int32), np.diff(begins, append=len(order)))
    return order, ranks


def _left(keys: Int64s) -> Int64s:
    return keys >> np.int64(32)


def _right(keys: Int64s) -> Int64s:
    return keys & np.int64(0xFFFFFFFF)


def pair_keys(pairs: Int64s) -> Int64s:
    """Each pair (left < right) as one number, which takes half of the memory and sorts as the pair does."""
    keys: Int64s = (pairs[:, 0] << np.int64(32)) | pairs[:, 1]
    return keys


def pairs_of(keys: Int64s) -> Int64s:
    """The pairs of some keys."""
    return np.stack([_left(keys), _right(keys)], axis=1)
