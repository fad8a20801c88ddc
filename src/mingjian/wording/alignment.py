"""Alignment: what two texts share word for word, what a family's skeleton is, and what its slots hold."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz.distance import Indel

from mingjian.standards.folding import fold_text

_UNIT = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?|\d{4}年|\d{1,2}[点时]\d{1,2}分"
    r"|[A-Za-z]+(?:'[A-Za-z]+)?(?!\d)|[A-Za-z]*\d+(?:[.,:]\d+)*%?|\s+|.",
    re.DOTALL,
)
"""A day, a time, a rate or a contract's number is one thing: 11月24日 in the place of 2月11日 is another day, not other
digits between the same 月 and 日."""
_SENTENCE = re.compile(r"[。!?！？;；]|[,，].*[,，]", re.DOTALL)
"""What no field of a form holds: whoever writes a sentence there writes in words of their own."""
_BETWEEN = "\ue000"
"""A sign for private use: folding leaves it alone, and letters do not hold it."""
SHORTEST_COMMON_RUN = 2
"""Units that two texts must share in a row, between differences, to count as shared: single ones agree by chance."""
SKELETON_SHARE = 0.5
"""What most members keep of the medoid is the skeleton; below a half, what is dropped is the rule."""
EXAMPLES = 5


class Change(StrEnum):
    """How a piece of a text stands to the text that it is compared with."""

    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Segment:
    """A piece of a text, ``start:end``, and the piece of the base that it stands for, ``base_start:base_end``.

    What is inserted has an empty piece of the base; what is deleted has an empty piece of the text.
    """

    change: Change
    start: int
    end: int
    base_start: int
    base_end: int


@dataclass(frozen=True)
class _Units:
    """A text cut into what is compared: words, numbers, single characters."""

    forms: tuple[str, ...]
    places: tuple[int, ...]
    """Where each unit begins, and the end of the text."""


@dataclass(frozen=True)
class SkeletonPart:
    """A piece of a template: wording that members share (slot None), or a slot, numbered from 1, that each fills in.

    ``text`` is what the medoid has there: the shared wording, or the medoid's own filling.
    """

    text: str
    slot: int | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skeleton:
    """What a family shares and where its members differ; the parts' texts joined are the medoid."""

    parts: tuple[SkeletonPart, ...]

    @property
    def medoid(self) -> str:
        """The medoid's whole text."""
        return "".join(part.text for part in self.parts)

    @property
    def text(self) -> str:
        """The shared wording alone, slots as an ellipsis."""
        return "".join("…" if part.slot else part.text for part in self.parts)


@dataclass(frozen=True)
class Filled:
    """What one text has in a slot, or, with slot None, words of its own in place of the skeleton or beyond it."""

    start: int
    end: int
    slot: int | None


@dataclass(frozen=True)
class Reading:
    """A text read by a skeleton: the share of the skeleton that it keeps, where, and what it has besides."""

    similarity: float
    shared: tuple[tuple[int, int], ...]
    filled: tuple[Filled, ...]


def compare(text: str, base: str) -> list[Segment]:
    """How ``text`` differs from ``base``, as segments in order that cover both texts whole."""
    units, base_units = _units(text), _units(base)
    return [
        Segment(
            change, units.places[start], units.places[end], base_units.places[base_start], base_units.places[base_end]
        )
        for change, start, end, base_start, base_end in _align(units, base_units)
    ]


def skeleton(medoid: str, members: Sequence[str]) -> Skeleton:
    """The skeleton of a family; ``members`` may be a sample, and may hold the medoid."""
    base = _units(medoid)
    keeping = [0] * len(base.forms)
    broken_before = [0] * (len(base.forms) + 1)
    alignments = []
    for member in members:
        units = _units(member)
        alignment = _align(units, base)
        alignments.append((member, units, alignment))
        for change, _, _, base_start, base_end in alignment:
            if change is Change.EQUAL:
                for place in range(base_start, base_end):
                    keeping[place] += 1
            elif change is Change.INSERTED:
                broken_before[base_start] += 1
    needed = max(1.0, len(members) * SKELETON_SHARE)
    kept = [count >= needed for count in keeping]
    insertion_slots = {place for place, count in enumerate(broken_before) if count >= needed}
    pieces = _pieces(kept, insertion_slots)
    examples: dict[int, Counter[str]] = {slot: Counter() for slot, _, _ in pieces if slot is not None}
    for member, units, alignment in alignments:
        for filled in _fill(units, alignment, pieces):
            if filled.slot is not None:
                examples[filled.slot][member[filled.start : filled.end].strip()] += 1
    return Skeleton(
        tuple(
            SkeletonPart(
                medoid[base.places[start] : base.places[end]],
                slot,
                () if slot is None else _most_common(examples[slot]),
            )
            for slot, start, end in pieces
        )
    )


