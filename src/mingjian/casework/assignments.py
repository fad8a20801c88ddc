"""Who has a matter: given by a person, never to whoever has an interest in it, and given back by whoever finds one."""

from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, String, Table, select

from mingjian.access.policy import Principal
from mingjian.casework import interests, ledger
from mingjian.casework.errors import ConflictOfInterestError
from mingjian.casework.ledger import About, SubjectType
from mingjian.casework.register import entry
from mingjian.store.database import METADATA, Database, Instant

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


class Assignments:
    """Who has the matters of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def step_back(self, matter_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """Declares one's own interest in a matter; where one has it, it waits for somebody else again."""
        with self._database.begin() as connection:
            entry(connection, matter_id)
            interests.declare_within(connection, by.name, SubjectType.MATTER, matter_id, by=by, at=at, why=why)
            if assignee_within(connection, matter_id) == by.name:
                assign_within(connection, matter_id, "", kind="give_back", by=by, at=at, why=why)


def assign_within(
    connection: Connection,
    matter_id: str,
    to: str,
    *,
    kind: str = "assign",
    by: Principal,
    at: datetime,
    why: str,
    bulk_id: str = "",
) -> None:
    """Gives a matter to somebody, or to nobody; ConflictOfInterestError where they have an interest in it."""
    row = entry(connection, matter_id)
    if to and to in interests.who_within(connection, SubjectType.MATTER, matter_id, row["customer_id"]):
        raise ConflictOfInterestError(f"{to} has an interest in {matter_id}: choose somebody else")
    before = assignee_within(connection, matter_id)
    # Said first: the database lets work be given only where a person's entry says so.
    ledger.write(
        connection,
        About(SubjectType.MATTER, matter_id, bulk_id),
        kind,
        by=by,
        at=at,
        before=before,
        after=to,
        why=ledger.stated(why),
    )
    # What an undo puts back belongs to no bulk of its own.
    of_bulk = bulk_id if kind == "assign" else ""
    connection.execute(
        ASSIGNMENTS.insert().values(matter_id=matter_id, assignee=to, by=by.name, at=at, bulk_id=of_bulk)
    )


def assignee_within(connection: Connection, matter_id: str) -> str:
    """Who has a matter; an empty text for nobody."""
    mine = select(ASSIGNMENTS.c.assignee).where(ASSIGNMENTS.c.matter_id == matter_id)
    return connection.scalar(mine.order_by(ASSIGNMENTS.c.number.desc()).limit(1)) or ""
