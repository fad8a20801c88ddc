"""The entity index: what one new complaint needs to be linked with a handful of look-ups."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from mingjian.network.evidence import Entity
from mingjian.network.kinds import ENOUGH_ALONE, Kind
from mingjian.network.links import GangLink, Links, Shared, Standing
from mingjian.network.settings import NetworkSettings
from mingjian.network.strength import Hold, joins, share_of, strength
from mingjian.network.surprise import surprise_of


@dataclass(frozen=True)
class IndexRow:
    """One row of ``entity_index``."""

    entity: Entity
    households: int
    weight: float
    gang_id: str | None
    gang_households: int


def links_of(gangs: tuple[GangLink, ...], shared: tuple[Shared, ...], settings: NetworkSettings) -> Links:
    """What is linked, and what it amounts to."""
    if any(link.belongs for link in gangs):
        return Links(Standing.JOINS, gangs, shared)
    if starts_something(shared, settings):
        return Links(Standing.STARTS_SOMETHING, gangs, shared)
    return Links(Standing.SHARES if gangs or shared else Standing.NOTHING_KNOWN, gangs, shared)


def gang_links(rows: Iterable[IndexRow]) -> tuple[GangLink, ...]:
    """The gangs that the rows of a complaint's own entities point to, strongest first."""
    holds: dict[str, list[Hold]] = defaultdict(list)
    for row in rows:
        if row.gang_id is not None:
            share = share_of(in_gang=row.gang_households, holders=row.households)
            holds[row.gang_id].append(Hold(row.entity, share, row.weight))
    links = [GangLink(gang_id, strength(found), joins(found), tuple(found)) for gang_id, found in holds.items()]
    return tuple(sorted(links, key=lambda link: (-link.strength, link.gang_id)))


def starts_something(shared: Iterable[Shared], settings: NetworkSettings) -> bool:
    """Whether the same others have two of these, of independent kinds, of which one may found a gang.

    It is the run's arithmetic for one pair, asked as often as there are people who could have come with it. What
    enough homes had already, the run has weighed, and found a helper, a workplace or nothing at all: that is no news.
    Who explains the rest only the next run can tell, so this is a reason to look and no more.
    """
    pairs = [
        (one, other)
        for one, other in combinations(shared, 2)
        if one.entity.kind != other.entity.kind
        and {one.entity.kind, other.entity.kind} & ENOUGH_ALONE
        and min(one.households, other.households) < settings.minimum_customers
    ]
    for one, other in pairs:
        together = len(one.voices & other.voices) + 1
        rare, common = sorted((one.households + 1, other.households + 1))
        population = min(one.population, other.population)
        near = Kind.PLACE in (one.entity.kind, other.entity.kind)
        chance = (settings.local_dependence if near else settings.dependence) * common / max(population, 1)
        threshold = math.log(max(population, 1) * len(pairs) / settings.expected_false_stars)
        if together >= settings.minimum_customers and surprise_of(together, of=rare, chance=chance) >= threshold:
            return True
    return False
