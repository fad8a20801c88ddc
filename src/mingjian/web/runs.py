"""The run that pages show: found anew at every request, opened once."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

import duckdb

from mingjian.store.record import code
from mingjian.store.serving import Parameters, Serving
from mingjian.store.workspace import RunFolder, Workspace
from mingjian.web.errors import NoRunError, OtherVersionError

T = TypeVar("T")
KEPT = 1_000
"""Sums that a run remembers."""
KEPT_PAGES = 200
"""Pages of lists that a run remembers: everybody opens the same first ones, and they are the dearest to find."""
KEPT_VIEWS = 500
"""Persons, complaints and gangs that a run remembers as their pages show them: whoever opens one comes back to it, to
see a field, a piece of evidence, the complaint beside it."""

Rows: TypeAlias = list[dict[str, Any]]


class Kept:
    """What was worked out, up to so many values; the one that was asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The value of ``key``; two threads that ask for it first may both work it out."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                found: T = self._values[key]
                return found
        value = compute()
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


@dataclass(frozen=True)
class Run:
    """One run, open for reading: its number, the day that it stands on, its record and its tables."""

    name: str
    as_of: datetime | None
    record: Mapping[str, Any]
    serving: Serving
    sums: "Kept" = field(default_factory=lambda: Kept(KEPT), compare=False, repr=False)
    pages: "Kept" = field(default_factory=lambda: Kept(KEPT_PAGES), compare=False, repr=False)
    views: "Kept" = field(default_factory=lambda: Kept(KEPT_VIEWS), compare=False, repr=False)

    @property
    def by_this_version(self) -> bool:
        """Whether the code that wrote the run is the code that shows it."""
        wrote = (self.record.get("grounds") or {}).get("code") or {}
        return bool(wrote) and wrote.get("sources_sha256") == code().sources_sha256

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What ``compute`` gives, kept under ``key``: a run never changes, so its sums are worked out once."""
        return self.sums.get(key, compute)

    def view(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What the run says of one thing, kept apart from the sums; a value that nobody changes."""
        return self.views.get(key, compute)

    def page(self, key: Hashable, compute: Callable[[], Rows]) -> Rows:
        """The rows of one page of a list, kept apart from the sums. They are not to be changed."""
        return self.pages.get(key, compute)

    def query(self, sql: str, parameters: Parameters = ()) -> Rows:
        """The rows of a SELECT over the run's tables; OtherVersionError where they lack a table or column of it."""
        try:
            return self.serving.query(sql, parameters)
        except (duckdb.BinderException, duckdb.CatalogException):
            if self.by_this_version:
                raise  # a fault of ours
            raise OtherVersionError("another version of the program wrote this run: run again") from None


class Runs:
    """Hands out the current run. When a new one becomes current the next request gets it, without a restart.

    The run before stays open for one more change, so that requests under way end on the run that they began with.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._lock = threading.Lock()
        self._open: dict[str, Run] = {}

    def current(self) -> Run:
        """The current run; NoRunError before the first one has ended."""
        folder = self.workspace.current
        if folder is None or not folder.serving.exists():
            raise NoRunError("no run has ended yet")
        key = str(folder.path)
        with self._lock:
            if key not in self._open:
                self._open[key] = _open(folder)
                for old in list(self._open)[:-2]:
                    self._open.pop(old).serving.close()
            return self._open[key]

    def close(self) -> None:
        """Closes every file."""
        with self._lock:
            for run in self._open.values():
                run.serving.close()
            self._open.clear()


def read_record(folder: RunFolder) -> dict[str, Any]:
    """A run's ``run.json``; empty where it has none."""
    if not folder.record.exists():
        return {}
    record: dict[str, Any] = json.loads(folder.record.read_text(encoding="utf-8"))
    return record


def _open(folder: RunFolder) -> Run:
    record = read_record(folder)
    stated = record.get("as_of")
    return Run(
        name=folder.name,
        as_of=datetime.fromisoformat(stated) if isinstance(stated, str) else None,
        record=record,
        serving=Serving.open(folder.path),
    )
