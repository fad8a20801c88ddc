"""The audit log: who did what to which object, when and why; append-only, each entry chained to the one before.

An entry's digest covers the digest of the entry before it, so an entry that is changed, removed or moved is found
with its place. Triggers keep ordinary statements from changing entries. Whoever can replace the whole database can
also compute a new chain: against that, keep :meth:`AuditLog.head` outside from time to time and verify against it.

No personal data stands in an entry: a customer appears under a pseudonym, which dies with their key, and phones,
numbers and addresses in a reason are masked as it is written.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, Row, String, Table, Text, literal, select

from mingjian.access.masking import mask_text
from mingjian.access.pseudonyms import Pseudonyms, known_as, make_within
from mingjian.store.database import METADATA, Database

PERSONS = frozenset({"customer", "complaint", "material"})
"""Object types whose id leads to a person and is kept as a pseudonym."""

_BEFORE_THE_FIRST = "0" * 64

ENTRIES = Table(
    "audit_entries",
    METADATA,
    Column("sequence", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("action", String(80), nullable=False),
    Column("object_type", String(80), nullable=False),
    Column("object_key", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Index("audit_entries_by_object", "object_type", "object_key", "sequence"),
    Index("audit_entries_by_actor", "actor", "sequence"),
)
_HEAD = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
)


@dataclass(frozen=True)
class AuditEntry:
    """One thing that somebody did."""

    sequence: int
    at: datetime
    actor: str
    action: str
    object_type: str
    object_key: str
    """The object's id; a pseudonym where the object is a person."""
    object_id: str | None
    """The id that leads to the object; None where it was a person who has been forgotten."""
    reason: str


@dataclass(frozen=True)
class AuditHead:
    """How far the log had come: to be kept outside the database, and verified against."""

    sequence: int
    digest: str


class Breach(StrEnum):
    """What is wrong at a place of the log."""

    REMOVED = "removed"
    CHANGED = "changed"
    DETACHED = "detached"
    """It does not continue the entry before it: moved, replaced or inserted."""
    REWRITTEN = "rewritten"
    """The log no longer contains the head that was kept outside."""


@dataclass(frozen=True)
class AuditBreach:
    """A breach and where it shows: the sequence numbers of the first and the last entry concerned."""

    first: int
    last: int
    breach: Breach


@dataclass(frozen=True)
class AuditVerification:
    """What a verification of the log found."""

    entries: int
    breaches: tuple[AuditBreach, ...]

    @property
    def intact(self) -> bool:
        """Whether every entry stands as it was written."""
        return not self.breaches


