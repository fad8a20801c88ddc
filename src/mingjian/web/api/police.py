"""The police and partners, for people: requests, who is responsible where, joint cases, going along with consumers."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from mingjian.access.policy import Right
from mingjian.web.api import casework_answers as ca
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow

router = APIRouter(tags=["police"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_READ = needs(Right.READ, "cases")
_CHANGE = needs(Right.CHANGE, "cases")
_REFUSED = refusals(404, 409, 422)


@router.get("/police/requests", dependencies=[_READ], responses=refusals())
def requests(desk: DeskHere) -> list[ca.RequestAnswer]:
    """What the police asked, what is unanswered first."""
    return [ca.RequestAnswer.model_validate(one) for one in desk.police.requests()]


@router.post("/police/requests", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def note_request(desk: DeskHere, visit: VisitNow, request: ca.NewRequest) -> ca.Made:
    """Notes what the police ask, by which instrument."""
    return ca.Made(id=desk.police.note_request(**request.model_dump(), by=visit.principal, at=desk.now()))


@router.post("/police/requests/{request_id}/reply", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def reply(desk: DeskHere, visit: VisitNow, request_id: Number, said: ca.NewHearing) -> None:
    """Notes what was handed out."""
    desk.police.reply(request_id, said.answer, by=visit.principal, at=desk.now())


@router.get("/police/partners", dependencies=[_READ], responses=refusals(422))
def partners(
    desk: DeskHere,
    kind: Annotated[str, Query(max_length=20)] = "",
    province: Annotated[str, Query(pattern=r"^(\d\d)?$", description="two digits, such as 50 for Chongqing")] = "",
) -> list[ca.PartnerAnswer]:
    """Stations and other partners: who is responsible where."""
    return [ca.PartnerAnswer.model_validate(one) for one in desk.police.partners(kind=kind, province=province)]


@router.post("/police/partners", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def add_partner(desk: DeskHere, visit: VisitNow, partner: ca.NewPartner) -> ca.Made:
    """Puts a station or another partner on file."""
    made = desk.police.add_partner(**partner.model_dump(), by=visit.principal, at=desk.now())
    return ca.Made(id=made.partner_id)


@router.post("/police/joint-cases", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def join(desk: DeskHere, visit: VisitNow, joint: ca.NewJointCase) -> None:
    """A partner works on a case of ours, under its own number."""
    desk.police.join(**joint.model_dump(), by=visit.principal, at=desk.now())


@router.get("/police/accompaniments", dependencies=[_READ], responses=refusals())
def accompaniments(desk: DeskHere) -> list[ca.AccompanimentAnswer]:
    """Who is accompanied, what is to come first."""
    return [ca.AccompanimentAnswer.model_validate(one) for one in desk.police.accompaniments()]


@router.post("/police/accompaniments", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def accompany(desk: DeskHere, visit: VisitNow, asked: ca.NewAccompaniment) -> ca.Made:
    """Arranges to go along with a consumer."""
    return ca.Made(id=desk.police.accompany(**asked.model_dump(), by=visit.principal, at=desk.now()))


@router.post(
    "/police/accompaniments/{accompaniment_id}/outcome", status_code=204, dependencies=[_CHANGE], responses=_REFUSED
)
def came_of(desk: DeskHere, visit: VisitNow, accompaniment_id: Number, said: ca.NewHearing) -> None:
    """Notes what came of it."""
    desk.police.came_of(accompaniment_id, said.answer, by=visit.principal, at=desk.now())
