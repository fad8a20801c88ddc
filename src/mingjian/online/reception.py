"""Complaints that arrive one by one, between two runs: taken in with their files, assessed, kept for the next delivery.

What a complainant wrote lies in the vault, encrypted; the database holds ids, digests and times. Taking in is one
transaction with its audit entry and its job: an answer that was given holds, however the server ends.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    select,
    true,
)
from sqlalchemy.sql.elements import ColumnElement

from mingjian.access.audit import record_within
from mingjian.access.policy import Principal
from mingjian.access.webhooks import Event, announce
from mingjian.errors import InputError, MingjianError, NotFoundError
from mingjian.online.complaint import REPRESENTATIONS, Arrival, parse_arrival
from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.jobs import enqueue
from mingjian.store.vault import Vault

ASSESS = "assess_received_complaint"
"""The job that assesses what was taken in."""

RECEIVED = Table(
    "received_complaints",
    METADATA,
    Column("complaint_id", String(200), primary_key=True),
    Column("team", String(80), nullable=False),
    Column("request_key", String(200), nullable=False),
    Column("content", String(64), nullable=False),
    Column("taken_by", String(80), nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("job_id", String(20), nullable=False),
    Column("assessment", String(64)),
    Column("run", String(20)),
    Column("assessed_at", Instant),
    Column("delivered_in", String(80)),
    UniqueConstraint("team", "request_key", name="received_complaints_by_request"),
    Index("received_complaints_by_time", "taken_at"),
)
RECEIVED_FILES = Table(
    "received_files",
    METADATA,
    Column("complaint_id", String(200), ForeignKey("received_complaints.complaint_id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", String(64), nullable=False, index=True),
)
MOST_FILES, MOST_BYTES = 20, 50 * 1024 * 1024


class ConflictError(MingjianError):
    """The same number or the same request stands for something else already."""

    code = "conflict"
    status = 409


class TooLargeError(MingjianError):
    """More or larger files than one complaint may bring."""

    code = "too_large"
    status = 413


@dataclass(frozen=True)
class SentFile:
    """A file that came with a complaint, under the name that its sender gave it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Received:
    """A complaint that was taken in."""

    complaint_id: str
    team: str
    files: tuple[str, ...]
    """The SHA-256 of each."""
    taken_by: str
    taken_at: datetime
    job_id: str
    run: str | None
    assessed_at: datetime | None
    delivered_in: str | None


