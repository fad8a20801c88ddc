"""What people asked for, who stands behind it, and how it ended.

A deletion needs two people: one who took it up and another one who agrees. Its row keeps the person's number until the
deletion has ended; afterwards the pseudonym alone, which leads nowhere, beside the proof.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, String, Table, Text, select, true

from mingjian.access.audit import record_within
from mingjian.access.policy import Principal
from mingjian.access.pseudonyms import make_within
from mingjian.errors import InputError, MingjianError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.jobs import enqueue
from mingjian.subjects.belongings import CUSTOMER

ERASE = "erase_person"
"""The job that carries out a deletion that was agreed to."""

REQUESTS = Table(
    "subject_requests",
    METADATA,
    Column("request_id", String(20), primary_key=True),
    Column("team", String(80), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("person_id", String(200)),
    Column("pseudonym", String(40), nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", String(80), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("agreed_by", String(80)),
    Column("agreed_at", Instant),
    Column("erased_at", Instant),
    Column("sealed", String(64)),
    Column("ended_at", Instant),
    Column("proof", Text, nullable=False),
)


class RequestKind(StrEnum):
    """What is asked for."""

    COPY = "copy"
    CORRECTION = "correction"
    DELETION = "deletion"


class RequestState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    """A second person has to agree."""
    AGREED = "agreed"
    ERASED = "erased"
    """Gone from deliveries, files and database; runs that were written before still hold the person."""
    ENDED = "ended"


class SamePersonError(MingjianError):
    """Whoever asked cannot also agree."""

    code = "same_person"
    status = 409
    exit_code = 6


@dataclass(frozen=True)
class SubjectRequest:
    """One request."""

    request_id: str
    team: str
    kind: RequestKind
    person_id: str | None
    """The customer's number; None once they are deleted."""
    pseudonym: str
    reason: str
    asked_by: str
    asked_at: datetime
    agreed_by: str | None
    agreed_at: datetime | None
    erased_at: datetime | None
    sealed: str | None
    """The vault's file that says what has to be looked for; None before and after."""
    ended_at: datetime | None
    proof: Mapping[str, Any]

    @property
    def state(self) -> RequestState:
        """Where it stands."""
        if self.ended_at is not None:
            return RequestState.ENDED
        if self.erased_at is not None:
            return RequestState.ERASED
        return RequestState.ASKED if self.agreed_at is None else RequestState.AGREED


class StillInHandError(MingjianError):
    """A complaint of the person's waits for an answer."""

    code = "still_in_hand"
    status = 409
    exit_code = 6


class SubjectRequests:
    """The requests of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, kind: RequestKind, person_id: str, *, by: Principal, reason: str) -> SubjectRequest:
        """Takes up a request; InputError without a reason, or where the person's deletion is already asked for."""
        if not 0 < len(person_id) <= 200:
            raise InputError("a customer's number has 1 to 200 characters")
        if not 0 < len(reason.strip()) <= 500:
            raise InputError("state a reason of up to 500 characters: it stands in the audit log")
        now = datetime.now(UTC)
        request_id = f"S-{secrets.token_hex(8)}"
        open_deletion = (REQUESTS.c.person_id == person_id) & (REQUESTS.c.kind == RequestKind.DELETION.value)
        with self._database.begin() as connection:
            if connection.execute(select(REQUESTS.c.request_id).where(open_deletion)).first() is not None:
                raise InputError("this customer's deletion is already asked for")
            connection.execute(
                REQUESTS.insert().values(
                    request_id=request_id,
                    team=by.team,
                    kind=kind.value,
                    person_id=person_id,
                    pseudonym=make_within(connection, CUSTOMER, person_id),
                    reason=reason.strip(),
                    asked_by=by.name,
                    asked_at=now,
                    proof="{}",
                )
            )
            record_within(
                connection,
                actor=by.name,
                action=f"ask_{kind.value}",
                object_type=CUSTOMER,
                object_id=person_id,
                reason=reason.strip(),
            )
            return _find(connection, request_id, true())

    def agree(
        self,
        request_id: str,
        *,
        by: Principal,
        in_hand: Callable[[str], bool],
        where: ColumnElement[bool] | None = None,
    ) -> SubjectRequest:
        """The second person's word; the job that deletes is enqueued with it. SamePersonError for who asked.

        StillInHandError while a complaint of the person's is ``in_hand``: deleting what speaks for it would leave them
        without the answer that the law owes them. Once it is answered the same request is agreed to.
        """
        with self._database.begin() as connection:
            found = _find(connection, request_id, true() if where is None else where)
            if found.kind is not RequestKind.DELETION or found.state is not RequestState.ASKED:
                raise InputError("there is nothing to agree to: it was agreed to before, or needs one person alone")
            if found.asked_by == by.name:
                raise SamePersonError("a deletion needs two people: somebody else has to agree")
            assert found.person_id is not None  # kept until it has ended
            if in_hand(found.person_id):
                raise StillInHandError("a complaint of theirs waits for an answer: it is answered first")
            values = {"agreed_by": by.name, "agreed_at": datetime.now(UTC)}
            connection.execute(REQUESTS.update().where(REQUESTS.c.request_id == request_id).values(**values))
            enqueue(connection, ERASE, {"request": request_id}, team=found.team, key=request_id, most_attempts=60)
            record_within(
                connection,
                actor=by.name,
                action="agree_deletion",
                object_type=CUSTOMER,
                object_id=found.person_id,
                reason=f"{request_id}, asked for by {found.asked_by}",
            )
            return _find(connection, request_id, true())

    def end(self, request_id: str, proof: Mapping[str, Any]) -> None:
        """Ends a request that one person carries out, with what came of it."""
        values = {"ended_at": datetime.now(UTC), "proof": json.dumps(dict(proof), ensure_ascii=False)}
        with self._database.begin() as connection:
            connection.execute(REQUESTS.update().where(REQUESTS.c.request_id == request_id).values(**values))

    def find(self, request_id: str, *, where: ColumnElement[bool] | None = None) -> SubjectRequest:
        """One request; NotFoundError where there is none that ``where`` lets one see."""
        with self._database.read() as connection:
            return _find(connection, request_id, true() if where is None else where)

    def list(self, *, where: ColumnElement[bool] | None = None, limit: int = 200) -> tuple[SubjectRequest, ...]:
        """The newest first."""
        query = select(REQUESTS).where(true() if where is None else where)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(REQUESTS.c.asked_at.desc()).limit(limit)).all()
        return tuple(map(_request, rows))

    def unfinished(self) -> tuple[SubjectRequest, ...]:
        """Deletions that runs still stand in the way of, oldest first."""
        waiting = REQUESTS.c.erased_at.is_not(None) & REQUESTS.c.ended_at.is_(None)
        with self._database.read() as connection:
            rows = connection.execute(select(REQUESTS).where(waiting).order_by(REQUESTS.c.erased_at)).all()
        return tuple(map(_request, rows))


def _find(connection: Connection, request_id: str, where: ColumnElement[bool]) -> SubjectRequest:
    row = connection.execute(select(REQUESTS).where(REQUESTS.c.request_id == request_id, where)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such request")
    return _request(row)


def _request(row: Row[tuple[Any, ...]]) -> SubjectRequest:
    return SubjectRequest(
        request_id=row.request_id,
        team=row.team,
        kind=RequestKind(row.kind),
        person_id=row.person_id,
        pseudonym=row.pseudonym,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        agreed_by=row.agreed_by,
        agreed_at=row.agreed_at,
        erased_at=row.erased_at,
        sealed=row.sealed,
        ended_at=row.ended_at,
        proof=json.loads(row.proof),
    )
