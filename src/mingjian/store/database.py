"""People's work: accounts, decisions, jobs, keys and the audit log, in SQLite on a desk or PostgreSQL in a house.

Lake and database stay apart: what a run computes is never written here, what people decide never there.

A room declares its tables on :data:`METADATA` and adds a step to ``store/migrations/versions``; the store knows no
room. A database is brought to the newest step when it is first used, so that nothing has to be set up.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, MetaData, create_engine, event
from sqlalchemy import Engine as SqlEngine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.types import TypeDecorator

from mingjian.errors import MingjianError
from mingjian.store import migrations

WAIT_S = 30
"""How long a writer waits for another one before it gives up."""
IDLE_S = 5
"""After so long a connection to a server is tried before it is used: the server may have been started anew."""

METADATA = MetaData()
"""The tables of every room. Migrations make them; a test holds the two together."""


class Instant(TypeDecorator[datetime]):
    """A point in time, aware and in UTC on both databases; SQLite alone would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone says nothing")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SchemaError(MingjianError):
    """The database and the program do not fit each other."""

    code = "schema"
    status = 503


_turns: dict[str, threading.Lock] = {}
"""SQLite has one writer at a time, and whoever waits for it tries again in pauses that grow. Threads of one process
take their turns here instead: the next one begins as the last one ends."""


class Database:
    """One database, reached by its SQLAlchemy address, such as ``sqlite:///desk.sqlite``."""

    def __init__(self, url: str) -> None:
        self._engine = _open(url)
        self._turn = _turns.setdefault(url, threading.Lock()) if self.dialect == "sqlite" else None
        self._ready = False
        self._lock = threading.Lock()

    @classmethod
    def in_folder(cls, workspace: Path) -> "Database":
        """The database of a workspace: ``database.sqlite``, made where it is absent."""
        workspace.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{workspace / 'database.sqlite'}")

    @classmethod
    def of(cls, workspace: Path, url: str = "") -> "Database":
        """The database that the settings name, or the workspace's own where they name none."""
        return cls(url) if url else cls.in_folder(workspace)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @property
    def url(self) -> str:
        """The address without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A writing transaction: all of it or nothing. On SQLite it is the only writer from its first statement."""
        self._prepare()
        with self._in_turn(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        # One that waits too long goes on to SQLite, which says that the database is locked.
        mine = self._turn is not None and self._turn.acquire(timeout=WAIT_S)
        try:
            yield
        finally:
            if mine and self._turn is not None:
                self._turn.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading one consistent state."""
        self._prepare()
        with self._engine.connect().execution_options(**_reading(self.dialect)) as connection:
            yield connection

    @contextmanager
    def ask(self) -> Iterator[Connection]:
        """A connection for one question: a statement is one state by itself.

        A transaction around it would be two more ways to a server and back, at each of a page's questions.
        """
        self._prepare()
        with self._engine.connect().execution_options(**_asking(self.dialect)) as connection:
            yield connection

    def version(self) -> str:
        """The migration that the database stands at; an empty text before the first."""
        with self._engine.connect().execution_options(**_reading(self.dialect)) as connection:
            return migrations.version(connection)

    def migrate(self, to: str = "head") -> None:
        """Brings the schema up or down to a migration; ``base`` is an empty database. All of it or nothing."""
        with self.migrating(to):
            pass

    @contextmanager
    def migrating(self, to: str) -> Iterator[Connection]:
        """The same, and the transaction in which it is done, for whoever fills the tables of that migration."""
        with self._engine.begin() as connection:
            if self.dialect == "postgresql":
                # Two processes that start at once would both create; one lock for all schema work.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7310118)")
            migrations.migrate(connection, to)
            yield connection

    def close(self) -> None:
        """Gives back every connection."""
        self._engine.dispose()

    def _prepare(self) -> None:
        if self._ready:
            return
        with self._lock:
            if self._ready:
                return
            stands_at = self.version()
            if stands_at and stands_at not in migrations.known():
                raise SchemaError(
                    f"the database stands at migration {stands_at}, which this version does not know: use the version "
                    "that wrote it, or a newer one"
                )
            if stands_at != migrations.newest():
                self.migrate()
            self._ready = True


def _reading(dialect: str) -> dict[str, Any]:
    # By default PostgreSQL would give each statement a state of its own.
    return {"mingjian_reading": True} | ({"isolation_level": "REPEATABLE READ"} if dialect == "postgresql" else {})


def _asking(dialect: str) -> dict[str, Any]:
    return _reading(dialect) | ({"isolation_level": "AUTOCOMMIT"} if dialect == "postgresql" else {})


def _open_server(url: str) -> SqlEngine:
    engine = create_engine(url, pool_size=20, max_overflow=20)

    @event.listens_for(engine, "checkin")
    def given_back(_connection: Any, record: Any) -> None:
        record.info["given_back"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def taken(connection: Any, record: Any, _proxy: Any) -> None:
        # Whether the server is still there costs a round trip: it is asked only of a connection that lay idle, not at
        # each of a page's questions.
        if (since := record.info.get("given_back")) is None or time.monotonic() - since < IDLE_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            raise DisconnectionError from None  # the pool opens a new one in its place

    return engine


def _open(url: str) -> SqlEngine:
    if not url.startswith("sqlite"):
        return _open_server(url)
    engine = create_engine(url, connect_args={"timeout": WAIT_S, "isolation_level": None}, pool_size=20)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # WAL lets screens read while a decision is written; secure_delete overwrites what was deleted, so that a
        # destroyed key is gone from the file as well; what REPLACE replaces is deleted with its triggers, as by DELETE.
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "recursive_triggers=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        # IMMEDIATE takes the write lock before the first read: two writers can then not both read the same state.
        reading = connection.get_execution_options().get("mingjian_reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
