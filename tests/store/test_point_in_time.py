"""What was known at a time, held against worlds that part ways after it."""
# ruff: noqa: E501  # rows of tables read best on one line

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjian.contract import INTAKE
from mingjian.errors import InputError
from mingjian.store.engine import DuckDBEngine, Engine
from mingjian.store.lake import Lake
from mingjian.store.point_in_time import PointInTime, cut, parse_as_of
from tests.store.conftest import Deliver

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
SNAPSHOT = datetime(2026, 11, 1, tzinfo=UTC)
BEFORE, AFTER = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


def _known(engine: Engine, folder: Path, name: str, *, as_of: datetime = AS_OF) -> list[dict[str, Any]]:
    view = PointInTime(Lake(engine, folder), as_of=as_of, snapshot=SNAPSHOT)
    key = next(table for table in INTAKE if table.name == name).primary_key
    rows: list[dict[str, Any]] = view.table(name).order_by(key).to_pyarrow().to_pylist()
    return rows


@pytest.fixture(scope="module")
def duckdb() -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(workers=1)
    yield engine
    engine.close()


@pytest.fixture
def world(tmp_path: Path, deliver: Deliver) -> Path:
    return deliver(
        tmp_path,
        {
            "customers": [
                {"customer_id": "K1", "phone": "new", "address": "now", "registered_on": date(2025, 1, 1)},
                {"customer_id": "K2", "phone": "same", "registered_on": date(2025, 1, 1)},
                {"customer_id": "K3", "phone": "first", "registered_on": AFTER.date()},
            ],
            "loans": [
                {"loan_id": "L1", "customer_id": "K1", "status": "overdue", "days_past_due": 90},
                {"loan_id": "L2", "customer_id": "K2", "status": "current", "days_past_due": 0},
                {"loan_id": "L3", "customer_id": "K3", "status": "current"},
            ],
            "repayments": [
                {"loan_id": "L1", "instalment_number": 1, "due_on": date(2026, 4, 1), "paid_on": date(2026, 4, 2), "paid_yuan": 9.0},
                {"loan_id": "L1", "instalment_number": 2, "due_on": date(2026, 5, 1), "paid_on": AFTER.date(), "paid_yuan": 9.0},
                {"loan_id": "L3", "instalment_number": 1, "due_on": date(2026, 8, 1)},
            ],
            "customer_changes": [
                {"change_id": "X1", "customer_id": "K1", "changed_at": AFTER, "field": "phone", "old_value": "old", "new_value": "new"},
                {"change_id": "X2", "customer_id": "K1", "changed_at": AFTER, "field": "loan_status", "loan_id": "L1", "old_value": "current", "new_value": "overdue"},
            ],
            "complaints": [
                {"complaint_id": "C1", "customer_id": "K1", "received_at": BEFORE, "closed_at": AFTER, "outcome": "upheld"},
                {"complaint_id": "C2", "customer_id": "K1", "received_at": AFTER},
                {"complaint_id": "C3", "customer_id": "K2", "received_at": BEFORE, "closed_at": BEFORE, "outcome": "settled"},
            ],
            "representations": [
                {"representation_id": "R1", "complaint_id": "C1"},
                {"representation_id": "R2", "complaint_id": "C2"},
                {"representation_id": "R3", "complaint_id": "C9"},
            ],
            "materials": [
                {"material_id": "M1", "complaint_id": "C2", "path": "a.pdf"},
                {"material_id": "M2", "complaint_id": "C1", "path": "b.pdf", "received_at": AFTER},
                {"material_id": "M3", "complaint_id": "C1", "path": "c.pdf", "received_at": BEFORE},
            ],
            "verifications": [
                {"verification_id": "V1", "material_id": "M3", "asked_at": BEFORE, "replied_at": AFTER, "reply": "denied"},
            ],
            "organisations": [{"organisation_id": "O1", "name": "某所", "status": "revoked", "status_from": AFTER.date()}],
        },
    )  # fmt: skip


def test_a_row_that_came_later_is_not_there(duckdb: DuckDBEngine, world: Path) -> None:
    assert [row["complaint_id"] for row in _known(duckdb, world, "complaints")] == ["C1", "C3"]


def test_an_outcome_that_came_later_is_empty_and_an_earlier_one_stands(duckdb: DuckDBEngine, world: Path) -> None:
    first, second = _known(duckdb, world, "complaints")
    assert (first["outcome"], first["closed_at"]) == (None, None)
    assert (second["outcome"], second["closed_at"]) == ("settled", BEFORE)


def test_a_payment_made_later_is_empty_while_its_due_date_stands(duckdb: DuckDBEngine, world: Path) -> None:
    first, second = _known(duckdb, world, "repayments")
    assert (first["paid_on"], first["paid_yuan"]) == (date(2026, 4, 2), 9.0)
    assert (second["due_on"], second["paid_on"], second["paid_yuan"]) == (date(2026, 5, 1), None, None)


