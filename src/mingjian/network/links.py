"""What one complaint is linked with, as an answer says it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mingjian.network.evidence import Entity
from mingjian.network.strength import Hold


@dataclass(frozen=True)
class GangLink:
    """A gang that one complaint is held to, how firmly, and by what."""

    gang_id: str
    strength: float
    belongs: bool
    holds: tuple[Hold, ...]


@dataclass(frozen=True)
class Shared:
    """A thing of one complaint that others have too, of no gang; ``voices`` are those of them who are known."""

    entity: Entity
    households: int
    population: int
    voices: frozenset[str]


class Standing(StrEnum):
    """What the network knows of one complaint. It says what to look at, and nothing of whoever complained."""

    NOTHING_KNOWN = "nothing_known"
    """Or nothing was looked for, as of a complaint that the run has itself and holds to no gang."""
    SHARES = "shares"
    """Others have things of it, or a gang does that it does not join by them."""

    STARTS_SOMETHING = "starts_something"
    """With others of no gang it has things of two independent kinds in common, which chance hardly brings."""

    JOINS = "joins"


@dataclass(frozen=True)
class Links:
    """What one complaint is linked with: gangs, strongest first, joined or not, and complaints of no gang."""

    standing: Standing = Standing.NOTHING_KNOWN
    gangs: tuple[GangLink, ...] = ()
    shared: tuple[Shared, ...] = ()


def as_json(links: Links, mask: Callable[[str, str], str]) -> Mapping[str, object]:
    """The links as an answer says them; a thing is called as ``mask`` shows it.

    Nobody else is named: whoever asks may not see them, and the answer outlives what is deleted of them.
    """
    return {
        "standing": links.standing,
        "gangs": [
            {
                "gang_id": link.gang_id,
                "strength": round(link.strength, 3),
                "joins": link.belongs,
                "holds": [
                    {
                        "entity_type": hold.entity.type,
                        "entity_id": mask(hold.entity.type, hold.entity.id),
                        "share": round(hold.share, 3),
                    }
                    for hold in link.holds
                ],
            }
            for link in links.gangs
        ],
        "shared": [
            {
                "entity_type": one.entity.type,
                "entity_id": mask(one.entity.type, one.entity.id),
                "households": one.households,
            }
            for one in links.shared
        ],
    }
