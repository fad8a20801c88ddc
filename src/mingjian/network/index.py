"""The entity index: what one new complaint needs to be linked with a handful of look-ups."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mingjian.network.evidence import Entity
from mingjian.network.strength import Hold, joins, share_of, strength


@dataclass(frozen=True)
class IndexRow:
    """One row of ``entity_index``."""

    entity: Entity
    households: int
    weight: float
    gang_id: str | None
    gang_households: int


@dataclass(frozen=True)
class GangLink:
    """A gang that one complaint is held to, how firmly, and by what."""

    gang_id: str
    strength: float
    belongs: bool
    holds: tuple[Hold, ...]


def gang_links(rows: Iterable[IndexRow]) -> tuple[GangLink, ...]:
    """The gangs that the rows of a complaint's own entities point to, strongest first."""
    holds: dict[str, list[Hold]] = defaultdict(list)
    for row in rows:
        if row.gang_id is not None:
            share = share_of(in_gang=row.gang_households, holders=row.households)
            holds[row.gang_id].append(Hold(row.entity, share, row.weight))
    links = [GangLink(gang_id, strength(found), joins(found), tuple(found)) for gang_id, found in holds.items()]
    return tuple(sorted(links, key=lambda link: (-link.strength, link.gang_id)))
