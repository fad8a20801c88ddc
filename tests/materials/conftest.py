from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from mingjian.contract import TABLES
from mingjian.store.engine import DuckDBEngine, Engine
from mingjian.store.lake import Lake

AS_OF = datetime(2026, 11, 20, tzinfo=UTC)
Rows = dict[str, list[dict[str, Any]]]
Write = Callable[[Engine, Rows], Lake]


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    engine = DuckDBEngine(workers=1)
    yield engine
    engine.close()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes tables of the contract into a lake; ``materials`` with the hash that intake adds."""

    def written(engine: Engine, rows: Rows) -> Lake:
        folder = tmp_path / engine.name
        folder.mkdir()
        lake = Lake(engine, folder)
        for name, records in rows.items():
            schema = TABLES[name].arrow_schema
            if name == "materials":
                schema = schema.append(pa.field("file_sha256", pa.string()))
            lake.write(name, pa.Table.from_pylist(records, schema=schema))
        return lake

    return written
