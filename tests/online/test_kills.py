"""Killing a server's two processes and its worker at random moments under load: what was accepted is there, once."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx
import pytest
from sqlalchemy import func, select, true

from mingjian.access.accounts import FIRST, Accounts
from mingjian.access.api_keys import ApiKeys
from mingjian.access.audit import AuditLog
from mingjian.access.policy import SCOPES, Principal, Role
from mingjian.access.sessions import Sessions
from mingjian.access.webhooks import DELIVER, Webhooks
from mingjian.casework.decisions import OPINIONS
from mingjian.casework.ledger import EVENTS
from mingjian.online.reception import ASSESS, Reception
from mingjian.store.database import Database
from mingjian.store.jobs import JOBS, JobQueue, JobState
from mingjian.store.vault import Vault
from mingjian.store.workspace import RunFolder

ROOT = Path(__file__).parents[2]
ADMIN = Principal(FIRST, frozenset({Role.ADMINISTRATOR}))
NORTH = Principal("key north", frozenset({Role.SERVICE}), team="north")
CLIENTS, PAUSE_S = 2, 0.05
AT = "2026-11-25T09:00+08:00"


@dataclass
class Load:
    """Programs that send complaints with a file each, and send again what was not answered, as they should."""

    address: str
    key: str
    world: str
    """What tells one load's complaints from another's."""
    started: int = 0
    unanswered: list[int] = field(default_factory=list)
    accepted: set[int] = field(default_factory=set)
    refused: list[tuple[int, int]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def name(self, number: int) -> str:
        return f"N-{self.world}-{number}"

    def content(self, number: int) -> bytes:
        return f"the paper of complaint {self.name(number)}".encode()

    def take(self, *, new: bool) -> int | None:
        with self._lock:
            if self.unanswered:
                return self.unanswered.pop()
            if not new:
                return None
            self.started += 1
            return self.started

    def send(self, client: httpx.Client, number: int) -> None:
        complaint = {
            "complaint_id": self.name(number),
            "received_at": AT,
            "text": f"第{number}次投诉",
        }
        try:
            answer = client.post(
                "/complaints",
                data={"complaint": json.dumps(complaint)},
                files=[("files", ("a.txt", self.content(number), "text/plain"))],
                headers={"idempotency-key": str(number)},
            )
        except httpx.HTTPError:
            self.unanswered.append(number)
            return
        if answer.status_code in (200, 202):
            self.accepted.add(number)
        else:
            self.refused.append((number, answer.status_code))

    @contextmanager
    def running(self, clients: int = CLIENTS) -> Iterator[None]:
        over = threading.Event()

        def drive() -> None:
            with self.client() as client:
                while not over.is_set():
                    number = self.take(new=True)
                    assert number is not None  # a new one is always there
                    self.send(client, number)
                    time.sleep(PAUSE_S)

        threads = [threading.Thread(target=drive) for _ in range(clients)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def client(self) -> httpx.Client:
        headers = {"authorization": f"Bearer {self.key}"}
        return httpx.Client(base_url=f"{self.address}/api/v1", headers=headers, timeout=60)


@dataclass
class Judging(Load):
    """A person who takes complaints in hand and judges them; what was not answered is done again."""

    def send(self, client: httpx.Client, number: int) -> None:
        complaint = {"complaint_id": self.name(number), "received_at": AT, "channel": "hotline", "text": "停催"}
        opinion = {"question": "merit", "answer": "not_upheld", "basis": "facts", "why": self.name(number)}
        try:
            taken = client.post("/arrivals", json=complaint)
            if taken.status_code != 201:
                self.refused.append((number, taken.status_code))
                return
            judged = client.post(f"/matters/{taken.json()['matter_id']}/decisions", json=opinion)
        except httpx.HTTPError:
            self.unanswered.append(number)
            return
        # Whoever gave an opinion and was not told so hears that it is there: nobody gives two.
        if judged.status_code in (201, 409):
            self.accepted.add(number)
        else:
            self.refused.append((number, judged.status_code))

    def client(self) -> httpx.Client:
        headers = {"cookie": f"session={self.key}", "sec-fetch-site": "same-origin"}
        return httpx.Client(base_url=f"{self.address}/api/v1", headers=headers, timeout=60)


def handler(database: Database) -> str:
    """The session of a person who judges."""
    accounts = Accounts(database)
    accounts.make(by=ADMIN, name="li.na", shown_name="Li Na", team="north", roles=[Role.HANDLER], elsewhere=True)
    (account,) = (one for one in accounts.list() if one.name == "li.na")
    return Sessions(database).start(account)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def forge(workspace: Path, url: str) -> Iterator[Callable[[int], tuple[int, ...]]]:
    """Starts two processes of a server and a worker on a port; gives their process numbers."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.online.killable", str(workspace), url],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def start(port: int) -> tuple[int, ...]:
        process.stdin.write(f"{port}\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
        return tuple(map(int, process.stdout.readline().split()))  # type: ignore[union-attr]

    try:
        yield start
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def until_it_answers(address: str) -> None:
    while True:
        try:
            if httpx.get(f"{address}/health/live").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.02)


