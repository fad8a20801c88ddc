"""What people asked for about themselves: taking a deletion up, and the second person's word."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.casework.of_person import waits_for_an_answer
from mingjian.errors import MingjianError
from mingjian.subjects.requests import RequestKind
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow

TABLE = "subject_requests"
router = APIRouter()


@router.get("/subjects", dependencies=[needs(Right.READ, TABLE)])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """The newest requests."""
    return _page(desk, visit)


@router.post("/subjects", dependencies=[needs(Right.CREATE, TABLE)])
def ask(
    desk: DeskHere,
    visit: VisitNow,
    customer: Annotated[str, Form(max_length=200)],
    reason: Annotated[str, Form(max_length=500)],
) -> Response:
    """Takes up a deletion."""
    try:
        desk.subject_requests.ask(RequestKind.DELETION, customer.strip(), by=visit.principal, reason=reason)
    except MingjianError as error:
        return _page(desk, visit, problem=error.code, status=error.status)
    return RedirectResponse("/subjects", status_code=303)


@router.post("/subjects/{request_id}/agree", dependencies=[needs(Right.CHANGE, TABLE)])
def agree(desk: DeskHere, visit: VisitNow, request_id: str) -> Response:
    """The second person's word; a job deletes."""
    where = visit.rows(Right.CHANGE, TABLE).clause
    try:
        desk.subject_requests.agree(
            request_id, by=visit.principal, in_hand=partial(waits_for_an_answer, desk.database), where=where
        )
    except MingjianError as error:
        return _page(desk, visit, problem=error.code, status=error.status)
    return RedirectResponse("/subjects", status_code=303)


def _page(desk: Desk, visit: Visit, *, problem: str = "", status: int = 200) -> Response:
    principal = visit.principal
    return desk.render(
        "subjects.html",
        visit=visit,
        status=status,
        here="/subjects",
        requests=desk.subject_requests.list(where=visit.rows(Right.READ, TABLE).clause),
        may_ask=principal.may(Right.CREATE, TABLE),
        may_agree=principal.may(Right.CHANGE, TABLE),
        me=principal.name,
        problem=problem,
    )
