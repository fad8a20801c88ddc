"""The page of the police and partners, what the police ask, and the watchlist."""

from datetime import date, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.casework import partners, watchlist
from mingjian.casework.accompaniments import Result
from mingjian.casework.ledger import SubjectType
from mingjian.standards.regions import PROVINCES
from mingjian.web import work_view
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.forms import Line, Said, Words, in_shanghai
from mingjian.web.history import note_look
from mingjian.web.languages import local
from mingjian.web.work_view import colleagues, shown_events, watched
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
        partners=desk.partners.on_file(),
        joint=desk.partners.joined(),
        accompaniments=desk.accompaniments.list(),
        results=tuple(Result),
        watches=tuple((one, watched(one)) for one in desk.watchlist.current(today=desk.today)),
        partner_kinds=partners.KINDS,
        watch_kinds=watchlist.KINDS,
        provinces=tuple(PROVINCES),
        people=colleagues(desk, first=visit.principal.name),
        may_change=visit.principal.may(Right.CHANGE, "cases"),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
        today=desk.today,
        now=local(desk.now()).strftime("%Y-%m-%dT%H:%M"),
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
    received_at: Annotated[datetime | None, Form()] = None,
    case_id: Line = "",
) -> Response:
    """Notes what the police ask, by which instrument; it leads to its page, where the scan is hung."""
    request_id = desk.police.note_request(
        station=station,
        officers=officers,
        instrument=instrument,
        scope=scope,
        due_on=due_on,
        received_at=in_shanghai(received_at) if received_at else None,
        case_id=case_id,
        by=visit.principal,
        at=desk.now(),
    )
    return _to(request_id)


@router.get("/police/requests/{request_id}", dependencies=[_READ])
def request(desk: DeskHere, visit: VisitNow, request_id: str) -> Response:
    """One request: what it asks, what was handed out, its papers and what happened."""
    one, name = desk.police.find(request_id), visit.principal.name
    note_look(desk, visit.principal, "police_request", request_id)
    if desk.notes.mentioning(name):
        desk.notes.seen(name, SubjectType.POLICE_REQUEST, request_id, at=desk.now())
    return desk.render(
        "police_request.html",
        visit=visit,
        here="/police",
        one=one,
        address=f"/police/requests/{quote(request_id, safe='')}",
        packages=desk.handovers.answering(request_id),
        tasks=desk.tasks.of(SubjectType.POLICE_REQUEST, request_id),
        notes=desk.notes.of(SubjectType.POLICE_REQUEST, request_id),
        events=shown_events(visit.speech, desk.police.timeline(request_id)),
        people=colleagues(desk, SubjectType.POLICE_REQUEST, first=visit.principal.name),
        may_change=visit.principal.may(Right.CHANGE, "cases"),
        today=desk.today,
    )


@router.post("/police/requests/{request_id}/reply", dependencies=[_CHANGE])
def reply(desk: DeskHere, visit: VisitNow, request_id: str, reply: Said) -> Response:
    """Notes what was handed out."""
    desk.police.reply(request_id, reply, by=visit.principal, at=desk.now())
    return _to(request_id)


@router.post("/police/watches", dependencies=[_CHANGE])
def watch(
    desk: DeskHere, visit: VisitNow, kind: Line, subject_id: Line, until: Annotated[date, Form()], why: Words
) -> Response:
    """Watches something until a day."""
    work_view.watch(desk, visit, kind, subject_id, until=until, why=why)
    return _back()


@router.post("/police/watches/{watch_id}/look", dependencies=[_CHANGE])
def look(
    desk: DeskHere, visit: VisitNow, watch_id: str, run: Line, up_to: Annotated[datetime, Form()], why: Words
) -> Response:
    """What has turned up in a run, and until a moment, was judged; only what is new is told again."""
    work_view.look(desk, visit, watch_id, run=run, up_to=up_to, why=why)
    return RedirectResponse("/work", status_code=303)


@router.post("/police/watches/{watch_id}/end", dependencies=[_CHANGE])
def end_watch(desk: DeskHere, visit: VisitNow, watch_id: str, why: Words) -> Response:
    """Watches no longer."""
    desk.watchlist.end(watch_id, by=visit.principal, at=desk.now(), why=why)
    return _back()


def _to(request_id: str) -> Response:
    return RedirectResponse(f"/police/requests/{quote(request_id, safe='')}", status_code=303)


def _back() -> Response:
    return RedirectResponse("/police", status_code=303)