class Reception:
    """Takes complaints in and gives their assessments."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def take(
        self, complaint: str, files: Sequence[SentFile], *, by: Principal, request_key: str
    ) -> tuple[Received, bool]:
        """Takes in one complaint, JSON of the contract's fields, with its files; whether it was new.

        The same request again is answered as the first time. ConflictError where its key or the complaint's number
        came with another content, InputError where it is no complaint that can be identified.
        """
        now = datetime.now(UTC)
        arrival = parse_arrival(complaint, taken_at=now)
        row, representations = arrival.written, arrival.written_representations
        if not 0 < len(row["complaint_id"]) <= 200:
            raise InputError("complaint_id has 1 to 200 characters")
        if len(files) > MOST_FILES or any(len(file.content) > MOST_BYTES for file in files):
            raise TooLargeError(f"a complaint brings up to {MOST_FILES} files of up to {MOST_BYTES} bytes")
        digests = [hashlib.sha256(file.content).hexdigest() for file in files]
        sent = _content(row, representations, files, digests)
        content = hashlib.sha256(sent).hexdigest()

        def taken_before(connection: Connection) -> Received | None:
            known = self._known(connection, row["complaint_id"], by.team, request_key)
            if known is None:
                return None
            if known.content != content or known.team != by.team:
                raise ConflictError(
                    "this complaint_id or Idempotency-Key came before with another content: use another one"
                )
            return _received(connection, known)

        with self._database.read() as connection:
            if (before := taken_before(connection)) is not None:
                return before, False
        # Nothing of what is refused is kept: no complaint would ever lead to it, and no deletion.
        for sealed in (*(file.content for file in files), sent):
            self._vault.put_bytes(sealed)
        with self._database.begin() as connection:
            if (before := taken_before(connection)) is not None:
                return before, False
            job_id = enqueue(connection, ASSESS, {"content": content}, team=by.team, most_attempts=20)
            connection.execute(
                RECEIVED.insert().values(
                    complaint_id=row["complaint_id"],
                    team=by.team,
                    request_key=request_key,
                    content=content,
                    taken_by=by.name,
                    taken_at=now,
                    job_id=job_id,
                )
            )
            for number, digest in enumerate(digests):
                connection.execute(
                    RECEIVED_FILES.insert().values(complaint_id=row["complaint_id"], number=number, content=digest)
                )
            announce(connection, Event.COMPLAINT_RECEIVED, row["complaint_id"], team=by.team)
            record_within(
                connection, actor=by.name, action="receive", object_type="complaint", object_id=row["complaint_id"]
            )
            found = connection.execute(select(RECEIVED).where(RECEIVED.c.content == content)).one()
            return _received(connection, found), True

    def find(self, complaint_id: str, *, where: ColumnElement[bool]) -> Received:
        """What was taken in under the number; NotFoundError where ``where`` lets one see no such thing."""
        with self._database.read() as connection:
            return _received(connection, self._row(connection, complaint_id, where))

    def list(
        self, *, where: ColumnElement[bool], after: str = "", limit: int = 100, waiting: bool = False
    ) -> tuple[Received, ...]:
        """What was taken in, by number; ``waiting`` leaves out what went into a delivery."""
        query = select(RECEIVED).where(where, RECEIVED.c.complaint_id > after)
        if waiting:
            query = query.where(RECEIVED.c.delivered_in.is_(None))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(RECEIVED.c.complaint_id).limit(limit)).all()
            return tuple(_received(connection, row) for row in rows)

    def assessment(self, complaint_id: str, *, where: ColumnElement[bool]) -> dict[str, Any] | None:
        """The assessment, or None while it waits."""
        with self._database.read() as connection:
            row = self._row(connection, complaint_id, where)
        if row.assessment is None:
            return None
        found: dict[str, Any] = json.loads(self._vault.read(row.assessment))
        return found

    def assessed(self, complaint_ids: Sequence[str], *, where: ColumnElement[bool]) -> frozenset[str]:
        """Those of the complaints that were assessed on arrival, as far as ``where`` lets one see them."""
        mine = RECEIVED.c.complaint_id.in_(complaint_ids) & RECEIVED.c.assessment.is_not(None)
        with self._database.read() as connection:
            return frozenset(connection.scalars(select(RECEIVED.c.complaint_id).where(mine, where)).all())

    def content(self, complaint_id: str) -> dict[str, Any]:
        """The complaint as it was sent, with its files' names and digests."""
        with self._database.read() as connection:
            row = self._row(connection, complaint_id, true())
        return self.content_of(row.content)

    def arrival(self, complaint_id: str) -> Arrival:
        """The complaint as it is read; what states no time of receipt was received when it was taken in."""
        with self._database.read() as connection:
            row = self._row(connection, complaint_id, true())
        kept = self.content_of(row.content)
        sent = {name: value for name, value in kept["complaint"].items() if value is not None}
        return parse_arrival(json.dumps(sent | {REPRESENTATIONS: kept.get(REPRESENTATIONS)}), taken_at=row.taken_at)

    def content_of(self, digest: str) -> dict[str, Any]:
        """What lies in the vault under the digest that a job names."""
        found: dict[str, Any] = json.loads(self._vault.read(digest))
        return found

    def keep_assessment(self, connection: Connection, content: str, assessment: str, run: str) -> None:
        """Notes the assessment within the transaction that ends its job, and announces it."""
        kept = self._vault.put_bytes(assessment.encode())
        row = connection.execute(select(RECEIVED).where(RECEIVED.c.content == content)).one_or_none()
        if row is None:  # deleted meanwhile
            self._vault.delete(kept)
            return
        values = {"assessment": kept, "run": run, "assessed_at": datetime.now(UTC)}
        connection.execute(RECEIVED.update().where(RECEIVED.c.content == content).values(**values))
        announce(connection, Event.COMPLAINT_ASSESSED, row.complaint_id, team=row.team)

    def mark_delivered(self, complaint_ids: Sequence[str], version: str) -> None:
        """Notes which version of the accumulated deliveries took them up."""
        with self._database.begin() as connection:
            for complaint_id in complaint_ids:
                mine = RECEIVED.c.complaint_id == complaint_id
                connection.execute(RECEIVED.update().where(mine).values(delivered_in=version))

    def delete(self, connection: Connection, complaint_id: str) -> tuple[str, ...]:
        """Removes what was taken in; gives the contents that the vault then holds for nobody."""
        row = connection.execute(select(RECEIVED).where(RECEIVED.c.complaint_id == complaint_id)).one_or_none()
        if row is None:
            return ()
        mine = RECEIVED_FILES.c.complaint_id == complaint_id
        files = connection.scalars(select(RECEIVED_FILES.c.content).where(mine)).all()
        connection.execute(RECEIVED_FILES.delete().where(mine))
        connection.execute(RECEIVED.delete().where(RECEIVED.c.complaint_id == complaint_id))
        shared = select(RECEIVED_FILES.c.content).where(RECEIVED_FILES.c.content.in_(files))
        still = set(connection.scalars(shared).all())
        return tuple(one for one in (row.content, row.assessment, *files) if one is not None and one not in still)

    def _known(self, connection: Connection, complaint_id: str, team: str, request_key: str) -> Row[Any] | None:
        by_request = (RECEIVED.c.team == team) & (RECEIVED.c.request_key == request_key)
        by_request_row = connection.execute(select(RECEIVED).where(by_request)).one_or_none()
        if by_request_row is not None:
            return by_request_row
        by_number = RECEIVED.c.complaint_id == complaint_id
        return connection.execute(select(RECEIVED).where(by_number)).one_or_none()

    def _row(self, connection: Connection, complaint_id: str, where: ColumnElement[bool]) -> Row[Any]:
        row = connection.execute(select(RECEIVED).where(RECEIVED.c.complaint_id == complaint_id, where)).one_or_none()
        if row is None:
            raise NotFoundError("no such complaint was taken in")
        return row


