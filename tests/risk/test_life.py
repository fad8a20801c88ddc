from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.access.audit import AuditLog
from mingjian.cli.models import Kind, promote
from mingjian.contract import Language
from mingjian.errors import InputError, NotFoundError
from mingjian.risk import RiskSettings
from mingjian.risk.agent_life import SAID, Described, Labels
from mingjian.risk.agent_model import written_model
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.features import Subject, evidence_of, features_of
from mingjian.risk.honest_groups import look_alikes
from mingjian.risk.life import in_place, shadow, standings, train, watch
from mingjian.risk.registry import WRITTEN, AgentRegistry
from mingjian.store.database import Database
from mingjian.store.record import RunRecord
from mingjian.store.workspace import Workspace
from mingjian.web.languages import Speech
from mingjian.web.model_words import report_told

SETTINGS = RiskSettings()
AT = datetime(2026, 11, 1, tzinfo=UTC)
RECORD = RunRecord.model_construct(run="0001", identity="abc", as_of=AT, intake={})


def complaints(count: int, *, seed: int = 1, known_from: int = 0, households: float = 6.0) -> Described:
    """Complaints of which every second is an agent's: a regulator transferred it, and some share a telephone."""
    random = np.random.default_rng(seed)
    agent = np.arange(count) % 2 == 1
    columns: dict[str, pa.Array] = {
        "complaint_id": pa.array([f"K{seed}-{number}" for number in range(count)]),
        "customer_id": pa.array([f"C{number}" for number in range(count)]),
    }
    for feature in features_of(Subject.COMPLAINT):
        columns[feature.name] = pa.nulls(count, pa.float64())
    shown = agent ^ (random.random(count) < 0.05)
    columns["channel_transferred"] = pa.array(shown.astype(np.float64))
    columns["contact_phone_households"] = pa.array(np.where(agent & (random.random(count) < 0.3), households, 0.0))
    for name in evidence_of(Subject.COMPLAINT):
        columns[name] = pa.nulls(count, pa.string())
    for name in ("borne_out", "text"):
        columns[name] = pa.nulls(count, pa.string())
    rows = pa.table(columns)
    decided = [AT + timedelta(days=known_from + number) for number in range(count)]
    known = rows.append_column("agent", pa.array(agent.astype(np.float64))).append_column(
        "decided_at", pa.array(decided, pa.timestamp("us", tz="UTC"))
    )
    people = pl.DataFrame(
        {
            "customer_id": [f"C{number}" for number in range(count)],
            "province": ["50"] * count,
            "id_number": ["500101199001011234"] * count,
        }
    )
    said = standings(assess_complaints(rows, model=written_model(SETTINGS)).select(SAID))
    return Described(RECORD, rows, Labels(known), people, said)


@pytest.fixture
def registry(tmp_path: Path) -> AgentRegistry:
    return AgentRegistry(tmp_path / "models")


def trained(registry: AgentRegistry, run: Described) -> str:
    model, report = train(run, registry, SETTINGS, at=AT)
    registry.add(model, report)
    return report.version


def test_a_model_is_kept_with_what_it_was_trained_on_and_comes_back_as_it_was(registry: AgentRegistry) -> None:
    run = complaints(60)
    model, report = train(run, registry, SETTINGS, at=AT)
    registry.add(model, report)

    assert registry.versions == ("0001",)
    assert registry.report("0001") == report
    assert (report.labels, report.agents, report.comparison.in_place) == (60, 30, WRITTEN)
    again = registry.model("0001", SETTINGS)
    assert (again.base, again.scorecard) == (model.base, model.scorecard)
    assert np.array_equal(again.covariance, model.covariance)


def test_training_changes_nothing_until_a_person_promotes(registry: AgentRegistry) -> None:
    run = complaints(60)
    trained(registry, run)

    assert registry.in_place == WRITTEN
    assert in_place(run, registry, SETTINGS).base == written_model(SETTINGS).base

    registry.promote("0001", by="Li Na", reason="foretells better", at=AT)

    assert registry.in_place == "0001"
    assert in_place(run, registry, SETTINGS).labels == 60


def test_the_latest_model_runs_along_until_it_has_been_put_in_place(registry: AgentRegistry) -> None:
    assert registry.candidate is None
    first = trained(registry, complaints(300))
    assert registry.candidate == first
    registry.promote(first, by="Li Na", reason="better", at=AT, despite=True)
    assert registry.candidate is None


def test_going_back_is_a_promotion_and_every_one_is_kept(registry: AgentRegistry) -> None:
    trained(registry, complaints(60))
    registry.promote("0001", by="Li Na", reason="foretells better", at=AT)

    registry.promote(WRITTEN, by="Wang Wei", reason="an error in the labels", at=AT)

    assert registry.in_place == WRITTEN
    assert [(one.version, one.replaced, one.by) for one in registry.promotions] == [
        ("0001", WRITTEN, "Li Na"),
        (WRITTEN, "0001", "Wang Wei"),
    ]


def test_nobody_promotes_unsigned_or_what_is_not_there(registry: AgentRegistry) -> None:
    trained(registry, complaints(60))

    with pytest.raises(InputError, match="name"):
        registry.promote("0001", by=" ", reason="because", at=AT)
    with pytest.raises(NotFoundError):
        registry.promote("0009", by="Li Na", reason="because", at=AT)


