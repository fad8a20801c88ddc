"""Stations and other partners, for people: on file, and at work on a case of ours."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from mingjian.access.policy import Right
from mingjian.web.api import police_answers as pa
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow

router = APIRouter(tags=["partners"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_READ = needs(Right.READ, "cases")
_CHANGE = needs(Right.CHANGE, "cases")
_REFUSED = refusals(404, 409, 422)


@router.get("/police/partners", dependencies=[_READ], responses=refusals(422))
def on_file(
    desk: DeskHere,
    part: APart,
    kind: Annotated[str, Query(max_length=20)] = "",
    province: Annotated[str, Query(pattern=r"^(\d\d)?$", description="two digits, such as 50 for Chongqing")] = "",
) -> list[pa.PartnerAnswer]:
    """Stations and other partners: who is responsible where."""
    return [
        pa.PartnerAnswer.model_validate(one) for one in part.of(desk.partners.on_file(kind=kind, province=province))
    ]


@router.post("/police/partners", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def add(desk: DeskHere, visit: VisitNow, partner: pa.NewPartner) -> sa.Made:
    """Puts a station or another partner on file."""
    made = desk.partners.add(**partner.model_dump(), by=visit.principal, at=desk.now())
    return sa.Made(id=made.partner_id)


@router.post("/police/partners/{partner_id}", dependencies=[_CHANGE], responses=_REFUSED)
def change(desk: DeskHere, visit: VisitNow, partner_id: Number, partner: pa.ChangedPartner) -> pa.PartnerAnswer:
    """Another contact, telephone, name or province."""
    changed = desk.partners.change(partner_id, **partner.model_dump(), by=visit.principal, at=desk.now())
    return pa.PartnerAnswer.model_validate(changed)


@router.post("/police/partners/{partner_id}/end", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def end(desk: DeskHere, visit: VisitNow, partner_id: Number, reason: sa.NewReason) -> None:
    """Takes a partner off the list; cases that it works on keep it."""
    desk.partners.end(partner_id, by=visit.principal, at=desk.now(), why=reason.why)


@router.get("/cases/{case_id}/partners", dependencies=[_READ], responses=refusals(404, 422))
def joined(desk: DeskHere, case_id: Number) -> list[pa.JointCaseAnswer]:
    """Who works on a case with us, and under which number of theirs."""
    found = desk.partners.joined(desk.cases.find(case_id).case_id)
    return [pa.JointCaseAnswer.model_validate(one) for one in found]


@router.post("/cases/{case_id}/partners", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def join(desk: DeskHere, visit: VisitNow, case_id: Number, joint: pa.NewJointCase) -> None:
    """A partner works on a case of ours, under its own number."""
    desk.partners.join(case_id, **joint.model_dump(), by=visit.principal, at=desk.now())


@router.post("/cases/{case_id}/partners/{partner_id}", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def renumber(desk: DeskHere, visit: VisitNow, case_id: Number, partner_id: Number, number: pa.NewNumber) -> None:
    """Their number for the case came, or was another one."""
    desk.partners.renumber(case_id, partner_id, **number.model_dump(), by=visit.principal, at=desk.now())


@router.post("/cases/{case_id}/partners/{partner_id}/end", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def part(desk: DeskHere, visit: VisitNow, case_id: Number, partner_id: Number, reason: sa.NewReason) -> None:
    """They work on the case no longer."""
    desk.partners.part(case_id, partner_id, by=visit.principal, at=desk.now(), why=reason.why)
