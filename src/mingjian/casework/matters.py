"""Complaints in hand: each is taken, on whichever channel it came; what came on several is handled once.

A matter (投诉事项) is what a complainant wants answered; an arrival is one complaint by which it came, with the
regulator's number and deadline where it is a transfer. Both are append-only: being taken cannot be taken back, and
triggers of the database refuse to change or to remove one. What is joined is put apart again by a person.

The queue is ordered by need, then by what is due first. Need comes from facts in the complaint and from people. No
column of any of these tables holds a score, so none can order, delay or refuse anything.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    select,
)

from mingjian.access.accounts import ACCOUNT_ROLES, ACCOUNTS, new_id
from mingjian.access.policy import Principal
from mingjian.casework import interests, ledger
from mingjian.casework.clocks import OF_THE_LAW, CalendarRules, Due, PauseCause, Span, due
from mingjian.casework.decisions import ACTS, PEOPLE_WHO_DECIDE
from mingjian.casework.errors import ConflictOfInterestError, RefusedError
from mingjian.casework.interests import INTERESTS
from mingjian.casework.ledger import Event, SubjectType
from mingjian.casework.questions import Answer, Question
from mingjian.casework.wishes import note_within
from mingjian.contract import TIME_ZONE
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

MATTERS = Table(
    "matters",
    METADATA,
    Column("matter_id", String(20), primary_key=True),
    Column("customer_id", String(200), nullable=False),
    Column("need", String(20), nullable=False),
    Column("need_facts", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("taken_by", String(80), nullable=False),
    Index("matters_by_customer", "customer_id", "received_at"),
)
ARRIVALS = Table(
    "arrivals",
    METADATA,
    Column("complaint_id", String(200), primary_key=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("external_number", String(200), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("wording", String(64), nullable=False),
    Column("recognised_by", String(20), nullable=False),
    Index("arrivals_by_matter", "matter_id"),
    Index("arrivals_by_number", "external_number"),
    Index("arrivals_by_wording", "wording"),
)
JOINS = Table(
    "matter_joins",
    METADATA,
    Column("join_id", String(20), primary_key=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("into_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    Column("parted_at", Instant),
    Index("matter_joins_by_matter", "matter_id"),
)
ASSIGNMENTS = Table(
    "assignments",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("assignee", String(80), nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("bulk_id", String(20), nullable=False),
    Index("assignments_by_matter", "matter_id", "number"),
)
BULKS = Table(
    "bulks",
    METADATA,
    Column("bulk_id", String(20), primary_key=True),
    Column("kind", String(20), nullable=False, server_default="assign"),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    Column("undone_at", Instant),
)
PAUSES = Table(
    "pauses",
    METADATA,
    Column("pause_id", String(20), primary_key=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("cause", String(20), nullable=False),
    Column("ground", Text, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("by", String(80), nullable=False),
    Column("ended_on", Date),
    Index("pauses_by_matter", "matter_id"),
)
ANSWERED = Table(
    "answered",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(80), nullable=False),
    Column("notice_id", String(20), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("reopened_at", Instant),
    Index("answered_by_matter", "matter_id"),
)

_ZONE = ZoneInfo(TIME_ZONE)
SAME_TIME = timedelta(days=60)
"""The longest that the law gives for an answer: later words of the same customer are a new complaint."""
_NOT_A_WORD = re.compile(r"[\W_]+")


class Need(StrEnum):
    """How much a complainant needs an answer: orders the queue."""

    URGENT = "urgent"
    ELEVATED = "elevated"
    ORDINARY = "ordinary"

    @property
    def rank(self) -> int:
        """0 is first."""
        return list(Need).index(self)


FACTS_OF_NEED: Mapping[str, Need] = {
    "bereavement": Need.URGENT,
    "illness": Need.URGENT,
    "threats": Need.URGENT,
    "hardship": Need.ELEVATED,
    "loan_not_taken": Need.ELEVATED,
    "third_party_contact": Need.ELEVATED,
}
"""What a complaint says (a claim of the contract), and the need that follows; believed until somebody has looked."""


@dataclass(frozen=True)
class Arrival:
    """A complaint as it came."""

    complaint_id: str
    customer_id: str
    """An empty text where it matched nobody."""
    received_at: datetime
    channel: str
    text: str
    external_number: str = ""
    """The regulator's or platform's number of a transfer (转办单)."""
    due_at: datetime | None = None
    """The deadline that the transfer states."""
    claims: tuple[str, ...] = ()
    complained_of: tuple[str, ...] = ()
    """Names of those who dealt with the customer; who has such an account has an interest."""
    do_not_contact: bool = False


@dataclass(frozen=True)
class ArrivedBy:
    """One complaint by which a matter came."""

    complaint_id: str
    channel: str
    external_number: str
    received_at: datetime
    due_at: datetime | None
    recognised_by: str
    """``new``, or how it was recognised: by its ``number`` or its ``wording``."""


@dataclass(frozen=True)
class Matter:
    """A matter as it stands."""

    matter_id: str
    customer_id: str
    need: Need
    need_facts: tuple[str, ...]
    received_at: datetime
    due: Due
    extension: Answer
    assignee: str
    arrivals: tuple[ArrivedBy, ...]
    paused: bool
    answered_at: datetime | None

    @property
    def order(self) -> tuple[int, datetime, str]:
        """Its place in the queue."""
        return self.need.rank, self.due.at, self.matter_id


@dataclass(frozen=True)
class QueuePage:
    """A part of the queue, and how much waits in all."""

    matters: tuple[Matter, ...]
    total: int


class Matters:
    """The matters of one database."""

    def __init__(self, database: Database, counting: CalendarRules = OF_THE_LAW) -> None:
        self._database = database
        self._counting = counting

    def take(self, arrivals: Iterable[Arrival], *, by: Principal, at: datetime) -> tuple[str, ...]:
        """Takes every complaint that was not taken yet; gives the matters that are new.

        One is recognised as a matter that is in hand by the regulator's number, or as the same words of the same
        customer within sixty days. Anything less is only suggested (:meth:`alike`): a wrong join would leave
        somebody without an answer.
        """
        new: list[str] = []
        for arrival in sorted(arrivals, key=lambda one: (one.received_at, one.complaint_id)):
            with self._database.begin() as connection:
                if matter_id := _take(connection, arrival, by, at):
                    new.append(matter_id)
        return tuple(new)

    def queue(
        self, *, today: date, assignee: str | None = None, offset: int = 0, limit: int | None = None
    ) -> "QueuePage":
        """What waits for an answer, by need and then by what is due first: ``limit`` of it from ``offset`` on.

        Nothing that was answered or joined is read. When something is due depends on pauses and holidays, which no
        statement of SQL knows, so what is open is put in order here.
        """
        with self._database.read() as connection:
            found = _matters(connection, today, self._counting, of=_waiting(assignee))
        ordered = sorted(found, key=lambda one: one.order)
        return QueuePage(tuple(ordered[offset : None if limit is None else offset + limit]), len(ordered))

    def all(self, *, today: date) -> tuple[Matter, ...]:
        """Every matter, answered ones too, the newest first."""
        with self._database.read() as connection:
            found = _matters(connection, today, self._counting)
        return tuple(sorted(found, key=lambda one: (one.received_at, one.matter_id), reverse=True))

    def find(self, matter_id: str, *, today: date) -> Matter:
        """The matter of that number, or the one that it was joined into; NotFoundError where there is none."""
        with self._database.read() as connection:
            return find_within(connection, leading(connection, matter_id), today, self._counting)

    def of_complaint(self, complaint_id: str) -> str:
        """The matter that a complaint belongs to; NotFoundError where it was not taken."""
        if not (known := self.known(complaint_id)):
            raise NotFoundError("this complaint has not been taken to the desk yet")
        return known

    def known(self, complaint_id: str) -> str:
        """The matter that a complaint belongs to; an empty text where it was not taken yet."""
        with self._database.read() as connection:
            mine = select(ARRIVALS.c.matter_id).where(ARRIVALS.c.complaint_id == complaint_id)
            matter_id = connection.scalar(mine)
            return "" if matter_id is None else leading(connection, matter_id)

    def timeline(self, matter_id: str) -> tuple[Event, ...]:
        """Everything that happened to a matter, oldest first."""
        with self._database.read() as connection:
            return ledger.timeline(connection, SubjectType.MATTER, matter_id)

    def alike(self, matter_id: str) -> tuple[str, ...]:
        """Other open matters of the same customer within sixty days: perhaps one complaint, which a person says."""
        with self._database.read() as connection:
            mine = connection.execute(select(MATTERS).where(MATTERS.c.matter_id == matter_id)).one_or_none()
            if mine is None or not mine.customer_id:
                return ()
            same = select(MATTERS.c.matter_id).where(
                MATTERS.c.customer_id == mine.customer_id,
                MATTERS.c.matter_id != matter_id,
                MATTERS.c.received_at.between(mine.received_at - SAME_TIME, mine.received_at + SAME_TIME),
                MATTERS.c.matter_id.not_in(select(JOINS.c.matter_id).where(JOINS.c.parted_at.is_(None))),
                MATTERS.c.matter_id.not_in(select(ANSWERED.c.matter_id).where(ANSWERED.c.reopened_at.is_(None))),
            )
            return tuple(connection.scalars(same.order_by(MATTERS.c.matter_id)).all())

    def join(self, matter_id: str, into: str, *, by: Principal, at: datetime, why: str) -> None:
        """One complaint on two channels: handled once from now, under the earlier deadline of both."""
        with self._database.begin() as connection:
            one, other = _row(connection, matter_id), _row(connection, leading(connection, into))
            if one["matter_id"] == other["matter_id"] or leading(connection, matter_id) != matter_id:
                raise RefusedError("these are one matter already")
            if not one["customer_id"] or one["customer_id"] != other["customer_id"]:
                raise RefusedError("only complaints of one customer are one matter")
            connection.execute(
                JOINS.insert().values(
                    join_id=new_id("O"),
                    matter_id=matter_id,
                    into_id=other["matter_id"],
                    by=by.name,
                    at=at,
                    why=ledger.stated(why),
                )
            )
            ledger.write(
                connection, SubjectType.MATTER, matter_id, "join", by=by, at=at, after=other["matter_id"], why=why
            )

    def part(self, matter_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """Undoes a join: the complaint waits for an answer of its own again, its clock untouched."""
        with self._database.begin() as connection:
            joined = (JOINS.c.matter_id == matter_id) & JOINS.c.parted_at.is_(None)
            if not connection.execute(JOINS.update().where(joined).values(parted_at=at)).rowcount:
                raise NotFoundError("this was not joined")
            ledger.write(connection, SubjectType.MATTER, matter_id, "part", by=by, at=at, why=ledger.stated(why))

    def assign(self, matter_ids: Sequence[str], to: str, *, by: Principal, at: datetime, why: str) -> str:
        """Gives matters to somebody, all or none; the id undoes it. ConflictOfInterestError names no customer."""
        bulk_id = new_id("B")
        with self._database.begin() as connection:
            _can_handle(connection, to)
            connection.execute(BULKS.insert().values(bulk_id=bulk_id, by=by.name, at=at, why=ledger.stated(why)))
            for matter_id in dict.fromkeys(matter_ids):
                row = _row(connection, matter_id)
                if to in interests.who_within(connection, SubjectType.MATTER, matter_id, row["customer_id"]):
                    raise ConflictOfInterestError(f"{to} has an interest in {matter_id}: choose somebody else")
                before = assignee_within(connection, matter_id)
                _assign(connection, matter_id, to, by, at, bulk_id)
                ledger.write(
                    connection,
                    SubjectType.MATTER,
                    matter_id,
                    "assign",
                    by=by,
                    at=at,
                    before=before,
                    after=to,
                    why=why,
                    item_id=bulk_id,
                )
        return bulk_id

    def undo(self, bulk_id: str, *, by: Principal, at: datetime, why: str) -> int:
        """Takes a bulk assignment back where nobody has assigned anew since; how many it put back."""
        back = 0
        with self._database.begin() as connection:
            fresh = (BULKS.c.bulk_id == bulk_id) & BULKS.c.undone_at.is_(None)
            if not connection.execute(BULKS.update().where(fresh).values(undone_at=at)).rowcount:
                raise NotFoundError("there is nothing to undo under that number")
            query = select(ASSIGNMENTS).where(ASSIGNMENTS.c.bulk_id == bulk_id).order_by(ASSIGNMENTS.c.number)
            for row in connection.execute(query).all():
                mine = select(ASSIGNMENTS).where(ASSIGNMENTS.c.matter_id == row.matter_id)
                history = connection.execute(mine.order_by(ASSIGNMENTS.c.number)).all()
                if history[-1].number != row.number:
                    continue
                before = history[-2].assignee if len(history) > 1 else ""
                _assign(connection, row.matter_id, before, by, at, "")
                ledger.write(
                    connection,
                    SubjectType.MATTER,
                    row.matter_id,
                    "undo_assign",
                    by=by,
                    at=at,
                    before=row.assignee,
                    after=before,
                    why=ledger.stated(why),
                    item_id=bulk_id,
                )
                back += 1
        return back

    def pause(self, matter_id: str, cause: PauseCause, *, ground: str, by: Principal, at: datetime) -> str:
        """Stops the clock for a cause that the rules know; ``ground`` is what shows it. A transfer's never stops."""
        pause_id = new_id("P")
        with self._database.begin() as connection:
            _row(connection, matter_id)
            running = (PAUSES.c.matter_id == matter_id) & PAUSES.c.ended_on.is_(None)
            if connection.scalar(select(PAUSES.c.pause_id).where(running)) is not None:
                raise RefusedError("the clock is stopped already")
            connection.execute(
                PAUSES.insert().values(
                    pause_id=pause_id,
                    matter_id=matter_id,
                    cause=cause.value,
                    ground=ledger.stated(ground),
                    started_on=at.astimezone(_ZONE).date(),
                    by=by.name,
                )
            )
            ledger.write(
                connection,
                SubjectType.MATTER,
                matter_id,
                "pause",
                by=by,
                at=at,
                after=cause.value,
                why=ground,
                item_id=pause_id,
            )
        return pause_id

    def resume(self, matter_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """Lets the clock run again."""
        with self._database.begin() as connection:
            running = (PAUSES.c.matter_id == matter_id) & PAUSES.c.ended_on.is_(None)
            ended = PAUSES.update().where(running).values(ended_on=at.astimezone(_ZONE).date())
            if not connection.execute(ended).rowcount:
                raise RefusedError("the clock is running")
            ledger.write(connection, SubjectType.MATTER, matter_id, "resume", by=by, at=at, why=ledger.stated(why))


def find_within(connection: Connection, matter_id: str, today: date, counting: CalendarRules) -> Matter:
    """The matter, within the caller's transaction; NotFoundError where there is none."""
    found = _matters(
        connection, today, counting, of=select(MATTERS.c.matter_id).where(MATTERS.c.matter_id == matter_id)
    )
    if not found:
        raise NotFoundError("there is no such matter")
    return found[0]


def leading(connection: Connection, matter_id: str) -> str:
    """The matter that a matter is handled in: itself, or the one that it was joined into."""
    joined = select(JOINS.c.into_id).where(JOINS.c.matter_id == matter_id, JOINS.c.parted_at.is_(None))
    into = connection.scalar(joined)
    return matter_id if into is None else leading(connection, into)


def assignee_within(connection: Connection, matter_id: str) -> str:
    """Who has a matter; an empty text for nobody."""
    mine = select(ASSIGNMENTS.c.assignee).where(ASSIGNMENTS.c.matter_id == matter_id)
    return connection.scalar(mine.order_by(ASSIGNMENTS.c.number.desc()).limit(1)) or ""


def words_of(text: str) -> str:
    """A text without what channels change: width, spaces, punctuation, case."""
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()


def _take(connection: Connection, arrival: Arrival, by: Principal, at: datetime) -> str:
    if connection.scalar(select(ARRIVALS.c.matter_id).where(ARRIVALS.c.complaint_id == arrival.complaint_id)):
        return ""
    wording = hashlib.sha256(words_of(arrival.text).encode()).hexdigest() if words_of(arrival.text) else ""
    matter_id, recognised_by = _recognise(connection, arrival, wording)
    is_new = not matter_id
    if is_new:
        year = arrival.received_at.astimezone(_ZONE).year
        matter_id = f"M-{year}-{ledger.next_number(connection, 'matter', year):06d}"
        facts = [claim for claim in dict.fromkeys(arrival.claims) if claim in FACTS_OF_NEED]
        need = min((FACTS_OF_NEED[fact] for fact in facts), key=lambda one: one.rank, default=Need.ORDINARY)
        connection.execute(
            MATTERS.insert().values(
                matter_id=matter_id,
                customer_id=arrival.customer_id,
                need=need.value,
                need_facts=";".join(facts),
                received_at=arrival.received_at,
                taken_at=at,
                taken_by=by.name,
            )
        )
    connection.execute(
        ARRIVALS.insert().values(
            complaint_id=arrival.complaint_id,
            matter_id=matter_id,
            channel=arrival.channel,
            external_number=arrival.external_number,
            received_at=arrival.received_at,
            due_at=arrival.due_at,
            wording=wording,
            recognised_by=recognised_by,
        )
    )
    _note_interests(connection, matter_id, arrival, by, at)
    if arrival.do_not_contact and arrival.customer_id:
        note_within(connection, arrival.customer_id, channel="", source="the lender's own records", by=by, at=at)
    ledger.write(
        connection,
        SubjectType.MATTER,
        matter_id,
        "take" if is_new else "take_again",
        by=by,
        at=at,
        after=arrival.channel,
        item_id=arrival.complaint_id,
    )
    return matter_id if is_new else ""


def _recognise(connection: Connection, arrival: Arrival, wording: str) -> tuple[str, str]:
    since, until = arrival.received_at - SAME_TIME, arrival.received_at + SAME_TIME
    near = (
        select(ARRIVALS, MATTERS.c.customer_id)
        .join(MATTERS, MATTERS.c.matter_id == ARRIVALS.c.matter_id)
        .where(MATTERS.c.received_at.between(since, until))
        .order_by(ARRIVALS.c.received_at)
    )
    if arrival.external_number:
        # A platform may give one number to several customers' letters: the customer has to agree as well.
        for row in connection.execute(near.where(ARRIVALS.c.external_number == arrival.external_number)).all():
            if row.customer_id == arrival.customer_id:
                return leading(connection, row.matter_id), "number"
    if arrival.customer_id and wording:
        same = near.where(MATTERS.c.customer_id == arrival.customer_id, ARRIVALS.c.wording == wording)
        for row in connection.execute(same).all():
            return leading(connection, row.matter_id), "wording"
    return "", "new"


def _note_interests(connection: Connection, matter_id: str, arrival: Arrival, by: Principal, at: datetime) -> None:
    if not arrival.complained_of:
        return
    names = connection.scalars(select(ACCOUNTS.c.name).where(ACCOUNTS.c.name.in_(arrival.complained_of))).all()
    for name in set(names) - interests.who_within(connection, SubjectType.MATTER, matter_id):
        connection.execute(
            INTERESTS.insert().values(
                name=name,
                subject_type=SubjectType.MATTER.value,
                subject_id=matter_id,
                why="dealt with the customer before",
                declared_by=by.name,
                declared_at=at,
            )
        )


def _can_handle(connection: Connection, name: str) -> None:
    able = (
        select(ACCOUNTS.c.account_id)
        .join(ACCOUNT_ROLES, ACCOUNT_ROLES.c.account_id == ACCOUNTS.c.account_id)
        .where(ACCOUNTS.c.name == name, ACCOUNTS.c.disabled_at.is_(None))
        .where(ACCOUNT_ROLES.c.role.in_([role.value for role in PEOPLE_WHO_DECIDE]))
    )
    there_are_accounts = connection.scalar(select(ACCOUNTS.c.account_id).limit(1)) is not None
    if not name or (there_are_accounts and connection.scalar(able.limit(1)) is None):
        raise InputError("give it to somebody who works on complaints")


def _assign(connection: Connection, matter_id: str, to: str, by: Principal, at: datetime, bulk_id: str) -> None:
    connection.execute(
        ASSIGNMENTS.insert().values(matter_id=matter_id, assignee=to, by=by.name, at=at, bulk_id=bulk_id)
    )


def _row(connection: Connection, matter_id: str) -> RowMapping:
    row = connection.execute(select(MATTERS).where(MATTERS.c.matter_id == matter_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("there is no such matter")
    return row


def _waiting(assignee: str | None) -> Select[tuple[str]]:
    """The numbers of the matters without an answer, of somebody where a name is given."""
    query = select(MATTERS.c.matter_id).where(
        MATTERS.c.matter_id.not_in(select(JOINS.c.matter_id).where(JOINS.c.parted_at.is_(None))),
        MATTERS.c.matter_id.not_in(select(ANSWERED.c.matter_id).where(ANSWERED.c.reopened_at.is_(None))),
    )
    if assignee is None:
        return query
    latest = (
        select(ASSIGNMENTS.c.assignee)
        .where(ASSIGNMENTS.c.matter_id == MATTERS.c.matter_id)
        .order_by(ASSIGNMENTS.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return query.where(latest == assignee)


def _matters(
    connection: Connection, today: date, counting: CalendarRules, *, of: Select[tuple[str]] | None = None
) -> tuple[Matter, ...]:
    """The matters whose numbers ``of`` selects, with what was joined into them; every one without it."""
    into = {row.matter_id: row.into_id for row in connection.execute(select(JOINS).where(JOINS.c.parted_at.is_(None)))}
    joined: list[str] = []
    if of is not None and into:
        wanted = {row.matter_id for row in connection.execute(of)}
        joined = [one for one in into if leading(connection, one) in wanted]

    def rows(table: Table, *, key: str = "matter_id") -> Select[Any]:
        column = table.c[key]
        return select(table) if of is None else select(table).where(column.in_(of) | column.in_(joined))

    arrivals: dict[str, list[RowMapping]] = {}
    for arrival in connection.execute(rows(ARRIVALS).order_by(ARRIVALS.c.received_at)).mappings():
        matter_id = arrival["matter_id"]
        while matter_id in into:
            matter_id = into[matter_id]
        arrivals.setdefault(matter_id, []).append(arrival)
    decided = rows(ACTS, key="subject_id").where(ACTS.c.subject_type == SubjectType.MATTER.value)
    acts = {
        (act.subject_id, act.question): Answer(act.answer) for act in connection.execute(decided.order_by(ACTS.c.at))
    }
    assigned = connection.execute(rows(ASSIGNMENTS).order_by(ASSIGNMENTS.c.number))
    assignees = {row.matter_id: row.assignee for row in assigned}
    pauses: dict[str, list[Span]] = {}
    for row in connection.execute(rows(PAUSES)):
        pauses.setdefault(row.matter_id, []).append(Span(row.started_on, row.ended_on))
    closed = connection.execute(rows(ANSWERED).where(ANSWERED.c.reopened_at.is_(None)))
    answered = {row.matter_id: row.at for row in closed}
    found = []
    for row in connection.execute(rows(MATTERS)):
        if row.matter_id in into:
            continue
        mine = arrivals[row.matter_id]
        extension = acts.get((row.matter_id, Question.DEADLINE), Answer.ORDINARY)
        stops = pauses.get(row.matter_id, [])
        stated = [one["due_at"] for one in mine if one["due_at"] is not None]
        received_at = min(one["received_at"] for one in mine)
        found.append(
            Matter(
                matter_id=row.matter_id,
                customer_id=row.customer_id,
                need=_need(row.need, acts.get((row.matter_id, Question.NEED))),
                need_facts=tuple(filter(None, row.need_facts.split(";"))),
                received_at=received_at,
                due=due(
                    received_at,
                    extension=extension,
                    pauses=stops,
                    stated=min(stated, default=None),
                    today=today,
                    counting=counting,
                ),
                extension=extension,
                assignee=assignees.get(row.matter_id, ""),
                arrivals=tuple(ArrivedBy(*(one[name] for name in ArrivedBy.__match_args__)) for one in mine),
                paused=any(stop.ended_on is None for stop in stops),
                answered_at=answered.get(row.matter_id),
            )
        )
    return tuple(found)


def _need(first: str, decided: Answer | None) -> Need:
    said = {Answer.URGENT: Need.URGENT, Answer.ELEVATED: Need.ELEVATED, Answer.LOWERED: Need.ORDINARY}
    return Need(first) if decided is None else said[decided]
