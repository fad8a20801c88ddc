"""A gang as a picture that starts from a question: what holds them together?

The things that bring the most evidence come first, with the people whom most of them hold; Kruskal's tree of the
strongest evidence is drawn firmly, every other link thinly. Places are worked out here, so that a virtual desktop only
has to draw: springs between what is linked, after Fruchterman and Reingold, with nothing left to chance.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

import numpy as np
from numpy.typing import NDArray

LIMIT = 300
"""Nodes of one picture at most."""
HOLDERS = 8
"""People of one thing at first; the others come when it is opened."""
_ROUNDS = 80
_ASIDE = 40.0
"""How far from the middle of its neighbours a new node stands."""

End = tuple[str, str]
"""Type and id of an entity."""


@dataclass(frozen=True)
class Tie:
    """Who has what of a gang, since when, and how surprising it is."""

    party: End
    thing: End
    weight: float
    first_seen: date | None
    last_seen: date | None


@dataclass(frozen=True)
class Spot:
    """A drawn node; ``hidden`` of its neighbours are not drawn. Places are in [0, 1000]."""

    end: End
    x: float
    y: float
    hidden: int


@dataclass(frozen=True)
class Line:
    """A drawn link; ``holds`` where it is of the tree of the strongest evidence."""

    tie: Tie
    holds: bool


@dataclass(frozen=True)
class Canvas:
    """``spots`` are shown of ``total``."""

    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    total: int


def keys_of(members: Iterable[End]) -> dict[End, str]:
    """A name for each node, in addresses and in the browser, that tells nothing of whom or what it is.

    It is its place in the gang. A digest would tell: beside a masked telephone ten thousand are to be tried.
    """
    return {end: str(place) for place, end in enumerate(sorted(members))}


def what_holds_them_together(
    ties: Sequence[Tie], strength: Mapping[End, float], *, always: Iterable[End] = (), limit: int = LIMIT
) -> Canvas:
    """The picture to begin with; ``always`` are drawn whatever they bring, where they are linked at all."""
    by_thing, by_party = _sides(ties)
    evidence = {thing: sum(tie.weight for tie in found) for thing, found in by_thing.items()}
    things = sorted(by_thing, key=lambda thing: (-evidence[thing], thing))[: max(1, limit // 5)]
    chosen = set(things)
    bridges = {party: sum(tie.thing in chosen for tie in found) for party, found in by_party.items()}
    linked = (end for end in sorted(always) if end in by_thing or end in by_party)
    shown: dict[End, None] = dict.fromkeys(islice(linked, limit))
    for thing in things:
        people = sorted(
            (tie.party for tie in by_thing[thing]), key=lambda one: (-bridges[one], -strength.get(one, 0.0), one)
        )
        for end in (thing, *people[:HOLDERS]):
            if len(shown) < limit:
                shown.setdefault(end)
    return _drawn(ties, tuple(shown), evidence, by_thing, by_party)


def around(ties: Sequence[Tie], end: End, *, limit: int = LIMIT) -> Canvas:
    """A node with all its neighbours, and whom or what each of these is linked with among them."""
    by_thing, by_party = _sides(ties)
    evidence = {thing: sum(tie.weight for tie in found) for thing, found in by_thing.items()}
    near = [tie.party for tie in by_thing.get(end, ())] + [tie.thing for tie in by_party.get(end, ())]
    shown = tuple(dict.fromkeys((end, *sorted(near, key=lambda one: (-evidence.get(one, 0.0), one)))))[:limit]
    return _drawn(ties, shown, evidence, by_thing, by_party)


def left_as_it_was(picture: Canvas, places: Mapping[End, tuple[float, float]]) -> Canvas:
    """The picture with its nodes where somebody left them; new ones stand amid their neighbours that have a place.

    Several may have the same neighbours: each stands a little further round, so that none hides another.
    """
    if not places:
        return picture
    near: dict[End, list[tuple[float, float]]] = defaultdict(list)
    for line in picture.lines:
        for end, other in ((line.tie.party, line.tie.thing), (line.tie.thing, line.tie.party)):
            if other in places:
                near[end].append(places[other])
    spots = []
    for number, spot in enumerate(picture.spots):
        x, y = spot.x, spot.y
        if spot.end in places:
            x, y = places[spot.end]
        elif around_it := near[spot.end]:
            turn = number * math.pi * (3 - math.sqrt(5))
            x = sum(place[0] for place in around_it) / len(around_it) + _ASIDE * math.cos(turn)
            y = sum(place[1] for place in around_it) / len(around_it) + _ASIDE * math.sin(turn)
        spots.append(replace(spot, x=round(x, 1), y=round(y, 1)))
    return replace(picture, spots=tuple(spots))


def _sides(ties: Sequence[Tie]) -> tuple[dict[End, list[Tie]], dict[End, list[Tie]]]:
    by_thing: dict[End, list[Tie]] = defaultdict(list)
    by_party: dict[End, list[Tie]] = defaultdict(list)
    for tie in ties:
        by_thing[tie.thing].append(tie)
        by_party[tie.party].append(tie)
    return by_thing, by_party


def _drawn(
    ties: Sequence[Tie],
    shown: tuple[End, ...],
    evidence: Mapping[End, float],
    by_thing: Mapping[End, Sequence[Tie]],
    by_party: Mapping[End, Sequence[Tie]],
) -> Canvas:
    place = {end: number for number, end in enumerate(shown)}
    inside = [tie for tie in ties if tie.party in place and tie.thing in place]
    inside.sort(key=lambda tie: (-evidence[tie.thing], -tie.weight, tie.thing, tie.party))
    group = list(range(len(shown)))

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    lines = []
    for tie in inside:
        left, right = root(place[tie.party]), root(place[tie.thing])
        group[left] = right
        lines.append(Line(tie, left != right))
    where = _places(len(shown), [(place[line.tie.party], place[line.tie.thing], line.holds) for line in lines])
    drawn: dict[End, int] = defaultdict(int)
    for tie in inside:
        drawn[tie.party] += 1
        drawn[tie.thing] += 1
    spots = tuple(
        Spot(
            end,
            round(float(x), 1),
            round(float(y), 1),
            len(by_thing.get(end, ())) + len(by_party.get(end, ())) - drawn[end],
        )
        for end, (x, y) in zip(shown, where.tolist(), strict=True)
    )
    return Canvas(spots, tuple(lines), len(by_thing) + len(by_party))


def _places(count: int, links: Sequence[tuple[int, int, bool]]) -> NDArray[np.float64]:
    """Springs from a spiral, so that the same gang always looks the same."""
    turn = np.arange(count) * math.pi * (3 - math.sqrt(5))
    radius = np.sqrt(np.arange(count) + 0.5)
    spots = np.column_stack((radius * np.cos(turn), radius * np.sin(turn)))
    if count > 1:
        left = np.array([link[0] for link in links], dtype=np.int64)
        right = np.array([link[1] for link in links], dtype=np.int64)
        pull = np.array([1.0 if link[2] else 0.2 for link in links])[:, None]
        for step in range(_ROUNDS):
            across, down = (np.subtract.outer(axis, axis) for axis in spots.T)
            near = 1 / np.maximum(across * across + down * down, 0.01)
            # Σ (a − b)/d² over all others b, without an array of all pairs' differences: six times as fast.
            force = spots * near.sum(axis=1)[:, None] - near @ spots
            if len(links):
                stretch = pull * (spots[left] - spots[right])
                np.add.at(force, left, -stretch)
                np.add.at(force, right, stretch)
            force -= 0.02 * spots
            length = np.maximum(np.sqrt((force**2).sum(axis=1)), 1e-9)[:, None]
            spots += force / length * np.minimum(length, 1.5 * (1 - step / _ROUNDS))
    low, high = spots.min(axis=0), spots.max(axis=0)
    placed: NDArray[np.float64] = 1000 * (spots - low) / np.maximum(high - low, 1e-9)
    return placed
