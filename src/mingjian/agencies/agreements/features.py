"""What the model sees of provisions: their concepts, their characters and their sounds, each for itself and in runs."""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mingjian.agencies.agreements.concepts import CONCEPTS_BEGIN, in_concepts
from mingjian.agencies.agreements.grams import CodePoints, Grams, Owners, combined, grams, start

__all__ = ["VIEWS", "View", "views"]

View = tuple[Grams, ...]
"""Features of one sort: hashes and the numbers of the provisions in which they stand, kind of run by kind of run."""
VIEWS = ("signs", "relations", "characters", "pairs", "triples", "syllables", "sounds", "long sounds")
_REACH = 4
"""So many concepts further on a concept is still read together with the one before."""
_TOGETHER = 8
"""So many concepts apart two concepts still stand together, whichever is first."""
_IGNORED = np.array([ord(mark) for mark in " \t\r\n\u3000,、:\"'“”‘’()[]<>《》【】~!?.;。—-…·"], dtype=np.uint32)
_CODE_POINTS = 0x110000
_IDEOGRAPHS = range(0x4E00, 0xA000)
_ACCENTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))


def views(texts: Sequence[str]) -> tuple[View, ...]:
    """The features of folded provisions, a view for each of :data:`VIEWS`.

    - Signs: runs of one to three concepts, numbers and characters that are of no concept.
    - Relations: runs of two and three concepts, whatever stands between; pairs of concepts not far apart, in order
      and in any order.
    - Characters, their pairs, and their triples with pairs over one character: words of one concept are not used alike.
    - Syllables without tone, as half the country speaks them, alone, in pairs and triples: who writes 蜜马 says 密码.
    """
    every = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    of = np.repeat(np.arange(len(texts)), lengths)
    stays = ~_ignored()[every]
    characters, owners = every[stays], of[stays]
    signs, sign_owners = in_concepts(characters, owners)
    spoken = _syllables()[characters]
    return (
        tuple(grams(signs, sign_owners, range(length), f"signs {length}") for length in (1, 2, 3)),
        tuple(_relations(signs, sign_owners)),
        (grams(characters, owners, (0,), "character"),),
        (grams(characters, owners, (0, 1), "characters 2"),),
        (
            grams(characters, owners, (0, 1, 2), "characters 3"),
            grams(characters, owners, (0, 2), "characters over one"),
        ),
        (grams(spoken, owners, (0,), "syllable"),),
        (grams(spoken, owners, (0, 1), "syllables 2"),),
        (grams(spoken, owners, (0, 1, 2), "syllables 3"),),
    )


def _relations(signs: CodePoints, owners: Owners) -> Iterator[Grams]:
    """Concepts and what stands near them, with everything else left out; one that is said twice running counts once."""
    is_concept = signs >= CONCEPTS_BEGIN
    concepts, owners = signs[is_concept], owners[is_concept]
    again = (concepts[1:] == concepts[:-1]) & (owners[1:] == owners[:-1])
    once = np.concatenate([np.ones(min(1, len(concepts)), dtype=bool), ~again])
    concepts, owners = concepts[once], owners[once]
    yield grams(concepts, owners, (0, 1), "next")
    yield grams(concepts, owners, (0, 1, 2), "next two")
    for distance in range(1, _REACH + 1):
        yield grams(concepts, owners, (0, distance), "later")
    for distance in range(1, _TOGETHER + 1):
        first, second = concepts[:-distance], concepts[distance:]
        hashes = start("together", len(first))
        hashes = combined(combined(hashes, np.minimum(first, second)), np.maximum(first, second))
        within = owners[:-distance] == owners[distance:]
        yield hashes[within], owners[:-distance][within]


@cache
def _ignored() -> NDArray[np.bool_]:
    table = np.zeros(_CODE_POINTS, dtype=bool)
    table[_IGNORED] = True
    return table


@cache
def _syllables() -> CodePoints:
    """By code point a number for its syllable; a character without one is its own."""
    from pypinyin import Style, lazy_pinyin  # its dictionary takes longer to load than a page may

    table = np.arange(_CODE_POINTS, dtype=np.uint32)
    numbers: dict[str, int] = {}
    spoken = lazy_pinyin([chr(code) for code in _IDEOGRAPHS], style=Style.NORMAL)
    for code, syllable in zip(_IDEOGRAPHS, spoken, strict=True):
        table[code] = _CODE_POINTS + numbers.setdefault(_heard(syllable), len(numbers))
    return table


def _heard(syllable: str) -> str:
    """平翘舌, 前后鼻音 and n/l are one."""
    for careful, heard in _ACCENTS:
        if syllable.startswith(careful):
            syllable = heard + syllable.removeprefix(careful)
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable
