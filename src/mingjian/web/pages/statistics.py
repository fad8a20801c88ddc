"""The figures of casework, each leading to its rows."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.casework.statistics import FIGURES, Figure, FigureRow, count, rows
from mingjian.contract import TIME_ZONE
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow
from mingjian.web.errors import BadAddressError, PageNotFoundError
from mingjian.web.exports import csv_lines
from mingjian.web.languages import Speech
from mingjian.web.work_words import word

router = APIRouter()
_READ = needs(Right.READ, "cases")
_EXPORT = needs(Right.EXPORT, "cases")
_ZONE = ZoneInfo(TIME_ZONE)
MOST_MONTHS = 12
"""How many stand beside each other; a longer period shows its whole alone."""
PAGES = {
    "complaint": "/complaints/{}/matter",
    "matter": "/matters/{}",
    "case": "/cases/{}",
    "customer": "/customers/{}",
    "gang": "/gangs/{}",
    "material": "/materials/{}",
    "police_request": "/police/requests/{}",
}
"""What a figure's row leads to: a complaint to what became of it, since a run may not hold it yet."""
OF_A_RUN = {"customer": "customers", "gang": "gangs", "material": "materials"}
"""What has a page only while the current run holds it, and in which table."""


@router.get("/statistics", dependencies=[_READ])
def page(desk: DeskHere, visit: VisitNow, since: date | None = None, until: date | None = None) -> Response:
    """Every figure of a period, both days included."""
    first, last = period(since, until, today=desk.today)
    parts = months(first, last)

    def counted(figure: Figure, begin: date, end: date) -> int:
        return count(desk.database, figure, since=moment(begin), until=moment(end + timedelta(days=1)))

    return desk.render(
        "statistics.html",
        visit=visit,
        months=parts,
        figures=tuple(
            (
                one.name,
                word(visit.speech, "figure", one.name),
                counted(one, first, last),
                tuple(counted(one, *month) for month in parts),
            )
            for one in FIGURES
        ),
        since=first,
        until=last,
        usual=_usual(visit.speech, desk.today),
        rows=None,
    )


@router.get("/statistics/{name}.csv", dependencies=[_EXPORT])
def file(desk: DeskHere, visit: VisitNow, name: str, since: date | None = None, until: date | None = None) -> Response:
    """The rows that one figure counts, as a file; who took it stands in the audit log."""
    found, counted, first, last = _rows(desk, name, since, until)
    desk.audit.record(
        actor=visit.principal.name, action="export_csv", object_type="figure", object_id=f"{name} {first} {last}"
    )
    titles = tuple(visit.speech.say(one) for one in ("Which", "Kind", "Since"))
    lines = (
        (one.subject_id, word(visit.speech, "kind", one.subject_type), visit.speech.time(one.at)) for one in counted
    )
    headers = {"content-disposition": f'attachment; filename="{found.name}-{first}-{last}.csv"'}
    return Response("".join(csv_lines((titles, *lines))), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/statistics/{name}", dependencies=[_READ])
def figure(
    desk: DeskHere, visit: VisitNow, name: str, since: date | None = None, until: date | None = None
) -> Response:
    """The rows that one figure counts, and its query."""
    found, counted, first, last = _rows(desk, name, since, until)
    there = _held(visit, counted)
    return desk.render(
        "statistics.html",
        visit=visit,
        here="/statistics",
        name=found.name,
        title=word(visit.speech, "figure", name),
        query=found.query,
        rows=tuple(
            (
                word(visit.speech, "kind", row.subject_type),
                row.subject_id,
                PAGES[row.subject_type].format(quote(row.subject_id, safe="")) if row in there else "",
                row.at,
            )
            for row in counted
        ),
        since=first,
        until=last,
        usual=_usual(visit.speech, desk.today),
        may_export=visit.principal.may(Right.EXPORT, "cases"),
    )


def _held(visit: Visit, counted: Sequence[FigureRow]) -> frozenset[FigureRow]:
    """The rows whose subject has a page now."""
    held = {row for row in counted if row.subject_type not in OF_A_RUN}
    if (run := visit.run_if_any) is None:
        return frozenset(held)
    for kind in {row.subject_type for row in counted} & OF_A_RUN.keys():
        asked = f"SELECT {kind}_id AS id FROM {OF_A_RUN[kind]} WHERE {kind}_id IN (SELECT unnest($numbers))"
        found = run.query(asked, {"numbers": [row.subject_id for row in counted if row.subject_type == kind]})
        there = {one["id"] for one in found}
        held |= {row for row in counted if row.subject_type == kind and row.subject_id in there}
    return frozenset(held)


def _rows(
    desk: Desk, name: str, since: date | None, until: date | None
) -> tuple[Figure, tuple[FigureRow, ...], date, date]:
    found = next((one for one in FIGURES if one.name == name), None)
    if found is None:
        raise PageNotFoundError("no such figure")
    first, last = period(since, until, today=desk.today)
    counted = rows(desk.database, found, since=moment(first), until=moment(last + timedelta(days=1)))
    return found, counted, first, last


def _usual(speech: Speech, today: date) -> tuple[tuple[str, date, date], ...]:
    """The periods that are asked for most, in words, each with its first and last day."""
    this_month = today.replace(day=1)
    last_month = this_month - timedelta(days=1)
    return (
        (speech.say("this month"), this_month, today),
        (speech.say("last month"), last_month.replace(day=1), last_month),
        (speech.say("this quarter"), today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today),
        (speech.say("this year"), today.replace(month=1, day=1), today),
    )


def months(first: date, last: date) -> tuple[tuple[date, date], ...]:
    """The months of a period, each from its first to its last day within it; none where it is one or above twelve."""
    found = []
    begin = first
    while begin <= last:
        following = (begin.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append((begin, min(last, following - timedelta(days=1))))
        begin = following
    return tuple(found) if 1 < len(found) <= MOST_MONTHS else ()


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
