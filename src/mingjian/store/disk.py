"""How much room there is, what takes it, and when it will be full."""

import os
import shutil
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mingjian.store.workspace import Workspace

_MEASURED_EVERY_S = 300
_LOOKED_BACK = timedelta(days=90)


@dataclass(frozen=True)
class DiskForecast:
    """Bytes, and the day on which none are left if runs go on as they did."""

    free: int
    runs: int
    vault: int
    deliveries: int
    a_day: float | None
    """How many bytes runs, deliveries and sealed files added a day over the last 90 days; None where one run tells
    nothing."""

    @property
    def full_in(self) -> timedelta | None:
        """The time that is left; None where it is not known or nothing grows."""
        if not self.a_day:
            return None
        return timedelta(days=min(self.free / self.a_day, 36_500))


class DiskWatch:
    """The forecast of one workspace, measured anew after some minutes.

    Whoever collects numbers asks several times a minute, and each measurement looks at every file.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._found: tuple[float, DiskForecast] | None = None

    def forecast(self) -> DiskForecast:
        """How full it is, as of the last measurement."""
        with self._lock:
            if self._found is None or time.monotonic() - self._found[0] > _MEASURED_EVERY_S:
                self._found = (time.monotonic(), forecast(self._workspace))
            return self._found[1]


def forecast(workspace: Workspace, *, now: datetime | None = None) -> DiskForecast:
    """Measures the workspace's disk."""
    now = now or datetime.now(UTC)
    ended = [datetime.fromtimestamp(run.path.stat().st_mtime, UTC) for run in workspace.runs]
    recent = [at for at in ended if now - at <= _LOOKED_BACK]
    growing = (workspace.runs_folder, workspace.intake, workspace.vault)
    a_day = None
    if len(recent) > 1:
        since = min(recent)
        span = max((now - since) / timedelta(days=1), 1.0)
        a_day = sum(size_of(folder, since=since) for folder in growing) / span
    home = workspace.root if workspace.root.exists() else Path.cwd()
    return DiskForecast(
        free=shutil.disk_usage(home).free,
        runs=sum(size_of(run.path) for run in workspace.runs),
        vault=size_of(workspace.vault),
        deliveries=size_of(workspace.intake),
        a_day=a_day,
    )


def size_of(folder: Path, *, since: datetime | None = None) -> int:
    """The bytes of every file below a folder, or of those written since; a file with several names counts once."""
    after = since.timestamp() if since is not None else 0.0
    seen: set[tuple[int, int]] = set()
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            status = (Path(parent) / name).lstat()
            if status.st_mtime >= after and (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                total += status.st_size
    return total
