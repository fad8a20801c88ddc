"""Shingles: overlapping runs of tokens, hashed, by which texts are compared."""

from dataclasses import dataclass

import numpy as np

from mingjian.wording.tokens import Bools, Int64s, Tokens, UInt32s, is_word

CHARACTERS = 4
"""Characters a shingle of Chinese: of k = 2 to 6, four told families from shared stock phrases best."""
WORDS = 3
"""Words a shingle of Latin script: three English words carry about as much as four Chinese characters."""


_BASE = np.uint64(0xD6E8FEB86659FD93)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


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
    in_words = (sums[tokens.offsets[1:]] - sums[tokens.offsets[:-1]]) * 2 > lengths
    sizes = np.where(in_words, words, characters)
    counts = np.where(lengths == 0, 0, np.maximum(lengths - sizes + 1, 1))
    offsets: Int64s = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
    hashes = _hashes(tokens, characters)
    if in_words.any():
        chosen = np.repeat(in_words, lengths)
        hashes[chosen] = _hashes(tokens, words)[chosen]
    # The shingles of a text begin at all of its tokens but the last few.
    last = tokens.offsets[:-1] + counts
    kept = np.arange(len(hashes)) < np.repeat(last, lengths)
    return Shingles(hashes[kept], offsets)


def _hashes(tokens: Tokens, size: int) -> UInt32s:
    """A hash of each token and those after it, up to ``size`` and no further than the end of the text."""
    values = tokens.values.astype(np.uint64) + np.uint64(1)
    hashes = np.zeros(len(values), dtype=np.uint64)
    remaining = np.repeat(tokens.offsets[1:], tokens.lengths) - np.arange(len(values))
    for step in range(size):
        following = np.zeros(len(values), dtype=np.uint64)
        following[: max(len(values) - step, 0)] = values[step:]
        following[remaining <= step] = 0
        hashes = hashes * _BASE + following
    # Multiply and shift (Dietzfelbinger 1997): the highest bits are the well mixed ones.
    return ((hashes * _FACTOR) >> np.uint64(32)).astype(np.uint32)
