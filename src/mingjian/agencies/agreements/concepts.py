"""A provision in concepts: words that mean the same are one sign, whoever says them and however.

甲方不得与银行协商 and 你别搭理他们 are the same three things: whom it binds, that it must not, and contact with
the lender. The words stand in ``concepts.yaml``.
"""

import re
from functools import cache
from importlib.resources import files

import yaml

from mingjian.standards.folding import fold

__all__ = ["CONCEPTS_BEGIN", "in_concepts"]

CONCEPTS_BEGIN = 0xE000
"""Concepts are signs of Unicode's private use area from here on, in the order of the file."""
_NUMBER = "0"
_NUMERALS = frozenset("0123456789一二两三四五六七八九十几")
_IGNORED = re.compile(r"[\s,、:\"'“”‘’()()\[\]<>《》~!?.;。—-]+")


def in_concepts(text: str) -> str:
    """The folded text with each word of a concept as its sign, each number as 0, and no punctuation."""
    words = _words()
    plain = _IGNORED.sub("", text)
    signs: list[str] = []
    place = 0
    while place < len(plain):
        for word, sign in words.get(plain[place], ()):
            if plain.startswith(word, place):
                signs.append(sign)
                place += len(word)
                break
        else:
            sign = _NUMBER if plain[place] in _NUMERALS else plain[place]
            if sign != _NUMBER or not signs or signs[-1] != _NUMBER:
                signs.append(sign)
            place += 1
    return "".join(signs)


@cache
def _words() -> dict[str, tuple[tuple[str, str], ...]]:
    """By first character, the words that begin so with their concept's sign, the longest first."""
    rows = yaml.safe_load(files("mingjian.agencies.agreements").joinpath("concepts.yaml").read_text("utf-8"))
    signs: dict[str, str] = {}
    for number, words in enumerate(rows.values()):
        for word in str(words).split():
            signs.setdefault(fold(word).text, chr(CONCEPTS_BEGIN + number))
    found: dict[str, list[tuple[str, str]]] = {}
    for word, sign in sorted(signs.items(), key=lambda one: -len(one[0])):
        found.setdefault(word[0], []).append((word, sign))
    return {first: tuple(words) for first, words in found.items()}
