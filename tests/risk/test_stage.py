import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from mingjian.contract import TABLES
from mingjian.risk import RiskSettings, run
from mingjian.risk.agent_model import AgentModel
from mingjian.risk.history import AS_WRITTEN, learned_warning
from mingjian.risk.ledger import agent_model, agent_rows
from mingjian.risk.registry import (
    AgentRegistry,
    Comparison,
    Foresight,
    MonthCompared,
    Performance,
    Report,
    WarningRegistry,
    WarningReport,
)
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext
from tests.risk.lakes import AS_OF, Row, assess, days_before, lake_of, rows
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


EACH = 16
MISTAKEN = f"K{9 + EACH}"
"""Looks like an agency's, and was found to be none; so were two more, which is more than wrong labels explain."""


def labelled_story() -> dict[str, list[Row]]:
    """The story told by 16 agencies' clients more and 16 honest people more, each of them looked into."""
    tables = story()
    of_agents, honest = tables["complaints"][0], tables["complaints"][5]
    letters = {row["complaint_id"]: row for row in tables["letters"]}
    numbers = range(10, 10 + 2 * EACH)
    for number in numbers:
        like = of_agents if number < 10 + EACH else honest
        key = {"complaint_id": f"K{number}"}
        own = {"customer_id": f"C{number}", "contact_phone": like["contact_phone"], "device_id": like["device_id"]}
        customer = {"customer_id": f"C{number}", "phone": f"138000000{number}", "address": f"address {number}"}
        if like is honest:
            own |= {"contact_phone": customer["phone"], "device_id": None}
        tables["complaints"].append(like | key | own)
        tables["letters"].append(letters[like["complaint_id"]] | key)
        tables["customers"].append(customer | {"registered_on": days_before(900)})
    tables["labels"] = [
        {
            "label_id": f"J{number}",
            "subject_type": "complaint",
            "subject_id": f"K{number}",
            "label": "agent_filed" if number < 7 + EACH else "self_filed",
            "decided_at": days_before(9 - number * 5 % (2 * EACH) / 10),  # both kinds at any time
        }
        for number in numbers
    ]
    return tables