class AuditLog:
    """The log of one database. Entries are written one after the other, from however many processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pseudonyms = Pseudonyms(database)

    def record(self, *, actor: str, action: str, object_type: str, object_id: str, reason: str = "") -> AuditEntry:
        """Appends an entry and returns it; on return it is on disk."""
        with self._database.begin() as connection:
            return record_within(
                connection, actor=actor, action=action, object_type=object_type, object_id=object_id, reason=reason
            )

    def entries(
        self,
        *,
        actor: str | None = None,
        action: str | None = None,
        actions: Collection[str] = (),
        object_type: str | None = None,
        object_id: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[AuditEntry, ...]:
        """The newest entries first; ``before`` is the sequence number that the last page ended with.

        ``actions`` asks for any of several.
        """
        query = select(ENTRIES).order_by(ENTRIES.c.sequence.desc()).limit(limit)
        if actor is not None:
            query = query.where(ENTRIES.c.actor == actor)
        if action is not None:
            query = query.where(ENTRIES.c.action == action)
        if actions:
            query = query.where(ENTRIES.c.action.in_(sorted(actions)))
        if object_type is not None:
            query = query.where(ENTRIES.c.object_type == object_type)
        if object_id is not None:
            # Within the statement: every page of a person's asks so, and a look-up before it would be one more.
            key = known_as(object_type, object_id) if object_type in PERSONS else literal(object_id)
            query = query.where(ENTRIES.c.object_key == key)
        if before is not None:
            query = query.where(ENTRIES.c.sequence < before)
        with self._database.ask() as connection:
            rows = connection.execute(query).all()
        return self._identified(rows) if object_id is None else tuple(_entry(row, object_id=object_id) for row in rows)

    def head(self) -> AuditHead:
        """How far the log has come, to be kept outside."""
        with self._database.read() as connection:
            row = connection.execute(select(_HEAD)).one()
        return AuditHead(row.sequence, row.digest)

    def numbered(self, numbers: Sequence[int]) -> tuple[AuditEntry, ...]:
        """The entries of these numbers."""
        query = select(ENTRIES).where(ENTRIES.c.sequence.in_(numbers)).order_by(ENTRIES.c.sequence)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return self._identified(rows)

    def verify(self, *, kept: Sequence[AuditHead] = ()) -> AuditVerification:
        """Reads the whole log and finds what was changed, removed or moved, and which of the kept heads it lacks."""
        with self._database.read() as connection:
            head = connection.execute(select(_HEAD)).one()
            count, breaches = _follow(connection, AuditHead(head.sequence, head.digest), kept)
        return AuditVerification(count, tuple(breaches))

    def _identified(self, rows: Sequence[Row[Any]]) -> tuple[AuditEntry, ...]:
        persons = self._pseudonyms.identify_all([row.object_key for row in rows if row.object_type in PERSONS])
        return tuple(
            _entry(row, object_id=persons.get(row.object_key) if row.object_type in PERSONS else row.object_key)
            for row in rows
        )


def record_within(
    connection: Connection, *, actor: str, action: str, object_type: str, object_id: str, reason: str = ""
) -> AuditEntry:
    """Appends an entry in the caller's own writing transaction: what was done and its entry come to be together.

    Record last: other writers of entries wait until the transaction ends.
    """
    # The head row is the queue in which writers wait: locked on PostgreSQL here, on SQLite by the transaction.
    head = connection.execute(select(_HEAD).with_for_update()).one()
    key = make_within(connection, object_type, object_id) if object_type in PERSONS else object_id
    entry = AuditEntry(
        sequence=head.sequence + 1,
        at=datetime.now(UTC),
        actor=actor,
        action=action,
        object_type=object_type,
        object_key=key,
        object_id=object_id,
        # The person's own number too: the log keeps its words for ever, and deletion forgets who the number was.
        reason=mask_text(reason, names=(object_id,) if object_type in PERSONS else ()),
    )
    digest = _digest(head.digest, entry)
    connection.execute(
        ENTRIES.insert().values(
            sequence=entry.sequence,
            at=entry.at.isoformat(timespec="microseconds"),
            actor=actor,
            action=action,
            object_type=object_type,
            object_key=key,
            reason=entry.reason,
            previous=head.digest,
            digest=digest,
        )
    )
    connection.execute(_HEAD.update().values(sequence=entry.sequence, digest=digest))
    return entry


def _follow(connection: Connection, head: AuditHead, kept: Sequence[AuditHead]) -> tuple[int, list[AuditBreach]]:
    breaches: list[AuditBreach] = []
    count, expected, previous = 0, 1, _BEFORE_THE_FIRST
    lacking = set(kept) - {AuditHead(0, _BEFORE_THE_FIRST)}
    for row in _rows(connection):
        if row.sequence > expected:
            breaches.append(AuditBreach(expected, row.sequence - 1, Breach.REMOVED))
        elif row.previous != previous:
            breaches.append(AuditBreach(row.sequence, row.sequence, Breach.DETACHED))
        if _digest(row.previous, _entry(row, object_id=None)) != row.digest:
            breaches.append(AuditBreach(row.sequence, row.sequence, Breach.CHANGED))
        lacking.discard(AuditHead(row.sequence, row.digest))
        count, expected, previous = count + 1, row.sequence + 1, row.digest
    last = expected - 1
    if last < head.sequence:
        breaches.append(AuditBreach(expected, head.sequence, Breach.REMOVED))
    elif last > head.sequence:
        breaches.append(AuditBreach(head.sequence + 1, last, Breach.DETACHED))
    elif previous != head.digest:
        breaches.append(AuditBreach(last, last, Breach.CHANGED))
    places = sorted(one.sequence for one in lacking)
    breaches.extend(AuditBreach(place, place, Breach.REWRITTEN) for place in places)
    return count, breaches


def _rows(connection: Connection) -> Iterator[Row[Any]]:
    query = select(ENTRIES).order_by(ENTRIES.c.sequence).execution_options(yield_per=1_000)
    yield from connection.execute(query)


def _entry(row: Row[Any], *, object_id: str | None) -> AuditEntry:
    return AuditEntry(
        sequence=row.sequence,
        at=datetime.fromisoformat(row.at),
        actor=row.actor,
        action=row.action,
        object_type=row.object_type,
        object_key=row.object_key,
        object_id=object_id,
        reason=row.reason,
    )


def _digest(previous: str, entry: AuditEntry) -> str:
    # Without the sequence number: an entry that was moved keeps its own digest and shows as detached, not as changed.
    parts = [
        previous,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor,
        entry.action,
        entry.object_type,
        entry.object_key,
        entry.reason,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii")).hexdigest()
