"""Telling another system that something happened: signed, in order of nothing, at least once.

A message holds ids alone. Its signature is an HMAC-SHA256 over the time and the body under a secret of the webhook's
own; the receiver recomputes it, refuses an old time, and takes a message whose ``delivery`` it has seen for done.
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
from urllib.parse import urlsplit

import httpx
from sqlalchemy import Column, Connection, Row, String, Table, Text, select
from sqlalchemy.sql.elements import ColumnElement

from mingjian.access.audit import record_within
from mingjian.access.policy import Principal
from mingjian.errors import InputError, MingjianError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.jobs import Effect, Job, enqueue, no_effect
from mingjian.store.vault import Vault

DELIVER = "deliver_webhook"
EVENTS = ("complaint.assessed", "ping")
SIGNATURE = "mingjian-signature"
_WAIT_S = 10

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


class Webhooks:
    """The webhooks of one database. They lead only to hosts that the settings name."""

    def __init__(self, database: Database, vault: Vault, *, hosts: Iterable[str]) -> None:
        self._database = database
        self._vault = vault
        self._hosts = frozenset(hosts)

    def make(self, address: str, events: Iterable[str], *, by: Principal) -> tuple[Webhook, str]:
        """Makes a webhook; gives it and its secret, which is shown this once."""
        chosen = sorted(set(events))
        if not chosen or not set(chosen) <= set(EVENTS):
            raise InputError(f"a webhook has one or more of the events {', '.join(EVENTS)}")
        self._check(address)
        secret = secrets.token_bytes(32)
        webhook_id = f"W-{secrets.token_hex(8)}"
        with self._database.begin() as connection:
            connection.execute(
                WEBHOOKS.insert().values(
                    webhook_id=webhook_id,
                    team=by.team,
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

    def remove(self, webhook_id: str, *, by: Principal, where: ColumnElement[bool]) -> None:
        """Ends a webhook and destroys its secret."""
        with self._database.begin() as connection:
            row = _find(connection, webhook_id, where)
            connection.execute(WEBHOOKS.delete().where(WEBHOOKS.c.webhook_id == webhook_id))
            record_within(connection, actor=by.name, action="remove", object_type="webhook", object_id=webhook_id)
        self._vault.delete(row.secret)

    def ping(self, webhook_id: str, *, where: ColumnElement[bool]) -> str:
        """Sends a message that says nothing; gives its job's id."""
        with self._database.begin() as connection:
            row = _find(connection, webhook_id, where)
            return _send_later(connection, row.webhook_id, "ping", "", team=row.team)

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


def announce(connection: Connection, event: str, object_id: str, *, team: str) -> None:
    """Enqueues a message for each webhook of the team that waits for the event, in the caller's transaction."""
    for row in connection.execute(select(WEBHOOKS).where(WEBHOOKS.c.team == team)).all():
        if event in row.events.split():
            _send_later(connection, row.webhook_id, event, object_id, team=team)


def _send_later(connection: Connection, webhook_id: str, event: str, object_id: str, *, team: str) -> str:
    payload = {"webhook": webhook_id, "event": event, "id": object_id}
    return enqueue(connection, DELIVER, payload, team=team, most_attempts=12)


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
