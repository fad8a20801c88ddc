"""The queue: what waits for an answer, by need and then by what is due first; work on many at once, and its undoing."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, File, Form, Query, UploadFile
from starlette.responses import RedirectResponse, Response

from mingjian.access.accounts import new_id
from mingjian.access.policy import Right
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import QueuePage
from mingjian.casework.taking import Need
from mingjian.contract.vocabulary import ComplaintChannel
from mingjian.online.reception import MOST_BYTES, MOST_FILES, SentFile
from mingjian.web.arriving import RECEIVED, answered_on_arrival, take_by_hand, take_what_came
from mingjian.web.authority import needs
from mingjian.web.closed import closed_of
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.forms import Line, Words, end_of_day, in_shanghai
from mingjian.web.languages import local
from mingjian.web.work_view import colleagues
from mingjian.web.work_words import word

router = APIRouter()
Chosen = Annotated[list[str], Form(min_length=1, max_length=1_000)]
_CHANGE = needs(Right.CHANGE, "matters")


@router.get("/queue", dependencies=[needs(Right.READ, "matters")])
def page(
    desk: DeskHere,
    visit: VisitNow,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    whose: Literal["", "mine", "nobody"] = "",
    need: Need | Literal[""] = "",
    within: Annotated[str, Query(pattern=r"^(-?\d{1,2})?$")] = "",
    records: Literal["", "closed"] = "",
) -> Response:
    """What waits for an answer, by need, then by what is due first; ``within`` so many days, -1 for what is late."""
    speech, rows = visit.speech, desk.settings.page_rows
    ended = frozenset(closed_of(visit, desk.matters.waiting_complaints())) if records else None

    def found(number: int) -> QueuePage:
        return desk.matters.queue(
            today=desk.today,
            assignee={"mine": visit.principal.name, "nobody": ""}.get(whose),
            need=Need(need) if need else None,
            due_by=desk.today + timedelta(days=int(within)) if within else None,
            arrived_by=ended,
            offset=(number - 1) * rows,
            limit=rows,
        )

    chosen = {"whose": whose, "need": need, "within": within, "records": records}
    shown = found(page)
    pages = max(1, -(-shown.total // rows))
    if page > pages:  # the queue has become shorter since, or somebody typed: its end, rather than nothing
        page = pages
        shown = found(page)
    return desk.render(
        "queue.html",
        visit=visit,
        shown=shown,
        closed=closed_of(visit, [one.complaint_id for matter in shown.matters for one in matter.arrivals]),
        answered=answered_on_arrival(
            desk, visit, [one.complaint_id for matter in shown.matters for one in matter.arrivals]
        ),
        chosen=chosen,
        kept=urlencode({name: one for name, one in chosen.items() if one}),
        needs=tuple(Need),
        page=page,
        pages=pages,
        people=colleagues(desk, SubjectType.MATTER, first=visit.principal.name),
        may_change=visit.principal.may(Right.CHANGE, "matters"),
        may_take=visit.principal.may(Right.CREATE, RECEIVED),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
        bulks=desk.bulks.recent(),
        today=desk.today,
    )


@router.post("/queue/take", dependencies=[needs(Right.CREATE, "matters")])
def take(desk: DeskHere, visit: VisitNow) -> Response:
    """Takes every complaint of the run, and those taken in since, that wait for an answer."""
    take_what_came(desk, visit)
    return RedirectResponse("/queue", status_code=303)


@router.get("/queue/new", dependencies=[needs(Right.CREATE, RECEIVED)])
def new(desk: DeskHere, visit: VisitNow) -> Response:
    """The form for a complaint that came on paper, or a transfer on a regulator's own page."""
    now = local(desk.now()).strftime("%Y-%m-%dT%H:%M")
    return desk.render("arrival.html", visit=visit, here="/queue", channels=tuple(ComplaintChannel), now=now)


@router.post("/queue/new", dependencies=[needs(Right.CREATE, RECEIVED)])
def take_one(
    desk: DeskHere,
    visit: VisitNow,
    channel: Annotated[ComplaintChannel, Form()],
    received_at: Annotated[datetime, Form()],
    text: Annotated[str, Form(min_length=1, max_length=100_000)],
    customer_id: Line = "",
    external_number: Line = "",
    due_on: Annotated[date | Literal[""], Form()] = "",
    files: Annotated[list[UploadFile], File(max_length=MOST_FILES)] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Takes it, with its papers, and leads to the matter in which it is handled."""
    fields = {
        "complaint_id": new_id("H"),
        "customer_id": customer_id.strip(),
        "received_at": in_shanghai(received_at).isoformat(),
        "channel": channel.value,
        "text": text,
        "external_number": external_number.strip(),
        "due_at": end_of_day(due_on).isoformat() if due_on else "",
    }
    # A browser sends a field without a file as one without a name.
    sent = tuple(SentFile(one.filename, one.file.read(MOST_BYTES + 1)) for one in files if one.filename)
    matter_id = take_by_hand(desk, visit, fields, sent)
    return RedirectResponse(f"/matters/{quote(matter_id, safe='')}", status_code=303)


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