def test_what_a_run_learns_accuses_no_more_honest_people_than_the_model_before_and_keeps_its_weights(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    lake = lake_of(duckdb_engine, tmp_path / "first", **labelled_story())
    assess(lake)
    first = read_model(lake)
    assert (first.labels, first.accused_above, first.narrowed_for) == (2 * EACH, 0.0, ())
    said = rows(lake, "complaint_assessments", "complaint_id")[MISTAKEN]
    assert said["zone"] == "likely_agent"

    gentle = replace(first, base=first.base - 40)
    before = lake_of(duckdb_engine, tmp_path / "before", **said_a_month_ago())
    pq.write_table(agent_rows(gentle), tmp_path / "before" / "scorecards.parquet")
    again = lake_of(duckdb_engine, tmp_path / "again", **labelled_story())
    models = tmp_path / "models"
    AgentRegistry(models).add(gentle, trained())
    WarningRegistry(models).add(learned_warning([], RiskSettings(), AS_WRITTEN), warned())
    run(StageContext(again, AS_OF, previous=before, month_before=before, models=models))
    kept = read_model(again)
    assert (kept.base, kept.scorecard) == (first.base, first.scorecard)
    # Of those with their letter and telephone thirteen of sixteen were found an agent's: the three alone are held back.
    mistaken = (f"complaint K{number}" for number in range(7 + EACH, 10 + EACH))
    assert (kept.accused_above, kept.held) == (0.0, dict.fromkeys(mistaken, said["agent_probability_low"]))
    assert ("look_alike", "virtual_operator") in kept.narrowed_for
    assert rows(again, "complaint_assessments", "complaint_id")[MISTAKEN] == {**said, "zone": "undecided"}
    watches_itself(again)
    runs_along(again)


def trained() -> Report:
    """Of a model that nobody has put in place."""
    judged = Performance(log_loss=0.1, calibration_error=0.1, found=None, accused=None)
    compared = Comparison(in_place="written", labels=0, since=AS_OF, before=judged, after=judged, groups=())
    return Report(
        version="0001", trained_at=AS_OF, run="0001", run_identity="", as_of=AS_OF, tables={}, labels=8, agents=4,
        latest_label=days_before(31), doubt=0.05, comparison=compared, spread={},
    )  # fmt: skip


def warned() -> WarningReport:
    """Of an early warning that nobody has put in place."""
    judged = Foresight(log_loss=0.1, calibration_error=0.1, caught=None, lead_days=None)
    compared = MonthCompared(
        in_place="written", since=AS_OF, known_in_place=False, customers=0, complained=0, before=judged, after=judged,
        groups=(),
    )  # fmt: skip
    return WarningReport(
        version="0001", trained_at=AS_OF, run="0001", run_identity="", as_of=AS_OF, tables={}, months=0, complained=0,
        comparison=compared, spread={},
    )  # fmt: skip


def runs_along(lake: Lake) -> None:
    """The gentle candidate calls nobody, which is kept beside what the run says and changes none of it."""
    said = lake.table("shadow_assessments").to_pyarrow().to_pylist()
    of_complaints = [row for row in said if row["subject_type"] == "complaint"]
    assert {row["subject_id"] for row in of_complaints} == rows(lake, "complaint_assessments", "complaint_id").keys()
    assert {(row["version"], row["standing"]) for row in of_complaints} == {("0001", "likely_self")}
    customers = rows(lake, "customer_assessments", "customer_id")
    of_customers = {row["subject_id"]: row["probability"] for row in said if row["subject_type"] == "customer"}
    assert of_customers.keys() == customers.keys()
    assert 0 < min(of_customers.values()) <= max(of_customers.values()) < 1
    found = lake.table("model_watch").to_pyarrow().to_pylist()
    of_candidate = [row for row in found if row["candidate"]]
    assert {row["measure"] for row in of_candidate} == {"likely_agent", "undecided", "accused", "calibration"}
    assert all(row["value"] == 0 for row in of_candidate if row["measure"] == "accused")
    assert not any(row["alert"] for row in of_candidate)


def said_a_month_ago() -> dict[str, list[Row]]:
    """What an earlier run said of the labelled people: that agents are behind all of them."""
    everybody = range(10, 10 + 2 * EACH)
    return {
        "complaint_assessments": [
            {
                "complaint_id": f"K{number}", "agent_probability": 0.95, "agent_probability_low": 0.9,
                "agent_probability_high": 1.0, "zone": "likely_agent",
            }
            for number in everybody
        ],
        "customer_assessments": [
            {"customer_id": f"C{number}", "as_of": days_before(31), "band": "low", "complaint_probability_30d": 0.01}
            for number in everybody
        ],
        "complaints": [{"complaint_id": f"K{number}", "received_at": days_before(40)} for number in everybody],
        "features": [
            {"subject_type": "complaint", "subject_id": f"K{number}", "feature": "contact_phone_own", "value": 1.0}
            for number in everybody
        ],
    }  # fmt: skip


def watches_itself(lake: Lake) -> None:
    """Nobody trained a model, and the run tells what it finds of its own all the same."""
    found = lake.table("model_watch").to_pyarrow().to_pylist()
    own = [row for row in found if not row["candidate"]]
    rows = {(row["model"], row["measure"], row["group"], row["unseen"]): row for row in own}
    assert rows["agent", "likely_agent", "all", True]["alert"] is False
    assert rows["agent", "undecided", "virtual_operator", True]["size"] > EACH
    # 16 honest people and the three wrong labels: the model accuses none of them now, the run before accused all.
    assert rows["agent", "accused", "all", False]["value"] == 0
    assert rows["agent", "accused", "all", True]["value"] == 1
    assert rows["agent", "calibration", "0.9-1.0", True]["alert"] is True
    assert rows["agent", "stability", "contact_phone_own", True]["alert"] is True
    assert ("agent", "stability", "agent_probability", True) in rows
    assert rows["warning", "calibration", "low", True]["value"] == 0.5  # of them came within the month


def read_model(lake: Lake) -> AgentModel:
    return agent_model(lake.table("scorecards").to_pyarrow().to_pylist(), RiskSettings())
