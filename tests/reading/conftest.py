from collections.abc import Iterator
from pathlib import Path

import pytest

from mingjian.store.engine import DuckDBEngine, Engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = DuckDBEngine(workers=2)
    yield engine
    engine.close()
