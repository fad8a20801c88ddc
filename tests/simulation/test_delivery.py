from pathlib import Path
from typing import get_args

import polars as pl
import pytest
import yaml

from mingjian import settings
from mingjian.contract import INTAKE, TABLES
from mingjian.merits.settings import CompleteTable
from mingjian.simulation import WorldSettings, simulate
from mingjian.simulation.simulate import ABSENT, OF_DOCUMENTS
from mingjian.standards import credit_code, identity
from mingjian.standards.validity import Validity
from tests.simulation.conftest import Simulated

DELIVERED = sorted(table.name for table in INTAKE if table.name not in (*ABSENT, *OF_DOCUMENTS))


@pytest.mark.parametrize("name", DELIVERED)
def test_every_table_keeps_the_contract(world: Simulated, name: str) -> None:
    rows, contract = world.delivery(name), TABLES[name]
    assert rows.columns == list(contract.columns)
    assert not rows.is_empty()
    for field in contract.fields:
        if field.required:
            assert rows[field.name].null_count() == 0
        if field.values is not None:
            assert set(rows[field.name].drop_nulls()) <= {value.value for value in field.values}
        if field.minimum is not None:
            assert (rows[field.name].drop_nulls() >= field.minimum).all()
    if contract.primary_key:
        assert rows.select(contract.primary_key).is_duplicated().sum() == 0
    for key in contract.foreign_keys:
        known = set(world.delivery(key.table)[key.references])
        assert set(rows[key.field].drop_nulls()) <= known


def test_tables_without_files_are_absent(world: Simulated) -> None:
    written = {path.stem for path in (world.folder / "delivery").glob("*.parquet")}
    assert written == set(DELIVERED)
    assert {"materials", "verifications"}.isdisjoint(written)


def test_nothing_later_than_the_snapshot_is_delivered(world: Simulated) -> None:
    snapshot = world.truth("world")["snapshot_at"][0]
    for name in DELIVERED:
        rows = world.delivery(name)
        for field in TABLES[name].fields:
            if field.type.value == "datetime" and field.name != "due_at":
                assert rows.filter(pl.col(field.name) > snapshot).is_empty(), (name, field.name)
    late = world.delivery("repayments").filter(pl.col("paid_on") > snapshot.date())
    assert late.is_empty()


def test_the_delivery_names_its_lender_and_its_snapshot(world: Simulated) -> None:
    stated = yaml.safe_load(Path(world.folder / "delivery" / "delivery.yaml").read_text(encoding="utf-8"))
    assert stated["snapshot_at"] == "2026-10-31T18:00:00+08:00"
    assert stated["lender"]


def test_the_lender_states_that_its_tables_hold_everything_and_no_file_of_somebodys_is_overwritten(
    tmp_path: Path,
) -> None:
    stated = tmp_path / settings.FILE_NAME
    asked = WorldSettings(customers=100, months=6)
    simulate(asked, delivery=tmp_path / "delivery", truth=tmp_path / "truth", statement=stated)
    assert set(settings.load(tmp_path).merits.complete_tables) == set(get_args(CompleteTable))
    stated.write_text("[merits]\ncomplete_tables = []\n")
    simulate(asked, delivery=tmp_path / "delivery", truth=tmp_path / "truth", statement=stated)
    assert settings.load(tmp_path).merits.complete_tables == ()


def test_identity_numbers_are_valid_and_live_where_the_province_says(world: Simulated) -> None:
    for number in world.delivery("customers")["id_number"].head(300):
        assert identity.parse(number).validity is Validity.VALID


def test_registered_codes_are_valid_but_for_some_early_ones(world: Simulated) -> None:
    verdicts = [credit_code.parse(code).validity for code in world.delivery("organisations")["uscc"]]
    broken = sum(verdict is not Validity.VALID for verdict in verdicts)
    assert 0 < broken < len(verdicts) / 3


def test_arrears_follow_from_unpaid_instalments(world: Simulated) -> None:
    snapshot = world.truth("world")["snapshot_at"][0].date()
    unpaid = world.delivery("repayments").filter(pl.col("paid_on").is_null() & (pl.col("due_on") < snapshot))
    days = unpaid.group_by("loan_id").agg(((pl.lit(snapshot) - pl.col("due_on").min()).dt.total_days()).alias("days"))
    loans = world.delivery("loans").join(days, on="loan_id", how="left").with_columns(pl.col("days").fill_null(0))
    assert ((loans["days"] - loans["days_past_due"]).abs() <= 1).all()


def test_a_complaint_is_about_a_loan_that_was_paid_out_before(world: Simulated) -> None:
    first = world.delivery("loans").group_by("customer_id").agg(pl.col("disbursed_on").min())
    rows = world.delivery("complaints").join(first, on="customer_id")
    assert (rows["received_at"].dt.date() >= rows["disbursed_on"]).all()


def test_repayments_outnumber_every_other_table(world: Simulated) -> None:
    sizes = {name: world.delivery(name).height for name in DELIVERED}
    assert max(sizes, key=sizes.__getitem__) == "repayments"


def test_texts_are_of_all_lengths(world: Simulated) -> None:
    lengths = world.delivery("complaints")["text"].str.len_chars()
    assert lengths.min() <= 40  # type: ignore[operator]
    assert lengths.max() >= 300  # type: ignore[operator]
