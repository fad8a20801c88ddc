import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, select
from structlog.testing import capture_logs

from mingjian.errors import NotFoundError
from mingjian.store.database import Database
from mingjian.store.jobs import (
    MOST_LOST,
    WORKER_LOST,
    Effect,
    Job,
    JobQueue,
    JobState,
    LeaseLostError,
    Worker,
    enqueue,
    no_effect,
)
from tests.store.counting import COUNTED

ROOT = Path(__file__).parents[2]
KINDS = frozenset({"count"})


def later(**span: float) -> datetime:
    return datetime.now(UTC) + timedelta(**span)


def put(database: Database, number: int = 1, **options: object) -> str:
    with database.begin() as connection:
        return enqueue(connection, "count", {"number": number}, **options)  # type: ignore[arg-type]


def test_a_job_lives_and_dies_with_the_transaction_that_asks_for_it(database: Database) -> None:
    queue = JobQueue(database)
    with pytest.raises(RuntimeError, match="the case"), database.begin() as connection:
        _ask_and_fail(connection)
    assert queue.take(KINDS) is None
    job_id = put(database)
    taken = queue.take(KINDS)
    assert taken is not None
    assert (taken.job_id, taken.payload, taken.state, taken.attempts) == (job_id, {"number": 1}, JobState.RUNNING, 1)


def _ask_and_fail(connection: Connection) -> None:
    enqueue(connection, "count", {"number": 1})
    raise RuntimeError("the case was not written")


def test_the_same_key_makes_one_job(database: Database) -> None:
    assert put(database, key="complaint K-1") == put(database, key="complaint K-1")
    assert put(database, key="complaint K-2") != put(database, key="complaint K-1")
    assert JobQueue(database).counts()[JobState.WAITING] == 2


def test_two_workers_never_hold_one_job(database: Database) -> None:
    for number in range(20):
        put(database, number)
    queue = JobQueue(database)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: queue.take(KINDS), range(24)))
    held = Counter(job.job_id for job in taken if job is not None)
    while (job := queue.take(KINDS)) is not None:  # one that a racing worker passed by
        held[job.job_id] += 1
    assert len(held) == 20
    assert set(held.values()) == {1}


def test_a_job_that_is_not_yet_due_waits(database: Database) -> None:
    put(database, due_at=later(minutes=5))
    queue = JobQueue(database)
    assert queue.take(KINDS) is None
    assert queue.take(KINDS, now=later(minutes=6)) is not None


def test_a_job_whose_worker_died_is_taken_again_when_its_lease_ends(database: Database) -> None:
    put(database)
    queue = JobQueue(database)
    first = queue.take(KINDS)
    assert first is not None
    assert queue.take(KINDS) is None
    second = queue.take(KINDS, now=later(seconds=61))
    assert second is not None
    assert (second.attempts, second.lost) == (1, 1)
    assert not queue.renew(first)
    with pytest.raises(LeaseLostError):
        queue.finish(first, lambda _: pytest.fail("a worker without the lease changed something"))
    queue.finish(second)
    assert queue.find(second.job_id).state is JobState.DONE


def test_a_failure_is_tried_again_later_and_in_the_end_shown_to_a_person(database: Database) -> None:
    job_id = put(database, most_attempts=2)
    queue = JobQueue(database)
    now = datetime.now(UTC)
    for _ in range(2):
        now += timedelta(hours=2)
        job = queue.take(KINDS, now=now)
        assert job is not None
        queue.fail(job, "the other server does not answer")
    failed = queue.find(job_id)
    assert (failed.state, failed.failure) == (JobState.FAILED, "the other server does not answer")
    assert queue.take(KINDS, now=now + timedelta(days=1)) is None
    queue.retry(job_id)
    assert queue.take(KINDS, now=now + timedelta(days=1)) is not None
    with pytest.raises(NotFoundError):
        queue.retry("J-0")


def test_lost_workers_are_no_failed_tries(database: Database) -> None:
    job_id = put(database, most_attempts=1)
    queue = JobQueue(database)
    for hour in range(MOST_LOST):
        # First it is only noted that a worker was lost; when its pause is over, the job is taken again.
        last = queue.take(KINDS, now=later(hours=hour)) or queue.take(KINDS, now=later(hours=hour, minutes=6))
    assert last is not None
    assert (last.attempts, last.lost) == (1, MOST_LOST - 1)
    queue.fail(last, "no")
    assert (queue.find(job_id).state, queue.find(job_id).failure) == (JobState.FAILED, "no")


