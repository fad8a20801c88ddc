from collections.abc import Iterator
from pathlib import Path

import pytest

from mingjian.store.engine import DuckDBEngine, Engine


@pytest.fixture(scope="session")
def spark() -> Iterator[Engine]:
    from mingjian.store.spark import SparkEngine

    engine = SparkEngine(master="local[2]", memory="1g")
    yield engine
    engine.close()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = DuckDBEngine(workers=2)
    yield engine
    engine.close()
