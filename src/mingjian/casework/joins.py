"""One complaint on several channels is handled once: what a person joins, and puts apart again.

Only what is surely the same is recognised by itself (:mod:`~mingjian.casework.taking`); the rest is suggested here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Index, Row, Select, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import About, SubjectType
from mingjian.casework.register import ANSWERED, MATTERS, answered_within, entry
from mingjian.errors import NotFoundError
from mingjian.store.database import METADATA, Database, Instant

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
SAME_TIME = timedelta(days=60)
"""The longest that the law gives for an answer: later words of the same customer are a new complaint."""


@dataclass(frozen=True)
class Join:
    """A matter that is handled in another one."""

    matter_id: str
    into_id: str
    by: str
    at: datetime
    why: str


class Joins:
    """The joined matters of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def alike(self, matter_id: str) -> tuple[str, ...]:
        """Other open matters of the same customer within sixty days: perhaps one complaint, which a person says."""
        with self._database.read() as connection:
            mine = connection.execute(select(MATTERS).where(MATTERS.c.matter_id == matter_id)).one_or_none()
            if mine is None or not mine.customer_id:
                return ()
            return tuple(connection.scalars(_near(mine).where(MATTERS.c.matter_id.not_in(_ANSWERED))).all())

    def answered_before(self, matter_id: str) -> tuple[str, ...]:
        """Matters of the same customer within sixty days that were answered: what was said to them then."""
        with self._database.read() as connection:
            mine = connection.execute(select(MATTERS).where(MATTERS.c.matter_id == matter_id)).one_or_none()
            if mine is None or not mine.customer_id:
                return ()
            return tuple(connection.scalars(_near(mine).where(MATTERS.c.matter_id.in_(_ANSWERED))).all())

    def into(self, matter_id: str) -> tuple[Join, ...]:
        """What is handled in a matter beside itself, directly or by way of another one."""
        with self._database.read() as connection:
            rows = connection.execute(select(JOINS).where(JOINS.c.parted_at.is_(None)).order_by(JOINS.c.at)).all()
            mine = handled_in(connection, matter_id)
        return tuple(Join(row.matter_id, row.into_id, row.by, row.at, row.why) for row in rows if row.into_id in mine)

    def join(self, matter_id: str, into: str, *, by: Principal, at: datetime, why: str) -> None:
        """One complaint on two channels: handled once from now, under the earlier deadline of both.

        RefusedError where either is answered already: what came after an answer would wait for none.
        """
        with self._database.begin() as connection:
            one, other = entry(connection, matter_id), entry(connection, leading(connection, into))
            if one["matter_id"] == other["matter_id"] or leading(connection, matter_id) != matter_id:
                raise RefusedError("these are one matter already")
            if not one["customer_id"] or one["customer_id"] != other["customer_id"]:
                raise RefusedError("only complaints of one customer are one matter")
            if any(answered_within(connection, each["matter_id"]) for each in (one, other)):
                raise RefusedError("one of these is answered already: the other one needs an answer of its own")
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
                connection,
                About(SubjectType.MATTER, one["matter_id"]),
                "join",
                by=by,
                at=at,
                after=other["matter_id"],
                why=why,
            )

    def part(self, matter_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """Undoes a join: the complaint waits for an answer of its own again, its clock untouched."""
        with self._database.begin() as connection:
            joined = (JOINS.c.matter_id == matter_id) & JOINS.c.parted_at.is_(None)
            into = connection.scalar(select(JOINS.c.into_id).where(joined).with_for_update())
            if into is None:
                raise NotFoundError("this was not joined")
            connection.execute(JOINS.update().where(joined).values(parted_at=at))
            ledger.write(
                connection,
                About(SubjectType.MATTER, matter_id),
                "part",
                by=by,
                at=at,
                before=into,
                why=ledger.stated(why),
            )


_ANSWERED = select(ANSWERED.c.matter_id).where(ANSWERED.c.reopened_at.is_(None))


def _near(mine: Row[tuple[object, ...]]) -> Select[Any]:
    """The other matters that may be the same complaint, and that are handled in no other one."""
    return (
        select(MATTERS.c.matter_id)
        .where(
            MATTERS.c.customer_id == mine.customer_id,
            MATTERS.c.matter_id != mine.matter_id,
            MATTERS.c.received_at.between(mine.received_at - SAME_TIME, mine.received_at + SAME_TIME),
            MATTERS.c.matter_id.not_in(select(JOINS.c.matter_id).where(JOINS.c.parted_at.is_(None))),
        )
        .order_by(MATTERS.c.matter_id)
    )


def leading(connection: Connection, matter_id: str) -> str:
    """The matter that a matter is handled in: itself, or the one that it was joined into."""
    joined = select(JOINS.c.into_id).where(JOINS.c.matter_id == matter_id, JOINS.c.parted_at.is_(None))
    into = connection.scalar(joined)
    return matter_id if into is None else leading(connection, into)


def handled_in(connection: Connection, matter_id: str) -> frozenset[str]:
    """The matter itself and all that was joined into it, directly or by way of another one."""
    found, new = {matter_id}, {matter_id}
    while new:
        joined = select(JOINS.c.matter_id).where(JOINS.c.into_id.in_(new), JOINS.c.parted_at.is_(None))
        new = set(connection.scalars(joined)) - found
        found |= new
    return frozenset(found)


def whole(connection: Connection, subject_type: SubjectType, subject_id: str) -> frozenset[str]:
    """The numbers under which what hangs on a subject stands: of a matter also those of what was joined into it."""
    return handled_in(connection, subject_id) if subject_type is SubjectType.MATTER else frozenset({subject_id})
