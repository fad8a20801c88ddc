"""Deleting on time: deliveries, files, runs and rows that are past their days, and a second look for what is left.

The second look does not ask again what is due, by which what was left behind might be overlooked in the same way: it
looks for the very things that were to go, where they stood.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow.parquet as pq
from sqlalchemy import select

from mingjian.access.audit import AuditLog
from mingjian.errors import MingjianError
from mingjian.online.reception import RECEIVED, Reception
from mingjian.store.database import Database
from mingjian.store.jobs import JobQueue
from mingjian.store.vault import Vault
from mingjian.store.workspace import RunFolder, Workspace
from mingjian.subjects.belongings import Belongings, Thing
from mingjian.subjects.erasure import erase, forget_readings, survey
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
    matters: tuple[str, ...] = ()
    jobs: int = 0
    """How many that are done."""

    @property
    def nothing(self) -> bool:
        """Whether everything that is kept may be kept."""
        return not len(self)

    def __len__(self) -> int:
        things = (self.complaints, self.files, self.runs, self.received, self.matters)
        return sum(map(len, things)) + self.jobs


class Answered(Protocol):
    """A matter that was answered."""

    @property
    def matter_id(self) -> str:
        """Its number."""

    @property
    def complaints(self) -> frozenset[str]:
        """Those that it was about."""


class Archive(Protocol):
    """Where casework keeps how complaints were handled."""

    def answered_before(self, moment: datetime, /) -> Sequence[Answered]:
        """Matters whose last answer lies before a moment and that nothing holds."""

    def retire(self, matter_id: str, /, *, by: str, reason: str) -> frozenset[str]:
        """Removes one with all that hangs on it; the SHA-256 of files that are named no more."""

    def standing(self, matters: Iterable[str], /) -> tuple[str, ...]:
        """Which of these are still there."""


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
            matters=self._matters(now),
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
        jobs = self._delete_rows(due, now)
        kept = Kept(due, jobs, self._left(due, files))
        if not due.nothing or jobs:
            self._note(kept)
        return kept

    def _delete_rows(self, due: Due, now: datetime) -> int:
        reception = Reception(self._database, self._vault)
        with self._database.begin() as connection:
            files = [digest for number in due.received for digest in reception.delete(connection, number)]
        for number in due.matters:
            files += self._archive.retire(number, by=KEEPER, reason=f"{self._settings.matter_days} days")
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
        rows = {number for path in delivered for number in _standing(path, due.complaints)}
        with self._database.read() as connection:
            waiting = RECEIVED.c.complaint_id.in_(due.received)
            received = tuple(connection.scalars(select(RECEIVED.c.complaint_id).where(waiting)).all())
        return Due(
            complaints=tuple(sorted(rows)),
            files=tuple(digest for digest in sorted(files) if self._vault.has(digest)),
            runs=tuple(run.name for run in self._workspace.runs if run.name in due.runs),
            received=received,
            matters=self._archive.standing(due.matters),
        )

    def _note(self, kept: Kept) -> None:
        counts = {
            "complaints": len(kept.deleted.complaints),
            "files": len(kept.deleted.files),
            "runs": len(kept.deleted.runs),
            "received": len(kept.deleted.received),
            "matters": len(kept.deleted.matters),
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

    def _matters(self, now: datetime) -> tuple[str, ...]:
        if not self._settings.matter_days:
            return ()
        answered = self._archive.answered_before(now - timedelta(days=self._settings.matter_days))
        held = self._held({number for one in answered for number in one.complaints})
        return tuple(one.matter_id for one in answered if not one.complaints & held)

    def _held(self, complaints: set[str]) -> frozenset[str]:
        """Which of these complaints came and stand somewhere still: the queue would take them a second time."""
        if not complaints:
            return frozenset()
        with self._database.read() as connection:
            arrived = RECEIVED.c.complaint_id.in_(complaints)
            held = set(connection.scalars(select(RECEIVED.c.complaint_id).where(arrived)))
        paths = [self._intake / "complaints.parquet"] if self._workspace.delivered is not None else []
        if (current := self._workspace.current) is not None:
            paths.append(current.path / "complaint_assessments.parquet")
        for path in (one for one in paths if one.exists()):
            held |= set(_standing(path, sorted(complaints)))
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


def _standing(path: Path, complaints: Sequence[str]) -> Iterator[str]:
    """Which of these complaints a table still names as its rows'."""
    if "complaint_id" not in pq.read_schema(path).names:
        return
    with duckdb.connect() as connection:
        asked = "SELECT DISTINCT complaint_id FROM read_parquet($path) WHERE complaint_id IN (SELECT unnest($numbers))"
        yield from (
            row[0] for row in connection.execute(asked, {"path": str(path), "numbers": [*complaints]}).fetchall()
        )


def _closed(folder: Path, before: datetime) -> list[str]:
    path = folder / "complaints.parquet"
    if not path.exists():
        return []
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT complaint_id FROM read_parquet(?) WHERE closed_at < ? ORDER BY 1", [str(path), before]
        ).fetchall()
    return [row[0] for row in rows]
