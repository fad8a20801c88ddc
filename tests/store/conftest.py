from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.contract import TABLES
from mingjian.store.engine import DuckDBEngine, Engine

Rows = Mapping[str, list[dict[str, Any]]]
Deliver = Callable[[Path, Rows], Path]


@pytest.fixture(scope="session", autouse=True)
def functions_can_be_imported() -> Iterator[None]:
    """Workers are processes of their own, which find a function by its module's name."""
    root = str(Path(__file__).parents[2])
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root)
        patch.setenv("PYTHONPATH", root)
        yield


SPARK = [
    pytest.mark.spark,
    pytest.mark.filterwarnings(
        "ignore:unclosed <socket:ResourceWarning"
    ),  # PySpark leaves its sockets to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=SPARK)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "spark":
        yield request.getfixturevalue("spark_engine")
        return
    duckdb = DuckDBEngine(memory_limit="500MB", workers=2)
    yield duckdb
    duckdb.close()


@pytest.fixture(scope="session")
def deliver() -> Deliver:
    def write(folder: Path, tables: Rows) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            table = pa.Table.from_pylist(rows, schema=TABLES[name].arrow_schema)
            pq.write_table(table, folder / f"{name}.parquet")
        return folder

    return write
