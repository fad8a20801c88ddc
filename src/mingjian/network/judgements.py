"""What people judged about entities and gangs; the latest judgement about a thing stands, an opposite one undoes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mingjian.contract.vocabulary import JudgementKind
from mingjian.network.evidence import Entity

GANG = "gang"
"""The type by which judgements name a gang."""

_OPPOSITE = {
    JudgementKind.NOT_HUB: JudgementKind.HUB,
    JudgementKind.RESTORE: JudgementKind.SUPPRESS,
    JudgementKind.DIFFERENT_ENTITY: JudgementKind.SAME_ENTITY,
    JudgementKind.GANG_SPLIT: JudgementKind.GANG_MERGE,
}
"""A kind that undoes another for the same subject."""


_ABOUT_ONE = frozenset({JudgementKind.HUB, JudgementKind.SUPPRESS})
"""Kinds that are about the left side alone, whatever stands on the right."""


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
        topic = _OPPOSITE.get(judgement.kind, judgement.kind)
        subject = frozenset({judgement.left})
        if judgement.right is not None and topic not in _ABOUT_ONE:
            subject |= {judgement.right}
        standing[topic, subject] = judgement
    by_kind: dict[JudgementKind, list[Judgement]] = {kind: [] for kind in JudgementKind}
    for judgement in standing.values():
        by_kind[judgement.kind].append(judgement)

    def pairs(kind: JudgementKind) -> tuple[tuple[Entity, Entity], ...]:
        return tuple(sorted((row.left, row.right) for row in by_kind[kind] if row.right is not None))

    return Decisions(
        hubs=frozenset(row.left for row in by_kind[JudgementKind.HUB]),
        same=pairs(JudgementKind.SAME_ENTITY),
        merged=pairs(JudgementKind.GANG_MERGE),
        apart=pairs(JudgementKind.GANG_SPLIT),
        suppressed=frozenset(row.left for row in by_kind[JudgementKind.SUPPRESS]),
    )
