from collections.abc import Iterator

import pytest

from mingjian.store.engine import DuckDBEngine, Engine
from mingjian.store.lake import Lake
from tests.network.lakes import Delivery, ran


@pytest.fixture(scope="session")
def duckdb_engine() -> Iterator[Engine]:
    engine = DuckDBEngine(memory_limit="500MB", workers=1)
    yield engine
    engine.close()


SPARK = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="session")
def one_gang(duckdb_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """What is found of an agency of the simplest kind and its twelve clients: for reading, since many tests ask it."""
    return ran(duckdb_engine, tmp_path_factory.mktemp("one_gang"), Delivery().gang(range(12), "a"))


@pytest.fixture
def engine(duckdb_engine: Engine) -> Engine:
    return duckdb_engine


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=SPARK)])
def either_engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found
