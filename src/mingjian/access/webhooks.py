"""Telling another system that something happened: signed, in order of nothing, at least once.

A message holds ids alone. What happens to a complaint that a program handed in is told to that program's team; what
people do in casework, which is the whole house's, to whom an administrator made a webhook for it.

A message's signature is an HMAC-SHA256 over the time and the body under a secret of the webhook's own; the receiver
recomputes it, refuses an old time, and takes a message whose ``delivery`` it has seen for done.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import urlsplit

import httpx
from sqlalchemy import Column, Connection, Row, String, Table, Text, select
from sqlalchemy.sql.elements import ColumnElement

from mingjian.access.audit import record_within
from mingjian.access.policy import Principal, Role
from mingjian.errors import InputError, MingjianError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.jobs import JOBS, Effect, Job, JobQueue, JobState, enqueue, no_effect
from mingjian.store.vault import Vault

DELIVER = "deliver_webhook"
SIGNATURE = "mingjian-signature"
_WAIT_S = 10


class Event(StrEnum):
    """What a webhook may wait for; the id of its message is that of the thing before the full stop."""

    COMPLAINT_RECEIVED = "complaint.received"
    """A complaint was handed in and lies safe."""
    COMPLAINT_ASSESSED = "complaint.assessed"
    """Its assessment is there."""
    MATTER_TAKEN = "matter.taken"
    """A complaint was taken in hand: its time runs."""
    MATTER_ASSIGNED = "matter.assigned"
    """Somebody has it now, or gave it back."""
    MATTER_DECIDED = "matter.decided"
    """A decision on it holds."""
    MATTER_ANSWERED = "matter.answered"
    """The complainant has the answer."""
    MATTER_REVIEW_ASKED = "matter.review_asked"
    """The complainant asks for a review."""
    MATTER_DUE_SOON = "matter.due_soon"
    """It is due within three days and not answered."""
    MATTER_OVERDUE = "matter.overdue"
    """Its day has passed without an answer."""
    CASE_OPENED = "case.opened"
    """Somebody began a case."""
    CASE_STEPPED = "case.stepped"
    """A case went a step: confirmed as a clue, reported to the police, filed, ended."""
    PACKAGE_HANDED = "package.handed"
    """A clue package was handed over."""
    POLICE_REQUEST_NOTED = "police_request.noted"
    """The police ask for something."""
    POLICE_REQUEST_REPLIED = "police_request.replied"
    """They were answered."""
    TAKEDOWN_SENT = "takedown.sent"
    """A platform was asked to take adverts down."""
    TAKEDOWN_ANSWERED = "takedown.answered"
    """It answered."""
    RUN_CURRENT = "run.current"
    """A run has ended and is what pages and assessments stand on."""
    CONFIRMATIONS_WAITING = "confirmations.waiting"
    """Of customers of a new run something is new, and nobody has asked whether it is theirs."""
    PING = "ping"
    """Nothing: to try a receiver."""


OF_A_TEAM = frozenset({Event.COMPLAINT_RECEIVED, Event.COMPLAINT_ASSESSED, Event.PING})
"""What a program may ask for by itself: all else is the whole house's."""

