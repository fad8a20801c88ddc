"""What was mistyped of a transfer: the regulator's number and the deadline that it states, put right by people.

What arrived is never rewritten; a correction stands beside it, with what held before. One that puts a deadline off, or
takes it away, makes somebody wait: it needs a second person, who sees before and after and looks at the transfer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, ForeignKey, Index, RowMapping, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import interests, ledger
from mingjian.casework.colleagues import there_are_accounts
from mingjian.casework.errors import RefusedError
from mingjian.casework.joins import leading
from mingjian.casework.ledger import About, SubjectType
from mingjian.casework.register import ARRIVALS, answered_within, entry
from mingjian.contract import TIME_ZONE
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

_ZONE = ZoneInfo(TIME_ZONE)
CORRECTIONS = Table(
    "arrival_corrections",
    METADATA,
    Column("correction_id", String(20), primary_key=True),
    Column("complaint_id", String(200), ForeignKey("arrivals.complaint_id"), nullable=False),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("number_before", String(200), nullable=False),
    Column("number", String(200), nullable=False),
    Column("due_before", Instant),
    Column("due_at", Instant),
    Column("why", Text, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("agreed_by", String(80), nullable=False),
    Column("agreed_at", Instant),
    Index("arrival_corrections_by_complaint", "complaint_id", "agreed_at"),
    Index("arrival_corrections_by_number", "number"),
)


@dataclass(frozen=True)
class Stated:
    """What a transfer states."""

    number: str
    due_at: datetime | None


@dataclass(frozen=True)
class Correction:
    """One correction, with what held before it."""

    correction_id: str
    complaint_id: str
    matter_id: str
    number_before: str
    number: str
    due_before: datetime | None
    due_at: datetime | None
    why: str
    by: str
    at: datetime
    agreed_by: str
    """Who agreed; an empty text where it waits, or needed nobody."""
    agreed_at: datetime | None
    """Since when it holds; None while it waits for a second person."""


class Corrections:
    """The corrections of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, matter_id: str) -> tuple[Correction, ...]:
        """The corrections of a matter, oldest first; those that wait for a second person among them."""
        mine = select(CORRECTIONS).where(CORRECTIONS.c.matter_id == matter_id).order_by(CORRECTIONS.c.at)
        with self._database.read() as connection:
            return tuple(Correction(**row) for row in connection.execute(mine).mappings())

    def correct(self, complaint_id: str, right: Stated, *, by: Principal, at: datetime, why: str) -> Correction:
        """Puts right what was typed in; what puts the deadline off waits for a second person."""
        with self._database.begin() as connection:
            arrival = connection.execute(select(ARRIVALS).where(ARRIVALS.c.complaint_id == complaint_id)).mappings()
            row = arrival.one_or_none()
            if row is None:
                raise NotFoundError("this complaint has not been taken to the desk yet")
            matter_id = leading(connection, row["matter_id"])
            _refuse_interest(connection, matter_id, by)
            if answered_within(connection, matter_id):
                raise RefusedError("it is answered already")
            held = stated_within(connection).get(complaint_id, Stated(row["external_number"], row["due_at"]))
            if held == right:
                raise InputError("it stands so already")
            open_ = (CORRECTIONS.c.complaint_id == complaint_id) & CORRECTIONS.c.agreed_at.is_(None)
            if connection.scalar(select(CORRECTIONS.c.correction_id).where(open_)) is not None:
                raise RefusedError("a correction of it waits for a second person")
            later = _puts_off(held.due_at, right.due_at)
            if later and not there_are_accounts(connection):
                raise RefusedError("this needs two people: give each an account first")
            made = Correction(
                new_id("AC"), complaint_id, matter_id, held.number, right.number, held.due_at, right.due_at,
                ledger.stated(why), by.name, at, "", None if later else at,
            )  # fmt: skip
            # Said first: the database takes a correction only where a person's entry says so.
            _say(connection, made, "propose_correction" if later else "correct_arrival", by, at, why)
            connection.execute(CORRECTIONS.insert().values(**made.__dict__))
            return made

    def agree(self, correction_id: str, *, of: str, by: Principal, at: datetime) -> None:
        """The second person, who looked at the transfer, lets a correction of the matter ``of`` hold."""
        with self._database.begin() as connection:
            mine = (CORRECTIONS.c.correction_id == correction_id) & (CORRECTIONS.c.matter_id == of)
            row = connection.execute(select(CORRECTIONS).where(mine).with_for_update()).mappings().one_or_none()
            if row is None:
                raise NotFoundError("there is no such correction")
            made = Correction(**row)
            _refuse_interest(connection, made.matter_id, by)
            if made.agreed_at is not None:
                raise RefusedError("it holds already")
            if made.by == by.name:
                raise RefusedError("you have given your opinion: somebody else has to give theirs")
            _say(connection, made, "agree_correction", by, at, made.why)
            connection.execute(CORRECTIONS.update().where(mine).values(agreed_by=by.name, agreed_at=at))


def stated_within(connection: Connection) -> Mapping[str, Stated]:
    """What holds, by complaint, where it was corrected."""
    held = select(CORRECTIONS).where(CORRECTIONS.c.agreed_at.is_not(None)).order_by(CORRECTIONS.c.agreed_at)
    return {row["complaint_id"]: Stated(row["number"], row["due_at"]) for row in connection.execute(held).mappings()}


def corrected(row: RowMapping, stated: Mapping[str, Stated]) -> dict[str, Any]:
    """An arrival's row as it holds."""
    right = stated.get(row["complaint_id"])
    return dict(row) | ({} if right is None else {"external_number": right.number, "due_at": right.due_at})


def _puts_off(before: datetime | None, after: datetime | None) -> bool:
    return before is not None and (after is None or after > before)


def _refuse_interest(connection: Connection, matter_id: str, by: Principal) -> None:
    customer_id = entry(connection, matter_id)["customer_id"]
    interests.refuse_within(connection, by, SubjectType.MATTER, matter_id, customer_id)


def _say(connection: Connection, made: Correction, kind: str, by: Principal, at: datetime, why: str) -> None:
    ledger.write(
        connection,
        About(SubjectType.MATTER, made.matter_id, made.correction_id),
        kind,
        by=by,
        at=at,
        before=_words(made.number_before, made.due_before),
        after=_words(made.number, made.due_at),
        why=why,
    )


def _words(number: str, due_at: datetime | None) -> str:
    day = f"{due_at.astimezone(_ZONE):%Y-%m-%d %H:%M}" if due_at else ""
    return " · ".join(part for part in (number, day) if part) or "—"
