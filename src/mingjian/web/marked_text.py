"""A text cut into pieces, each with the marks that lie on it: overlapping spans become plain HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein


@dataclass(frozen=True)
class Span:
    """Characters ``start`` to ``end`` of a text and what they are; ``note`` is said to whoever asks."""

    start: int
    end: int
    mark: str
    note: str = ""


@dataclass(frozen=True)
class Piece:
    """A run of characters under the same marks; ``marks`` are class names, ``notes`` what they mean."""

    text: str
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text in order, cut wherever a span begins or ends; spans beyond the text are cut to it."""
    kept = [
        Span(max(0, span.start), min(len(text), span.end), span.mark, span.note)
        for span in spans
        if span.start < min(span.end, len(text))
    ]
    cuts = sorted({0, len(text), *(span.start for span in kept), *(span.end for span in kept)})
    result = []
    for start, end in pairwise(cuts):
        over = [span for span in kept if span.start <= start and span.end >= end]
        marks = tuple(dict.fromkeys(span.mark for span in over))
        notes = tuple(dict.fromkeys(span.note for span in over if span.note))
        result.append(Piece(text[start:end], marks, notes))
    return tuple(result)


def difference(before: str, after: str, *, join: int = 2) -> tuple[Piece, ...]:
    """What ``after`` keeps, takes out and puts in against ``before``.

    Islands of at most ``join`` equal characters between two changes belong to the change: a reader sees the clause
    that was rewritten, not the letters that happen to coincide.
    """
    steps: list[tuple[str, str, str]] = []
    for code in Levenshtein.opcodes(before, after):
        old, new = before[code.src_start : code.src_end], after[code.dest_start : code.dest_end]
        steps.append(("equal" if code.tag == "equal" else "change", old, new))
    merged: list[tuple[str, str, str]] = []
    for position, (kind, old, new) in enumerate(steps):
        inner = 0 < position < len(steps) - 1
        joined = "change" if kind == "equal" and inner and len(old) <= join else kind
        if merged and merged[-1][0] == joined:
            merged[-1] = (joined, merged[-1][1] + old, merged[-1][2] + new)
        else:
            merged.append((joined, old, new))
    return tuple(_change_pieces(merged))


def _change_pieces(steps: Sequence[tuple[str, str, str]]) -> list[Piece]:
    result = []
    for kind, old, new in steps:
        if kind == "equal":
            result.append(Piece(new))
            continue
        if old:
            result.append(Piece(old, ("removed",)))
        if new:
            result.append(Piece(new, ("added",)))
    return result
