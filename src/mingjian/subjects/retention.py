"""Deleting on time: deliveries, files, runs and rows that are past their days, and a second look for what is left.

The second look does not ask again what is due, by which what was left behind might be overlooked in the same way: it
looks for the very things that were to go, where they stood.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow.parquet as pq
from sqlalchemy import select

from mingjian.access.accounts import Accounts
from mingjian.access.audit import AuditLog
from mingjian.access.layouts import Layouts
from mingjian.errors import MingjianError
from mingjian.online.reception import RECEIVED, Reception
from mingjian.store.database import Database
from mingjian.store.jobs import JobQueue
from mingjian.store.vault import Vault
from mingjian.store.workspace import RunFolder, Workspace
from mingjian.subjects.belongings import Belongings, Thing
from mingjian.subjects.erasure import erase, forget_readings, survey
from mingjian.subjects.layouts import keep_places, leave_with_accounts
from mingjian.subjects.settings import RetentionSettings

KEEPER = "retention"
RETAIN = "delete_on_time"
"""The job by which a worker deletes what is due."""


class LeftBehindError(MingjianError):
    """Something that was to go is still there."""

    code = "left_behind"


@dataclass(frozen=True)
class Due:
    """What is past its time at one moment."""

    complaints: tuple[str, ...]
    files: tuple[str, ...]
    """SHA-256 of files whose complaint was closed long ago, and which the vault still holds."""
    runs: tuple[str, ...]
    received: tuple[str, ...]
    work: tuple[Thing, ...] = ()
    """What casework wrote down: matters, documents that were asked about, cases, packages, requests of the police,
    wishes, appointments, reports of adverts."""
    jobs: int = 0
    """How many that are done."""

    @property
    def nothing(self) -> bool:
        """Whether everything that is kept may be kept."""
        return not len(self)

    def __len__(self) -> int:
        things = (self.complaints, self.files, self.runs, self.received, self.work)
        return sum(map(len, things)) + self.jobs

    def of(self, *kinds: str) -> tuple[str, ...]:
        """The numbers of what casework wrote down of these kinds."""
        return tuple(one.id for one in self.work if one.type in kinds)


class Past(Protocol):
    """Something of casework that came to its end, and that nothing there holds."""

    @property
    def id(self) -> str:
        """Its number."""

    @property
    def rows(self) -> frozenset[str]:
        """Numbers under which a delivery or a run may hold it still."""


class Archive(Protocol):
    """Where casework keeps what people did."""

    def past(self, kind: str, moment: datetime, /) -> Sequence[Past]:
        """What of a kind came to its end before a moment and that nothing there holds."""

    def retire(self, kind: str, number: str, /, *, by: str, reason: str) -> frozenset[str]:
        """Removes one with all that hangs on it; the SHA-256 of files that are named no more."""

    def standing(self, kind: str, numbers: Iterable[str], /) -> tuple[str, ...]:
        """Which of these are still there."""


WORK_DAYS: Mapping[str, str] = {
    "matter": "matter_days",
    "material": "enquiry_days",
    "case": "case_days",
    "package": "case_days",
    "police_request": "case_days",
    "wish": "contact_days",
    "appointment": "contact_days",
    "customer": "contact_days",
    "advert_report": "report_days",
}
"""By which setting each kind of what casework wrote down goes."""
_HOLDERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "matter": ("complaint_id", ("complaints", "complaint_assessments")),
    "material": ("material_id", ("materials", "material_assessments")),
    "customer": ("customer_id", ("customers", "customer_assessments")),
}
"""By which field of which tables a delivery or the current run may hold it still."""


@dataclass(frozen=True)
class Kept:
    """What a pass of retention deleted, and what of that a second look still found due."""

    deleted: Due
    jobs: int
    left: Due


class Retention:
    """Retention over one workspace and its database."""

    def __init__(
        self,
        workspace: Workspace,
        database: Database,
        vault: Vault,
        settings: RetentionSettings,
        *,
        archive: Archive,
    ) -> None:
        self._workspace = workspace
        self._archive = archive
        self._database = database
        self._vault = vault
        self._settings = settings

    def due(self, now: datetime) -> Due:
        """What is to be deleted at a time."""
        return Due(
            complaints=self._complaints(now),
            files=tuple(digest for digest in self._files(now) if self._vault.has(digest)),
            runs=tuple(run.name for run in self._runs(now)),
            received=self._received(now),
            work=self._work(now),
            jobs=self._jobs(now),
        )

    def keep(self, now: datetime | None = None) -> Kept:
        """Deletes what is due and looks again; BusyError while a run is being written."""
        now = now or datetime.now(UTC)
        with self._workspace.writing():
            due = self.due(now)
            seeds = [Thing("complaint", number) for number in due.complaints]
            files = set(due.files)
            if seeds:
                doomed = survey(self._workspace, seeds)
                files |= doomed.files
                erase(self._workspace, seeds, doomed, vault=self._vault)
            for digest in due.files:
                self._vault.delete(digest)
            if due.files:
                forget_readings(self._workspace, self._vault)
            for run in self._runs(now):
                shutil.rmtree(run.path)
            layouts = Layouts(self._database, self._vault)
            keep_places(layouts, self._workspace)
            leave_with_accounts(layouts, Accounts(self._database))
        jobs = self._delete_rows(due, now)
        kept = Kept(due, jobs, self._left(due, files))
        if not due.nothing or jobs:
            self._note(kept)
        return kept

    def _delete_rows(self, due: Due, now: datetime) -> int:
        reception = Reception(self._database, self._vault)
        with self._database.begin() as connection:
            files = [digest for number in due.received for digest in reception.delete(connection, number)]
        for one in due.work:
            files += self._archive.retire(one.type, one.id, by=KEEPER, reason=f"{self._days(one.type)} days")
        held = self._delivered_files() if files else frozenset()
        for digest in files:
            if digest not in held:
                self._vault.delete(digest)
        if not self._settings.job_days:
            return 0
        return JobQueue(self._database).delete_ended(before=now - timedelta(days=self._settings.job_days))

    def _left(self, due: Due, files: set[str]) -> Due:
        """Of what was to go, what still stands where it stood."""
        # In whichever version of the deliveries, of which only the newest is read elsewhere.
        delivered = sorted(self._workspace.intake.rglob("*.parquet")) if due.complaints else ()
        rows = {number for path in delivered for number in _standing(path, "complaint_id", due.complaints)}
        with self._database.read() as connection:
            waiting = RECEIVED.c.complaint_id.in_(due.received)
            received = tuple(connection.scalars(select(RECEIVED.c.complaint_id).where(waiting)).all())
        return Due(
            complaints=tuple(sorted(rows)),
            files=tuple(digest for digest in sorted(files) if self._vault.has(digest)),
            runs=tuple(run.name for run in self._workspace.runs if run.name in due.runs),
            received=received,
            work=tuple(
                Thing(kind, number) for kind in WORK_DAYS for number in self._archive.standing(kind, due.of(kind))
            ),
        )

    def _note(self, kept: Kept) -> None:
        counts = {
            "complaints": len(kept.deleted.complaints),
            "files": len(kept.deleted.files),
            "runs": len(kept.deleted.runs),
            "received": len(kept.deleted.received),
            **{f"{kind}s": len(kept.deleted.of(kind)) for kind in WORK_DAYS},
            "jobs": kept.jobs,
        }
        said = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        AuditLog(self._database).record(
            actor=KEEPER,
            action="delete_on_time",
            object_type="retention",
            object_id="pass",
            reason=f"{said}; left: {'nothing' if kept.left.nothing else 'something, see mingjian retention'}",
        )

    def _complaints(self, now: datetime) -> tuple[str, ...]:
        if not self._settings.complaint_days or self._workspace.delivered is None:
            return ()
        return tuple(_closed(self._intake, now - timedelta(days=self._settings.complaint_days)))

    def _files(self, now: datetime) -> tuple[str, ...]:
        if not self._settings.document_days or self._workspace.delivered is None:
            return ()
        closed = _closed(self._intake, now - timedelta(days=self._settings.document_days))
        if not closed:
            return ()
        with Belongings(self._intake, [Thing("complaint", number) for number in closed]) as found:
            return tuple(sorted(found.files()))

    def _runs(self, now: datetime) -> tuple[RunFolder, ...]:
        if not self._settings.run_days:
            return ()
        before = now - timedelta(days=self._settings.run_days)
        current = self._workspace.current
        return tuple(
            run
            for run in self._workspace.runs
            if (current is None or run.name != current.name) and run.read_record().finished_at < before
        )

    def _received(self, now: datetime) -> tuple[str, ...]:
        if not self._settings.received_days:
            return ()
        before = now - timedelta(days=self._settings.received_days)
        old = RECEIVED.c.delivered_in.is_not(None) & (RECEIVED.c.taken_at < before)
        with self._database.read() as connection:
            return tuple(connection.scalars(select(RECEIVED.c.complaint_id).where(old)).all())

    def _work(self, now: datetime) -> tuple[Thing, ...]:
        return tuple(Thing(kind, number) for kind in WORK_DAYS for number in self._past(kind, now))

    def _past(self, kind: str, now: datetime) -> tuple[str, ...]:
        if not (days := self._days(kind)):
            return ()
        found = self._archive.past(kind, now - timedelta(days=days))
        held = self._held(kind, {number for one in found for number in one.rows})
        return tuple(one.id for one in found if not one.rows & held)

    def _days(self, kind: str) -> int:
        days: int = getattr(self._settings, WORK_DAYS[kind])
        return days

    def _held(self, kind: str, numbers: set[str]) -> frozenset[str]:
        """Which of these stand somewhere still: what is known of them is needed, a complaint would be taken again."""
        if not numbers:
            return frozenset()
        held: set[str] = set()
        if kind == "matter":
            with self._database.read() as connection:
                arrived = RECEIVED.c.complaint_id.in_(numbers)
                held |= set(connection.scalars(select(RECEIVED.c.complaint_id).where(arrived)))
        field, tables = _HOLDERS[kind]
        folders = [self._intake] if self._workspace.delivered is not None else []
        if (current := self._workspace.current) is not None:
            folders.append(current.path)
        for path in (folder / f"{table}.parquet" for folder in folders for table in tables):
            if path.exists():
                held |= set(_standing(path, field, sorted(numbers)))
        return frozenset(held)

    def _jobs(self, now: datetime) -> int:
        if not self._settings.job_days:
            return 0
        return JobQueue(self._database).ended(before=now - timedelta(days=self._settings.job_days))

    def _delivered_files(self) -> frozenset[str]:
        if self._workspace.delivered is None:
            return frozenset()
        found: set[str] = set()
        for path in sorted(self._intake.glob("*.parquet")):
            with duckdb.connect() as connection:
                read = f"read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')"
                names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()]
                for name in (one for one in names if one.endswith("_sha256")):
                    found |= {row[0] for row in connection.execute(f"SELECT DISTINCT {name} FROM {read}").fetchall()}
        return frozenset(found)

    @property
    def _intake(self) -> Path:
        return self._workspace.intake / str(self._workspace.delivered)


def _standing(path: Path, field: str, numbers: Sequence[str]) -> Iterator[str]:
    """Which of these numbers a table still names as its rows'."""
    if field not in pq.read_schema(path).names:
        return
    with duckdb.connect() as connection:
        asked = f"SELECT DISTINCT {field} FROM read_parquet($path) WHERE {field} IN (SELECT unnest($numbers))"
        yield from (row[0] for row in connection.execute(asked, {"path": str(path), "numbers": [*numbers]}).fetchall())


def _closed(folder: Path, before: datetime) -> list[str]:
    path = folder / "complaints.parquet"
    if not path.exists():
        return []
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT complaint_id FROM read_parquet(?) WHERE closed_at < ? ORDER BY 1", [str(path), before]
        ).fetchall()
    return [row[0] for row in rows]
