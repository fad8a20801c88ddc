"""Work for later, in the database: enqueued in the transaction of what asks for it, done once however often one dies.

A worker takes a job for a while (a lease) and renews it while it works. What the work changes in the database is
applied in the very transaction that ends the job, and only while the lease is still the worker's own: so a job whose
worker was killed is done again from its beginning, and one that two workers did has one effect. What a job does
outside the database, such as calling another server, may happen twice and has to say so to the other side by the
job's id.

That a worker was killed says nothing about its job: only tries that ended with an error are counted against it. What
ends its worker each time, such as a file that needs more memory than there is, ends as well, much later, and says so.

A payload holds ids, never personal data.
"""

import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

import structlog
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    and_,
    func,
    or_,
    select,
)

from mingjian.errors import MingjianError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

JOBS = Table(
    "jobs",
    METADATA,
    Column("job_id", String(20), primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("payload", Text, nullable=False),
    Column("team", String(80), nullable=False),
    Column("key", String(200), unique=True),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("most_attempts", Integer, nullable=False),
    Column("lost", Integer, nullable=False, server_default="0"),
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("lease", String(32)),
    Column("lease_ends_at", Instant),
    Column("ended_at", Instant),
    Column("failure", Text, nullable=False),
    Index("jobs_by_state", "state", "due_at"),
)

LEASE = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(hours=1)
MOST_LOST = 20
"""How often a job may lose its worker."""
LONGEST_LOST_PAUSE = timedelta(minutes=5)
"""What waits longer and longer after each lost worker lets others pass, and is lost so often only where its workers
die for more than an hour: few machines do that to a job, a job may do it to its machine."""
WORKER_LOST = "worker_lost: its worker ended each time, perhaps for want of memory"


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """It was tried as often as it may be, or lost its worker each time; a person looks at it."""


class LeaseLostError(MingjianError):
    """The job took longer than its lease and another worker has it now."""

    code = "lease_lost"


@dataclass(frozen=True)
class Job:
    """One piece of work."""

    job_id: str
    kind: str
    payload: Mapping[str, Any]
    team: str
    state: JobState
    attempts: int
    """The try under way, and those that failed."""
    most_attempts: int
    lost: int
    """How often its worker did not come back."""
    made_at: datetime
    due_at: datetime
    ended_at: datetime | None
    failure: str
    lease: str | None


Effect: TypeAlias = Callable[[Connection], None]
"""What a job changes in the database, applied as it ends."""
Handler: TypeAlias = Callable[[Job], Effect]
"""Does the slow part of a job and gives what it changes."""


def no_effect(_connection: Connection) -> None:
    """The effect of a job that changes nothing in the database."""


def enqueue(
    connection: Connection,
    kind: str,
    payload: Mapping[str, Any],
    *,
    team: str = "",
    key: str | None = None,
    due_at: datetime | None = None,
    most_attempts: int = 8,
) -> str:
    """Adds a job in the caller's own transaction and gives its id; the same ``key`` again gives the job it made."""
    if key is not None:
        known = connection.scalar(select(JOBS.c.job_id).where(JOBS.c.key == key))
        if known is not None:
            return str(known)
    now = datetime.now(UTC)
    job_id = f"J-{secrets.token_hex(8)}"
    connection.execute(
        JOBS.insert().values(
            job_id=job_id,
            kind=kind,
            payload=json.dumps(dict(payload), sort_keys=True),
            team=team,
            key=key,
            state=JobState.WAITING.value,
            attempts=0,
            most_attempts=most_attempts,
            made_at=now,
            due_at=due_at or now,
            failure="",
        )
    )
    return job_id


class JobQueue:
    """The jobs of one database, shared by however many workers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, kinds: frozenset[str], *, now: datetime | None = None, lease: timedelta = LEASE) -> Job | None:
        """The job that has been due longest, now leased to the caller; None where none is due."""
        now = now or datetime.now(UTC)
        with self._database.begin() as connection:
            # SKIP LOCKED lets PostgreSQL's workers pass each other; on SQLite the transaction is the only one.
            due = (
                select(JOBS)
                .where(JOBS.c.kind.in_(sorted(kinds)), _is_due(now))
                .order_by(JOBS.c.due_at, JOBS.c.job_id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            while (row := connection.execute(due).one_or_none()) is not None:
                mine = JOBS.c.job_id == row.job_id
                if row.state == JobState.RUNNING.value:
                    _let_go(connection, row, now)
                    continue
                claim = {
                    "state": JobState.RUNNING.value,
                    "attempts": row.attempts + 1,
                    "lease": secrets.token_hex(16),
                    "lease_ends_at": now + lease,
                }
                connection.execute(JOBS.update().where(mine).values(**claim))
                return _job(connection.execute(select(JOBS).where(mine)).one())
            return None

    def state(self, job_id: str) -> JobState | None:
        """Where a job stands; None where it was done and removed since."""
        with self._database.read() as connection:
            found = connection.scalar(select(JOBS.c.state).where(JOBS.c.job_id == job_id))
        return None if found is None else JobState(found)

    def renew(self, job: Job, *, lease: timedelta = LEASE) -> bool:
        """Keeps the job for another while; whether it is still the caller's."""
        with self._database.begin() as connection:
            ends = datetime.now(UTC) + lease
            return connection.execute(JOBS.update().where(_held(job)).values(lease_ends_at=ends)).rowcount == 1

    def finish(self, job: Job, effect: Effect = no_effect) -> None:
        """Ends the job and applies what it changes, both or neither; LeaseLostError where another worker has it."""
        with self._database.begin() as connection:
            if connection.execute(select(JOBS.c.job_id).where(_held(job)).with_for_update()).one_or_none() is None:
                raise LeaseLostError(f"job {job.job_id} is another worker's now")
            effect(connection)
            _end(connection, _held(job), JobState.DONE, datetime.now(UTC), "")

    def fail(self, job: Job, failure: str) -> None:
        """Puts the job back for later, each time twice as late; after its last attempt it stays failed."""
        now = datetime.now(UTC)
        with self._database.begin() as connection:
            if job.attempts >= job.most_attempts:
                _end(connection, _held(job), JobState.FAILED, now, failure)
                return
            pause = min(timedelta(seconds=2**job.attempts), LONGEST_PAUSE)
            connection.execute(
                JOBS.update()
                .where(_held(job))
                .values(
                    state=JobState.WAITING.value, due_at=now + pause, lease=None, lease_ends_at=None, failure=failure
                )
            )

    def retry(self, job_id: str) -> None:
        """Lets a failed job begin anew."""
        with self._database.begin() as connection:
            failed = (JOBS.c.job_id == job_id) & (JOBS.c.state == JobState.FAILED.value)
            anew = {"attempts": 0, "lost": 0, "due_at": datetime.now(UTC), "ended_at": None}
            values = anew | {"state": JobState.WAITING.value}
            if not connection.execute(JOBS.update().where(failed).values(**values)).rowcount:
                raise NotFoundError("there is no failed job of that number")

    def find(self, job_id: str, *, where: ColumnElement[bool] | None = None) -> Job:
        """The job; NotFoundError where there is none, or none that ``where`` lets one see."""
        query = select(JOBS).where(JOBS.c.job_id == job_id)
        with self._database.read() as connection:
            row = connection.execute(query if where is None else query.where(where)).one_or_none()
        if row is None:
            raise NotFoundError("there is no such job")
        return _job(row)

    def list(
        self, *, state: JobState | None = None, where: ColumnElement[bool] | None = None, limit: int = 100
    ) -> tuple[Job, ...]:
        """The newest jobs first."""
        query = select(JOBS).order_by(JOBS.c.made_at.desc(), JOBS.c.job_id).limit(limit)
        if state is not None:
            query = query.where(JOBS.c.state == state.value)
        if where is not None:
            query = query.where(where)
        with self._database.read() as connection:
            return tuple(map(_job, connection.execute(query).all()))

    def counts(self) -> Mapping[JobState, int]:
        """How many jobs stand where."""
        with self._database.read() as connection:
            rows = connection.execute(select(JOBS.c.state, func.count()).group_by(JOBS.c.state)).all()
        found = {row[0]: row[1] for row in rows}
        return {state: found.get(state.value, 0) for state in JobState}

    def waits_since(self, *, now: datetime | None = None) -> datetime | None:
        """Since when the job that has been due longest waits; None where none is due."""
        query = select(func.min(JOBS.c.due_at)).where(_is_due(now or datetime.now(UTC)))
        with self._database.read() as connection:
            since: datetime | None = connection.scalar(query)
        return since

    def ended(self, *, before: datetime) -> int:
        """How many jobs were done before a time."""
        with self._database.ask() as connection:
            return connection.scalars(select(func.count()).select_from(JOBS).where(_done(before))).one()

    def delete_ended(self, *, before: datetime) -> int:
        """Removes jobs that were done before a time; failed ones stay until somebody looked at them."""
        with self._database.begin() as connection:
            return connection.execute(JOBS.delete().where(_done(before))).rowcount


def _done(before: datetime) -> ColumnElement[bool]:
    return (JOBS.c.state == JobState.DONE.value) & (JOBS.c.ended_at < before)


class Worker:
    """Does jobs, one after the other, until it is told to stop."""

    def __init__(
        self, database: Database, handlers: Mapping[str, Handler], *, pause_s: float = 0.5, lease: timedelta = LEASE
    ) -> None:
        self._queue = JobQueue(database)
        self._handlers = handlers
        self._pause_s = pause_s
        self._lease = lease
        self._stop = threading.Event()
        self._log = structlog.get_logger("mingjian.jobs")

    def run(self) -> None:
        """Works until :meth:`stop`."""
        while not self._stop.is_set():
            if not self.run_one():
                self._stop.wait(self._pause_s)

    def run_one(self) -> bool:
        """Does the next job that is due; whether there was one."""
        job = self._queue.take(frozenset(self._handlers), lease=self._lease)
        if job is None:
            return False
        started = time.perf_counter()
        came_of_it = self._do(job)
        self._log.info(
            "job",
            job=job.job_id,
            kind=job.kind,
            attempt=job.attempts,
            came_of_it=came_of_it,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return True

    def _do(self, job: Job) -> str:
        """What came of it, in one word: of a failure its code, which is never personal."""
        try:
            with _Renewing(self._queue, job, self._lease):
                effect = self._handlers[job.kind](job)
            self._queue.finish(job, effect)
        except LeaseLostError as error:
            return error.code
        except MingjianError as error:
            self._queue.fail(job, f"{error.code}: {error}")
            return error.code
        except Exception as error:
            # Neither its message nor its traceback: both may quote a row.
            name = type(error).__name__
            self._queue.fail(job, f"unexpected {name}")
            return name
        return JobState.DONE.value

    def stop(self) -> None:
        """Lets :meth:`run` end after the job under way."""
        self._stop.set()


class _Renewing:
    """Renews a lease three times in its span while the job runs."""

    def __init__(self, queue: JobQueue, job: Job, lease: timedelta) -> None:
        self._queue, self._job, self._lease = queue, job, lease
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_exception: object) -> None:
        self._ended.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._ended.wait(self._lease.total_seconds() / 3):
            if not self._queue.renew(self._job, lease=self._lease):
                return


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(JOBS.c.state == JobState.WAITING.value, JOBS.c.due_at <= now),
        and_(JOBS.c.state == JobState.RUNNING.value, JOBS.c.lease_ends_at <= now),
    )


