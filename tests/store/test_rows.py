import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.contract import TABLES, TIME_ZONE
from mingjian.store.rows import KEYS, LEFT_OUT, build, plain, selected, unpacked


@pytest.fixture
def complaints(tmp_path: Path) -> Path:
    times = [datetime(2026, 5, 1, 20, tzinfo=UTC), datetime(2026, 5, 1, 20, 0, 0, 250_000, tzinfo=UTC), None]
    rows = [
        {"complaint_id": f"C-{place}", "customer_id": "K", "received_at": time, "text": "全文"}
        for place, time in reversed(list(enumerate(times)))
    ]
    path = tmp_path / "complaints.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=TABLES["complaints"].arrow_schema), path)
    return path


def test_rows_lie_in_the_order_of_their_first_key_with_local_times_and_without_long_texts(
    complaints: Path, tmp_path: Path
) -> None:
    build({"complaints": complaints}, tmp_path / "rows.sqlite")
    with sqlite3.connect(tmp_path / "rows.sqlite") as rows:
        found = rows.execute("SELECT complaint_id, received_at, text FROM complaints ORDER BY rowid").fetchall()
    assert found == [
        ("C-0", "2026-05-02 04:00:00", None),
        ("C-1", "2026-05-02 04:00:00.250000", None),
        ("C-2", None, None),
    ]


def test_every_table_is_there_with_its_columns_and_an_index_for_each_key(tmp_path: Path) -> None:
    build({}, tmp_path / "rows.sqlite")
    with sqlite3.connect(tmp_path / "rows.sqlite") as rows:
        for name, keys in KEYS.items():
            columns = tuple(column for _, column, *_ in rows.execute(f"PRAGMA table_info({name})"))
            assert columns == TABLES[name].columns
            for key in keys:
                (plan,) = rows.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {name} WHERE {key} = ?", ["x"])
                assert f"{name}_by_{key}" in plan[3]


def test_all_contacts_of_a_customer_lie_packed_in_one_row(tmp_path: Path) -> None:
    contract = TABLES["contacts"]
    times = [datetime(2026, 5, 1, 20, tzinfo=UTC), datetime(2026, 5, 1, 20, 0, 0, 250_000, tzinfo=UTC), None]
    written = [
        {"contact_id": f"T-{place}", "customer_id": "K", "started_at": time, "duration_s": 61.5, "transcript": "全文"}
        for place, time in enumerate(times)
    ]
    written += [{"contact_id": "T-8", "customer_id": "引号\"'"}, {"contact_id": "T-9", "customer_id": None}]
    pq.write_table(pa.Table.from_pylist(written, schema=contract.arrow_schema), tmp_path / "contacts.parquet")
    build({"contacts": tmp_path / "contacts.parquet"}, tmp_path / "rows.sqlite")
    with sqlite3.connect(tmp_path / "rows.sqlite") as rows:
        found = {key: unpacked(packed) for key, packed in rows.execute("SELECT key, rows FROM contacts")}
        assert rows.execute("SELECT count(*) FROM repayments").fetchone() == (0,)
    assert set(found) == {"K", "引号\"'"}, "without a customer nobody asks for it"
    of_k = [dict(zip(contract.columns, row, strict=True)) for row in found["K"]]
    assert sorted((row["contact_id"], row["started_at"], row["duration_s"], row["transcript"]) for row in of_k) == [
        ("T-0", "2026-05-02 04:00:00", 61.5, "全文"),
        ("T-1", "2026-05-02 04:00:00.250000", 61.5, "全文"),
        ("T-2", None, 61.5, "全文"),
    ]


def test_a_contact_under_another_customer_lies_with_the_owner_of_its_loan_as_well(tmp_path: Path) -> None:
    written = {
        "loans": [{"loan_id": "L", "customer_id": "K"}],
        "contacts": [
            {"contact_id": "T-1", "customer_id": "W", "loan_id": "L"},
            {"contact_id": "T-2", "customer_id": "K", "loan_id": "L"},
            {"contact_id": "T-3", "customer_id": "W", "loan_id": "L-unknown"},
        ],
    }
    paths = {name: tmp_path / f"{name}.parquet" for name in written}
    for name, rows in written.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=TABLES[name].arrow_schema), paths[name])
    build(paths, tmp_path / "rows.sqlite")
    with sqlite3.connect(tmp_path / "rows.sqlite") as packed:
        found = {key: sorted(row[0] for row in unpacked(one)) for key, one in packed.execute("SELECT * FROM contacts")}
    assert found == {"K": ["T-1", "T-2"], "W": ["T-1", "T-3"]}


def test_only_columns_of_the_contract_are_left_out() -> None:
    for name, columns in LEFT_OUT.items():
        assert set(columns) < set(TABLES[name].columns)


def test_a_value_is_written_alike_by_python_and_by_duckdb() -> None:
    contract = TABLES["loans"]
    rows = [
        {"loan_id": "L", "disbursed_on": date(2026, 2, 28), "annual_rate": 0.2399, "term_months": 12},
        {"loan_id": "M", "disbursed_on": None, "annual_rate": None, "term_months": None},
    ]
    table = pa.Table.from_pylist(rows, schema=contract.arrow_schema)
    with duckdb.connect() as connection:
        connection.execute(f"SET TimeZone = '{TIME_ZONE}'")
        found = connection.execute(f'SELECT {selected("loans")} FROM "table"').fetchall()
    assert found == [tuple(plain(row[name]) for name in contract.columns) for row in table.to_pylist()]