def test_children_of_a_row_that_came_later_vanish_and_orphans_stay(duckdb: DuckDBEngine, world: Path) -> None:
    assert [row["representation_id"] for row in _known(duckdb, world, "representations")] == ["R1", "R3"]
    assert [row["material_id"] for row in _known(duckdb, world, "materials")] == ["M3"]
    assert [row["loan_id"] for row in _known(duckdb, world, "loans")] == ["L1", "L2"]


def test_an_issuers_reply_that_came_later_is_empty(duckdb: DuckDBEngine, world: Path) -> None:
    assert [(row["asked_at"], row["reply"]) for row in _known(duckdb, world, "verifications")] == [(BEFORE, None)]


def test_a_changed_fact_is_taken_back_and_an_unchanged_one_stands(duckdb: DuckDBEngine, world: Path) -> None:
    assert [row["phone"] for row in _known(duckdb, world, "customers")] == ["old", "same"]
    assert [row["status"] for row in _known(duckdb, world, "loans")] == ["current", "current"]


def test_what_a_change_holds_that_could_not_be_read_is_unknown(
    duckdb: DuckDBEngine, tmp_path: Path, deliver: Deliver
) -> None:
    """Intake keeps it as it was written, masked or in words of the lender's own."""
    folder = deliver(
        tmp_path,
        {
            "customers": [{"customer_id": "K1", "phone": "13800138000", "registered_on": date(2025, 1, 1)}],
            "loans": [{"loan_id": "L1", "customer_id": "K1", "status": "overdue"}],
            "customer_changes": [
                {"change_id": "X1", "customer_id": "K1", "changed_at": AFTER, "field": "phone", "old_value": "139****8000"},
                {"change_id": "X2", "customer_id": "K1", "changed_at": AFTER, "field": "loan_status", "loan_id": "L1", "old_value": "M3"},
            ],
        },
    )  # fmt: skip
    assert [row["phone"] for row in _known(duckdb, folder, "customers")] == [None]
    assert [row["status"] for row in _known(duckdb, folder, "loans")] == [None]


def test_a_fact_without_a_history_is_empty_before_the_snapshot(duckdb: DuckDBEngine, world: Path) -> None:
    assert {row["address"] for row in _known(duckdb, world, "customers")} == {None}
    assert {row["days_past_due"] for row in _known(duckdb, world, "loans")} == {None}


def test_a_register_entry_that_changed_later_has_no_status_yet(duckdb: DuckDBEngine, world: Path) -> None:
    assert [(row["name"], row["status"]) for row in _known(duckdb, world, "organisations")] == [("某所", None)]


def test_at_the_snapshot_everything_delivered_is_known(duckdb: DuckDBEngine, world: Path, deliver: Deliver) -> None:
    view = PointInTime(Lake(duckdb, world), as_of=SNAPSHOT, snapshot=SNAPSHOT)
    delivered = {path.stem for path in world.glob("*.parquet")}
    assert view.whole == delivered
    assert [row["days_past_due"] for row in _known(duckdb, world, "loans", as_of=SNAPSHOT)] == [90, 0, None]


def test_a_date_is_known_once_its_day_has_ended(duckdb: DuckDBEngine, tmp_path: Path, deliver: Deliver) -> None:
    deliver(tmp_path, {"charges": [{"charge_id": "F1", "loan_id": "L1", "charged_on": date(2026, 6, 1)}]})
    evening = parse_as_of("2026-06-01T23:00")
    assert _known(duckdb, tmp_path, "charges", as_of=evening) == []
    assert len(_known(duckdb, tmp_path, "charges", as_of=parse_as_of("2026-06-01"))) == 1


def test_a_change_that_names_no_loan_leaves_the_status_unknown(
    duckdb: DuckDBEngine, tmp_path: Path, deliver: Deliver
) -> None:
    change = {
        "change_id": "X",
        "customer_id": "K1",
        "changed_at": AFTER,
        "field": "loan_status",
        "old_value": "current",
    }
    loan = {"loan_id": "L1", "customer_id": "K1", "status": "settled"}
    deliver(tmp_path, {"loans": [loan], "customer_changes": [change]})
    assert [row["status"] for row in _known(duckdb, tmp_path, "loans")] == [None]


def test_a_table_that_was_wholly_known_is_not_copied(world: Path, tmp_path: Path) -> None:
    engine = DuckDBEngine(workers=1)
    target = tmp_path / "known"
    target.mkdir()
    cut(Lake(engine, world), target, as_of=SNAPSHOT, snapshot=SNAPSHOT)
    engine.close()
    assert (target / "complaints.parquet").samefile(world / "complaints.parquet")


def test_a_time_that_is_none_says_how_to_write_one() -> None:
    with pytest.raises(InputError, match="2026-11-21T18:00"):
        parse_as_of("yesterday")


