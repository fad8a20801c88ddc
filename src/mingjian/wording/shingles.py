"""Shingles: overlapping runs of tokens, hashed, by which texts are compared."""

from dataclasses import dataclass

import numpy as np

from mingjian.wording.tokens import Bools, Int64s, Tokens, UInt32s, UInt64s, is_word, mix

CHARACTERS = 4
"""Characters a shingle of Chinese: of k = 2 to 6, four told families from shared stock phrases best."""
WORDS = 3
"""Words a shingle of Latin script: three English words carry about as much as four Chinese characters."""


@dataclass(frozen=True)
class Shingles:
    """The shingles of many texts in order; those of text ``i`` stand in ``values[offsets[i]:offsets[i + 1]]``."""

    values: UInt32s
    offsets: Int64s

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> Int64s:
        """How many shingles each text has."""
        return np.diff(self.offsets)

    def keep(self, chosen: Bools) -> "Shingles":
        """The chosen shingles of every text."""
        owners = np.repeat(np.arange(len(self)), self.lengths)[chosen]
        counts = np.bincount(owners, minlength=len(self))
        return Shingles(self.values[chosen], np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts))))

    def of(self, text: int) -> UInt32s:
        """The shingles of one text."""
        return self.values[self.offsets[text] : self.offsets[text + 1]]


def shingle(tokens: Tokens, *, characters: int = CHARACTERS, words: int = WORDS) -> Shingles:
    """The shingles of every text: by words where more than half of its tokens are words, else by characters.

    A text shorter than one shingle has one shingle of what there is; an empty text has none.
    """
    lengths = tokens.lengths
    sums: Int64s = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(is_word(tokens.values))))
    word_counts = sums[tokens.offsets[1:]] - sums[tokens.offsets[:-1]]
    sizes = np.where(word_counts * 2 > lengths, words, characters)
    counts = np.where(lengths == 0, 0, np.maximum(lengths - sizes + 1, 1))
    offsets = np.zeros(len(tokens) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    owners = np.repeat(np.arange(len(tokens)), counts)
    starts = tokens.offsets[owners] + (np.arange(offsets[-1]) - offsets[owners])
    ends = np.minimum(starts + sizes[owners], tokens.offsets[owners + 1])
    hashes: UInt64s = np.zeros(len(starts), dtype=np.uint64)
    for step in range(max(characters, words)):
        places = starts + step
        inside = places < ends
        values = tokens.values[np.minimum(places, len(tokens.values) - 1)].astype(np.uint64)
        hashes = np.where(inside, mix(hashes + values + np.uint64(0x9E3779B97F4A7C15)), hashes)
    return Shingles((hashes >> np.uint64(32)).astype(np.uint32), offsets)
