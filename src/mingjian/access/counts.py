"""What was counted lately, for one process or for several on a machine: a storage of the ``limits`` library.

The library counts in a process's memory or on a server of its own (Redis and the like), which a desk does not have.
SQLite without a wait for the disk counts in some 50 µs, for however many processes; a count that a loss of power takes
with it was of one minute.
"""

import hashlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import floor
from pathlib import Path

from limits.storage import Storage
from limits.storage.base import SlidingWindowCounterSupport, TimestampedSlidingWindow

_WAIT_S = 5
_TABLE = """
CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, number INTEGER NOT NULL, ends REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS counts_by_end ON counts (ends);
"""


class Counts(Storage, SlidingWindowCounterSupport, TimestampedSlidingWindow):
    """Counts that end by themselves, in a file or, without one, in memory.

    A key appears as a digest alone: what is counted is who signs in from where.
    """

    STORAGE_SCHEME = None

    def __init__(self, file: Path | None = None) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            ":memory:" if file is None else file, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.executescript(_TABLE)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong here."""
        return sqlite3.Error

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Counts and gives the number; a new count ends after ``expiry`` seconds."""
        with self._turn() as now:
            return self._add(key, expiry, amount, now)

    def get(self, key: str) -> int:
        """The number; 0 where nothing was counted or the count has ended."""
        with self._turn() as now:
            return self._number(key, now)

    def get_expiry(self, key: str) -> float:
        """When the count ends, in seconds since 1970; now where there is none."""
        with self._turn() as now:
            found = self._connection.execute("SELECT ends FROM counts WHERE key = ?", (_digest(key),)).fetchone()
            return float(found[0]) if found else now

    def check(self) -> bool:
        """Whether counting works."""
        with self._turn():
            return True

    def reset(self) -> int:
        """Forgets every count; how many there were."""
        with self._turn():
            return self._connection.execute("DELETE FROM counts").rowcount

    def clear(self, key: str) -> None:
        """Forgets one count."""
        with self._turn():
            self._connection.execute("DELETE FROM counts WHERE key = ?", (_digest(key),))

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Counts, unless the window before, by the part of it that still counts, and this one reach the limit."""
        with self._turn() as now:
            _, current_key = self.sliding_window_keys(key, expiry, now)
            before, left, current, _ = self._window(key, expiry, now)
            if floor(before * left / expiry + current) + amount > limit:
                return False
            self._add(current_key, 2 * expiry, amount, now)
            return True

    def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        """The window before and this one: the number of each and how many seconds it still counts."""
        with self._turn() as now:
            return self._window(key, expiry, now)

    def clear_sliding_window(self, key: str, expiry: int) -> None:
        """Forgets both windows."""
        for one in self.sliding_window_keys(key, expiry, time.time()):
            self.clear(one)

    def _window(self, key: str, expiry: int, now: float) -> tuple[int, float, int, float]:
        previous, current = (self._number(one, now) for one in self.sliding_window_keys(key, expiry, now))
        left = (1 - (now / expiry) % 1) * expiry
        return previous, left if previous else 0.0, current, left + expiry

    def _number(self, key: str, now: float) -> int:
        query = "SELECT number FROM counts WHERE key = ? AND ends > ?"
        found = self._connection.execute(query, (_digest(key), now)).fetchone()
        return int(found[0]) if found else 0

    def _add(self, key: str, expiry: float, amount: int, now: float) -> int:
        number = self._number(key, now) + amount
        if number == amount:  # a new window: what has ended goes
            self._connection.execute("DELETE FROM counts WHERE ends <= ?", (now,))
        self._connection.execute(
            "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET number = excluded.number",
            (_digest(key), number, now + expiry),
        )
        return number

    @contextmanager
    def _turn(self) -> Iterator[float]:
        # From the first statement on nobody else counts: two processes cannot both take the last try.
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield time.time()
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