# Worlds that part ways: the same history until AS_OF, then two different futures. Snapshot facts follow from the
# history, as a lender's do; one change of each fact stands before AS_OF, so that both worlds keep histories.

_PLACES = st.sampled_from(["a", "b", "c", "d"])
_FUTURE = st.lists(
    st.tuples(
        st.sampled_from(["phone", "address", "employer", "loan_status", "complaint", "close", "pay", "charge"]),
        st.integers(0, 2),
        st.integers(1, 140),
        _PLACES,
    ),
    max_size=12,
)


def _moments(events: list[tuple[str, int, int, str]]) -> Iterator[tuple[int, str, int, datetime, str]]:
    ordered = sorted(events, key=lambda event: event[2])
    for number, (kind, subject, day, value) in enumerate(ordered):
        yield number, kind, subject, AS_OF + timedelta(days=day, seconds=number), value


def _lender(past: list[tuple[str, int, int, str]], future: list[tuple[str, int, int, str]]) -> dict[str, list[Any]]:
    customers = {k: {"customer_id": f"K{k}", "phone": "p", "address": "q", "employer": "r"} for k in range(3)}
    loans = {k: {"loan_id": f"L{k}", "customer_id": f"K{k}", "status": "current"} for k in range(3)}
    complaints = {k: {"complaint_id": f"C{k}", "customer_id": f"K{k}", "received_at": BEFORE} for k in range(3)}
    repayments = {k: {"loan_id": f"L{k}", "instalment_number": 1, "due_on": date(2026, 5, 1)} for k in range(3)}
    changes: list[dict[str, Any]] = []
    extra: dict[str, list[Any]] = {"complaints": [], "charges": []}
    shifted = [(kind, k, day - 150, value) for kind, k, day, value in past]
    anchors = [(kind, 0, -200, "z") for kind in ("phone", "address", "employer", "loan_status")]
    for number, kind, k, at, value in _moments([*anchors, *shifted, *future]):
        if kind in ("phone", "address", "employer", "loan_status"):
            row, field = (loans[k], "status") if kind == "loan_status" else (customers[k], kind)
            changes.append(
                {"change_id": f"X{number:03d}", "customer_id": f"K{k}", "changed_at": at, "field": kind,
                 "loan_id": f"L{k}" if kind == "loan_status" else None, "old_value": row[field], "new_value": value}
            )  # fmt: skip
            row[field] = value
        elif kind == "complaint":
            extra["complaints"].append({"complaint_id": f"N{number}", "customer_id": f"K{k}", "received_at": at})
        elif kind == "close":
            complaints[k] |= {"closed_at": at, "outcome": "upheld" if value in "ab" else "withdrawn"}
        elif kind == "pay":
            repayments[k] |= {"paid_on": at.date(), "paid_yuan": float(ord(value))}
        else:
            extra["charges"].append({"charge_id": f"F{number}", "loan_id": f"L{k}", "charged_on": at.date()})
    return {
        "customers": list(customers.values()),
        "loans": [loan | {"days_past_due": len(changes)} for loan in loans.values()],
        "complaints": [*complaints.values(), *extra["complaints"]],
        "repayments": list(repayments.values()),
        "charges": extra["charges"],
        "customer_changes": changes,
    }


def _later(events: list[tuple[str, int, int, str]]) -> list[tuple[str, int, int, str]]:
    # A closing or a payment is one event in a row's life: worlds that differ after AS_OF share what came before.
    return [event for event in events if event[0] not in ("close", "pay")]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(past=_FUTURE, one=_FUTURE, other=_FUTURE)
def test_nothing_after_as_of_changes_what_is_seen(
    tmp_path_factory: pytest.TempPathFactory,
    deliver: Deliver,
    duckdb: DuckDBEngine,
    past: list[tuple[str, int, int, str]],
    one: list[tuple[str, int, int, str]],
    other: list[tuple[str, int, int, str]],
) -> None:
    folder = tmp_path_factory.mktemp("futures")
    first = deliver(folder / "one", _lender(_later(past), one))
    second = deliver(folder / "other", _lender(_later(past), other))
    for table in ("customers", "loans", "complaints", "repayments", "charges", "customer_changes"):
        assert _known(duckdb, first, table) == _known(duckdb, second, table)


def test_every_table_is_seen_alike_on_every_engine(engine: Engine, duckdb: DuckDBEngine, world: Path) -> None:
    for table in INTAKE:
        if (world / f"{table.name}.parquet").exists():
            view = PointInTime(Lake(engine, world), as_of=AS_OF, snapshot=SNAPSHOT).table(table.name)
            assert view.schema().to_pyarrow().equals(table.arrow_schema)
            assert view.order_by(table.primary_key).to_pyarrow().to_pylist() == _known(duckdb, world, table.name)
