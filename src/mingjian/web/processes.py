"""Several processes behind one port: a page is mostly Python, and a Python process does one thing at a time.

What the processes have in common is in the database, or in one folder of this server's own: how often who tried, and
the numbers for Prometheus. A process that ends, or no longer answers uvicorn's watch, is started again while the others
serve; the queue's worker is one more process, and there is one of it.

This module is read by each process before it begins to answer the watch, so what is dear to import is imported later.
"""

import fcntl
import gc
import logging
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Any

from uvicorn import Config
from uvicorn.supervisors import Multiprocess

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from mingjian.settings import Settings

MOST_BY_DEFAULT = 4
"""Each process holds what it showed lately in memory of its own."""
SILENCE_S = 60
"""A process that has not answered the watch for so long is taken for hung; one that reads its modules on a crowded
machine is not."""
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment's name of the folder in which the processes keep their numbers; the library asks for it as it is
imported. Whichever process is asked for numbers gives the sums of all, those included that have ended."""
_PREFIX, _ALIVE = "mingjian-server-", "alive"
_SPAWN = multiprocessing.get_context("spawn")


def how_many(asked: int | None, *, team: bool) -> int:
    """Processes that serve: as asked for, or for a team one a core."""
    if asked is not None:
        return asked
    return min(os.cpu_count() or 1, MOST_BY_DEFAULT) if team else 1


@dataclass(frozen=True)
class Serving:
    """What each process serves."""

    workspace: Path
    settings: "Settings"
    team: bool
    shared: Path

    def __call__(self) -> "ASGIApp":
        """The application, in the process that will serve it."""
        from mingjian.web.app import create_app
        from mingjian.web.observing import log_as_json
        from mingjian.web.warming import warm

        _end_with_parent()
        log_as_json()
        app = create_app(self.workspace, self.settings, team=self.team, shared=self.shared)
        if app.state.desk.team:
            warm(app.state.desk)
        gc.freeze()  # what is there by now stays: no search for garbage goes through it again
        return app

    def work(self) -> None:
        """Does the queue's jobs until told to stop, in a process of its own."""
        from mingjian.online.work import Workshop
        from mingjian.store.workspace import Workspace
        from mingjian.web.observing import log_as_json

        _end_with_parent()
        log_as_json()
        with Workshop.open(Workspace(self.workspace), self.settings) as shop:
            shop.run_until_signalled()


@contextmanager
def together() -> Iterator[Path]:
    """The folder that this server's processes share; it goes when the server ends, or with the next one's start."""
    _clear_after_killed_servers()
    with TemporaryDirectory(prefix=_PREFIX) as folder, (Path(folder) / "begun").open("wb") as alive:
        shared = Path(folder)
        fcntl.flock(alive, fcntl.LOCK_EX)
        (shared / "begun").rename(shared / _ALIVE)  # held before anybody finds it
        numbers = shared / "numbers"
        numbers.mkdir()
        os.environ[TOGETHER] = str(numbers)
        try:
            yield shared
        finally:
            del os.environ[TOGETHER]


def _clear_after_killed_servers() -> None:
    """Removes what servers left that had no time to: their hold on the file went with them."""
    for left in Path(gettempdir()).glob(f"{_PREFIX}*"):
        try:
            with (left / _ALIVE).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # it serves, just begins, or is another user's
            continue
        shutil.rmtree(left, ignore_errors=True)


class Processes(Multiprocess):
    """The processes of one server, watched until it is told to stop."""

    def __init__(self, serving: Serving, listener: socket, options: Mapping[str, Any]) -> None:
        config = Config(
            serving,
            factory=True,
            workers=serving.settings.web.processes,
            timeout_worker_healthcheck=SILENCE_S,
            **options,
        )
        super().__init__(config, [listener])
        self._serving = serving
        self._worker: BaseProcess | None = None
        logging.getLogger("uvicorn.error").setLevel(logging.INFO)  # it says which process ended and was started again

    def init_processes(self) -> None:
        """Starts them all."""
        super().init_processes()
        self._keep_worker()

    def keep_subprocess_alive(self) -> None:
        """Starts again whichever has ended."""
        super().keep_subprocess_alive()
        if not self.should_exit.is_set():
            self._keep_worker()

    def terminate_all(self) -> None:
        """Tells them all to stop."""
        if self._worker is not None:
            self._worker.terminate()
        super().terminate_all()

    def join_all(self) -> None:
        """Waits until they have."""
        super().join_all()
        if self._worker is not None:
            self._worker.join()

    def _keep_worker(self) -> None:
        if not self._serving.settings.web.worker or (self._worker is not None and self._worker.is_alive()):
            return
        self._worker = _SPAWN.Process(target=self._serving.work, name="jobs")
        self._worker.start()


def _end_with_parent() -> None:
    """A process whose server was killed ends too: it would hold the port and answer on."""

    def wait() -> None:
        if (parent := multiprocessing.parent_process()) is not None:
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()
