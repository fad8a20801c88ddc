"""Several processes behind one port: what one knows the others know, and whichever dies is started again."""

import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from mingjian.access.accounts import FIRST, Accounts
from mingjian.access.policy import Principal, Role
from mingjian.access.sessions import Sessions
from mingjian.access.webhooks import DELIVER
from mingjian.store.database import Database
from mingjian.store.jobs import JobQueue, JobState, enqueue
from mingjian.web.processes import together
from tests.web import world

TRIES = 6
"""Tries at one name a minute."""


@dataclass(frozen=True)
class House:
    """A served team."""

    parent: psutil.Process
    address: str
    password: str
    database: Database

    @property
    def processes(self) -> list[psutil.Process]:
        """Those that answer, and the worker; the library's own that counts what is shared is none."""
        return [one for one in self.parent.children() if "spawn_main" in " ".join(one.cmdline())]

    @property
    def serving(self) -> list[psutil.Process]:
        """Those that hold the port."""
        port = httpx.URL(self.address).port
        return [
            one
            for one in self.processes
            if any(held.laddr.port == port and held.status == psutil.CONN_LISTEN for held in one.net_connections("tcp"))
        ]

    def client(self) -> httpx.Client:
        # A connection each: whichever process is free takes it.
        alone = httpx.Limits(max_keepalive_connections=0)
        headers = {"sec-fetch-site": "same-origin"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=300, limits=alone)

    def signed_in(self) -> httpx.Client:
        (account,) = (one for one in Accounts(self.database).list() if one.name == "a.reader")
        client = self.client()
        client.cookies.set("session", Sessions(self.database).start(account))
        return client

    @contextmanager
    def only(self, process: psutil.Process) -> Iterator[None]:
        """While the others stand still this one alone answers."""
        others = [one for one in self.serving if one != process]
        for one in others:
            one.suspend()
        try:
            yield
        finally:
            for one in others:
                one.resume()

    def number(self, name: str, **labels: str) -> float:
        with self.signed_in() as client:
            text = client.get("/metrics").text
        wanted = "".join(f'(?=.*{label}="{re.escape(value)}")' for label, value in labels.items())
        return sum(float(value) for value in re.findall(rf"^{name}{wanted}(?:{{.*}})? (\S+)$", text, re.MULTILINE))


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in five minutes"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    world.publish(folder)
    command = [sys.executable, "-c", "from mingjian.cli import main; main()", "serve", str(folder)]
    command += ["--team", "--port", "0", "--processes", "2"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "MINGJIAN_ACCESS__SIGN_INS_A_MINUTE": str(TRIES)}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    database = Database(f"sqlite:///{folder / 'database.sqlite'}")
    try:
        assert server.stdout is not None
        password = server.stdout.readline().split()[-1]
        address = server.stdout.readline().split()[0].rstrip("/")
        by = Principal(FIRST, frozenset({Role.ADMINISTRATOR}))
        roles = [Role.ADMINISTRATOR, Role.AUDITOR]
        Accounts(database).make(by=by, name="a.reader", shown_name="R", team="main", roles=roles, elsewhere=True)
        house = House(psutil.Process(server.pid), address, password, database)
        until(lambda: len(house.serving) == 2)
        yield house
    finally:
        server.terminate()
        server.communicate()
        database.close()


def test_what_a_killed_server_left_goes_with_the_next_start_and_what_serves_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, begins, serves = (tmp_path / f"mingjian-server-{name}" for name in ("left", "begins", "serves"))
    for folder in (left, begins, serves):
        folder.mkdir()
    (left / "alive").touch()
    with (serves / "alive").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with together() as own:
            assert {folder.name for folder in tmp_path.iterdir()} == {begins.name, serves.name, own.name}
            assert (own / "alive").is_file()
        assert not own.exists()


def test_who_signed_in_at_one_process_is_known_to_the_other(house: House) -> None:
    first, second = house.serving
    with house.client() as client:
        with house.only(first):
            answer = client.post("/sign-in", data={"name": FIRST, "password": house.password})
            assert answer.status_code == 303
        with house.only(second):
            assert client.get("/account").status_code == 200
            assert client.post("/sign-out").status_code == 303
        with house.only(first):
            assert client.get("/account").status_code == 303


def test_tries_count_over_all_processes(house: House) -> None:
    wrong, said, began = {"name": "somebody", "password": "wrong"}, [], time.monotonic()
    with house.client() as client:
        for process in house.serving:
            with house.only(process):
                said += [client.post("/sign-in", data=wrong).status_code for _ in range(TRIES)]
    # What ended a minute ago counts less by the second; each process for itself would let all of them through.
    assert set(said) == {401, 429}
    assert TRIES <= said.count(401) <= TRIES * (1 + (time.monotonic() - began) / 60) + 1


def test_one_is_killed_the_other_answers_it_is_started_again_and_the_numbers_are_those_of_all(house: House) -> None:
    asked = {"address": "/health/ready", "status": "200"}
    before = house.number("mingjian_requests_total", **asked)
    killed, left = house.serving
    with house.client() as client:
        for process in (killed, left):
            with house.only(process):
                assert client.get("/health/ready").status_code == 200
        assert house.number("mingjian_requests_total", **asked) == before + 2
        assert house.number("mingjian_process_starts_total") == 2
        killed.send_signal(signal.SIGKILL)
        assert client.get("/health/ready").status_code == 200
    until(lambda: house.number("mingjian_process_starts_total") == 3)
    assert house.number("mingjian_requests_total", **asked) == before + 3
    assert len(house.serving) == 2
    assert left in house.serving
    assert killed not in house.serving


def test_there_is_one_worker_and_it_is_started_again_as_well(house: House) -> None:
    until(lambda: len(house.processes) == 3)
    (worker,) = (one for one in house.processes if one not in house.serving)
    worker.send_signal(signal.SIGKILL)
    with house.database.begin() as connection:
        job = enqueue(connection, DELIVER, {"webhook": "removed", "event": "ping", "id": ""})
    until(lambda: JobQueue(house.database).state(job) is JobState.DONE)
    assert len(house.processes) == 3


def test_no_process_outlives_its_server(house: House) -> None:
    until(lambda: len(house.serving) == 2)
    children = house.parent.children(recursive=True)
    house.parent.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(children, timeout=300)
    assert alive == []
