"""Webhooks: where messages go when something happened."""

from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.web.api.answers import DeliveryAnswer, MadeWebhook, NewSecret, NewWebhook, SentPing, WebhookAnswer
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow

TABLE = "webhooks"
router = APIRouter(tags=["webhooks"])
Number = Annotated[str, Path(max_length=40)]


@router.get("/webhooks", dependencies=[needs(Right.READ, TABLE)], responses=refusals())
def every(desk: DeskHere, visit: VisitNow) -> list[WebhookAnswer]:
    """The team's webhooks, and what their receivers answered last."""
    return [WebhookAnswer.of(one) for one in desk.webhooks.list(where=visit.rows(Right.READ, TABLE).clause)]


@router.post("/webhooks", status_code=201, dependencies=[needs(Right.CREATE, TABLE)], responses=refusals(422))
def make(desk: DeskHere, visit: VisitNow, webhook: NewWebhook) -> MadeWebhook:
    """Makes a webhook and shows the secret of its signatures, this once."""
    made, secret = desk.webhooks.make(webhook.address, webhook.events, by=visit.principal)
    return MadeWebhook(**WebhookAnswer.of(made).model_dump(), secret=secret)


@router.delete(
    "/webhooks/{webhook_id}",
    status_code=204,
    dependencies=[needs(Right.CHANGE, TABLE)],
    responses=refusals(404, 422),
)
def remove(desk: DeskHere, visit: VisitNow, webhook_id: Number) -> None:
    """Ends a webhook."""
    desk.webhooks.remove(webhook_id, by=visit.principal, where=visit.rows(Right.CHANGE, TABLE).clause)


@router.post(
    "/webhooks/{webhook_id}/ping",
    status_code=202,
    dependencies=[needs(Right.CHANGE, TABLE)],
    responses=refusals(404, 422),
)
def ping(desk: DeskHere, visit: VisitNow, webhook_id: Number) -> SentPing:
    """Sends a message that says nothing, to try the receiver."""
    where = visit.rows(Right.CHANGE, TABLE).clause
    return SentPing(job_id=desk.webhooks.ping(webhook_id, by=visit.principal, where=where))


@router.post(
    "/webhooks/{webhook_id}/secret",
    status_code=201,
    dependencies=[needs(Right.CHANGE, TABLE)],
    responses=refusals(404, 422),
)
def renew(desk: DeskHere, visit: VisitNow, webhook_id: Number) -> NewSecret:
    """Makes another secret and shows it, this once; the old one signs nothing any more."""
    where = visit.rows(Right.CHANGE, TABLE).clause
    return NewSecret(secret=desk.webhooks.renew_secret(webhook_id, by=visit.principal, where=where))


@router.get("/webhooks/{webhook_id}/deliveries", dependencies=[needs(Right.READ, TABLE)], responses=refusals(404, 422))
def deliveries(desk: DeskHere, visit: VisitNow, webhook_id: Number) -> list[DeliveryAnswer]:
    """The newest messages of a webhook, and how it goes with each."""
    where = visit.rows(Right.READ, TABLE).clause
    return [DeliveryAnswer.of(one) for one in desk.webhooks.deliveries(webhook_id, where=where)]


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery}/retry",
    status_code=204,
    dependencies=[needs(Right.CHANGE, TABLE)],
    responses=refusals(404, 422),
)
def retry(desk: DeskHere, visit: VisitNow, webhook_id: Number, delivery: Number) -> None:
    """Sends a message again that its receiver did not take."""
    where = visit.rows(Right.CHANGE, TABLE).clause
    desk.webhooks.deliver_again(webhook_id, delivery, by=visit.principal, where=where)
