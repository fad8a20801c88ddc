"""The folder that a lender's runs live in, and how a run comes to be the one that is served.

A run is written into a hidden folder, flushed to disk, renamed, and only then pointed to::

    FOLDER/
      intake/<version>/<table>.parquet     accumulated deliveries; ``latest`` is what the next one adds to
      runs/0001/<output>.parquet           the output contract, with run.json beside it
      runs/0001/workings/<table>.parquet   tables between stages
      runs/0001/intake/<table>.parquet     the delivered tables as they were known at as_of
      runs/0001/serving.duckdb             all of them, sorted and indexed
      runs/0001/rows.sqlite                what one complaint is held against, row by row
      current -> runs/0001                 swapped in one step
      <output>.parquet -> current/<output>.parquet, run.json -> current/run.json
      vault/, cache/, database.sqlite

A process that is killed at any moment leaves ``current`` on the last good run; what it left half-written is hidden.
The next run over the same grounds goes on from it (:mod:`mingjian.store.journal`); any other writer sweeps it.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from mingjian.contract import OUTPUTS
from mingjian.errors import BusyError, InputError, NotFoundError, writing_to
from mingjian.store.journal import Journal
from mingjian.store.record import FILE_NAME as RECORD_NAME
from mingjian.store.record import RunRecord
from mingjian.store.rows import FILE_NAME as ROWS_NAME
from mingjian.store.serving import FILE_NAME as SERVING_NAME

if TYPE_CHECKING:  # pages look at runs without an engine, which takes half a second to import
    from mingjian.store.engine import Engine
    from mingjian.store.lake import Lake

WORKINGS = "workings"
INTAKE = "intake"
LATEST = "latest"
DELIVERIES = "delivery.json"
"""What intake writes beside the tables of a version."""


@dataclass(frozen=True)
class RunFolder:
    """One run's folder and its number, such as ``0001``."""

    path: Path
    name: str

    @classmethod
    def at(cls, path: Path) -> "RunFolder":
        """The finished run of a folder; a link such as ``current`` is followed."""
        path = path.resolve()
        return cls(path, path.name)

    @property
    def workspace(self) -> Path:
        """The folder of the workspace that it belongs to."""
        return self.path.parent.parent

    @property
    def workings(self) -> Path:
        """The folder of its tables between stages."""
        return self.path / WORKINGS

    @property
    def intake(self) -> Path:
        """The folder of the delivered tables as they were known at the run's ``as_of``."""
        return self.path / INTAKE

    @property
    def serving(self) -> Path:
        """Its file for screens and look-ups."""
        return self.path / SERVING_NAME

    @property
    def rows(self) -> Path:
        """Its file for look-ups of single rows."""
        return self.path / ROWS_NAME

    @property
    def record(self) -> Path:
        """Its ``run.json``."""
        return self.path / RECORD_NAME

    def read_record(self) -> RunRecord:
        """What went into the run and what came out."""
        return RunRecord.read(self.path)

    def lake(self, engine: "Engine") -> "Lake":
        """The run's tables on an engine; new ones are written into the same folder."""
        from mingjian.store.lake import Lake

        return Lake(engine, self.path, self.intake, workings=self.workings)


@dataclass(frozen=True)
class Draft(RunFolder):
    """A run that is being written, with the journal of its stages."""

    journal: Journal


