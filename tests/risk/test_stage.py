import json
from pathlib import Path

from mingjian.contract import TABLES
from mingjian.store.engine import Engine
from tests.risk.lakes import assess, days_before, lake_of, rows


def test_complaints_alone_give_every_output_table(duckdb_engine: Engine, tmp_path: Path) -> None:
    lake = lake_of(duckdb_engine, tmp_path, complaints=[{"complaint_id": "K1", "received_at": days_before(3)}])
    assess(lake)
    for name in ("features", "complaint_assessments", "customer_assessments"):
        assert lake.has(name)
        assert set(TABLES[name].columns) <= set(lake.table(name).columns)
    assessment = rows(lake, "complaint_assessments", "complaint_id")["K1"]
    assert assessment["zone"] == "undecided"
    assert json.loads(assessment["reasons"]) == []
