"""What is still to be done on a case or a matter, by whom, until when."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, Connection, Date, Index, RowMapping, String, Table, Update, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.colleagues import refuse_unable
from mingjian.casework.errors import RefusedError
from mingjian.casework.joins import whole
from mingjian.casework.ledger import About, SubjectType
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

TASKS = Table(
    "tasks",
    METADATA,
    Column("task_id", String(20), primary_key=True),
    Column("subject_type", String(20), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("title", String(200), nullable=False),
    Column("assignee", String(80), nullable=False),
    Column("due_on", Date),
    Column("made_by", String(80), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("done_by", String(80), nullable=False),
    Column("done_at", Instant),
    Column("bulk_id", String(20), nullable=False, server_default=""),
    Index("tasks_by_subject", "subject_type", "subject_id"),
    Index("tasks_by_assignee", "assignee", "done_at"),
)


@dataclass(frozen=True)
class Task:
    """One thing to do."""

    task_id: str
    subject_type: SubjectType
    subject_id: str
    title: str
    assignee: str
    due_on: date | None
    made_by: str
    made_at: datetime
    done_by: str
    done_at: datetime | None
    bulk_id: str = ""
    """The bulk by which it was given together with others; an empty text for none."""


class Tasks:
    """The tasks of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, subject_type: SubjectType, subject_id: str) -> tuple[Task, ...]:
        """A subject's tasks: what is open first, by its day."""
        with self._database.read() as connection:
            numbers = whole(connection, subject_type, subject_id)
            return _list(connection, (TASKS.c.subject_type == subject_type.value) & TASKS.c.subject_id.in_(numbers))

    def open_for(self, name: str) -> tuple[Task, ...]:
        """What somebody still has to do, by its day."""
        with self._database.read() as connection:
            return _list(connection, (TASKS.c.assignee == name) & TASKS.c.done_at.is_(None))

    def add(
        self,
        subject_type: SubjectType,
        subject_id: str,
        title: str,
        *,
        assignee: str,
        by: Principal,
        at: datetime,
        due_on: date | None = None,
    ) -> Task:
        """Adds a task."""
        with self._database.begin() as connection:
            return add_within(
                connection, subject_type, subject_id, title, assignee=assignee, due_on=due_on, by=by, at=at
            )

    def finish(self, task_id: str, *, of: tuple[SubjectType, str], by: Principal, at: datetime) -> None:
        """Marks a task of a subject as done."""
        with self._database.begin() as connection:
            task = _open(connection, task_id, of)
            connection.execute(_one(task).values(done_by=by.name, done_at=at))
            ledger.write(connection, _about(task), "finish_task", by=by, at=at, before=task.title)

    def give(
        self, task_id: str, assignee: str, *, of: tuple[SubjectType, str], by: Principal, at: datetime, why: str
    ) -> None:
        """Gives a task that is open to somebody else."""
        with self._database.begin() as connection:
            task = _open(connection, task_id, of)
            if task.assignee == assignee:
                raise RefusedError("they have it already")
            refuse_unable(connection, assignee, task.subject_type)
            connection.execute(_one(task).values(assignee=assignee))
            ledger.write(
                connection,
                _about(task),
                "give_task",
                by=by,
                at=at,
                before=f"{task.title}: {task.assignee}",
                after=assignee,
                why=ledger.stated(why),
            )

    def move(
        self, task_id: str, due_on: date | None, *, of: tuple[SubjectType, str], by: Principal, at: datetime, why: str
    ) -> None:
        """Another day for a task that is open, or none. The clock of what it hangs on is moved by no task."""
        with self._database.begin() as connection:
            task = _open(connection, task_id, of)
            if task.due_on == due_on:
                raise RefusedError("it is due on that day already")
            connection.execute(_one(task).values(due_on=due_on))
            ledger.write(
                connection,
                _about(task),
                "move_task",
                by=by,
                at=at,
                before=f"{task.title}: {task.due_on}" if task.due_on else task.title,
                after=str(due_on) if due_on else "",
                why=ledger.stated(why),
            )

    def cancel(self, task_id: str, *, of: tuple[SubjectType, str], by: Principal, at: datetime, why: str) -> None:
        """It need not be done: off the list, with a reason; the timeline keeps it."""
        with self._database.begin() as connection:
            task = _open(connection, task_id, of)
            connection.execute(TASKS.delete().where(TASKS.c.task_id == task_id))
            ledger.write(
                connection, _about(task), "cancel_task", by=by, at=at, before=task.title, why=ledger.stated(why)
            )


def _open(connection: Connection, task_id: str, of: tuple[SubjectType, str]) -> Task:
    """A task of a subject that is still to be done."""
    row = connection.execute(select(TASKS).where(TASKS.c.task_id == task_id).with_for_update()).mappings().one_or_none()
    if row is None or row["subject_type"] != of[0] or row["subject_id"] not in whole(connection, *of):
        raise NotFoundError("there is no such task")
    if row["done_at"] is not None:
        raise RefusedError("it is done already")
    return _task(row)


def _one(task: Task) -> Update:
    return TASKS.update().where(TASKS.c.task_id == task.task_id)


def _about(task: Task) -> About:
    return About(task.subject_type, task.subject_id, task.task_id)


def add_within(
    connection: Connection,
    subject_type: SubjectType,
    subject_id: str,
    title: str,
    *,
    assignee: str,
    by: Principal,
    at: datetime,
    due_on: date | None = None,
    bulk_id: str = "",
) -> Task:
    """Adds a task within the caller's transaction."""
    title = title.strip()
    if not title or len(title) > 200:
        raise InputError("a task has a title of 1 to 200 characters")
    refuse_unable(connection, assignee, subject_type)
    task = Task(new_id("T"), subject_type, subject_id, title, assignee, due_on, by.name, at, "", None, bulk_id)
    connection.execute(TASKS.insert().values(**{**task.__dict__, "subject_type": subject_type.value}))
    ledger.write(connection, About(subject_type, subject_id, task.task_id), "add_task", by=by, at=at, after=title)
    return task


def take_back_within(connection: Connection, bulk_id: str, *, by: Principal, at: datetime, why: str) -> int:
    """Takes back the tasks that were given together and that nobody has done; how many."""
    open_ = (TASKS.c.bulk_id == bulk_id) & TASKS.c.done_at.is_(None)
    rows = connection.execute(select(TASKS).where(open_)).all()
    connection.execute(TASKS.delete().where(open_))
    for row in rows:
        ledger.write(
            connection,
            About(SubjectType(row.subject_type), row.subject_id, row.task_id),
            "undo_task",
            by=by,
            at=at,
            before=row.title,
            why=why,
        )
    return len(rows)


def _list(connection: Connection, condition: ColumnElement[bool]) -> tuple[Task, ...]:
    order = (TASKS.c.done_at.is_not(None), TASKS.c.due_on.is_(None), TASKS.c.due_on, TASKS.c.made_at)
    return tuple(map(_task, connection.execute(select(TASKS).where(condition).order_by(*order)).mappings()))


def _task(row: RowMapping) -> Task:
    return Task(**{**row, "subject_type": SubjectType(row["subject_type"])})
