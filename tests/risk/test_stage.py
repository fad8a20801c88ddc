import json
from pathlib import Path

from mingjian.contract import TABLES
from mingjian.store.engine import Engine
from tests.risk.lakes import assess, days_before, lake_of, rows
from tests.risk.story import story


def test_complaints_alone_give_every_output_table(duckdb_engine: Engine, tmp_path: Path) -> None:
    lake = lake_of(duckdb_engine, tmp_path, complaints=[{"complaint_id": "K1", "received_at": days_before(3)}])
    assess(lake)
    for name in ("features", "complaint_assessments", "customer_assessments"):
        assert lake.has(name)
        assert set(TABLES[name].columns) <= set(lake.table(name).columns)
    assessment = rows(lake, "complaint_assessments", "complaint_id")["K1"]
    assert assessment["zone"] == "undecided"
    assert json.loads(assessment["reasons"]) == []


def test_agencys_clients_are_told_from_an_honest_customer(duckdb_engine: Engine, tmp_path: Path) -> None:
    lake = lake_of(duckdb_engine, tmp_path, **story())
    assess(lake)
    assessments = rows(lake, "complaint_assessments", "complaint_id")
    assert {assessments[f"K{number}"]["zone"] for number in range(1, 6)} == {"likely_agent"}
    assert assessments["K6"]["zone"] == "likely_self"
    customers = rows(lake, "customer_assessments", "customer_id")
    assert set(customers) == {f"C{number}" for number in range(1, 8)}
    assert customers["C2"]["protection_need"] == "victim_support"
    assert customers["C6"]["complaint_probability_30d"] > customers["C7"]["complaint_probability_30d"]
    assert customers["C1"]["gang_id"] == "G1"
