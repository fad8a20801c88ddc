from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.contract import TABLES
from mingjian.errors import NotFoundError
from mingjian.store.serving import LOOK_UPS, Serving, build


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    contract = TABLES["complaints"]
    rows = [
        {
            "complaint_id": f"C-{number:04d}",
            "customer_id": f"K-{number % 7}",
            "received_at": datetime(2026, 5, 1, 20, tzinfo=UTC) + timedelta(days=number),
        }
        for number in (3, 1, 2, 0)
    ]
    source = tmp_path / "complaints.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=contract.arrow_schema), source)
    run = tmp_path / "run"
    run.mkdir()
    build({"complaints": source}, run / "serving.duckdb")
    return run


def test_every_table_of_the_contract_is_served_with_its_columns(run_folder: Path) -> None:
    with Serving.open(run_folder) as serving:
        for name, contract in TABLES.items():
            assert tuple(serving.query_arrow(f'SELECT * FROM "{name}"').column_names) == contract.columns


def test_rows_come_back_by_name_with_local_times(run_folder: Path) -> None:
    with Serving.open(run_folder) as serving:
        rows = serving.query("SELECT complaint_id, received_at FROM complaints WHERE complaint_id = ?", ["C-0001"])
    assert [row["complaint_id"] for row in rows] == ["C-0001"]
    assert rows[0]["received_at"].isoformat() == "2026-05-03T04:00:00+08:00"


def test_named_parameters_are_taken(run_folder: Path) -> None:
    with Serving.open(run_folder) as serving:
        assert serving.query(
            "SELECT count(*) AS n FROM complaints WHERE customer_id = $customer", {"customer": "K-3"}
        ) == [{"n": 1}]


def test_a_served_table_stands_in_the_order_of_its_first_look_up(run_folder: Path) -> None:
    with Serving.open(run_folder) as serving:
        assert [row["complaint_id"] for row in serving.query("SELECT complaint_id FROM complaints ORDER BY rowid")] == [
            "C-0000",
            "C-0001",
            "C-0002",
            "C-0003",
        ]


def test_what_is_served_cannot_be_written(run_folder: Path) -> None:
    with Serving.open(run_folder) as serving, pytest.raises(duckdb.InvalidInputException):
        serving.query("DELETE FROM complaints")


def test_threads_share_one_serving(run_folder: Path) -> None:
    with Serving.open(run_folder) as serving, ThreadPoolExecutor(8) as pool:
        counts = pool.map(lambda _: serving.query("SELECT count(*) AS n FROM complaints")[0]["n"], range(200))
        assert set(counts) == {4}


def test_a_folder_without_a_run_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="mingjian run"):
        Serving.open(tmp_path)


def test_every_look_up_is_a_column_of_the_contract() -> None:
    for name, columns in LOOK_UPS.items():
        assert set(columns) <= set(TABLES[name].columns)
