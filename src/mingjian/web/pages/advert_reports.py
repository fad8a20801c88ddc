"""Adverts that consumers report: noted by whoever hears of them, looked through on the protection desk."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from mingjian.access.policy import Right
from mingjian.casework.advert_reports import AdvertReport, Outcome, Seen
from mingjian.contract.vocabulary import Platform
from mingjian.web import advert_reports as reporting
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow
from mingjian.web.forms import Line, Text, Words
from mingjian.web.unmasking import Reason
from mingjian.web.work_view import shown_events
from mingjian.web.work_words import word

router = APIRouter()
TABLE = "advert_reports"
MOST_SHOWN = 200
_READ, _CHANGE = needs(Right.READ, TABLE), needs(Right.CHANGE, TABLE)


@router.get("/advert-reports", dependencies=[_READ])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """What waits to be looked through, and what was; and the form."""
    return desk.render(
        "advert_reports.html",
        visit=visit,
        here="/adverts",
        reports=desk.advert_reports.all(most=MOST_SHOWN),
        total=desk.advert_reports.count(),
        platforms=tuple(Platform),
        today=desk.today,
        may_report=visit.principal.may(Right.CREATE, TABLE),
        word=lambda vocabulary, code: word(visit.speech, vocabulary, code),
    )


@router.post("/advert-reports", dependencies=[needs(Right.CREATE, TABLE)])
def report(
    desk: DeskHere,
    visit: VisitNow,
    platform: Annotated[Platform, Form()],
    seen_on: Annotated[date, Form()],
    text: Text = "",
    url: Annotated[str, Form(max_length=2_000)] = "",
    author: Line = "",
    phone: Line = "",
    wechat_id: Line = "",
    organisation_name: Line = "",
    customer_id: Line = "",
    picture: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Notes what a consumer saw."""
    made = reporting.report(
        desk,
        visit,
        Seen(platform, seen_on, text, url, author, phone, wechat_id, organisation_name),
        customer_id=customer_id,
        picture=picture,
    )
    return _to(made.report_id)


@router.get("/advert-reports/{report_id}", dependencies=[_READ])
def one(desk: DeskHere, visit: VisitNow, report_id: str) -> Response:
    """One report, its words masked, and what is alike."""
    return _page(desk, visit, desk.advert_reports.find(report_id))


@router.post("/advert-reports/{report_id}/words", dependencies=[_CHANGE])
def words(desk: DeskHere, visit: VisitNow, report_id: str, reason: Reason) -> Response:
    """Its words as they stand, in this one answer, to be looked through; who asked and why is written down."""
    return _page(desk, visit, desk.advert_reports.words(report_id, by=visit.principal, why=reason), unmasked=True)


def _page(desk: Desk, visit: Visit, found: AdvertReport, *, unmasked: bool = False) -> Response:
    report_id, run = found.report_id, visit.run_if_any
    return desk.render(
        "advert_report.html",
        visit=visit,
        here="/adverts",
        report=found,
        unmasked=unmasked,
        compared=not found.customer_id or len(reporting.private_to(visit, found)) > 1,
        alike=reporting.alike(desk, run, found),
        events=shown_events(visit.speech, desk.advert_reports.history(report_id)),
        may_change=visit.principal.may(Right.CHANGE, TABLE),
        word=lambda vocabulary, code: word(visit.speech, vocabulary, code),
    )


@router.post("/advert-reports/{report_id}/accept", dependencies=[_CHANGE])
def accept(desk: DeskHere, visit: VisitNow, report_id: str, why: Words, text: Text = "") -> Response:
    """It is an advert: it leaves with the next delivery."""
    private = reporting.private_to(visit, desk.advert_reports.find(report_id))
    desk.advert_reports.accept(report_id, text, by=visit.principal, at=desk.now(), why=why, private=private)
    return _to(report_id)


@router.post("/advert-reports/{report_id}/reject", dependencies=[_CHANGE])
def reject(
    desk: DeskHere, visit: VisitNow, report_id: str, outcome: Annotated[Outcome, Form()], why: Words
) -> Response:
    """It is none, or was known already."""
    desk.advert_reports.reject(report_id, outcome, by=visit.principal, at=desk.now(), why=why)
    return _to(report_id)


@router.get("/advert-reports/{report_id}/picture", dependencies=[_CHANGE])
def picture(desk: DeskHere, visit: VisitNow, report_id: str) -> Response:
    """Its picture, as a file."""
    found, pieces = desk.advert_reports.picture(report_id, by=visit.principal)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(found.file_name, safe='')}"}
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


def _to(report_id: str) -> Response:
    return RedirectResponse(f"/advert-reports/{quote(report_id, safe='')}", status_code=303)
