"""What a customer wants to be spared: noted and lifted on the customer's own word."""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.contract.vocabulary import ComplaintChannel
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.forms import Said, Words
from mingjian.web.queries import customers as query
from mingjian.web.runs import Run

router = APIRouter()
_CHANGE = needs(Right.CHANGE, "matters")


@router.post("/customers/{customer_id}/wishes", dependencies=[_CHANGE])
def note(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    customer_id: str,
    source: Said,
    channel: Annotated[ComplaintChannel | Literal[""], Form()] = "",
) -> Response:
    """The customer does not want to be contacted, by a channel or at all."""
    _known(run, customer_id)
    desk.wishes.note(customer_id, channel=channel, source=source, by=visit.principal, at=desk.now())
    return _to(customer_id)


@router.post("/customers/{customer_id}/wishes/{wish_id}/lift", dependencies=[_CHANGE])
def lift(desk: DeskHere, visit: VisitNow, customer_id: str, wish_id: str, why: Words) -> Response:
    """The customer wants to hear from the lender again."""
    desk.wishes.lift(customer_id, wish_id, by=visit.principal, at=desk.now(), why=why)
    return _to(customer_id)


def _known(run: Run, customer_id: str) -> None:
    if query.customer(run, customer_id) is None:
        raise PageNotFoundError("no such customer")


def _to(customer_id: str) -> Response:
    return RedirectResponse(f"/customers/{quote(customer_id, safe='')}", status_code=303)