def _held(job: Job) -> ColumnElement[bool]:
    return and_(JOBS.c.job_id == job.job_id, JOBS.c.lease == job.lease, JOBS.c.state == JobState.RUNNING.value)


def _let_go(connection: Connection, row: Row[tuple[Any, ...]], now: datetime) -> None:
    """Puts a job back whose worker did not come back: at once the first time, then later and later."""
    mine, lost = JOBS.c.job_id == row.job_id, row.lost + 1
    uncounted = {"attempts": row.attempts - 1, "lost": lost}
    connection.execute(JOBS.update().where(mine).values(**uncounted))
    if lost >= MOST_LOST:
        _end(connection, mine, JobState.FAILED, now, WORKER_LOST)
        return
    due_at = now + min(timedelta(seconds=2**lost - 2), LONGEST_LOST_PAUSE)
    released = {"state": JobState.WAITING.value, "due_at": due_at, "lease": None, "lease_ends_at": None}
    connection.execute(JOBS.update().where(mine).values(**released))


def _end(connection: Connection, which: ColumnElement[bool], state: JobState, now: datetime, failure: str) -> None:
    connection.execute(
        JOBS.update()
        .where(which)
        .values(state=state.value, ended_at=now, lease=None, lease_ends_at=None, failure=failure)
    )


def _job(row: Row[tuple[Any, ...]]) -> Job:
    return Job(
        job_id=row.job_id,
        kind=row.kind,
        payload=json.loads(row.payload),
        team=row.team,
        state=JobState(row.state),
        attempts=row.attempts,
        most_attempts=row.most_attempts,
        lost=row.lost,
        made_at=row.made_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        failure=row.failure,
        lease=row.lease,
    )
