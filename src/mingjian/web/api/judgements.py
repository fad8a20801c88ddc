"""What people judge of gangs and of what is shared, for people: it leaves as a delivery and changes no complaint."""

from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.web import judging
from mingjian.web.api import judgement_answers as ja
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow

router = APIRouter(tags=["judgements"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_READ = needs(Right.READ, "judgements")
_CREATE = needs(Right.CREATE, "judgements")
_REFUSED = refusals(404, 409, 422)


@router.get("/judgements", dependencies=[_READ], responses=refusals(422))
def standing(desk: DeskHere, part: APart) -> list[ja.JudgementAnswer]:
    """What stands, newest first: the latest judgement about each thing or pair, telephones and accounts masked."""
    return [ja.JudgementAnswer.of(one) for one in part.of(desk.judgements.standing())]


@router.post("/judgements", status_code=201, dependencies=[_CREATE], responses=_REFUSED)
def make(desk: DeskHere, visit: VisitNow, run: CurrentRun, asked: ja.NewJudgement) -> sa.Made:
    """Judges what somebody names; in the body, so that no telephone stands in an address."""
    right = ("", "") if asked.right is None else (asked.right.type, asked.right.id)
    left = asked.left.type, asked.left.id
    made = judging.judge(desk, visit, run, asked.kind, left, right=right, why=asked.why)
    return sa.Made(id=made.judgement_id)


@router.post("/judgements/{judgement_id}/undo", status_code=201, dependencies=[_CREATE], responses=_REFUSED)
def undo(desk: DeskHere, visit: VisitNow, judgement_id: Number, reason: sa.NewReason) -> sa.Made:
    """Judges the opposite; the earlier judgement stays in the record."""
    return sa.Made(id=judging.undo(desk, visit, judgement_id, why=reason.why).judgement_id)
