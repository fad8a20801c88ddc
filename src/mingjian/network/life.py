"""Gangs keep their ids from run to run, and what happened to them in between is written down."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mingjian.contract.vocabulary import GangEventKind
from mingjian.network.evidence import Entity

GROWTH = 0.2
"""By what share its members must change before a gang is said to have grown or shrunk."""

REBRANDED = 0.5
"""A gang that keeps its people and loses more than this share of its assets has changed its face."""

HEIR = 0.3
"""An heir carries at least this share (Jaccard) of the people of the gang before it, or most of the smaller one."""


@dataclass(frozen=True)
class Living:
    """What is known of a gang for telling whether it is the same: its people, its assets, when it was last seen."""

    people: frozenset[Entity]
    assets: frozenset[Entity]
    first_seen_at: datetime | None
    last_seen_at: datetime | None


@dataclass(frozen=True)
class Event:
    """One row of ``gang_events``; ``evidence`` is a JSON object or array."""

    gang_id: str
    event: GangEventKind
    at: datetime
    other_gang_id: str | None
    evidence: str


@dataclass(frozen=True)
class Lives:
    """The id of each gang of this run, in their order, and what happened since the previous run."""

    ids: tuple[str, ...]
    events: tuple[Event, ...]


def lives(
    now: Sequence[Living],
    before: Mapping[str, Living],
    *,
    as_of: datetime,
    dormant_days: int,
    dormant_before: frozenset[str] = frozenset(),
    resting: frozenset[str] = frozenset(),
    known_ids: Iterable[str] = (),
) -> Lives:
    """Names the gangs of this run after those of the previous one, each id to its nearest heir alone.

    Those of ``before`` that are ``resting`` stood no more in the previous run: they may come back under their ids, and
    nothing else is told of them.
    """
    kinships = _kinships(now, before)
    ids, parents = _inherit(len(now), kinships)
    fresh = _fresh({*before, *known_ids})
    names = tuple(name or next(fresh) for name in ids)
    events: list[Event] = []
    heirs: dict[str, list[int]] = defaultdict(list)
    for _, position, gang_id in kinships:
        heirs[gang_id].append(position)
    for position, gang in enumerate(now):
        name = names[position]
        relatives = parents[position]
        if name in resting:
            others = [other for other in relatives if other not in resting]
            events.append(_back(name, gang, others, heirs, names, as_of=as_of))
        else:
            told = [other for other in relatives if other not in resting]
            events.extend(_events_of(name, gang, before.get(name), told, heirs, names, as_of=as_of))
        silent = is_dormant(gang, as_of=as_of, dormant_days=dormant_days)
        if silent and name not in dormant_before:
            events.append(_event(name, GangEventKind.DORMANT, as_of, since=_text(gang.last_seen_at)))
        if not silent and name in dormant_before:
            events.append(_event(name, GangEventKind.REVIVED, as_of, since=_text(gang.last_seen_at)))
    gone = sorted(set(before) - set(names) - resting)
    events.extend(
        Event(gang_id, GangEventKind.MERGED, as_of, names[heirs[gang_id][0]], "[]")
        if heirs[gang_id]
        else _event(gang_id, GangEventKind.SHRUNK, as_of, people=0, people_before=len(before[gang_id].people))
        for gang_id in gone
    )
    return Lives(names, tuple(events))


def is_dormant(gang: Living, *, as_of: datetime, dormant_days: int) -> bool:
    """Whether nothing was seen of it for so many days."""
    return gang.last_seen_at is not None and gang.last_seen_at < as_of - timedelta(days=dormant_days)


def is_heir(common: int, size: int, size_before: int) -> bool:
    """Whether so many people in common make a gang the heir of one of the previous run."""
    return common >= 2 and (common >= HEIR * (size + size_before - common) or common * 2 > min(size, size_before))


def _events_of(
    name: str,
    gang: Living,
    earlier: Living | None,
    relatives: Sequence[str],
    heirs: Mapping[str, Sequence[int]],
    names: Sequence[str],
    *,
    as_of: datetime,
) -> list[Event]:
    if earlier is None:
        parent = _parent(name, relatives, heirs, names)
        if parent is not None:
            return [Event(name, GangEventKind.SPLIT, as_of, parent, _members(gang.people))]
        return [Event(name, GangEventKind.BORN, gang.first_seen_at or as_of, None, _members(gang.people))]
    absorbed = [
        Event(name, GangEventKind.MERGED, as_of, other, _members(gang.people))
        for other in relatives
        if other != name and other not in names
    ]
    events = list(absorbed)
    size, size_before = len(gang.people), len(earlier.people)
    if size >= size_before * (1 + GROWTH):
        events.append(_event(name, GangEventKind.GROWN, as_of, people=size, people_before=size_before))
    elif size <= size_before * (1 - GROWTH):
        events.append(_event(name, GangEventKind.SHRUNK, as_of, people=size, people_before=size_before))
    same_people = 2 * len(gang.people & earlier.people) >= len(gang.people | earlier.people)
    # Who was split or merged has other things because it has other people.
    if (
        same_people
        and not absorbed
        and earlier.assets
        and len(earlier.assets & gang.assets) < (1 - REBRANDED) * len(earlier.assets)
    ):
        new = sorted(gang.assets - earlier.assets)
        if new:
            events.append(Event(name, GangEventKind.REBRANDED, as_of, None, _members(new)))
    return events


def _back(
    name: str,
    gang: Living,
    relatives: Sequence[str],
    heirs: Mapping[str, Sequence[int]],
    names: Sequence[str],
    *,
    as_of: datetime,
) -> Event:
    """A gang that had stood no more stands again: by itself, or out of the one that it had been merged into."""
    parent = _parent(name, relatives, heirs, names)
    if parent is not None:
        return Event(name, GangEventKind.SPLIT, as_of, parent, _members(gang.people))
    return _event(name, GangEventKind.REVIVED, as_of, since=_text(gang.last_seen_at))


def _parent(
    name: str, relatives: Sequence[str], heirs: Mapping[str, Sequence[int]], names: Sequence[str]
) -> str | None:
    """The gang that it comes from, where another one of this run comes from there too."""
    parent = relatives[0] if relatives else None
    return parent if parent is not None and any(names[heir] != name for heir in heirs[parent]) else None


def _kinships(now: Sequence[Living], before: Mapping[str, Living]) -> list[tuple[float, int, str]]:
    """(Jaccard, position, earlier id) of the pairs with enough people in common, nearest first."""
    gangs_of: dict[Entity, list[str]] = defaultdict(list)
    for gang_id, earlier in before.items():
        for person in earlier.people:
            gangs_of[person].append(gang_id)
    found = []
    for position, gang in enumerate(now):
        met = Counter(gang_id for person in gang.people for gang_id in gangs_of.get(person, ()))
        for gang_id, common in met.items():
            size, size_before = len(gang.people), len(before[gang_id].people)
            jaccard = common / (size + size_before - common)
            if is_heir(common, size, size_before):
                found.append((jaccard, position, gang_id))
    return sorted(found, key=lambda kinship: (-kinship[0], kinship[1], kinship[2]))


def _inherit(count: int, kinships: Iterable[tuple[float, int, str]]) -> tuple[list[str | None], dict[int, list[str]]]:
    ids: list[str | None] = [None] * count
    parents: dict[int, list[str]] = {position: [] for position in range(count)}
    given: set[str] = set()
    for _, position, gang_id in kinships:
        parents[position].append(gang_id)
        if ids[position] is None and gang_id not in given:
            ids[position] = gang_id
            given.add(gang_id)
    return ids, parents


def _fresh(known: Iterable[str]) -> Iterator[str]:
    numbers = [int(name[2:]) for name in known if name.startswith("G-") and name[2:].isdigit()]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"G-{number:04d}"


def _event(gang_id: str, kind: GangEventKind, at: datetime, **values: int | str) -> Event:
    return Event(gang_id, kind, at, None, json.dumps(values, ensure_ascii=False))


def _members(entities: Iterable[Entity]) -> str:
    return json.dumps([list(entity) for entity in sorted(entities)], ensure_ascii=False)


def _text(at: datetime | None) -> str:
    return at.isoformat() if at else ""
