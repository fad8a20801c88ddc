from collections.abc import Iterator

import pytest

from mingjian.store.engine import DuckDBEngine, Engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    duckdb = DuckDBEngine(memory_limit="500MB", workers=1)
    yield duckdb
    duckdb.close()
