"""Work on many matters at once, all or none, and taking it back: given to somebody, or a task on each.

What is decided is never decided in bulk: each decision has its own reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from sqlalchemy import Column, Connection, String, Table, Text, func, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import ledger, tasks
from mingjian.casework.assignments import ASSIGNMENTS, assign_within
from mingjian.casework.colleagues import refuse_unable
from mingjian.casework.errors import ConflictOfInterestError
from mingjian.casework.ledger import SubjectType
from mingjian.casework.register import entry
from mingjian.casework.tasks import TASKS
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

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
SHOWN = 10


class BulkKind(StrEnum):
    """What was done to many at once."""

    ASSIGN = "assign"
    TASK = "task"


@dataclass(frozen=True)
class Bulk:
    """One piece of work on many matters."""

    bulk_id: str
    kind: BulkKind
    by: str
    at: datetime
    why: str
    undone_at: datetime | None
    matters: int


class Bulks:
    """Work in bulk, in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def assign(self, matter_ids: Sequence[str], to: str, *, by: Principal, at: datetime, why: str) -> str:
        """Gives matters to somebody, all or none; the id undoes it. ConflictOfInterestError names no customer."""
        with self._database.begin() as connection:
            refuse_unable(connection, to, SubjectType.MATTER)
            bulk_id = _begin(connection, BulkKind.ASSIGN, matter_ids, by, at, why)
            for matter_id in dict.fromkeys(matter_ids):
                assign_within(connection, matter_id, to, by=by, at=at, why=why, bulk_id=bulk_id)
        return bulk_id

    def give_task(
        self,
        matter_ids: Sequence[str],
        title: str,
        *,
        assignee: str,
        by: Principal,
        at: datetime,
        why: str,
        due_on: date | None = None,
    ) -> str:
        """Puts one task on each of the matters, all or none; the id undoes it."""
        with self._database.begin() as connection:
            refuse_unable(connection, assignee, SubjectType.MATTER)
            bulk_id = _begin(connection, BulkKind.TASK, matter_ids, by, at, why)
            for matter_id in dict.fromkeys(matter_ids):
                entry(connection, matter_id)
                tasks.add_within(
                    connection,
                    SubjectType.MATTER,
                    matter_id,
                    title,
                    assignee=assignee,
                    due_on=due_on,
                    by=by,
                    at=at,
                    bulk_id=bulk_id,
                )
        return bulk_id

    def recent(self, *, limit: int = SHOWN) -> tuple[Bulk, ...]:
        """What was done in bulk, the newest first."""
        held = {BulkKind.ASSIGN: ASSIGNMENTS.c.bulk_id, BulkKind.TASK: TASKS.c.bulk_id}
        with self._database.read() as connection:
            rows = connection.execute(select(BULKS).order_by(BULKS.c.at.desc(), BULKS.c.bulk_id).limit(limit)).all()
            return tuple(
                Bulk(
                    row.bulk_id,
                    kind := BulkKind(row.kind),
                    row.by,
                    row.at,
                    row.why,
                    row.undone_at,
                    connection.scalars(select(func.count()).where(held[kind] == row.bulk_id)).one(),
                )
                for row in rows
            )

    def undo(self, bulk_id: str, *, by: Principal, at: datetime, why: str) -> int:
        """Takes work in bulk back where nobody has worked on it since; how many matters it put back.

        Whoever has been given anew, or has an interest in it by now, stays as they are; a task that is done stays done.
        """
        with self._database.begin() as connection:
            fresh = (BULKS.c.bulk_id == bulk_id) & BULKS.c.undone_at.is_(None)
            kind = connection.scalar(select(BULKS.c.kind).where(fresh))
            if kind is None:
                raise NotFoundError("there is nothing to undo under that number")
            connection.execute(BULKS.update().where(fresh).values(undone_at=at))
            undo = _undo_assignments if BulkKind(kind) is BulkKind.ASSIGN else tasks.take_back_within
            return undo(connection, bulk_id, by=by, at=at, why=ledger.stated(why))


def _begin(
    connection: Connection, kind: BulkKind, matter_ids: Sequence[str], by: Principal, at: datetime, why: str
) -> str:
    if not matter_ids:
        raise InputError("choose at least one matter")
    bulk_id = new_id("B")
    connection.execute(
        BULKS.insert().values(bulk_id=bulk_id, kind=kind.value, by=by.name, at=at, why=ledger.stated(why))
    )
    return bulk_id


def _undo_assignments(connection: Connection, bulk_id: str, *, by: Principal, at: datetime, why: str) -> int:
    back = 0
    query = select(ASSIGNMENTS).where(ASSIGNMENTS.c.bulk_id == bulk_id).order_by(ASSIGNMENTS.c.number)
    for row in connection.execute(query).all():
        mine = select(ASSIGNMENTS).where(ASSIGNMENTS.c.matter_id == row.matter_id)
        history = connection.execute(mine.order_by(ASSIGNMENTS.c.number)).all()
        if history[-1].number != row.number:
            continue
        before = history[-2].assignee if len(history) > 1 else ""
        put = partial(
            assign_within, connection, row.matter_id, kind="undo_assign", by=by, at=at, why=why, bulk_id=bulk_id
        )
        try:
            put(before)
        except ConflictOfInterestError:  # found since: it waits for somebody without an interest
            put("")
        back += 1
    return back
