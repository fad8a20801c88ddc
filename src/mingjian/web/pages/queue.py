"""The queue: what waits for an answer, by need and then by what is due first; work on many at once, and its undoing."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.casework.arrivals import waiting
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.forms import Line, Words
from mingjian.web.work_view import colleagues
from mingjian.web.work_words import word

router = APIRouter()
Chosen = Annotated[list[str], Form(min_length=1, max_length=1_000)]
_CHANGE = needs(Right.CHANGE, "matters")


@router.get("/queue", dependencies=[needs(Right.READ, "matters")])
def page(desk: DeskHere, visit: VisitNow, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> Response:
    """What waits for an answer, by need, then by what is due first."""
    speech, rows = visit.speech, desk.settings.page_rows
    found = desk.matters.queue(today=desk.today, offset=(page - 1) * rows, limit=rows)
    pages = max(1, -(-found.total // rows))
    if page > pages:  # the queue has become shorter since, or somebody typed: its end, rather than nothing
        page = pages
        found = desk.matters.queue(today=desk.today, offset=(page - 1) * rows, limit=rows)
    return desk.render(
        "queue.html",
        visit=visit,
        matters=found.matters,
        total=found.total,
        page=page,
        pages=pages,
        people=colleagues(desk),
        may_change=visit.principal.may(Right.CHANGE, "matters"),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
        bulks=desk.bulks.recent(),
        today=desk.today,
    )


@router.post("/queue/take", dependencies=[needs(Right.CREATE, "matters")])
def take(desk: DeskHere, visit: VisitNow, run: CurrentRun) -> Response:
    """Takes every complaint of the run that waits for an answer."""
    desk.taking.take(waiting(run.serving), by=visit.principal, at=desk.now())
    return RedirectResponse("/queue", status_code=303)


@router.post("/queue/assign", dependencies=[_CHANGE])
def assign(desk: DeskHere, visit: VisitNow, matter: Chosen, to: Line, why: Words) -> Response:
    """Gives the chosen matters to somebody, all or none."""
    desk.bulks.assign(matter, to, by=visit.principal, at=desk.now(), why=why)
    return RedirectResponse("/queue#bulks", status_code=303)


@router.post("/queue/task", dependencies=[_CHANGE])
def give_task(
    desk: DeskHere,
    visit: VisitNow,
    matter: Chosen,
    to: Line,
    why: Words,
    title: Line = "",
    due_on: Annotated[date | None, Form()] = None,
) -> Response:
    """Puts one task on each of the chosen matters."""
    desk.bulks.give_task(matter, title, assignee=to, due_on=due_on, by=visit.principal, at=desk.now(), why=why)
    return RedirectResponse("/queue#bulks", status_code=303)


@router.post("/queue/undo", dependencies=[_CHANGE])
def undo(desk: DeskHere, visit: VisitNow, bulk: Line, why: Words) -> Response:
    """Takes work in bulk back."""
    desk.bulks.undo(bulk, by=visit.principal, at=desk.now(), why=why)
    return RedirectResponse("/queue#bulks", status_code=303)