def test_a_job_that_ends_its_worker_each_time_lets_others_pass_and_ends_marked(database: Database) -> None:
    job_id = put(database, 1)
    queue, now = JobQueue(database), datetime.now(UTC)
    first = queue.take(KINDS, now=now)
    assert first is not None
    begun = now
    other = put(database, 2)
    while queue.find(job_id).state is not JobState.FAILED:
        now += timedelta(seconds=61)
        job = queue.take(KINDS, now=now)
        if job is not None and job.job_id == other:
            queue.finish(job)
    assert queue.find(other).state is JobState.DONE
    ended = queue.find(job_id)
    assert (ended.lost, ended.failure) == (MOST_LOST, WORKER_LOST)
    assert now - begun > timedelta(hours=1)
    queue.retry(job_id)
    again = queue.take(KINDS, now=now)
    assert again is not None
    assert (again.job_id, again.attempts, again.lost) == (job_id, 1, 0)


def test_a_failing_effect_leaves_nothing_and_the_job_to_be_done(database: Database) -> None:
    job_id = put(database)

    def half(connection: Connection) -> None:
        enqueue(connection, "count", {"number": 2})
        raise RuntimeError("张三 13812345678")

    assert Worker(database, {"count": lambda _: half}).run_one()
    job = JobQueue(database).find(job_id)
    assert (job.state, job.failure) == (JobState.WAITING, "unexpected RuntimeError")
    assert JobQueue(database).counts()[JobState.WAITING] == 1


def test_each_try_of_a_job_is_a_line_of_the_log_without_what_it_was_about(database: Database) -> None:
    def fail(_job: Job) -> Effect:
        raise ValueError("a row of somebody's")

    waits = JobQueue(database)
    assert waits.waits_since() is None
    job_id = put(database, 17)
    assert waits.waits_since() is not None
    with capture_logs() as lines:
        Worker(database, {"count": fail}).run_one()
    (line,) = lines
    assert (line["job"], line["kind"], line["attempt"], line["came_of_it"]) == (job_id, "count", 1, "ValueError")
    assert "somebody" not in str(line)
    assert "17" not in str({name: line[name] for name in line if name not in ("job", "milliseconds")})


def test_a_long_job_keeps_its_lease(database: Database) -> None:
    job_id = put(database)

    def slow(_job: object) -> Callable[[Connection], None]:
        time.sleep(0.8)
        return no_effect

    assert Worker(database, {"count": slow}, lease=timedelta(seconds=0.5)).run_one()
    job = JobQueue(database).find(job_id)
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_done_jobs_are_removed_on_time_and_failed_ones_stay(database: Database) -> None:
    queue = JobQueue(database)
    for number, most in enumerate((8, 1)):
        put(database, number, most_attempts=most)
    done, failed = queue.take(KINDS), queue.take(KINDS)
    assert done is not None
    assert failed is not None
    done, failed = sorted((done, failed), key=lambda job: -job.most_attempts)
    queue.finish(done)
    queue.fail(failed, "no")
    assert queue.delete_ended(before=later(seconds=-60)) == 0
    assert queue.delete_ended(before=later(seconds=1)) == 1
    assert [job.job_id for job in queue.list()] == [failed.job_id]
    assert queue.list(state=JobState.DONE) == ()


@contextmanager
def forge(url: str) -> Iterator[Callable[[], int]]:
    """Starts workers; gives their process numbers."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.store.counting", url]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answered = process.stdin, process.stdout

        def start() -> int:
            asked.write("\n")
            asked.flush()
            return int(answered.readline())

        yield start
        asked.close()


@pytest.mark.soak
def test_workers_killed_at_random_moments_lose_nothing_and_do_nothing_twice(
    database: Database, database_url: str, repetitions: Callable[[int], int]
) -> None:
    kills, random = repetitions(100), Random(7)
    with database.begin() as connection:
        COUNTED.create(connection)
    asked = 0
    with forge(database_url) as start:
        for _ in range(kills):
            for _ in range(15):
                put(database, asked, key=f"number {asked}")
                asked += 1
            worker = start()
            time.sleep(random.uniform(0.0, 0.25))
            os.kill(worker, signal.SIGKILL)
        worker = start()
        queue = JobQueue(database)
        deadline = time.monotonic() + 300
        while queue.counts()[JobState.DONE] < asked:
            assert time.monotonic() < deadline, queue.counts()
            time.sleep(0.1)
        os.kill(worker, signal.SIGKILL)
    with database.read() as connection:
        counted = connection.scalars(select(COUNTED.c.number)).all()
    assert sorted(counted) == list(range(asked))