WEBHOOKS = Table(
    "webhooks",
    METADATA,
    Column("webhook_id", String(20), primary_key=True),
    Column("team", String(80), nullable=False),
    Column("address", String(500), nullable=False),
    Column("events", Text, nullable=False),
    Column("secret", String(64), nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("last_answer", String(80), nullable=False),
    Column("last_at", Instant),
)
"""``secret`` is a digest: the secret itself lies in the vault."""


class DeliveryError(MingjianError):
    """The receiver did not take the message; it is sent again."""

    code = "webhook_delivery"
    status = 502


@dataclass(frozen=True)
class Webhook:
    """Where messages go."""

    webhook_id: str
    team: str
    address: str
    events: tuple[str, ...]
    made_by: str
    made_at: datetime
    last_answer: str
    last_at: datetime | None


@dataclass(frozen=True)
class Delivery:
    """One message, and how it goes with it."""

    delivery: str
    event: str
    id: str
    state: JobState
    attempts: int
    made_at: datetime
    due_at: datetime
    failure: str


class Webhooks:
    """The webhooks of one database. They lead only to hosts that the settings name."""

    def __init__(self, database: Database, vault: Vault, *, hosts: Iterable[str]) -> None:
        self._database = database
        self._vault = vault
        self._hosts = frozenset(hosts)

    def make(
        self, address: str, events: Iterable[str], *, by: Principal, team: str | None = None
    ) -> tuple[Webhook, str]:
        """Makes a webhook, of one's own team or another; gives it and its secret, which is shown this once."""
        chosen = sorted(set(events))
        if not chosen or not set(chosen) <= set(Event):
            raise InputError(f"a webhook has one or more of the events {', '.join(Event)}")
        if not by.roles & {Role.ADMINISTRATOR, Role.DESK} and not set(chosen) <= OF_A_TEAM:
            raise InputError(
                f"a program may ask for {', '.join(sorted(OF_A_TEAM))}: webhooks for the rest an administrator makes"
            )
        self._check(address)
        secret = secrets.token_bytes(32)
        webhook_id = f"W-{secrets.token_hex(8)}"
        with self._database.begin() as connection:
            connection.execute(
                WEBHOOKS.insert().values(
                    webhook_id=webhook_id,
                    team=by.team if team is None else team.strip(),
                    address=address,
                    events=" ".join(chosen),
                    secret=self._vault.put_bytes(secret),
                    made_by=by.name,
                    made_at=datetime.now(UTC),
                    last_answer="",
                )
            )
            record_within(connection, actor=by.name, action="make", object_type="webhook", object_id=webhook_id)
            row = connection.execute(select(WEBHOOKS).where(WEBHOOKS.c.webhook_id == webhook_id)).one()
        return _webhook(row), base64.b64encode(secret).decode()

    def list(self, *, where: ColumnElement[bool]) -> tuple[Webhook, ...]:
        """The webhooks that one may see, oldest first."""
        with self._database.read() as connection:
            return tuple(map(_webhook, connection.execute(select(WEBHOOKS).where(where).order_by(WEBHOOKS.c.made_at))))

    def find(self, webhook_id: str, *, where: ColumnElement[bool]) -> Webhook:
        """The webhook; NotFoundError where there is none, or none that ``where`` lets one see."""
        with self._database.ask() as connection:
            return _webhook(_find(connection, webhook_id, where))

    def renew_secret(self, webhook_id: str, *, by: Principal, where: ColumnElement[bool]) -> str:
        """Another secret, shown this once; the old one signs nothing any more and is destroyed."""
        secret = secrets.token_bytes(32)
        kept = self._vault.put_bytes(secret)
        with self._database.begin() as connection:
            row = _find(connection, webhook_id, where)
            connection.execute(WEBHOOKS.update().where(WEBHOOKS.c.webhook_id == webhook_id).values(secret=kept))
            record_within(connection, actor=by.name, action="renew_secret", object_type="webhook", object_id=webhook_id)
        self._vault.delete(row.secret)
        return base64.b64encode(secret).decode()

    def remove(self, webhook_id: str, *, by: Principal, where: ColumnElement[bool]) -> None:
        """Ends a webhook and destroys its secret."""
        with self._database.begin() as connection:
            row = _find(connection, webhook_id, where)
            connection.execute(WEBHOOKS.delete().where(WEBHOOKS.c.webhook_id == webhook_id))
            record_within(connection, actor=by.name, action="remove", object_type="webhook", object_id=webhook_id)
        self._vault.delete(row.secret)

    def ping(self, webhook_id: str, *, by: Principal, where: ColumnElement[bool]) -> str:
        """Sends a message that says nothing; gives its job's id."""
        with self._database.begin() as connection:
            row = _find(connection, webhook_id, where)
            job_id = _send_later(connection, row.webhook_id, Event.PING, "", team=row.team)
            record_within(connection, actor=by.name, action="ping", object_type="webhook", object_id=webhook_id)
        return job_id

    def deliveries(self, webhook_id: str, *, where: ColumnElement[bool], limit: int = 50) -> tuple[Delivery, ...]:
        """The newest messages of a webhook; those that were delivered are forgotten with their jobs, in time."""
        with self._database.read() as connection:
            _find(connection, webhook_id, where)
        mine = (JOBS.c.kind == DELIVER) & JOBS.c.payload.contains(f'"webhook": "{webhook_id}"', autoescape=True)
        return tuple(map(_delivery, JobQueue(self._database).list(where=mine, limit=limit)))

    def deliver_again(self, webhook_id: str, delivery: str, *, by: Principal, where: ColumnElement[bool]) -> None:
        """Sends a message again that its receiver did not take twelve times."""
        if delivery not in {one.delivery for one in self.deliveries(webhook_id, where=where, limit=10_000)}:
            raise NotFoundError("this webhook has no such delivery")
        JobQueue(self._database).retry(delivery)
        with self._database.begin() as connection:
            record_within(connection, actor=by.name, action="retry", object_type="job", object_id=delivery)

    def deliver(self, job: Job) -> Effect:
        """The handler of :data:`DELIVER`: posts one message; DeliveryError where it was not taken."""
        with self._database.read() as connection:
            query = select(WEBHOOKS).where(WEBHOOKS.c.webhook_id == job.payload["webhook"])
            row = connection.execute(query).one_or_none()
        if row is None:  # removed meanwhile
            return no_effect
        self._check(row.address)
        body = json.dumps(
            {
                "delivery": job.job_id,
                "event": job.payload["event"],
                "id": job.payload["id"],
                "at": job.made_at.isoformat(),
            }
        ).encode()
        now = str(int(time.time()))
        headers = {
            "content-type": "application/json",
            SIGNATURE: f"t={now},v1={signature(self._vault.read(row.secret), now, body)}",
        }
        try:
            answer = httpx.post(row.address, content=body, headers=headers, timeout=_WAIT_S, follow_redirects=False)
            said = str(answer.status_code)
        except httpx.HTTPError as error:
            answer, said = None, type(error).__name__

        def note(connection: Connection) -> None:
            mine = WEBHOOKS.c.webhook_id == row.webhook_id
            connection.execute(WEBHOOKS.update().where(mine).values(last_answer=said, last_at=datetime.now(UTC)))

        if answer is None or not answer.is_success:
            with self._database.begin() as connection:
                note(connection)
            raise DeliveryError(f"the receiver answered {said}")
        return note

    def _check(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("https", "http") or not parts.hostname or len(address) > 500:
            raise InputError("a webhook's address begins with https:// or http:// and names a host")
        if parts.hostname not in self._hosts:
            raise InputError("webhooks lead only to hosts that MINGJIAN_WEB__WEBHOOK_HOSTS names: ask who administers")


def signature(secret: bytes, at: str, body: bytes) -> str:
    """What a receiver computes to know that a message is ours: over ``t``, a full stop and the body."""
    return hmac.digest(secret, at.encode() + b"." + body, hashlib.sha256).hex()


def announce(
    connection: Connection, event: Event, object_id: str, *, team: str | None = None, once: str | None = None
) -> None:
    """Enqueues a message for each webhook that waits for the event, in the caller's transaction.

    What is a team's is told to that team alone. What is told ``once`` is not told again under the same name.
    """
    query = select(WEBHOOKS.c.webhook_id, WEBHOOKS.c.team, WEBHOOKS.c.events)
    for row in connection.execute(query if team is None else query.where(WEBHOOKS.c.team == team)).all():
        if event in row.events.split():
            key = None if once is None else f"{row.webhook_id} {event} {once}"
            _send_later(connection, row.webhook_id, event, object_id, team=row.team, key=key)


def _send_later(
    connection: Connection, webhook_id: str, event: Event, object_id: str, *, team: str, key: str | None = None
) -> str:
    payload = {"webhook": webhook_id, "event": event.value, "id": object_id}
    return enqueue(connection, DELIVER, payload, team=team, key=key, most_attempts=12)


def _delivery(job: Job) -> Delivery:
    return Delivery(
        delivery=job.job_id,
        event=str(job.payload["event"]),
        id=str(job.payload["id"]),
        state=job.state,
        attempts=job.attempts,
        made_at=job.made_at,
        due_at=job.due_at,
        failure=job.failure,
    )


def _find(connection: Connection, webhook_id: str, where: ColumnElement[bool]) -> Row[tuple[object, ...]]:
    row = connection.execute(select(WEBHOOKS).where(WEBHOOKS.c.webhook_id == webhook_id, where)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such webhook")
    return row


def _webhook(row: Row[tuple[object, ...]]) -> Webhook:
    return Webhook(
        webhook_id=row.webhook_id,
        team=row.team,
        address=row.address,
        events=tuple(row.events.split()),
        made_by=row.made_by,
        made_at=row.made_at,
        last_answer=row.last_answer,
        last_at=row.last_at,
    )
