"""How often one may try: by account and by address, in windows that move."""

from pathlib import Path

from limits import RateLimitItemPerMinute
from limits.strategies import SlidingWindowCounterRateLimiter

from mingjian.access.counts import Counts
from mingjian.errors import MingjianError

COUNTS = "counts.sqlite"
"""The file of the counts in a folder that several processes share."""


class TooOftenError(MingjianError):
    """Tried too often: wait a minute."""

    code = "too_often"
    status = 429


class RateLimit:
    """So many times a minute for each key; all processes that are given the same folder count together."""

    def __init__(self, a_minute: int, *, name: str, shared: Path | None = None) -> None:
        self._item = RateLimitItemPerMinute(a_minute, namespace=name)
        self._limiter = SlidingWindowCounterRateLimiter(Counts(None if shared is None else shared / COUNTS))

    def take(self, *key: str) -> None:
        """Counts one; TooOftenError where the limit is reached."""
        if not self._limiter.hit(self._item, *key):
            raise TooOftenError("too many tries: wait a minute")
