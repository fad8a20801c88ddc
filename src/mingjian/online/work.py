"""What the server's worker does with the jobs of the queue."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from mingjian import online
from mingjian.access.audit import AuditLog
from mingjian.access.checkpoints import Checkpoints
from mingjian.access.webhooks import DELIVER, Webhooks
from mingjian.casework import sightings
from mingjian.casework.archive import Archive
from mingjian.casework.clues.builder import Builder
from mingjian.casework.clues.handover import BUILD, FORGET
from mingjian.casework.watchlist import Watch, Watchlist
from mingjian.contract import TIME_ZONE
from mingjian.errors import NotFoundError
from mingjian.online.reception import ASSESS, Reception
from mingjian.online.reminders import Reminders
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.store.jobs import LEASE, Effect, Job, Worker, enqueue, no_effect
from mingjian.store.serving import Serving
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from mingjian.subjects.deletion import Deletions
from mingjian.subjects.periods import are_confirmed
from mingjian.subjects.requests import ERASE
from mingjian.subjects.retention import RETAIN, LeftBehindError, Retention

_HOUR_S = 3_600


class Assessor:
    """Assesses what was taken in against the run that is current then; opening a run takes longer than a complaint."""

    def __init__(self, workspace: Workspace, reception: Reception, watchlist: Watchlist, settings: Settings) -> None:
        self._workspace = workspace
        self._watchlist = watchlist
        self._reception = reception
        self._settings = settings
        self._lock = threading.Lock()
        self._desk: online.OnlineDesk | None = None
        self._run = ""

    def assess(self, job: Job) -> Effect:
        """The handler of :data:`ASSESS`; a missing run is an error that is tried again."""
        content = str(job.payload["content"])
        arrival = self._reception.arrival(self._reception.content_of(content)["complaint"]["complaint_id"])
        with self._lock:
            assessment = self._open().assess_arrival(arrival)
            run = self._run
        now = datetime.now(UTC)
        seen = self._seen(arrival.complaint.to_pylist()[0], assessment.gang_id, now)

        def keep(connection: Connection) -> None:
            self._reception.keep_assessment(connection, content, assessment.to_json(), run)
            sightings.write(connection, seen, assessment.complaint_id, now)

        return keep

    def _seen(self, complaint: dict[str, Any], gang_id: str | None, now: datetime) -> tuple[Watch, ...]:
        """What is watched and turns up in the complaint."""
        watches = self._watchlist.current(today=now.astimezone(ZoneInfo(TIME_ZONE)).date())
        current = self._workspace.current
        if not watches or current is None:
            return ()
        shown = sightings.Arrived(
            str(complaint["complaint_id"]), complaint.get("text") or "", gang_id, sightings.things_of(complaint)
        )
        with Serving.open(current.path) as tables:
            return sightings.seen_in(shown, watches, tables, self._watchlist.known())

    def close(self) -> None:
        """Closes the run."""
        with self._lock:
            if self._desk is not None:
                self._desk.close()
            self._desk = None

    def _open(self) -> "online.OnlineDesk":
        current = self._workspace.current
        if current is None:
            raise NotFoundError("no run has ended yet: 'mingjian run'")
        if self._desk is None or self._run != current.name:
            if self._desk is not None:
                self._desk.close()
            self._desk, self._run = online.OnlineDesk.open(current, self._settings), current.name
        return self._desk


class Workshop:
    """A worker with all it needs, until it is closed."""

    def __init__(
        self, workspace: Workspace, database: Database, vault: Vault, settings: Settings, *, lease: timedelta = LEASE
    ) -> None:
        reception = Reception(database, vault)
        webhooks = Webhooks(database, vault, hosts=settings.web.webhook_hosts)
        self._database = database
        self._heads = Checkpoints(settings.access.checkpoints)
        self._reminders = Reminders(workspace, database, settings.casework.counting)
        self._assessor = Assessor(workspace, reception, Watchlist(database), settings)
        deletions = Deletions(workspace, database, vault, logs=settings.retention.logs)
        self._retention = Retention(workspace, database, vault, settings.retention, archive=Archive(database))
        self._deletions = deletions
        self._periods = settings.retention
        packages = Builder(workspace, database, vault, settings.clues, clock=lambda: datetime.now(UTC))
        self._worker = Worker(
            database,
            {
                ASSESS: self._assessor.assess,
                DELIVER: webhooks.deliver,
                ERASE: lambda job: _carry_out(deletions, job),
                RETAIN: self._delete_on_time,
                BUILD: packages.build,
                FORGET: packages.forget,
            },
            lease=lease,
        )

    @classmethod
    def open(cls, workspace: Workspace, settings: Settings, *, lease: timedelta = LEASE) -> Self:
        """A workshop over a workspace and its database; ``lease`` is how long a killed worker's job waits."""
        database = Database.of(workspace.root, settings.database_url)
        vault = Vault.open(workspace.root, key=settings.vault_key.get_secret_value())
        return cls(workspace, database, vault, settings, lease=lease)

    def run(self) -> None:
        """Works until :meth:`stop`, and each hour does what is done by the clock."""
        with self._looking_at_the_clock():
            self._worker.run()

    def run_until_signalled(self) -> None:
        """Works until the process is told to end; the job under way is finished."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stop())
        self.run()

    def run_one(self) -> bool:
        """Does the next job that is due; whether there was one."""
        return self._worker.run_one()

    def stop(self) -> None:
        """Lets :meth:`run` end after the job under way."""
        self._worker.stop()

    @contextmanager
    def _looking_at_the_clock(self) -> Iterator[None]:
        ended = threading.Event()
        thread = threading.Thread(target=self._each_hour, args=(ended,), name="hourly", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _each_hour(self, ended: threading.Event) -> None:
        log = structlog.get_logger("mingjian.jobs")
        while True:
            for name, work in (
                ("heads", self._keep_head),
                ("reminders", self._remind),
                ("retention", self.look_for_what_is_due),
            ):
                try:
                    work()
                except Exception as error:  # another machine may be away: the next hour tries again
                    log.warning("not done this hour", work=name, failure=type(error).__name__)
            if ended.wait(_HOUR_S):
                return

    def _keep_head(self) -> None:
        if self._heads.folder:
            self._heads.keep_daily(AuditLog(self._database))

    def look_for_what_is_due(self) -> None:
        """Once a day, however many workers look; nothing is written on a day on which nothing is due.

        What is past its time waits until somebody has confirmed the periods; a deletion has two people behind it.
        """
        now = datetime.now(UTC)
        if self._periods.by_worker and (self._deletions.ready() or self._may_delete(now)):
            day = now.astimezone(ZoneInfo(TIME_ZONE)).date()
            with self._database.begin() as connection:
                enqueue(connection, RETAIN, {}, key=f"{RETAIN} {day}", most_attempts=60)

    def _delete_on_time(self, _job: Job) -> Effect:
        # What is deleted is due no more, so that it can be done again; while a run is being written it is tried later.
        left = self._may_delete(datetime.now(UTC)) and not self._retention.keep().left.nothing
        self._deletions.finish()  # what it still finds stands on the request
        if left:
            raise LeftBehindError("something that was to be deleted is still there: see 'mingjian retention'")
        return no_effect

    def _may_delete(self, now: datetime) -> bool:
        return are_confirmed(self._database, self._periods) and not self._retention.due(now).nothing

    def _remind(self) -> None:
        self._reminders.tell(datetime.now(UTC))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()
        self._assessor.close()
        self._database.close()


def _carry_out(deletions: Deletions, job: Job) -> Effect:
    # Every step of it can be done again; a workspace that a run is being written into is tried later.
    deletions.carry_out(str(job.payload["request"]))
    return no_effect
