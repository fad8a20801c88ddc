"""Counting tries: as the library's own memory counts, and over processes."""

import multiprocessing
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from mingjian.access.counts import Counts
from tests.access.processes import take_tries

TRIES = st.lists(st.tuples(st.floats(min_value=0, max_value=50), st.sampled_from("ab")), max_size=30)


@given(TRIES, st.integers(min_value=1, max_value=4))
def test_it_lets_through_what_the_librarys_own_memory_lets_through(
    tries: list[tuple[float, str]], a_minute: int
) -> None:
    item, clock = RateLimitItemPerMinute(a_minute), [1_800_000_000.0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: clock[0])
        ours, theirs = (SlidingWindowCounterRateLimiter(storage) for storage in (Counts(), MemoryStorage()))
        for pause, key in tries:
            clock[0] += pause
            assert ours.hit(item, key) == theirs.hit(item, key)
            shown, expected = (limiter.get_window_stats(item, key) for limiter in (ours, theirs))
            assert shown.remaining == expected.remaining
            assert shown.reset_time == pytest.approx(expected.reset_time)


def test_two_processes_that_try_at_once_get_no_more_than_one_would(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        let_through = pool.starmap(take_tries, [(tmp_path, 40, 60)] * 2)
    assert sum(let_through) == 40


def test_a_count_names_nobody_and_goes_when_it_has_ended(tmp_path: Path) -> None:
    counts = Counts(tmp_path / "counts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: 1_000.0)
        counts.incr("13800138000", 60)
        assert (counts.get("13800138000"), counts.get_expiry("13800138000")) == (1, 1_060.0)
        patch.setattr(time, "time", lambda: 1_061.0)
        assert counts.get("13800138000") == 0
        counts.incr("another", 60)
    assert counts.reset() == 1
    assert b"13800138000" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
