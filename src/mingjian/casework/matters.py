"""Complaints in hand as they stand: the queue, one matter, its clock.

The queue is ordered by need, then by what is due first. Need comes from facts in the complaint and from people. What
is taken stands in :mod:`~mingjian.casework.register`; joining, giving, stopping the clock and answering are modules of
their own, whose tables are read here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, Table, func, select

from mingjian.casework import ledger
from mingjian.casework.assignments import ASSIGNMENTS
from mingjian.casework.clocks import OF_THE_LAW, CalendarRules, Due, Span, due
from mingjian.casework.corrections import corrected, stated_within
from mingjian.casework.decisions import ACTS
from mingjian.casework.joins import JOINS, handled_in, leading
from mingjian.casework.ledger import Event, SubjectType
from mingjian.casework.pauses import PAUSES
from mingjian.casework.questions import Answer, Question
from mingjian.casework.register import ANSWERED, ARRIVALS, MATTERS
from mingjian.casework.taking import FACTS_OF_NEED, Need, need_of
from mingjian.contract import TIME_ZONE
from mingjian.errors import NotFoundError
from mingjian.store.database import Database

_ZONE = ZoneInfo(TIME_ZONE)


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
    late: int
    """How many of these are overdue."""
    nobodys: int
    """How many of these nobody has yet."""


class Matters:
    """The matters of one database."""

    def __init__(self, database: Database, counting: CalendarRules = OF_THE_LAW) -> None:
        self._database = database
        self._counting = counting

    def queue(
        self,
        *,
        today: date,
        assignee: str | None = None,
        need: Need | None = None,
        due_by: date | None = None,
        arrived_by: Collection[str] | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> QueuePage:
        """What waits for an answer, by need and then by what is due first: ``limit`` of it from ``offset`` on.

        Of one person, one need, up to a day or with one of some complaints where these are given; an empty
        ``assignee`` is nobody's yet.

        Nothing that was answered or joined is read. When something is due depends on pauses and holidays, which no
        statement of SQL knows, so what is open is put in order here.
        """
        with self._database.read() as connection:
            found = _matters(connection, today, self._counting, of=_waiting(assignee))
        chosen = (
            one
            for one in found
            if (need is None or one.need is need)
            and (due_by is None or one.due.at.astimezone(_ZONE).date() <= due_by)
            and (arrived_by is None or any(arrival.complaint_id in arrived_by for arrival in one.arrivals))
        )
        ordered = sorted(chosen, key=lambda one: one.order)
        return QueuePage(
            tuple(ordered[offset : None if limit is None else offset + limit]),
            len(ordered),
            late=sum(one.due.at.astimezone(_ZONE).date() < today for one in ordered),
            nobodys=sum(not one.assignee for one in ordered),
        )

    def waiting_complaints(self) -> tuple[str, ...]:
        """The complaints of matters without an answer, whichever matter they are handled in."""
        answered = select(ANSWERED.c.matter_id).where(ANSWERED.c.reopened_at.is_(None))
        with self._database.read() as connection:
            return tuple(
                connection.scalars(select(ARRIVALS.c.complaint_id).where(ARRIVALS.c.matter_id.not_in(answered)))
            )

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
        """Everything that happened to a matter and to what is handled in it, oldest first."""
        with self._database.read() as connection:
            numbers = handled_in(connection, matter_id)
            events = [one for each in numbers for one in ledger.timeline(connection, SubjectType.MATTER, each)]
        return tuple(sorted(events, key=lambda one: one.number))


def arrival_of(matter: Matter, complaint_id: str) -> ArrivedBy:
    """The complaint of a matter; NotFoundError where it is none of it."""
    for one in matter.arrivals:
        if one.complaint_id == complaint_id:
            return one
    raise NotFoundError("this matter has no such complaint")


def find_within(connection: Connection, matter_id: str, today: date, counting: CalendarRules) -> Matter:
    """The matter, within the caller's transaction; NotFoundError where there is none."""
    found = _matters(
        connection, today, counting, of=select(MATTERS.c.matter_id).where(MATTERS.c.matter_id == matter_id)
    )
    if not found:
        raise NotFoundError("there is no such matter")
    return found[0]


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
    return query.where(func.coalesce(latest, "") == assignee)


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

    def head(matter_id: str) -> str:
        while matter_id in into:
            matter_id = into[matter_id]
        return matter_id

    arrivals: dict[str, list[dict[str, Any]]] = {}
    stated_since = stated_within(connection)
    # What any of its complaints says: one that came later, or was joined, may tell of more need than the first.
    facts: dict[str, dict[str, None]] = {}
    taken = connection.execute(rows(MATTERS)).all()
    for row in taken:
        facts.setdefault(head(row.matter_id), {}).update(_facts(row.need_facts))
    for arrival in connection.execute(rows(ARRIVALS).order_by(ARRIVALS.c.received_at)).mappings():
        matter_id = head(arrival["matter_id"])
        arrivals.setdefault(matter_id, []).append(corrected(arrival, stated_since))
        facts[matter_id].update(_facts(arrival["need_facts"]))
    decided = rows(ACTS, key="subject_id").where(ACTS.c.subject_type == SubjectType.MATTER.value)
    acts = {
        (act.subject_id, act.question): Answer(act.answer) for act in connection.execute(decided.order_by(ACTS.c.at))
    }
    assigned = connection.execute(rows(ASSIGNMENTS).order_by(ASSIGNMENTS.c.number))
    assignees = {row.matter_id: row.assignee for row in assigned}
    pauses: dict[str, list[Span]] = {}
    for row in connection.execute(rows(PAUSES)):
        pauses.setdefault(row.matter_id, []).append(Span(row.started_on, row.ended_on))
    answered: dict[str, datetime] = {}
    reviewed: dict[str, datetime] = {}
    for row in connection.execute(rows(ANSWERED).order_by(ANSWERED.c.number)):
        if row.reopened_at is None:
            answered[row.matter_id] = row.at
        else:
            reviewed[row.matter_id] = row.reopened_at
    found = []
    for row in taken:
        if row.matter_id in into:
            continue
        mine = arrivals[row.matter_id]
        extension = acts.get((row.matter_id, Question.DEADLINE), Answer.ORDINARY)
        stops = pauses.get(row.matter_id, [])
        received_at = min(one["received_at"] for one in mine)
        # A review has a period of its own from the day on which it was asked for; what was stated before ended with the
        # answer.
        asked_at = reviewed.get(row.matter_id)
        stated = [
            one["due_at"]
            for one in mine
            if one["due_at"] is not None and (asked_at is None or one["received_at"] > asked_at)
        ]
        found.append(
            Matter(
                matter_id=row.matter_id,
                customer_id=row.customer_id,
                need=_need(facts[row.matter_id], acts.get((row.matter_id, Question.NEED))),
                need_facts=tuple(facts[row.matter_id]),
                received_at=received_at,
                due=due(
                    asked_at or received_at,
                    extension=extension,
                    review=asked_at is not None,
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


def _facts(stated: str) -> dict[str, None]:
    return dict.fromkeys(fact for fact in stated.split(";") if fact in FACTS_OF_NEED)


def _need(facts: Iterable[str], decided: Answer | None) -> Need:
    said = {Answer.URGENT: Need.URGENT, Answer.ELEVATED: Need.ELEVATED, Answer.LOWERED: Need.ORDINARY}
    return need_of(facts) if decided is None else said[decided]
