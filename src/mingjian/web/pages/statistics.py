"""The figures of casework, each leading to its rows."""

from datetime import date, datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.casework.statistics import FIGURES, count, rows
from mingjian.contract import TIME_ZONE
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.errors import BadAddressError, PageNotFoundError
from mingjian.web.work_words import word

router = APIRouter()
_READ = needs(Right.READ, "cases")
_ZONE = ZoneInfo(TIME_ZONE)
PAGES = {
    "complaint": "/complaints/",
    "matter": "/matters/",
    "case": "/cases/",
    "customer": "/customers/",
    "gang": "/gangs/",
    "material": "/materials/",
    "police_request": "/police#",
}
"""What a figure's row leads to."""


@router.get("/statistics", dependencies=[_READ])
def page(desk: DeskHere, visit: VisitNow, since: date | None = None, until: date | None = None) -> Response:
    """Every figure of a period, both days included."""
    first, last = period(since, until, today=desk.today)
    begin, end = moment(first), moment(last + timedelta(days=1))
    return desk.render(
        "statistics.html",
        visit=visit,
        figures=tuple(
            (one.name, word(visit.speech, "figure", one.name), count(desk.database, one, since=begin, until=end))
            for one in FIGURES
        ),
        since=first,
        until=last,
        rows=None,
    )


@router.get("/statistics/{name}", dependencies=[_READ])
def figure(
    desk: DeskHere, visit: VisitNow, name: str, since: date | None = None, until: date | None = None
) -> Response:
    """The rows that one figure counts, and its query."""
    found = next((one for one in FIGURES if one.name == name), None)
    if found is None:
        raise PageNotFoundError("no such figure")
    first, last = period(since, until, today=desk.today)
    counted = rows(desk.database, found, since=moment(first), until=moment(last + timedelta(days=1)))
    return desk.render(
        "statistics.html",
        visit=visit,
        here="/statistics",
        title=word(visit.speech, "figure", name),
        query=found.query,
        rows=tuple(
            (
                word(visit.speech, "kind", row.subject_type),
                row.subject_id,
                PAGES[row.subject_type] + quote(row.subject_id, safe="") if row.subject_type in PAGES else "",
                row.at,
            )
            for row in counted
        ),
        since=first,
        until=last,
    )


def period(since: date | None, until: date | None, *, today: date) -> tuple[date, date]:
    """The first and the last day of a period; this year so far where none is stated."""
    last = until or today
    first = since or last.replace(month=1, day=1)
    if first > last or first.year < 1_900 or last.year > 9_000:
        raise BadAddressError("a period begins before it ends")
    return first, last


def moment(day: date) -> datetime:
    """When a day begins in Shanghai."""
    return datetime.combine(day, time(), _ZONE)
