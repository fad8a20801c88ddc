"""The police and partners: requests, who is responsible where, going along with consumers, the watchlist."""

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.casework import police, watchlist
from mingjian.contract import TIME_ZONE
from mingjian.standards.regions import PROVINCES
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.forms import Line, Said, Words
from mingjian.web.work_view import colleagues, watched
from mingjian.web.work_words import word

router = APIRouter()
_READ = needs(Right.READ, "cases")
_CHANGE = needs(Right.CHANGE, "cases")


@router.get("/police", dependencies=[_READ])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """What the police ask, who is responsible where, who is accompanied, what is watched."""
    speech = visit.speech
    return desk.render(
        "police.html",
        visit=visit,
        requests=desk.police.requests(),
        partners=desk.police.partners(),
        joint=desk.police.joined(),
        accompaniments=desk.police.accompaniments(),
        watches=tuple((one, watched(one)) for one in desk.watchlist.current(today=desk.today)),
        partner_kinds=police.KINDS,
        watch_kinds=watchlist.KINDS,
        provinces=tuple(PROVINCES),
        people=colleagues(desk),
        may_change=visit.principal.may(Right.CHANGE, "cases"),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
        today=desk.today,
    )


@router.post("/police/requests", dependencies=[_CHANGE])
def note_request(
    desk: DeskHere,
    visit: VisitNow,
    station: Line,
    officers: Line,
    instrument: Line,
    scope: Words,
    due_on: Annotated[date, Form()],
    case_id: Line = "",
) -> Response:
    """Notes what the police ask, by which instrument."""
    desk.police.note_request(
        station=station,
        officers=officers,
        instrument=instrument,
        scope=scope,
        due_on=due_on,
        case_id=case_id,
        by=visit.principal,
        at=desk.now(),
    )
    return _back()


@router.post("/police/requests/{request_id}/reply", dependencies=[_CHANGE])
def reply(desk: DeskHere, visit: VisitNow, request_id: str, reply: Said) -> Response:
    """Notes what was handed out."""
    desk.police.reply(request_id, reply, by=visit.principal, at=desk.now())
    return _back()


@router.post("/police/partners", dependencies=[_CHANGE])
def add_partner(
    desk: DeskHere, visit: VisitNow, kind: Line, name: Line, province: Line, contact: Line = "", telephone: Line = ""
) -> Response:
    """Adds a station or another partner."""
    desk.police.add_partner(
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
def change_partner(
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
    desk.police.change_partner(
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
def end_partner(desk: DeskHere, visit: VisitNow, partner_id: str, why: Words) -> Response:
    """Takes a partner off the list."""
    desk.police.end_partner(partner_id, by=visit.principal, at=desk.now(), why=why)
    return _back()


@router.post("/police/joint", dependencies=[_CHANGE])
def join(desk: DeskHere, visit: VisitNow, case_id: Line, partner_id: Line, their_number: Line = "") -> Response:
    """A partner works on a case of ours."""
    desk.police.join(case_id, partner_id, their_number=their_number, by=visit.principal, at=desk.now())
    return _back()


@router.post("/police/accompaniments", dependencies=[_CHANGE])
def accompany(
    desk: DeskHere,
    visit: VisitNow,
    customer_id: Line,
    companion: Line,
    station: Line,
    meets_at: Annotated[datetime, Form()],
    case_id: Line = "",
) -> Response:
    """Arranges to go along with a consumer; the time is Shanghai's."""
    desk.police.accompany(
        customer_id,
        companion=companion,
        station=station,
        meets_at=meets_at if meets_at.tzinfo else meets_at.replace(tzinfo=ZoneInfo(TIME_ZONE)),
        case_id=case_id.strip(),
        by=visit.principal,
        at=desk.now(),
    )
    return _back()


@router.post("/police/accompaniments/{accompaniment_id}/outcome", dependencies=[_CHANGE])
def came_of(desk: DeskHere, visit: VisitNow, accompaniment_id: str, outcome: Said) -> Response:
    """Notes what came of it."""
    desk.police.came_of(accompaniment_id, outcome, by=visit.principal, at=desk.now())
    return _back()


@router.post("/police/watches", dependencies=[_CHANGE])
def watch(
    desk: DeskHere, visit: VisitNow, kind: Line, subject_id: Line, until: Annotated[date, Form()], why: Words
) -> Response:
    """Watches something until a day."""
    desk.watchlist.add(kind, subject_id, until=until, by=visit.principal, at=desk.now(), why=why)
    return _back()


@router.post("/police/watches/{watch_id}/look", dependencies=[_CHANGE])
def look(desk: DeskHere, visit: VisitNow, watch_id: str, up_to: Annotated[datetime, Form()], why: Words) -> Response:
    """What has turned up until a moment was judged; only what is newer is told again."""
    desk.watchlist.look(watch_id, up_to=up_to, by=visit.principal, at=desk.now(), why=why)
    return RedirectResponse("/work", status_code=303)


@router.post("/police/watches/{watch_id}/end", dependencies=[_CHANGE])
def end_watch(desk: DeskHere, visit: VisitNow, watch_id: str, why: Words) -> Response:
    """Watches no longer."""
    desk.watchlist.end(watch_id, by=visit.principal, at=desk.now(), why=why)
    return _back()


def _back() -> Response:
    return RedirectResponse("/police", status_code=303)
