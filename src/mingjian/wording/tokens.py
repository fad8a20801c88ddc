"""Texts as numbers: each Chinese character, Latin word and run of digits is one token of 32 bits.

Punctuation, spaces and letter case carry no wording and are left out; all digits are one token, since sums, dates
and numbers are what a template's slots hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from mingjian.standards.folding import folding_table

UInt32s: TypeAlias = npt.NDArray[np.uint32]
UInt64s: TypeAlias = npt.NDArray[np.uint64]
Int64s: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

_SEPARATOR = 0
_TEXTS = 20_000
_DROPPED, _SINGLE, _DIGIT, _LETTER = range(4)
_DIGITS_TOKEN = np.uint32(0x23)
_WORD_MARK = np.uint32(0x80000000)
_WORD_BASE = np.uint64(0x100000001B3)


@dataclass(frozen=True)
class Tokens:
    """The tokens of many texts; those of text ``i`` stand in ``values[offsets[i]:offsets[i + 1]]``."""

    values: UInt32s
    offsets: Int64s

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> Int64s:
        """How many tokens each text has."""
        return np.diff(self.offsets)

    def take(self, texts: Int64s) -> "Tokens":
        """The tokens of some of the texts, in the order asked for."""
        offsets = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(self.lengths[texts])))
        return Tokens(self.values[self.places(texts)], offsets)

    def places(self, texts: Int64s) -> Int64s:
        """Where the tokens of some of the texts stand, in the order asked for."""
        lengths = self.lengths[texts]
        starts = np.cumsum(lengths) - lengths
        return np.repeat(self.offsets[:-1][texts] - starts, lengths) + np.arange(int(lengths.sum()))

    def sample(self, texts: int) -> "Tokens":
        """The tokens of at most so many texts, spread evenly."""
        if len(self) <= texts:
            return self
        return self.take(np.linspace(0, len(self) - 1, texts).astype(np.int64))

    def keys(self) -> UInt64s:
        """One hash a text of all its tokens in order."""
        places = (np.arange(len(self.values)) - np.repeat(self.offsets[:-1], self.lengths)).astype(np.uint64)
        hashed = mix(self.values.astype(np.uint64) + (places << np.uint64(32)))
        sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(hashed, dtype=np.uint64)))
        return mix(sums[self.offsets[1:]] - sums[self.offsets[:-1]])

    def byte_strings(self) -> list[str]:
        """Each text as a string of characters below 256, one a token, which libraries compare several times as fast.

        Different tokens may become one character, so such strings are at least as alike as the texts.
        """
        hashed = (self.values * np.uint32(0x9E3779B1) >> np.uint32(24)).astype(np.uint8)
        joined = hashed.tobytes().decode("latin-1")
        return [joined[start:end] for start, end in pairwise(self.offsets.tolist())]

    def strings(self) -> list[str]:
        """Each text as a string with one character a token, for libraries that compare strings."""
        words = is_word(self.values)
        codes = np.where(words, 0x30000 + self.values % np.uint32(0xD0000), self.values).astype("<u4")
        joined = codes.tobytes().decode("utf-32-le")
        offsets = self.offsets.tolist()
        return [joined[start:end] for start, end in pairwise(offsets)]


@dataclass(frozen=True)
class DistinctTexts:
    """The distinct among many texts: ``first`` is where each stands first, ``group`` which of them each text is."""

    tokens: Tokens
    first: Int64s
    group: Int64s


def tokenise(texts: Sequence[str]) -> Tokens:
    """The tokens of every text."""
    return _joined([_tokenise(part) for _, part in _parts(texts)])


def distinct_texts(texts: Sequence[str]) -> DistinctTexts:
    """The tokens of each distinct text once.

    They are written where they stay, some thousand texts at a time: a million texts must fit, and not twice.
    """
    # A text has no more tokens than characters, and memory that is not written to is not used.
    values = np.empty(sum(map(len, texts)), dtype=np.uint32)
    lengths, keys = [], []
    end = 0
    for _, part in _parts(texts):
        tokens = _tokenise(part)
        values[end : end + len(tokens.values)] = tokens.values
        end += len(tokens.values)
        lengths.append(tokens.lengths)
        keys.append(tokens.keys())
    tokens = Tokens(values[:end], _offsets(np.concatenate(lengths)))
    _, first, group = np.unique(np.concatenate(keys), return_index=True, return_inverse=True)
    # By where they stand, so that neighbours in memory are neighbours in the texts.
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return DistinctTexts(_closed_up(tokens, first[order]), first[order], rank[group])


def _closed_up(tokens: Tokens, texts: Int64s) -> Tokens:
    """The tokens of some texts, in their order, moved to the front of the memory that they stand in."""
    end = 0
    for start in range(0, len(texts), _TEXTS):
        part = tokens.take(texts[start : start + _TEXTS])
        tokens.values[end : end + len(part.values)] = part.values
        end += len(part.values)
    return Tokens(tokens.values[:end], _offsets(tokens.lengths[texts]))


def _offsets(lengths: Int64s) -> Int64s:
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))


def _parts(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for start in range(0, max(len(texts), 1), _TEXTS):
        yield start, texts[start : start + _TEXTS]


def _joined(parts: list[Tokens]) -> Tokens:
    lengths = np.concatenate([part.lengths for part in parts])
    return Tokens(np.concatenate([part.values for part in parts]), _offsets(lengths))


def _tokenise(texts: Sequence[str]) -> Tokens:
    codes = _codes(texts)
    kinds = _kinds()[codes]
    owners = np.cumsum(codes == _SEPARATOR, dtype=np.int64)
    kept = kinds != _DROPPED
    # A separator would hide that two digits or letters belong to different texts, so owners are compared as well.
    codes, kinds, owners = codes[kept], kinds[kept], owners[kept]
    positions = np.flatnonzero(kept)
    starts = np.ones(len(codes), dtype=bool)
    if len(codes):
        joined = (kinds[1:] == kinds[:-1]) & (kinds[1:] >= _DIGIT) & (np.diff(positions) == 1)
        starts[1:] = ~joined
    first = np.flatnonzero(starts)
    values = codes[first]
    values[kinds[first] == _DIGIT] = _DIGITS_TOKEN
    words = kinds[first] == _LETTER
    if words.any():
        values[words] = _word_hashes(codes, first)[words]
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.bincount(owners[first], minlength=len(texts) + 1)[: len(texts)], out=offsets[1:])
    return Tokens(values, offsets)


def is_word(values: UInt32s) -> Bools:
    """Which tokens are words of letters."""
    marked: Bools = (values & _WORD_MARK) != 0
    return marked


def _codes(texts: Sequence[str]) -> UInt32s:
    joined = "\0".join(text.replace("\0", " ") for text in texts) + "\0"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return folding_table()[codes]


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """The kind of each folded code point; those that fold to several characters stand for themselves."""
    kinds = np.zeros(0x110000, dtype=np.uint8)
    for code in range(0x20000):
        character = chr(code)
        if character.isdecimal():
            kinds[code] = _DIGIT
        elif character.isalpha():
            kinds[code] = _LETTER if code < 0x2E80 else _SINGLE
    kinds[0x20000:0x30000] = _SINGLE
    return kinds


def _word_hashes(codes: UInt32s, first: Int64s) -> UInt32s:
    """A hash of each run of codes, the same in every process."""
    lengths = np.diff(first, append=len(codes))
    places = np.arange(len(codes)) - np.repeat(first, lengths)
    powers = np.cumprod(np.full(max(int(lengths.max(initial=1)), 1), _WORD_BASE, dtype=np.uint64))
    sums = np.add.reduceat((codes.astype(np.uint64) + np.uint64(1)) * powers[places], first)
    return (mix(sums) >> np.uint64(33)).astype(np.uint32) | _WORD_MARK


def mix(values: UInt64s) -> UInt64s:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the result depends on every bit given."""
    mixed: UInt64s = values ^ (values >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed
