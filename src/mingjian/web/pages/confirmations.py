"""Whether a new telephone or representative is the customer's own: asked by a known channel, noted here."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.casework.confirmations import Heard, KnownChannel, News
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.forms import Said
from mingjian.web.queries import customers as query
from mingjian.web.work_words import word

router = APIRouter()
AT_ONCE = 200


@router.get("/confirmations", dependencies=[needs(Right.READ, "matters")])
def waiting(desk: DeskHere, visit: VisitNow, run: CurrentRun) -> Response:
    """What is new of customers and was asked of nobody."""
    speech, found = visit.speech, desk.to_be_confirmed(run)
    return desk.render(
        "confirmations.html",
        visit=visit,
        here="/warnings",
        waiting=found[:AT_ONCE],
        number=len(found),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
    )


@router.post("/customers/{customer_id}/confirmations", dependencies=[needs(Right.CHANGE, "matters")])
def note(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    customer_id: str,
    news: Annotated[News, Form()],
    channel: Annotated[KnownChannel, Form()],
    heard: Annotated[Heard, Form()],
    said: Said,
) -> Response:
    """The customer was asked, and this was heard."""
    if query.customer(run, customer_id) is None:
        raise PageNotFoundError("no such customer")
    desk.confirmations.note(
        customer_id, news=news, channel=channel, heard=heard, said=said, by=visit.principal, at=desk.now()
    )
    return RedirectResponse(f"/customers/{quote(customer_id, safe='')}", status_code=303)
