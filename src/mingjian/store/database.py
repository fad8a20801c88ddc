"""People's work: accounts, decisions, keys and the audit log, in SQLite on a desk or PostgreSQL in a house.

Lake and database stay apart: what a run computes is never written here, what people decide never there.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, create_engine, event
from sqlalchemy import Engine as SqlEngine

WAIT_S = 30
"""How long a writer waits for another one before it gives up."""


class Database:
    """One database, reached by its SQLAlchemy address, such as ``sqlite:///desk.sqlite``."""

    def __init__(self, url: str) -> None:
        self._engine = _open(url)
        self._created: set[int] = set()
        self._lock = threading.Lock()

    @classmethod
    def in_folder(cls, workspace: Path) -> "Database":
        """The database of a workspace: ``database.sqlite``, made where it is absent."""
        workspace.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{workspace / 'database.sqlite'}")

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    def create(self, metadata: MetaData) -> None:
        """Makes a room's tables where they are absent; safe to call from several processes at once."""
        with self._lock:
            if id(metadata) in self._created:
                return
            with self.begin() as connection:
                if self.dialect == "postgresql":
                    # CREATE TABLE IF NOT EXISTS races with itself on PostgreSQL; one lock for all schema work.
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7310118)")
                metadata.create_all(connection)
            self._created.add(id(metadata))

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A writing transaction: all of it or nothing. On SQLite it is the only writer from its first statement."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading one consistent state."""
        with self._engine.connect().execution_options(mingjian_reading=True) as connection:
            yield connection

    def close(self) -> None:
        """Gives back every connection."""
        self._engine.dispose()


def _open(url: str) -> SqlEngine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": WAIT_S, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # WAL lets screens read while a decision is written; secure_delete overwrites what was deleted, so that a
        # destroyed key is gone from the file as well.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        # IMMEDIATE takes the write lock before the first read: two writers can then not both read the same state.
        reading = connection.get_execution_options().get("mingjian_reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
