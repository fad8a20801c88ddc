"""Words that mean the same are one sign, whoever says them and however.

甲方不得与银行协商 and 你别搭理他们 are the same three things: whom it binds, that it must not, and contact with
the lender. The words stand in ``concepts.yaml``.
"""

from functools import cache
from importlib.resources import files

import numpy as np
import yaml
from numpy.typing import NDArray

from mingjian.agencies.agreements.grams import CodePoints, Owners, combined, grams, start
from mingjian.standards.folding import fold

__all__ = ["CONCEPTS_BEGIN", "in_concepts"]

CONCEPTS_BEGIN = 0xE000
"""Concepts are signs of Unicode's private use area from here on, in the order of the file."""
_NUMBER = ord("0")
_NUMERALS = np.array([ord(numeral) for numeral in "0123456789一二两三四五六七八九十几"], dtype=np.uint32)


def in_concepts(characters: CodePoints, owners: Owners) -> tuple[CodePoints, Owners]:
    """The characters with the longest word of a concept at each place as its sign, and each number as 0.

    ``owners`` says of which text each character is; it comes back for the signs.
    """
    signs = characters.copy()
    signs[np.isin(signs, _NUMERALS)] = _NUMBER
    stays = np.ones(len(signs), dtype=bool)
    end = 0
    for place, length, sign in _words_in(characters, owners):
        if place >= end:
            end = place + length
            signs[place] = sign
            stays[place + 1 : end] = False
    signs, owners = signs[stays], owners[stays]
    goes_on = (signs[1:] == _NUMBER) & (signs[:-1] == _NUMBER) & (owners[1:] == owners[:-1])
    first = np.concatenate([np.ones(min(1, len(signs)), dtype=bool), ~goes_on])
    return signs[first], owners[first]


def _words_in(characters: CodePoints, owners: Owners) -> list[tuple[int, int, int]]:
    """The longest word at each place where one stands, in order: place, length, sign."""
    length_at = np.zeros(len(characters), dtype=np.int64)
    sign_at = np.zeros(len(characters), dtype=np.uint32)
    places = np.arange(len(characters))
    hashes = start("", len(characters))
    for length, (beginnings, signs) in enumerate(_words(), 1):
        # Only what may still become a longer word is looked at: hardly anything after the second character.
        inside = places + length <= len(characters)
        places, hashes = places[inside], hashes[inside]
        same = owners[places] == owners[places + length - 1]
        places, hashes = places[same], hashes[same]
        hashes = combined(hashes, characters[places + length - 1])
        row = np.minimum(np.searchsorted(beginnings, hashes), len(beginnings) - 1)
        begins = beginnings[row] == hashes
        places, hashes, row = places[begins], hashes[begins], row[begins]
        whole = signs[row] > 0
        length_at[places[whole]] = length
        sign_at[places[whole]] = signs[row[whole]]
    found = np.flatnonzero(length_at)
    return list(zip(found.tolist(), length_at[found].tolist(), sign_at[found].tolist(), strict=True))


@cache
def _words() -> tuple[tuple[NDArray[np.uint64], NDArray[np.uint32]], ...]:
    """For each length, the hashes of what words begin with, sorted, and the sign where it is a whole word (else 0)."""
    rows = yaml.safe_load(files("mingjian.agencies.agreements").joinpath("concepts.yaml").read_text("utf-8"))
    signs: dict[str, int] = {}
    for number, words in enumerate(rows.values()):
        for word in str(words).split():
            signs.setdefault(fold(word).text, CONCEPTS_BEGIN + number)
    tables = []
    for length in range(1, max(map(len, signs)) + 1):
        beginnings = sorted({word[:length] for word in signs if len(word) >= length})
        characters = np.array([[ord(character) for character in word] for word in beginnings], dtype=np.uint32)
        every = characters.reshape(-1), np.repeat(np.arange(len(beginnings)), length)
        hashes = grams(*every, range(length), "")[0]
        order = np.argsort(hashes)
        tables.append((hashes[order], np.array([signs.get(word, 0) for word in beginnings], dtype=np.uint32)[order]))
    return tuple(tables)
