from collections.abc import Iterator

import pytest

from mingjian.store.engine import DuckDBEngine, Engine


@pytest.fixture(scope="session")
def duckdb_engine() -> Iterator[Engine]:
    engine = DuckDBEngine(memory_limit="512MB", workers=1)
    yield engine
    engine.close()
