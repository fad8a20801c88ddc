"""The world's time: periods of 30 days that end at the snapshot, and one more that only the truth knows."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]

DAY = 86_400
PERIOD = 30 * DAY
CHINA_OFFSET = 8 * 3_600


@dataclass(frozen=True)
class Calendar:
    """Instants are seconds since 1970 in UTC. Period ``periods`` is the one after the snapshot."""

    snapshot: int
    periods: int

    @classmethod
    def of(cls, snapshot_at: datetime, months: int) -> "Calendar":
        """The calendar of a world of so many months."""
        return cls(snapshot=int(snapshot_at.timestamp()), periods=months)

    @property
    def start(self) -> int:
        """The first instant of the history."""
        return self.snapshot - self.periods * PERIOD

    @property
    def end(self) -> int:
        """The last instant that the truth knows."""
        return self.snapshot + PERIOD

    def period(self, instants: Integers) -> Integers:
        """The period of each instant; negative before the history."""
        return (instants - self.start) // PERIOD

    def begin(self, period: Integers | int) -> Integers:
        """The first instant of a period."""
        return np.asarray(self.start + np.asarray(period, dtype=np.int64) * PERIOD)


def instants(seconds: Integers) -> npt.NDArray[np.datetime64]:
    """Seconds as times in UTC."""
    return np.asarray(seconds, dtype=np.int64).astype("datetime64[s]")


def local_days(seconds: Integers) -> npt.NDArray[np.datetime64]:
    """The Chinese calendar day of each instant."""
    return ((np.asarray(seconds, dtype=np.int64) + CHINA_OFFSET) // DAY).astype("datetime64[D]")


def at_hour(days: npt.NDArray[np.datetime64], hours: npt.NDArray[np.float64]) -> Integers:
    """The instant of a local hour of a Chinese calendar day."""
    return np.asarray(
        days.astype("datetime64[D]").astype(np.int64) * DAY - CHINA_OFFSET + (hours * 3_600).astype(np.int64)
    )
