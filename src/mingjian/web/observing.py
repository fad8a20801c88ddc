"""What is said about each request: one line of JSON, and numbers for Prometheus. Neither holds a person's data.

An address is named by its template, such as ``/customers/{customer_id}``, and what a visitor typed is never repeated.
"""

import logging
import os
import sys
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mingjian.store.workspace import Workspace
from mingjian.web.desk import Desk
from mingjian.web.processes import TOGETHER
from mingjian.web.run_record import summary

_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0)
UNKNOWN = "unknown"


class Numbers:
    """The numbers of one server."""

    def __init__(self, desk: Desk) -> None:
        self.requests = Counter(
            "mingjian_requests", "Requests by address, verb and status", ("address", "verb", "status"), registry=None
        )
        self.seconds = Histogram(
            "mingjian_request_seconds", "How long a request took", ("address",), buckets=_BUCKETS, registry=None
        )
        starts = Counter("mingjian_process_starts", "Processes that began to serve, those started again", registry=None)
        starts.inc()
        self.registry = CollectorRegistry()
        if TOGETHER in os.environ:
            MultiProcessCollector(self.registry)  # type: ignore[no-untyped-call]
        else:
            for own in (self.requests, self.seconds, starts):
                self.registry.register(own)
        self.registry.register(_State(desk))


class _State(Collector):
    """What is asked of the database and the disk when somebody collects."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def collect(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("mingjian_jobs", "Jobs by state", labels=("state",))
        for state, count in self._desk.jobs.counts().items():
            jobs.add_metric((state.value,), count)
        yield jobs
        since = self._desk.jobs.waits_since()
        waited = 0.0 if since is None else (datetime.now(UTC) - since).total_seconds()
        yield GaugeMetricFamily("mingjian_jobs_wait_seconds", "How long the job that is due longest waits", waited)
        yield GaugeMetricFamily("mingjian_audit_entries", "Entries of the audit log", self._desk.audit.head().sequence)
        disk = self._desk.disk.forecast()
        yield GaugeMetricFamily("mingjian_disk_free_bytes", "Free bytes where the workspace lies", disk.free)
        if disk.full_in is not None:
            left = disk.full_in.total_seconds()
            yield GaugeMetricFamily("mingjian_disk_full_seconds", "Until the disk is full, at this rate", left)
        yield from _of_runs(self._desk.workspace)


def _of_runs(workspace: Workspace) -> Iterator[Metric]:
    current = workspace.current
    yield GaugeMetricFamily(
        "mingjian_run", "Number of the current run, 0 before the first", int(current.name) if current else 0
    )
    yield GaugeMetricFamily(
        "mingjian_runs_unfinished", "Runs that are under way or were interrupted", len(workspace.unfinished)
    )
    if current is None:
        return
    one = summary(current)
    if one.finished_at is not None:
        ended = one.finished_at.timestamp()
        yield GaugeMetricFamily("mingjian_run_finished_timestamp_seconds", "When the current run ended", ended)
    seconds = GaugeMetricFamily("mingjian_run_stage_seconds", "What the current run's stages took", labels=("stage",))
    rows = GaugeMetricFamily("mingjian_run_rows", "Rows of the current run's results", labels=("table",))
    for stage in one.stages:
        seconds.add_metric((stage.stage,), stage.seconds)
    for file in one.tables:
        if file.place == "outputs" and file.rows is not None:
            rows.add_metric((file.name,), file.rows)
    yield seconds
    yield rows


class Observing:
    """Counts, times and writes down every request; gives each a number, which the answer carries."""

    def __init__(self, app: ASGIApp, numbers: Numbers) -> None:
        self._app = app
        self._numbers = numbers
        self._log = structlog.get_logger("mingjian.web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, started, status = uuid4().hex[:16], time.perf_counter(), 500

        async def send_with_number(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", number.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_number)
        finally:
            seconds = time.perf_counter() - started
            address, verb = address_of(scope), scope["method"]
            self._numbers.requests.labels(address, verb, str(status)).inc()
            self._numbers.seconds.labels(address).observe(seconds)
            who = scope.get("state", {}).get("identity", (None, None))[1]
            self._log.info(
                "request",
                request=number,
                process=os.getpid(),
                address=address,
                verb=verb,
                status=status,
                milliseconds=round(seconds * 1000, 1),
                who=who.name if who is not None else None,
            )


def address_of(scope: Scope) -> str:
    """The template of the address that answered; what matched none may hold anything and is not repeated."""
    route = scope.get("route")
    path = getattr(route, "path", None)
    if path is None:
        return "/static" if scope["path"].startswith("/static/") else UNKNOWN
    prefix = scope.get("root_path", "")
    return f"{prefix}{path}" if not str(path).startswith(prefix or "\0") else str(path)


class _AsJson(logging.Handler):
    """What libraries log, in the same form. Of an exception its kind and place: its message may quote a row."""

    def emit(self, record: logging.LogRecord) -> None:
        said: dict[str, object] = {"library": record.name}
        if record.exc_info is not None and (error := record.exc_info[1]) is not None:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            said |= {"error": type(error).__name__, "place": f"{Path(frame.filename).name}:{frame.lineno}"}
        else:
            said["message"] = record.getMessage()
        structlog.get_logger("mingjian.libraries").log(record.levelno, "library", **said)


def log_as_json() -> None:
    """Writes the log of this process as lines of JSON on standard error, with what libraries warn of."""
    logging.basicConfig(handlers=[_AsJson()], level=logging.WARNING, force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
