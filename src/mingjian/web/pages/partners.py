"""Stations and other partners: on file, and at work on a case of ours."""

from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.forms import Line, Words

router = APIRouter()
_CHANGE = needs(Right.CHANGE, "cases")


@router.post("/police/partners", dependencies=[_CHANGE])
def add(
    desk: DeskHere, visit: VisitNow, kind: Line, name: Line, province: Line, contact: Line = "", telephone: Line = ""
) -> Response:
    """Puts a station or another partner on file."""
    desk.partners.add(
        kind,
        name,
        province=province,
        contact=contact,
        telephone=telephone,
        by=visit.principal,
        at=desk.now(),
    )
    return _back()


@router.post("/police/partners/{partner_id}", dependencies=[_CHANGE])
def change(
    desk: DeskHere,
    visit: VisitNow,
    partner_id: str,
    name: Line,
    province: Line,
    why: Words,
    contact: Line = "",
    telephone: Line = "",
) -> Response:
    """Another contact, telephone, name or province."""
    desk.partners.change(
        partner_id,
        name=name,
        province=province,
        contact=contact,
        telephone=telephone,
        by=visit.principal,
        at=desk.now(),
        why=why,
    )
    return _back()


@router.post("/police/partners/{partner_id}/end", dependencies=[_CHANGE])
def end(desk: DeskHere, visit: VisitNow, partner_id: str, why: Words) -> Response:
    """Takes a partner off the list."""
    desk.partners.end(partner_id, by=visit.principal, at=desk.now(), why=why)
    return _back()


@router.post("/cases/{case_id}/partners", dependencies=[_CHANGE])
def join(desk: DeskHere, visit: VisitNow, case_id: str, partner_id: Line, their_number: Line = "") -> Response:
    """A partner works on a case of ours."""
    desk.partners.join(case_id, partner_id, their_number=their_number, by=visit.principal, at=desk.now())
    return _to_case(case_id)


@router.post("/cases/{case_id}/partners/{partner_id}", dependencies=[_CHANGE])
def renumber(
    desk: DeskHere, visit: VisitNow, case_id: str, partner_id: str, why: Words, their_number: Line = ""
) -> Response:
    """Their number for the case came, or was another one."""
    desk.partners.renumber(case_id, partner_id, their_number=their_number, by=visit.principal, at=desk.now(), why=why)
    return _to_case(case_id)


@router.post("/cases/{case_id}/partners/{partner_id}/end", dependencies=[_CHANGE])
def part(desk: DeskHere, visit: VisitNow, case_id: str, partner_id: str, why: Words) -> Response:
    """They work on the case no longer."""
    desk.partners.part(case_id, partner_id, by=visit.principal, at=desk.now(), why=why)
    return _to_case(case_id)


def _back() -> Response:
    return RedirectResponse("/police#partners", status_code=303)


def _to_case(case_id: str) -> Response:
    return RedirectResponse(f"/cases/{quote(case_id, safe='')}#partners", status_code=303)