def test_a_model_that_accuses_more_of_a_group_does_not_replace_the_old_one(registry: AgentRegistry) -> None:
    model, report = train(complaints(60), registry, SETTINGS, at=AT)
    (one, *others) = report.comparison.groups
    worse = one.model_copy(update={"before": 0, "after": 1})
    comparison = report.comparison.model_copy(update={"groups": (worse, *others)})
    registry.add(model, report.model_copy(update={"comparison": comparison}))

    with pytest.raises(InputError, match="accuses more honest people"):
        registry.promote("0001", by="Li Na", reason="anyway", at=AT)

    made = registry.promote("0001", by="Li Na", reason="one wrong label", at=AT, despite=True)
    assert made.objections


def test_a_model_is_promoted_over_the_one_that_it_was_compared_with_alone(registry: AgentRegistry) -> None:
    run = complaints(60)
    trained(registry, run)
    second = trained(registry, complaints(60, seed=2))
    registry.promote("0001", by="Li Na", reason="foretells better", at=AT)

    for despite in (False, True):
        with pytest.raises(InputError, match="compared with written"):
            registry.promote(second, by="Li Na", reason="the latest", at=AT, despite=despite)

    registry.promote(WRITTEN, by="Li Na", reason="an error", at=AT)
    assert registry.promote(second, by="Li Na", reason="the latest", at=AT, despite=True).replaced == WRITTEN


def test_a_model_that_was_judged_on_nobody_honest_is_not_promoted_unasked(registry: AgentRegistry) -> None:
    run = complaints(60)
    own_first = run.labels.rows.sort_by([("agent", "ascending")]).drop(["decided_at"])
    alone = Labels(own_first.append_column("decided_at", run.labels.rows.column("decided_at")))
    model, report = train(replace(run, labels=alone), registry, SETTINGS, at=AT)
    registry.add(model, report)

    assert report.comparison.groups == ()
    with pytest.raises(InputError, match="nobody knows whom it accuses wrongly"):
        registry.promote("0001", by="Li Na", reason="foretells better", at=AT)
    told = report_told(Speech(Language.EN), report)
    assert "nobody has seen" in told[-1]


def test_a_complaint_is_counted_under_everything_that_it_looks_like() -> None:
    rows = complaints(2).rows
    shown = {"representative_lawful_relation": 1.0, "ip_households": 3.0, "channels_within_days": 2.0}
    for name, value in shown.items():
        place = rows.column_names.index(name)
        rows = rows.set_column(place, name, pa.array([value, None], pa.float64()))
    packed = "\x1f".join(("call_hours_borne_out", "{}", "[]"))
    rows = rows.set_column(rows.column_names.index("borne_out"), "borne_out", pa.array([None, packed]))
    first, second = look_alikes(rows)
    assert first == ["lawful_representative", "shared_address", "several_channels"]
    assert second == ["misconduct_borne_out"]


def test_a_model_of_another_version_is_told_and_not_guessed_at(registry: AgentRegistry) -> None:
    version = trained(registry, complaints(60))
    path = registry.folder / version / "scorecards.parquet"
    rows = pq.read_table(path).to_pylist()
    pq.write_table(pa.Table.from_pylist([row for row in rows if row["characteristic"] != "gang"]), path)
    with pytest.raises(InputError, match="another version"):
        registry.model(version, SETTINGS)


def test_too_few_labels_train_nothing(registry: AgentRegistry) -> None:
    with pytest.raises(InputError, match="5 findings of each kind"):
        train(complaints(8), registry, SETTINGS, at=AT)


def test_a_shadow_says_what_would_change_and_judges_on_labels_that_came_later(registry: AgentRegistry) -> None:
    version = trained(registry, complaints(60))

    found = shadow(complaints(40, seed=2, known_from=100), registry, SETTINGS, version)

    assert sum(found.standings.values()) == 40
    assert found.comparison is not None
    assert found.comparison.labels == 40
    assert found.comparison.after.log_loss < found.comparison.before.log_loss


def test_drift_of_an_input_is_seen_and_the_same_inputs_are_steady(registry: AgentRegistry) -> None:
    trained(registry, complaints(200))
    registry.promote("0001", by="Li Na", reason="foretells better", at=AT)

    same = watch(complaints(200), registry, SETTINGS)
    moved = watch(complaints(200, households=0.0, known_from=400), registry, SETTINGS)

    assert {drift.status for drift in same.drifts} == {"steady"}
    assert same.later is None
    assert "contact_phone_households" in {drift.name for drift in moved.drifts if drift.status == "act"}
    assert moved.later is not None
    assert moved.cases == 200


def test_without_a_model_in_place_there_is_nothing_to_watch(registry: AgentRegistry) -> None:
    with pytest.raises(InputError, match="mingjian train"):
        watch(complaints(20), registry, SETTINGS)


def test_features_of_every_characteristic_are_watched(registry: AgentRegistry) -> None:
    _, report = train(complaints(60), registry, SETTINGS, at=AT)
    assert set(AGENT.features) <= set(report.spread)


def test_putting_a_model_in_place_is_an_entry_of_the_audit_log(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "desk")
    workspace.intake.mkdir(parents=True)
    trained(AgentRegistry(workspace.models), complaints(60))

    promote(workspace.root, "0001", by="Li Na", reason="foretells better", kind=Kind.AGENT, despite=False)
    with pytest.raises(InputError, match="in place already"):
        promote(workspace.root, "0001", by="Wang Wei", reason="again", kind=Kind.AGENT, despite=False)

    database = Database.in_folder(workspace.root)
    (entry,) = AuditLog(database).entries(object_type="model")
    database.close()
    assert (entry.actor, entry.action, entry.object_key, entry.reason) == (
        "Li Na",
        "promote",
        "0001",
        "foretells better",
    )
