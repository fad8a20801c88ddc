"""How often one may try: by account and by address, in windows that move."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from mingjian.errors import MingjianError


class TooOftenError(MingjianError):
    """Tried too often: wait a minute."""

    code = "too_often"
    status = 429


class RateLimit:
    """So many times a minute for each key; one process counts for itself."""

    def __init__(self, a_minute: int, *, name: str) -> None:
        self._item = RateLimitItemPerMinute(a_minute, namespace=name)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def take(self, *key: str) -> None:
        """Counts one; TooOftenError where the limit is reached."""
        if not self._limiter.hit(self._item, *key):
            raise TooOftenError("too many tries: wait a minute")

    def check(self, *key: str) -> None:
        """TooOftenError where the limit is reached; counts nothing."""
        if not self._limiter.test(self._item, *key):
            raise TooOftenError("too many tries: wait a minute")
