"""Reads an agreement: its provisions, and of what kinds they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mingjian.agencies.agreements.clauses import ClauseKind, Groups, clause_kinds, protection
from mingjian.standards.folding import fold

__all__ = ["Clause", "read_agreement"]

_ITEM = (
    r"(?:第[一二三四五六七八九十百\d]{1,4}[条款项章]|[(（]?[一二三四五六七八九十]{1,3}[)）、.]|[(（]\d{1,2}[)）]"
    r"|(?<![\d.])\d{1,2}(?:\.\d{1,2})*[、.)）](?!\d)|[①-⑳])"
)
_BOUNDARY = re.compile(rf"[。;!?]+|\n+(?=\s*{_ITEM})|(?<=[。;:\s])(?={_ITEM})|\n{{2,}}")
_LONGEST = 400
"""Characters of a provision; a longer one is a text without stops, and is taken in pieces."""


@dataclass(frozen=True)
class Clause:
    """A provision of one kind, with its span in the text as it was written."""

    kind: str
    start: int
    end: int


def read_agreement(text: str) -> tuple[Clause, ...]:
    """The clauses of an agreement's text that a client should know of, each kind once a provision, in order.

    A line break within a sentence, as recognised pages have it, does not end the provision.
    """
    folded = fold(text)
    # Same length, so that places stay: a break inside a sentence is nothing that the wording knows of.
    found = []
    for start, end in _provisions(folded.text):
        provision, places = _without_breaks(folded.text, start, end)
        if protection().search(provision):
            continue
        for kind in clause_kinds():
            span = _span(kind, provision)
            if span is not None:
                original = folded.original_span(places[span[0]], places[span[1] - 1] + 1)
                found.append(Clause(kind.name, *original))
    return tuple(sorted(found, key=lambda clause: (clause.start, clause.end, clause.kind)))


def _provisions(text: str) -> Iterator[tuple[int, int]]:
    edges = [0, *(match.end() for match in _BOUNDARY.finditer(text)), len(text)]
    for start, end in pairwise(edges):
        for piece in range(start, end, _LONGEST):
            yield piece, min(piece + _LONGEST, end)


def _without_breaks(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """The provision without white space, and where each of its characters stands."""
    places = [place for place in range(start, end) if not text[place].isspace()]
    return "".join(text[place] for place in places), places


def _span(kind: ClauseKind, provision: str) -> tuple[int, int] | None:
    """The narrowest stretch that holds every group of one of the kind's ways."""
    if kind.unless is not None and kind.unless.search(provision):
        return None
    spans = [span for groups in kind.ways if (span := _narrowest(groups, provision, kind.within)) is not None]
    return min(spans, key=lambda span: span[1] - span[0], default=None)


def _narrowest(groups: Groups, provision: str, within: int) -> tuple[int, int] | None:
    """The shortest window in which each group occurs, the groups in any order; None where there is none so short."""
    hits: list[tuple[int, int, int]] = []
    for number, group in enumerate(groups):
        before = len(hits)
        hits += [
            (match.start(), match.end(), number) for match in group.finditer(provision) if match.end() > match.start()
        ]
        if len(hits) == before:
            return None
    hits.sort()
    best: tuple[int, int] | None = None
    last: dict[int, tuple[int, int]] = {}
    for start, end, number in hits:
        last[number] = (start, end)
        if len(last) == len(groups):
            span = min(begin for begin, _ in last.values()), max(stop for _, stop in last.values())
            if span[1] - span[0] <= within and (best is None or span[1] - span[0] < best[1] - best[0]):
                best = span
    return best
