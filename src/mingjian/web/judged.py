"""A judgement on screen, whoever shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mingjian.casework.judgements import Judgement
from mingjian.contract.judging import UNDONE_BY
from mingjian.contract.vocabulary import JudgementKind
from mingjian.web.entities import GANG, Entity, entity
from mingjian.web.languages import Speech

OF_MEMBERS = (JudgementKind.GANG_SPLIT, JudgementKind.HUB, JudgementKind.SUPPRESS)
"""What may be judged of a gang's members, several at once."""


@dataclass(frozen=True)
class ShownJudgement:
    """A judgement in words, with what undoes it."""

    judgement_id: str
    kind: JudgementKind
    left: Entity
    right: Entity | None
    by: str
    at: datetime
    why: str
    undone_by: JudgementKind | None


def shown(speech: Speech, one: Judgement) -> ShownJudgement:
    """A judgement for the screen."""
    return ShownJudgement(
        one.judgement_id,
        one.kind,
        entity(speech, one.left_type, one.left_id),
        entity(speech, one.right_type, one.right_id) if one.right_id else None,
        one.decided_by,
        one.decided_at,
        one.reason,
        UNDONE_BY.get(one.kind),
    )


def about_gang(speech: Speech, judgements: Sequence[Judgement], gang_id: str) -> tuple[ShownJudgement, ...]:
    """Those that name a gang."""
    gang = (GANG, gang_id)
    return tuple(
        shown(speech, one)
        for one in judgements
        if gang in ((one.left_type, one.left_id), (one.right_type, one.right_id))
    )