def _content(row: dict[str, Any], representations: Any, files: Sequence[SentFile], digests: Sequence[str]) -> bytes:
    sent = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
    named = [{"name": file.name, "sha256": digest} for file, digest in zip(files, digests, strict=True)]
    # Without an empty list, so that what came before such a thing was known has the same content.
    acting = {REPRESENTATIONS: representations} if representations else {}
    return json.dumps({"complaint": sent, "files": named} | acting, ensure_ascii=False, sort_keys=True).encode()


def request_key_of(complaint: str, files: Sequence[SentFile]) -> str:
    """The key of a request that states none: its own content, so that sending it twice takes it in once."""
    digest = hashlib.sha256(complaint.encode())
    for file in files:
        digest.update(hashlib.sha256(file.content).digest())
    return f"content {digest.hexdigest()}"


def _received(connection: Connection, row: Row[Any]) -> Received:
    mine = RECEIVED_FILES.c.complaint_id == row.complaint_id
    files = connection.scalars(select(RECEIVED_FILES.c.content).where(mine).order_by(RECEIVED_FILES.c.number))
    return Received(
        complaint_id=row.complaint_id,
        team=row.team,
        files=tuple(files),
        taken_by=row.taken_by,
        taken_at=row.taken_at,
        job_id=row.job_id,
        run=row.run,
        assessed_at=row.assessed_at,
        delivered_in=row.delivered_in,
    )