@pytest.mark.soak
def test_what_was_accepted_outlives_any_kill_of_servers_and_worker_and_is_done_once(
    run: RunFolder, database: Database, database_url: str, repetitions: Callable[[int], int]
) -> None:
    random, vault = Random(5), Vault.open(run.workspace)
    Accounts(database).make_first()
    key = ApiKeys(database).make(by=ADMIN, name="load", team="north", scopes=SCOPES)
    # The worker's settings let it go nowhere: its messages stay, so that it can be counted how often each was made.
    Webhooks(database, vault, hosts=["127.0.0.1"]).make("http://127.0.0.1:9/x", ["complaint.assessed"], by=NORTH)
    port = free_port()
    load = Load(f"http://127.0.0.1:{port}", key, database.dialect)
    judging = Judging(load.address, handler(database), f"judged-{database.dialect}")
    with forge(run.workspace, database_url) as start:
        for _ in range(repetitions(34)):  # three kills each: while one is dead the others answer and work on
            every = start(port)
            with load.running(), judging.running(clients=1):
                until_it_answers(load.address)
                time.sleep(random.uniform(0.05, 0.5))
                for number in random.sample(every, len(every)):
                    os.kill(number, signal.SIGKILL)
                    time.sleep(random.uniform(0.0, 0.1))
        every = start(port)
        until_it_answers(load.address)
        for one in (load, judging):
            with one.client() as client:
                while (late := one.take(new=False)) is not None:
                    one.send(client, late)
        queue = JobQueue(database)
        waiting = select(func.count()).where(JOBS.c.kind == ASSESS, JOBS.c.state != JobState.DONE.value)
        deadline = time.monotonic() + 300
        while _scalar(database, waiting):
            assert time.monotonic() < deadline, queue.list(limit=5)
            time.sleep(0.1)
        for number in every:
            os.kill(number, signal.SIGKILL)

    for one in (load, judging):
        assert one.refused == []
        assert one.accepted == set(range(1, one.started + 1))
    reception = Reception(database, vault)
    for number in load.accepted:
        received = reception.find(load.name(number), where=true())
        assert [vault.read(digest) for digest in received.files] == [load.content(number)]
        assert received.assessed_at is not None
        found = reception.assessment(load.name(number), where=true())
        assert found is not None
        assert found["complaint_id"] == load.name(number)
    log = AuditLog(database)
    assert log.verify().intact
    entries = [entry.object_id for entry in log.entries(action="receive", limit=100_000)]
    assert sorted(map(str, entries)) == sorted(map(load.name, load.accepted))
    for kind in (ASSESS, DELIVER):
        assert _scalar(database, select(func.count()).where(JOBS.c.kind == kind)) == load.started
    with database.read() as connection:
        opinions = connection.execute(select(OPINIONS.c.why, OPINIONS.c.decision_id, OPINIONS.c.by)).all()
        told = connection.scalars(select(EVENTS.c.item_id).where(EVENTS.c.kind == "opinion_merit")).all()
    assert sorted(opinion.why for opinion in opinions) == sorted(map(judging.name, judging.accepted))
    assert sorted(told) == sorted(opinion.decision_id for opinion in opinions)
    assert len(log.entries(action="opinion_merit", limit=100_000)) == len(opinions)


def _scalar(database: Database, query: object) -> int:
    with database.read() as connection:
        return int(connection.scalar(query))  # type: ignore[call-overload]
