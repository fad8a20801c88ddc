"""What a run finds of its own models: who is called, what came true, what moved, and when somebody should look."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from mingjian.contract.vocabulary import ModelKind, ModelMeasure, Zone
from mingjian.risk.watching import Watched, accused, calibration, moved, shares, warnings_come_true
from mingjian.store.engine import Engine
from tests.risk.lakes import AS_OF, lake_of

ON = datetime(2026, 11, 1, tzinfo=UTC)
AGENT, SELF, WAITS = str(Zone.LIKELY_AGENT), str(Zone.LIKELY_SELF), str(Zone.UNDECIDED)


def complaints(*groups: tuple[str, str, int]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """What was said, of whom, and who they are: so many complaints of a province in a zone."""
    told = [(province, zone) for province, zone, count in groups for _ in range(count)]
    ids = [f"K{number}" for number in range(len(told))]
    said = pl.DataFrame({"complaint_id": ids, "zone": [zone for _, zone in told], "hand": ids})
    of = pl.DataFrame({"complaint_id": ids, "customer_id": ids, "look_alike": [["shared_device"]] * len(ids)})
    people = pl.DataFrame(
        {"customer_id": ids, "province": [province for province, _ in told], "id_number": [None] * len(ids)},
        schema_overrides={"id_number": pl.String},
    )
    return said, of, people


def alerts(found: list[Watched]) -> set[tuple[str, str, str]]:
    return {(one.measure, one.attribute, one.group) for one in found if one.alert}


def test_a_province_that_is_called_agents_far_more_often_than_all_others_is_told() -> None:
    said, of, people = complaints(("50", AGENT, 40), ("50", SELF, 60), ("37", AGENT, 60), ("37", SELF, 840))
    found = list(shares(said, of, people, on=ON))
    assert alerts(found) == {("likely_agent", "province", "50")}
    (one,) = (one for one in found if one.alert)
    assert (one.size, one.value) == (100, 0.4)
    assert one.expected == pytest.approx(60 / 900)
    everybody = next(one for one in found if one.attribute == "all" and one.measure is ModelMeasure.LIKELY_AGENT)
    assert (everybody.size, everybody.value, everybody.alert) == (1000, 0.1, False)


def test_neither_few_complaints_nor_a_little_more_than_others_nor_a_look_alike_call_anybody() -> None:
    few = complaints(("50", AGENT, 20), ("37", SELF, 900))
    little = complaints(("50", AGENT, 12), ("50", SELF, 88), ("37", AGENT, 90), ("37", SELF, 810))
    assert alerts(list(shares(*few, on=ON))) == alerts(list(shares(*little, on=ON))) == set()


def test_who_waits_for_a_person_more_often_than_all_others_is_told_as_well() -> None:
    found = shares(*complaints(("50", WAITS, 90), ("50", SELF, 10), ("37", WAITS, 90), ("37", SELF, 810)), on=ON)
    assert alerts(list(found)) == {("undecided", "province", "50")}


def test_one_gang_or_one_letter_of_a_province_calls_nobody() -> None:
    said, of, people = complaints(("50", AGENT, 40), ("50", SELF, 260), ("37", AGENT, 7), ("37", SELF, 693))
    assert alerts(list(shares(said, of, people, on=ON))) == {("likely_agent", "province", "50")}
    one_gang = pl.when(pl.col("zone") == AGENT).then(pl.lit("G1")).otherwise(pl.col("hand"))
    found = list(shares(said.with_columns(hand=one_gang), of, people, on=ON))
    assert not alerts(found)
    assert next(one.value for one in found if one.group == "50") == pytest.approx(40 / 300)  # told all the same


def test_a_group_so_small_that_it_would_tell_of_persons_is_not_told() -> None:
    found = shares(*complaints(("50", AGENT, 9), ("37", SELF, 10)), on=ON)
    assert {one.group for one in found if one.attribute == "province"} == {"37"}


def test_honest_people_of_one_province_accused_more_often_than_all_others_are_told() -> None:
    many = complaints(("50", AGENT, 16), ("50", SELF, 44), ("37", AGENT, 6), ("37", SELF, 294))
    assert alerts(list(accused(*many, on=ON, unseen=True))) == {("accused", "province", "50")}
    # Only complaints that the model accused were looked into: their share says nothing of all honest people.
    assert not alerts(list(accused(*complaints(("50", AGENT, 40), ("37", AGENT, 40)), on=ON, unseen=True)))


@pytest.mark.parametrize(("agents", "unseen", "told"), [(10, True, True), (10, False, False), (35, True, False)])
def test_findings_that_came_later_tell_whether_probabilities_came_true(agents: int, unseen: bool, told: bool) -> None:
    ids = [f"K{number}" for number in range(40)]
    said = pl.DataFrame({"complaint_id": ids, "probability": 0.85, "low": 0.8, "high": 0.9})
    found = pl.DataFrame({"complaint_id": ids, "agent": [float(number < agents) for number in range(40)]})
    (one,) = calibration(said, found, unseen=unseen)
    assert (one.group, one.size, one.value, one.alert) == ("0.8-0.9", 40, agents / 40, told)


def test_early_warnings_are_held_against_the_month_that_followed(duckdb_engine: Engine, tmp_path: Path) -> None:
    said = [
        {
            "customer_id": f"C{number}", "as_of": AS_OF, "band": "high", "complaint_probability_30d": 0.3,
            "complaint_low_30d": 0.25, "complaint_high_30d": 0.35,
        }
        for number in range(50)
    ]  # fmt: skip
    before = lake_of(duckdb_engine, tmp_path, customer_assessments=said)
    came = pl.DataFrame(
        {
            "customer_id": [f"C{number}" for number in range(45)],
            "received_at": [AS_OF + timedelta(days=3)] * 40 + [AS_OF + timedelta(days=31)] * 5,
        }
    )
    (one,) = warnings_come_true(before, came, since=AS_OF, until=AS_OF + timedelta(days=30))
    assert (one.model, one.group, one.size, one.value, one.alert) == (ModelKind.WARNING, "high", 50, 0.8, True)
    assert not list(warnings_come_true(before, came, since=AS_OF, until=AS_OF + timedelta(days=29)))


def test_an_input_that_moved_is_told_and_the_chance_of_few_cases_is_not() -> None:
    some = np.random.default_rng(1)
    before = {"score": some.normal(size=2000), "same": some.normal(size=2000)}
    now = {"score": some.normal(size=2000) + 1, "same": some.normal(size=2000)}
    found = {one.group: one for one in moved(ModelKind.AGENT, before, now, scores=("score",))}
    assert (found["score"].attribute, found["score"].alert) == ("score", True)
    assert (found["same"].attribute, found["same"].alert) == ("input", False)
    newer = {**now, "later": some.normal(size=2000)}
    assert {one.group for one in moved(ModelKind.AGENT, {**before, "later": np.full(2000, np.nan)}, newer)} == {*before}
    few = {"same": some.normal(size=25)}, {"same": some.normal(size=25)}
    (one,) = moved(ModelKind.AGENT, *few)
    assert (one.value or 0) > 0.25
    assert not one.alert