def read_by(skeleton: Skeleton, text: str) -> Reading:
    """The text read by a family's skeleton."""
    base, units = _units(skeleton.medoid), _units(text)
    alignment = _align(units, base)
    pieces = _pieces_of(skeleton, base)
    kept = [False] * len(base.forms)
    for slot, first, last in pieces:
        if slot is None:
            kept[first:last] = [True] * (last - first)
    shared: list[tuple[int, int]] = []
    kept_units = 0
    for change, start, _, base_start, base_end in alignment:
        if change is Change.EQUAL:
            for place in range(base_start, base_end):
                if kept[place]:
                    kept_units += 1
                    unit = start + place - base_start
                    begin = shared.pop()[0] if shared and shared[-1][1] == units.places[unit] else units.places[unit]
                    shared.append((begin, units.places[unit + 1]))
    total = sum(kept)
    filled = (
        replace(one, slot=None) if _SENTENCE.search(text, one.start, one.end) else one
        for one in _fill(units, alignment, pieces)
    )
    return Reading(kept_units / total if total else 0.0, tuple(shared), tuple(filled))


_Alignment = list[tuple[Change, int, int, int, int]]
_Piece = tuple[int | None, int, int]
"""Slot number or None, and the span of the medoid's units."""


def _units(text: str) -> _Units:
    matches = list(_UNIT.finditer(text))
    written = [match.group() for match in matches]
    # Folded together, since a call a unit takes long; a line break would not do, which is itself a unit.
    forms = tuple(fold_text(_BETWEEN.join(written)).split(_BETWEEN)) if written else ()
    if len(forms) != len(written):
        forms = tuple(map(fold_text, written))
    return _Units(forms, (*(match.start() for match in matches), len(text)))


def _align(units: _Units, base: _Units) -> _Alignment:
    common = [
        (block.a, block.b, block.size)
        for block in Indel.opcodes(base.forms, units.forms).as_matching_blocks()
        if block.size
    ]
    alignment: _Alignment = []
    place = base_place = 0
    last = len(common) - 1
    for index, (base_start, start, size) in enumerate(common):
        inner = 0 < index < last or start > 0 or base_start > 0
        if inner and size < SHORTEST_COMMON_RUN and not (index == last and start + size == len(units.forms)):
            continue
        _difference(alignment, place, start, base_place, base_start)
        alignment.append((Change.EQUAL, start, start + size, base_start, base_start + size))
        place, base_place = start + size, base_start + size
    _difference(alignment, place, len(units.forms), base_place, len(base.forms))
    return alignment


def _difference(alignment: _Alignment, start: int, end: int, base_start: int, base_end: int) -> None:
    if start == end and base_start == base_end:
        return
    change = Change.DELETED if start == end else Change.INSERTED if base_start == base_end else Change.REPLACED
    alignment.append((change, start, end, base_start, base_end))


def _pieces(kept: Sequence[bool], insertion_slots: set[int]) -> list[_Piece]:
    pieces: list[_Piece] = []
    slots = 0
    for place in range(len(kept) + 1):
        if place in insertion_slots and (place == 0 or kept[place - 1]) and (place == len(kept) or kept[place]):
            slots += 1
            pieces.append((slots, place, place))
        if place == len(kept):
            break
        previous = pieces[-1] if pieces else None
        if previous and previous[2] == place and previous[1] != previous[2] and (previous[0] is None) == kept[place]:
            pieces[-1] = (previous[0], previous[1], place + 1)
        elif kept[place]:
            pieces.append((None, place, place + 1))
        else:
            slots += 1
            pieces.append((slots, place, place + 1))
    return pieces


def _pieces_of(skeleton: Skeleton, base: _Units) -> list[_Piece]:
    unit_at = {place: unit for unit, place in enumerate(base.places)}
    pieces: list[_Piece] = []
    place = 0
    for part in skeleton.parts:
        end = place + len(part.text)
        pieces.append((part.slot, unit_at[place], unit_at[end]))
        place = end
    return pieces


def _fill(units: _Units, alignment: _Alignment, pieces: list[_Piece]) -> list[Filled]:
    filled: list[tuple[int, int, int | None]] = []
    for change, start, end, base_start, base_end in alignment:
        if change is Change.EQUAL:
            # A text may repeat the medoid's own filling of a slot: it is still what the slot holds.
            for slot, piece_start, piece_end in pieces:
                left, right = max(piece_start, base_start), min(piece_end, base_end)
                if slot is not None and left < right:
                    shift = start - base_start
                    filled.append((left + shift, right + shift, slot))
        elif change is not Change.DELETED:
            filled.append((start, end, _slot_at(pieces, base_start, base_end)))
    merged: list[tuple[int, int, int | None]] = []
    for start, end, slot in filled:
        if merged and merged[-1][2] == slot and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end, slot)
        else:
            merged.append((start, end, slot))
    return [Filled(units.places[start], units.places[end], slot) for start, end, slot in merged]


def _slot_at(pieces: list[_Piece], base_start: int, base_end: int) -> int | None:
    best: tuple[int, int] | None = None
    for slot, start, end in pieces:
        if slot is None:
            continue
        overlap = min(end, base_end) - max(start, base_start)
        if overlap > 0 or (overlap == 0 and (base_start == base_end or start == end)):
            best = max(best, (overlap, -slot)) if best else (overlap, -slot)
    return -best[1] if best else None


def _most_common(examples: Counter[str]) -> tuple[str, ...]:
    ordered = sorted((item for item in examples.items() if item[0]), key=lambda item: (-item[1], item[0]))
    return tuple(text for text, _ in ordered[:EXAMPLES])
