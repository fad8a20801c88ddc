"""Reads an agreement: its provisions, and of what kinds they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mingjian.agencies.agreements.model import OF_FIRST, clause_model, told
from mingjian.standards.folding import fold

__all__ = ["Clause", "read_agreement"]

_ITEM = (
    r"(?:第[一二三四五六七八九十百\d]{1,4}[条款项章]|[(（]?[一二三四五六七八九十]{1,3}[)）、.]|[(（]\d{1,2}[)）]"
    r"|(?<![\d.])\d{1,2}(?:\.\d{1,2})*[、.)）](?!\d)|(?<![\d.])\d{1,2}(?:\.\d{1,2})+(?=\s)|[①-⑳])"
)
_ITEMS = re.compile(rf"\n++(?=\s*+{_ITEM})|(?<=[。;:\s])(?={_ITEM})|\n{{2,}}|(?<=[。;!])[^\S\n]*+\n+")
"""Between items: where a number begins one, where a line is left empty, and where a line ends with its sentence."""
_SENTENCES = re.compile(r"[。;!?]+")
_PART = re.compile(r"(?:[^,:。;!?]|(?<=\d)[,:](?=\d))+[,:。;!?]*")
"""A part of a provision; the comma of 2,980 and the colon of 8:00 part nothing."""
_SHORT = 40
"""Characters of a provision that is shown as a whole; in a longer one the part that says it is looked for."""
_WHOLE = 120
"""Characters of an item that is read as a whole, since an answer turns its question and a reason its demand; a longer
one is read sentence by sentence."""
_LONGEST = 400
"""Characters of a sentence; a longer one is a text without stops, and is taken in pieces."""


@dataclass(frozen=True)
class Clause:
    """A provision of one kind, with its span in the text as it was written."""

    kind: str
    start: int
    end: int


def read_agreement(text: str) -> tuple[Clause, ...]:
    """The clauses of an agreement's text that a client should know of, each kind once a provision, in order.

    A line break within a sentence, as recognised pages have it, does not end the provision; one behind its full stop
    does, as people write what they agreed line by line.
    """
    folded = fold(text)
    spans = list(_provisions(folded.text))
    provisions = ["".join(folded.text[start:end].split()) for start, end in spans]
    found = []
    for number, kind, (first, last) in _kinds_of(provisions):
        places: Sequence[int] = range(*spans[number])
        if len(places) > len(provisions[number]):
            places = [place for place in places if not folded.text[place].isspace()]
        original = folded.original_span(places[first], places[last - 1] + 1)
        found.append(Clause(kind, *original))
    return tuple(sorted(found, key=lambda clause: (clause.start, clause.end, clause.kind)))


def _provisions(text: str) -> Iterator[tuple[int, int]]:
    """What is read as one: an item, or where it is long each of its sentences, short ones with the next."""
    for start, end in _between(_ITEMS, text, 0, len(text)):
        begun = start
        for _, sentence_end in _between(_SENTENCES, text, start, end) if end - start > _WHOLE else ():
            if sentence_end - begun >= _SHORT:
                yield from _pieces(text, begun, sentence_end)
                begun = sentence_end
        yield from _pieces(text, begun, end)


def _between(boundary: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return pairwise([start, *(match.end() for match in boundary.finditer(text, start, end)), end])


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for piece in range(start, end, _LONGEST):
        if text[piece : min(piece + _LONGEST, end)].strip():
            yield piece, min(piece + _LONGEST, end)


def _kinds_of(provisions: Sequence[str]) -> Iterator[tuple[int, str, tuple[int, int]]]:
    """Which provision is of which kinds, and where in it: the part that says it most, if it does so alone."""
    model = clause_model()
    scores = model.scores(provisions)
    found = told(scores)
    long = [number for number in np.flatnonzero(found.any(axis=1)).tolist() if len(provisions[number]) > _SHORT]
    parts = {number: [match.span() for match in _PART.finditer(provisions[number])] for number in long}
    wanted = [(number, span) for number, spans in parts.items() for span in spans]
    of_parts = dict(zip(wanted, model.scores([provisions[n][start:end] for n, (start, end) in wanted]), strict=True))
    for number, column in np.argwhere(found).tolist():
        said = {span: float(of_parts[number, span][column]) for span in parts.get(number, ())}
        most = max(said, key=said.__getitem__, default=None)
        whole = 0, len(provisions[number])
        yield number, model.kinds[column], most if most is not None and said[most] >= OF_FIRST else whole