@dataclass(frozen=True)
class Workspace:
    """A folder of runs. Opening one creates nothing; writing takes its lock."""

    root: Path

    @classmethod
    def open(cls, root: Path) -> "Workspace":
        """An existing workspace; NotFoundError where the folder holds none."""
        workspace = cls(root)
        if not workspace.runs_folder.is_dir() and not workspace.intake.is_dir():
            raise NotFoundError(f"{root} holds no runs: start one with 'mingjian run DELIVERY --out {root}'")
        return workspace

    @property
    def runs_folder(self) -> Path:
        """Where finished runs stand."""
        return self.root / "runs"

    @property
    def intake(self) -> Path:
        """Where accumulated deliveries stand."""
        return self.root / "intake"

    @property
    def vault(self) -> Path:
        """Where files stand by their SHA-256."""
        return self.root / "vault"

    @property
    def models(self) -> Path:
        """Where the models that people trained stand."""
        return self.root / "models"

    @property
    def cache(self) -> Path:
        """What is computed once a file and kept from run to run; it may be removed at any time."""
        return self.root / "cache"

    @property
    def database(self) -> Path:
        """The default database of people's work."""
        return self.root / "database.sqlite"

    @property
    def runs(self) -> tuple[RunFolder, ...]:
        """The finished runs, oldest first."""
        if not self.runs_folder.is_dir():
            return ()
        names = sorted((path.name for path in self.runs_folder.iterdir() if path.name.isdecimal()), key=int)
        return tuple(RunFolder(self.runs_folder / name, name) for name in names)

    @property
    def current(self) -> RunFolder | None:
        """The run that is served, or None before the first."""
        link = self.root / "current"
        return RunFolder.at(link) if link.exists() else None

    def run(self, name: str | None = None) -> RunFolder:
        """The run of that number, or the current one; NotFoundError where there is none."""
        if name is None:
            run = self.current
            if run is None:
                raise NotFoundError(f"{self.root} has no finished run: start one with 'mingjian run'")
            return run
        for run in self.runs:
            if run.name == name or (name.isdecimal() and int(run.name) == int(name)):
                return run
        raise NotFoundError(f"{self.root} has no run {name}: 'mingjian runs {self.root}' lists them")

    @property
    def delivered(self) -> str | None:
        """The version of the accumulated deliveries that the next one adds to, or None before the first."""
        link = self.intake / LATEST
        return link.resolve().name if link.exists() else None

    def accept(self, version: str) -> None:
        """Makes a version of the accumulated deliveries the one that the next delivery adds to."""
        _point(self.intake / LATEST, to=version)
        flush(self.intake)

    @property
    def unfinished(self) -> tuple[Journal, ...]:
        """The journals of runs that were interrupted after a stage had ended: the same run again goes on from there."""
        return tuple(self._left().values())

    @contextmanager
    def writing(self, *, keep_unfinished: bool = False) -> Iterator[None]:
        """Holds the one right to write, and sweeps what killed writers left; BusyError where another holds it.

        With ``keep_unfinished`` a run that was interrupted stays, to be gone on with. Else it goes too: whoever deletes
        a person, or deletes on time, leaves no copy of what was delivered behind. The lock is the kernel's and ends
        with its process, however that ends.
        """
        with writing_to(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / ".lock").open("w")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BusyError(
                    f"another process is writing into {self.root}: wait until it has ended, or choose another --out"
                ) from None
            self._sweep(frozenset(self._left()) if keep_unfinished else frozenset())
            self._sweep_cache()
            yield

    @contextmanager
    def draft(self, identity: str = "", *, anew: bool = False) -> Iterator[Draft]:
        """A hidden folder to write a run into; on a clean end it becomes the current run.

        A draft of the same ``identity`` that was left behind is gone on with, unless ``anew``; others are removed. When
        the run fails after a stage has ended, its draft stays. To be used inside :meth:`writing`.
        """
        self.runs_folder.mkdir(exist_ok=True)
        number = int(self.runs[-1].name) + 1 if self.runs else 1
        name = f"{number:04d}"
        journal = None if anew or not identity else self._go_on(identity)
        self._sweep(frozenset() if journal is None else frozenset({journal.draft}))
        if journal is None:
            folder = self.runs_folder / f".{name}.{uuid4().hex}"
            for part in (WORKINGS, INTAKE):
                (folder / part).mkdir(parents=True)
            journal = Journal.begin(folder, identity=identity, started_at=datetime.now(UTC))
        try:
            yield Draft(journal.draft, name, journal)
            self._publish(journal, self.runs_folder / name)
        finally:
            if not journal.stages:
                shutil.rmtree(journal.draft, ignore_errors=True)

    def _left(self) -> dict[Path, Journal]:
        if not self.runs_folder.is_dir():
            return {}
        journals = [Journal.read(path) for path in sorted(self.runs_folder.glob(".[0-9]*"))]
        return {journal.draft: journal for journal in journals if journal is not None and journal.stages}

    def _go_on(self, identity: str) -> Journal | None:
        same = (journal for journal in self._left().values() if journal.identity == identity)
        return next((journal for journal in same if journal.resume()), None)

    def _publish(self, journal: Journal, target: Path) -> None:
        flush_tree(journal.draft)
        journal.close()
        journal.draft.rename(target)
        flush(self.runs_folder)
        for name in (*(f"{table.name}.parquet" for table in OUTPUTS), RECORD_NAME):
            _point(self.root / name, to=f"current/{name}")
        _point(self.root / "current", to=f"runs/{target.name}")
        flush(self.root)

    def _sweep(self, kept: frozenset[Path]) -> None:
        for folder in (self.root, self.runs_folder, self.intake):
            if not folder.is_dir():
                continue
            for path in folder.iterdir():
                if path.is_symlink():
                    if path.name.startswith("."):
                        path.unlink()
                elif path.is_dir() and path.name.startswith(".") and path not in kept:
                    shutil.rmtree(path)

    def _sweep_cache(self) -> None:
        """Removes files that were half-written: nobody asks for them again, and who deletes a person finds no name."""
        for parent, _folders, files in os.walk(self.cache):
            for name in files:
                if name.startswith("."):
                    (Path(parent) / name).unlink()


def find_run(path: Path) -> RunFolder:
    """The run that a person means: a run's folder, or a workspace, which stands for its current run."""
    if (path / RECORD_NAME).exists() and (path / WORKINGS).is_dir():
        return RunFolder.at(path)
    return Workspace.open(path).run()


def _point(link: Path, *, to: str) -> None:
    if link.is_symlink():
        if str(link.readlink()) == to:
            return
    elif link.exists():
        raise InputError(f"{link} is in the way of a run's results: move it, or choose another --out")
    partial = link.with_name(f".{link.name}.{uuid4().hex}")
    partial.symlink_to(to)
    partial.replace(link)


def flush(path: Path) -> None:
    """Asks the kernel to put a file, or a folder's entries, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system that cannot flush a folder needs no such flush
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_tree(folder: Path) -> None:
    """Flushes every file and folder below ``folder``, and itself."""
    for parent, _folders, files in os.walk(folder):
        for name in files:
            flush(Path(parent) / name)
        flush(Path(parent))
