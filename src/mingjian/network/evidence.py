"""What the clustering reads: stars and attachments as values, small enough to hold in memory."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from mingjian.contract.groups import GROUP_MARK, group_of
from mingjian.contract.vocabulary import EntityGroup, EntityType
from mingjian.network.kinds import KIND_OF, Kind

CREDIT_CODE = r"[0-9A-HJ-NPQRTUWXY]{18}"
"""统一社会信用代码, GB 32100: as the id of an organisation it is one organisation, other than a name."""


TESTIMONY = "testimony"
"""The party type of a report that holds nobody: nobody signed it, or its author only warns. It supports a gang and is
no member."""

WITNESS = "witness"
"""Before whoever answers for a report that holds nobody, in the place of a household."""

REPORTERS = rf"^(?:{TESTIMONY}|{WITNESS}):"
"""How the households begin that are in truth the authors of such reports."""


class Entity(NamedTuple):
    """A type and an id; parties are named in the same way."""

    type: str
    id: str

    @property
    def kind(self) -> Kind:
        """The independent kind of evidence that sharing it is."""
        return KIND_OF[EntityType(self.type)]

    @property
    def is_group(self) -> bool:
        """Whether it is a group of entities, which no record names."""
        return self.id.startswith(GROUP_MARK)

    @property
    def founds_nothing(self) -> bool:
        """Whether it says who else may be of a gang that stands, as a second kind of evidence that adds no strength."""
        return group_of(self.type, self.id) is EntityGroup.MAILBOX_WORD

    @property
    def sentence(self) -> str:
        """By what name sentences speak of it."""
        if self.founds_nothing:
            return f"{self.type}_word"
        return f"{self.type}_group" if self.is_group else self.type

    @property
    def is_name(self) -> bool:
        """Whether it is a mere name: strangers share names, and agencies choose each other's."""
        if self.type == EntityType.ORGANISATION:
            return re.fullmatch(CREDIT_CODE, self.id) is None
        return self.type == EntityType.PERSON and not self.is_group

    @classmethod
    def parse(cls, text: str) -> "Entity":
        """Reads ``type:id``."""
        type_, _, id_ = text.partition(":")
        return cls(type_, id_)


@dataclass(frozen=True)
class Star:
    """Households that share the same entities of different kinds."""

    entities: tuple[Entity, ...]
    households: frozenset[str]
    of: float
    """The households that have the rarest of the entities."""
    chance: float
    """With what probability each of those would have the others too."""
    threshold: float
    surprise: float
    web: str = ""
    """The letter among whose writers this is one of many small links; the surprise is then that of all of them."""


@dataclass(frozen=True)
class Naming:
    """A record that names several entities as one agency's: an advert's author, a report, a representation."""

    record: Entity
    entities: frozenset[Entity]


@dataclass(frozen=True)
class Attachment:
    """A party that has an entity, and the record that says so."""

    party: Entity
    household: str
    entity: Entity
    fine: Entity
    """The entity itself, where ``entity`` is the group that it is in."""
    record_table: str
    record_id: str
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    founding: bool = True
    """Whether it may hold others; who is not known to be the law firm that he says is held, and holds nobody."""


@dataclass(frozen=True)
class Commonness:
    """How many households have an entity, of how many that could, and what that weighs."""

    households: int
    population: int
    weight: float


def clients(households: Iterable[str]) -> frozenset[str]:
    """The households of customers and complainants: who merely reports something supports a gang and makes none."""
    return frozenset(house for house in households if not re.match(REPORTERS, house))


CommonnessOf = Mapping[Entity, Commonness]
