"""What the API asks and answers of judgements, field by field."""

from datetime import datetime

from pydantic import Field

from mingjian.access.masking import mask_text
from mingjian.casework.judgements import Judgement
from mingjian.contract.vocabulary import JudgementKind
from mingjian.web.api.fields import Answered, Asked, Line, Why
from mingjian.web.entities import shown_name


class Side(Asked):
    """What is judged: its kind, and its number or spelling."""

    type: Line
    id: Line


class NewJudgement(Asked):
    """A judgement about one thing, or about two."""

    kind: JudgementKind
    left: Side
    why: Why
    right: Side | None = Field(default=None, description="the other one, where the kind relates two")


class JudgedSide(Answered):
    """What was judged, masked."""

    type: str
    name: str


class JudgementAnswer(Answered):
    """A judgement that stands."""

    judgement_id: str
    kind: JudgementKind
    left: JudgedSide
    right: JudgedSide | None
    by: str
    at: datetime
    why: str

    @classmethod
    def of(cls, one: Judgement) -> "JudgementAnswer":
        """The answer for a judgement."""
        return cls(
            judgement_id=one.judgement_id,
            kind=one.kind,
            left=_side(one.left_type, one.left_id),
            right=_side(one.right_type, one.right_id) if one.right_id else None,
            by=one.decided_by,
            at=one.decided_at,
            why=mask_text(one.reason),
        )


def _side(type_: str, id_: str) -> JudgedSide:
    return JudgedSide(type=type_, name=shown_name(type_, id_))
