"""What the police ask, for people: by which instrument, until when, and what was handed out."""

from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.web.api import police_answers as pa
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.history import note_look

router = APIRouter(tags=["police"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_READ = needs(Right.READ, "cases")
_CHANGE = needs(Right.CHANGE, "cases")
_REFUSED = refusals(404, 409, 422)


@router.get("/police/requests", dependencies=[_READ], responses=refusals(422))
def requests(desk: DeskHere, part: APart) -> list[pa.RequestAnswer]:
    """What the police asked, what is unanswered first."""
    return [pa.RequestAnswer.model_validate(one) for one in part.of(desk.police.requests())]


@router.post("/police/requests", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def note_request(desk: DeskHere, visit: VisitNow, request: pa.NewRequest) -> sa.Made:
    """Notes what the police ask, by which instrument."""
    return sa.Made(id=desk.police.note_request(**request.model_dump(), by=visit.principal, at=desk.now()))


@router.get("/police/requests/{request_id}", dependencies=[_READ], responses=refusals(404, 422))
def one(desk: DeskHere, visit: VisitNow, request_id: Number) -> pa.RequestAnswer:
    """A request."""
    found = desk.police.find(request_id)
    note_look(desk, visit.principal, "police_request", request_id)
    return pa.RequestAnswer.model_validate(found)


@router.get("/police/requests/{request_id}/timeline", dependencies=[_READ], responses=refusals(404, 422))
def timeline(desk: DeskHere, request_id: Number) -> list[sa.EventAnswer]:
    """Everything that happened to it, oldest first."""
    return [sa.EventAnswer.of(event) for event in desk.police.timeline(desk.police.find(request_id).request_id)]


@router.post("/police/requests/{request_id}/reply", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def reply(desk: DeskHere, visit: VisitNow, request_id: Number, said: pa.NewReply) -> None:
    """Notes what was handed out."""
    desk.police.reply(request_id, said.answer, by=visit.principal, at=desk.now())
