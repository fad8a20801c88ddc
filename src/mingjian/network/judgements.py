"""What people judged about entities and gangs; the latest judgement about a thing stands, an opposite one undoes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mingjian.contract.judging import topic
from mingjian.contract.vocabulary import JudgementKind
from mingjian.network.evidence import Entity

GANG = "gang"
"""The type by which judgements name a gang."""


@dataclass(frozen=True)
class Judgement:
    """One row of ``judgements``."""

    kind: JudgementKind
    left: Entity
    right: Entity | None
    decided_at: datetime
    judgement_id: str


@dataclass(frozen=True)
class Decisions:
    """What stands after all judgements."""

    hubs: frozenset[Entity] = frozenset()
    """Never count, however few share them."""
    same: tuple[tuple[Entity, Entity], ...] = ()
    """Are one entity."""
    different: tuple[tuple[Entity, Entity], ...] = ()
    """Are not one entity, however alike their records are."""
    merged: tuple[tuple[Entity, Entity], ...] = ()
    """Gangs, or members of gangs, that belong together."""
    apart: tuple[tuple[Entity, Entity], ...] = ()
    """A gang and who is not of it, or two members who do not belong together."""
    suppressed: frozenset[Entity] = frozenset()
    """Gangs and members that are not to be shown."""


def decide(judgements: Iterable[Judgement]) -> Decisions:
    """The latest judgement about each subject (hub, suppression) or pair (entity, gang), in its sense."""
    standing: dict[tuple[JudgementKind, frozenset[Entity]], Judgement] = {}
    for judgement in sorted(judgements, key=lambda row: (row.decided_at, row.judgement_id)):
        standing[topic(judgement.kind, judgement.left, judgement.right)] = judgement
    by_kind: dict[JudgementKind, list[Judgement]] = {kind: [] for kind in JudgementKind}
    for judgement in standing.values():
        by_kind[judgement.kind].append(judgement)

    def pairs(kind: JudgementKind) -> tuple[tuple[Entity, Entity], ...]:
        return tuple(sorted((row.left, row.right) for row in by_kind[kind] if row.right is not None))

    return Decisions(
        hubs=frozenset(row.left for row in by_kind[JudgementKind.HUB]),
        same=pairs(JudgementKind.SAME_ENTITY),
        different=pairs(JudgementKind.DIFFERENT_ENTITY),
        merged=pairs(JudgementKind.GANG_MERGE),
        apart=pairs(JudgementKind.GANG_SPLIT),
        suppressed=frozenset(row.left for row in by_kind[JudgementKind.SUPPRESS]),
    )
