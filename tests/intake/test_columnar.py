import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.intake.conftest import Desk, instant

LOCAL = datetime.fromisoformat("2026-03-05T10:00:00")


def parquet(columns: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def complaints(received_at: Any) -> dict[str, Any]:
    return {"complaint_id": ["C1"], "received_at": received_at}


@pytest.mark.parametrize(
    "received_at",
    [
        pa.array([datetime(2026, 3, 5, 2, tzinfo=UTC)], pa.timestamp("us", "UTC")),
        pa.array([LOCAL], pa.timestamp("us")),
        pa.array([LOCAL], pa.timestamp("ns")),
        pa.array([LOCAL], pa.timestamp("ms")),
        pa.array(["2026-03-05 10:00:00"]),
        pa.array(["2026-03-05 10:00:00"]).dictionary_encode(),
    ],
)
def test_a_time_of_any_type_is_the_same_instant(desk: Desk, received_at: Any) -> None:
    taken = desk.take({"complaints.parquet": parquet(complaints(received_at))})
    assert taken.column("complaints", "received_at") == [instant("2026-03-05T10:00:00+08:00")]


def test_typed_columns_keep_their_values(desk: Desk) -> None:
    loans = {
        "loan_id": pa.array([1001.0, 1002.0]),
        "customer_id": pa.array([7, 8]),
        "principal_yuan": pa.array([Decimal("1000.50"), Decimal("-1.00")]),
        "annual_rate": pa.array([0.24, 18.0]),
        "disbursed_on": pa.array([date(2026, 3, 5), date(1066, 10, 14)]),
        "term_months": pa.array([12, 0], pa.int32()),
    }
    taken = desk.take({"loans.parquet": parquet(loans)})
    first, second = taken.rows("loans")
    assert (first["loan_id"], first["customer_id"], first["principal_yuan"]) == ("1001", "7", 1000.5)
    assert (first["annual_rate"], first["disbursed_on"], first["term_months"]) == (0.24, date(2026, 3, 5), 12)
    assert all(second[name] is None for name in ("principal_yuan", "annual_rate", "disbursed_on", "term_months"))
    assert [(problem[2], problem[3]) for problem in taken.problems] == [
        ("annual_rate", "rate_in_percent"),
        ("disbursed_on", "implausible_date"),
        ("principal_yuan", "below_minimum"),
        ("term_months", "below_minimum"),
    ]


def test_booleans_and_bytes_are_read(desk: Desk) -> None:
    charges = {"charge_id": [b"F1"], "loan_id": [b"L1"], "in_contract": [True], "kind": [b"late_fee"]}
    taken = desk.take({"charges.parquet": parquet(charges)})
    (row,) = taken.rows("charges")
    assert (row["charge_id"], row["in_contract"], row["kind"]) == ("F1", True, "late_fee")


def test_odd_column_names_and_nested_columns_do_no_harm(desk: Desk) -> None:
    columns = complaints(["2026-03-05"]) | {
        "value": ["x"],
        "file_row_number": [5],
        "row__": [9],
        "a\"b'c": [1],
        "nested": [{"a": [1, 2]}],
    }
    taken = desk.take({"complaints.parquet": parquet(columns)})
    assert taken.column("complaints", "complaint_id") == ["C1"]
    assert set(taken.summary.tables[0].columns_not_understood) == set(columns) - {"complaint_id", "received_at"}


def test_a_file_that_breaks_in_the_middle_is_noted(desk: Desk) -> None:
    content = bytearray(parquet({"customer_id": [f"U{number}" for number in range(5000)]}))
    content[200:1200] = bytes(1000)
    taken = desk.take({"customers.parquet": bytes(content)})
    assert [row["code"] for row in taken.quarantine] == ["file_unreadable"]
