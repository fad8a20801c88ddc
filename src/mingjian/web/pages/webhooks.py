"""Webhooks: which of the lender's systems are told what, and whether they took it."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.access.webhooks import Event
from mingjian.errors import MingjianError
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow

TABLE = "webhooks"
router = APIRouter()


@router.get("/webhooks", dependencies=[needs(Right.READ, TABLE)])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """Every webhook, and a new one."""
    return _every(desk, visit)


@router.post("/webhooks", dependencies=[needs(Right.CREATE, TABLE)])
def make(
    desk: DeskHere,
    visit: VisitNow,
    address: Annotated[str, Form(max_length=500)],
    team: Annotated[str, Form(max_length=80)],
    events: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI makes a new one each time
) -> Response:
    """Makes a webhook and shows its secret, this once."""
    try:
        made, secret = desk.webhooks.make(address.strip(), events, by=visit.principal, team=team)
    except MingjianError as error:
        return _every(desk, visit, problem=error.code, status=error.status)
    return _every(desk, visit, secret=secret, made=made.webhook_id)


@router.get("/webhooks/{webhook_id}", dependencies=[needs(Right.READ, TABLE)])
def deliveries(desk: DeskHere, visit: VisitNow, webhook_id: str) -> Response:
    """One webhook with its newest messages."""
    where = visit.rows(Right.READ, TABLE).clause
    return desk.render(
        "webhook.html",
        visit=visit,
        here="/webhooks",
        one=desk.webhooks.find(webhook_id, where=where),
        deliveries=desk.webhooks.deliveries(webhook_id, where=where),
        may_change=visit.principal.may(Right.CHANGE, TABLE),
    )


@router.post("/webhooks/{webhook_id}/ping", dependencies=[needs(Right.CHANGE, TABLE)])
def ping(desk: DeskHere, visit: VisitNow, webhook_id: str) -> Response:
    """Sends a message that says nothing, to try the receiver."""
    desk.webhooks.ping(webhook_id, by=visit.principal, where=visit.rows(Right.CHANGE, TABLE).clause)
    return RedirectResponse(f"/webhooks/{webhook_id}", status_code=303)


@router.post("/webhooks/{webhook_id}/secret", dependencies=[needs(Right.CHANGE, TABLE)])
def renew(desk: DeskHere, visit: VisitNow, webhook_id: str) -> Response:
    """Another secret, shown this once."""
    where = visit.rows(Right.CHANGE, TABLE).clause
    secret = desk.webhooks.renew_secret(webhook_id, by=visit.principal, where=where)
    return _every(desk, visit, secret=secret, made=webhook_id)


@router.post("/webhooks/{webhook_id}/removal", dependencies=[needs(Right.CHANGE, TABLE)])
def remove(desk: DeskHere, visit: VisitNow, webhook_id: str) -> Response:
    """Ends a webhook."""
    desk.webhooks.remove(webhook_id, by=visit.principal, where=visit.rows(Right.CHANGE, TABLE).clause)
    return RedirectResponse("/webhooks", status_code=303)


@router.post("/webhooks/{webhook_id}/deliveries/{delivery}/retry", dependencies=[needs(Right.CHANGE, TABLE)])
def retry(desk: DeskHere, visit: VisitNow, webhook_id: str, delivery: str) -> Response:
    """Sends a message again that was not taken."""
    where = visit.rows(Right.CHANGE, TABLE).clause
    desk.webhooks.deliver_again(webhook_id, delivery, by=visit.principal, where=where)
    return RedirectResponse(f"/webhooks/{webhook_id}", status_code=303)


def _every(
    desk: Desk, visit: Visit, *, secret: str = "", made: str = "", problem: str = "", status: int = 200
) -> Response:
    return desk.render(
        "webhooks.html",
        visit=visit,
        status=status,
        here="/webhooks",
        webhooks=desk.webhooks.list(where=visit.rows(Right.READ, TABLE).clause),
        events=tuple(Event),
        hosts=desk.settings.webhook_hosts,
        may_change=visit.principal.may(Right.CREATE, TABLE),
        secret=secret,
        made=made,
        problem=problem,
    )
