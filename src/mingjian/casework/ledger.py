"""What happened to a case or a matter, in order: who, when, why, before and after. Append-only.

Every change of casework writes one event here and one entry of the audit log in its own transaction, so the timeline
of a case is read, never put together. The reason stands here as it was written; in the audit log masked.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, RowMapping, String, Table, Text, select

from mingjian.access import webhooks
from mingjian.access.audit import record_within
from mingjian.access.policy import Principal
from mingjian.errors import InputError
from mingjian.store.database import METADATA, Instant

EVENTS = Table(
    "casework_events",
    METADATA,
    Column("number", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True),
    Column("subject_type", String(20), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(80), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("item_id", String(200), nullable=False),
    Index("casework_events_by_subject", "subject_type", "subject_id", "number"),
    Index("casework_events_by_kind", "kind", "at"),
)
NUMBERS = Table(
    "casework_numbers",
    METADATA,
    Column("kind", String(20), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

SHORTEST_REASON = 4


class SubjectType(StrEnum):
    """What an event, a note or a task is about."""

    CASE = "case"
    MATTER = "matter"
    CUSTOMER = "customer"
    MATERIAL = "material"
    PARTNER = "partner"
    POLICE_REQUEST = "police_request"
    WATCH = "watch"
    PACKAGE = "package"
    TAKEDOWN = "takedown"
    ADVERT_REPORT = "advert_report"


@dataclass(frozen=True)
class About:
    """What an event is about."""

    type: SubjectType
    id: str
    item_id: str = ""
    """What of it changed: an item of evidence, a note, an appointment; an empty text for the whole."""


@dataclass(frozen=True)
class Event:
    """One change."""

    number: int
    subject_type: SubjectType
    subject_id: str
    at: datetime
    by: str
    kind: str
    before: str
    after: str
    why: str
    item_id: str


def write(
    connection: Connection,
    about: About,
    kind: str,
    *,
    by: Principal,
    at: datetime,
    before: str = "",
    after: str = "",
    why: str = "",
) -> None:
    """Writes an audit entry and its event, in the caller's transaction; other writers wait until that ends.

    The entry comes first: the database takes no event, and no work or review that is given by one, without it.
    """
    record_within(connection, actor=by.name, action=kind, object_type=about.type.value, object_id=about.id, reason=why)
    connection.execute(
        EVENTS.insert().values(
            subject_type=about.type.value,
            subject_id=about.id,
            at=at,
            by=by.name,
            kind=kind,
            before=before,
            after=after,
            why=why,
            item_id=about.item_id,
        )
    )
    if (event := event_of(about.type, kind)) is not None:
        webhooks.announce(connection, event, about.id)


_TOLD = {
    (SubjectType.MATTER, "take"): webhooks.Event.MATTER_TAKEN,
    (SubjectType.MATTER, "assign"): webhooks.Event.MATTER_ASSIGNED,
    (SubjectType.MATTER, "give_back"): webhooks.Event.MATTER_ASSIGNED,
    (SubjectType.MATTER, "answer"): webhooks.Event.MATTER_ANSWERED,
    (SubjectType.MATTER, "appeal"): webhooks.Event.MATTER_REVIEW_ASKED,
    (SubjectType.CASE, "open_case"): webhooks.Event.CASE_OPENED,
    (SubjectType.CASE, "step"): webhooks.Event.CASE_STEPPED,
    (SubjectType.PACKAGE, "hand_package"): webhooks.Event.PACKAGE_HANDED,
    (SubjectType.POLICE_REQUEST, "note_request"): webhooks.Event.POLICE_REQUEST_NOTED,
    (SubjectType.POLICE_REQUEST, "reply_request"): webhooks.Event.POLICE_REQUEST_REPLIED,
    (SubjectType.TAKEDOWN, "send_takedown"): webhooks.Event.TAKEDOWN_SENT,
    (SubjectType.TAKEDOWN, "answer_takedown"): webhooks.Event.TAKEDOWN_ANSWERED,
}
"""What the lender's other systems may want to hear of."""


def event_of(subject_type: SubjectType, kind: str) -> webhooks.Event | None:
    """What webhooks are told of a change; None where it is the desk's own affair."""
    if subject_type is SubjectType.MATTER and kind.startswith("decide_"):
        return webhooks.Event.MATTER_DECIDED
    return _TOLD.get((subject_type, kind))


def timeline(connection: Connection, subject_type: SubjectType, subject_id: str) -> tuple[Event, ...]:
    """Everything that happened to a subject, oldest first."""
    mine = (EVENTS.c.subject_type == subject_type.value) & (EVENTS.c.subject_id == subject_id)
    return tuple(map(_event, connection.execute(select(EVENTS).where(mine).order_by(EVENTS.c.number)).mappings()))


def stated(why: str, *, shortest: int = SHORTEST_REASON) -> str:
    """A reason, trimmed; InputError where nothing was said. What is reported of others may be shorter."""
    if len(plain := why.strip()) < shortest:
        raise InputError("say why, in a few words")
    return plain


def next_number(connection: Connection, kind: str, year: int) -> int:
    """The next number of a kind in a year, from 1, without gaps among what was committed."""
    mine = (NUMBERS.c.kind == kind) & (NUMBERS.c.year == year)
    for _try in range(2):
        raised = NUMBERS.update().where(mine).values(last=NUMBERS.c.last + 1)
        if connection.execute(raised).rowcount:
            return int(connection.scalars(select(NUMBERS.c.last).where(mine)).one())
        _begin(connection, kind, year)
    raise AssertionError("a counter that was just begun is there")


def _begin(connection: Connection, kind: str, year: int) -> None:
    # Two writers may begin a year at once on PostgreSQL; SQLite has one writer.
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert

        connection.execute(insert(NUMBERS).values(kind=kind, year=year, last=0).on_conflict_do_nothing())
    else:
        connection.execute(NUMBERS.insert().values(kind=kind, year=year, last=0))


def _event(row: RowMapping) -> Event:
    return Event(**{**row, "subject_type": SubjectType(row["subject_type"])})
