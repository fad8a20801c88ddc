"""An early warning is judged on a later month beside the one in place, and a person decides."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from typer.testing import CliRunner

from mingjian.access.audit import AuditLog
from mingjian.cli import app
from mingjian.errors import InputError
from mingjian.risk import RiskSettings
from mingjian.risk.features import known_tables
from mingjian.risk.history import AS_WRITTEN, WARNING_FEATURES, learned_warning, month_of
from mingjian.risk.life import shadow, train, watch
from mingjian.risk.registry import WRITTEN, AgentRegistry, WarningRegistry
from mingjian.risk.stage import early_warning
from mingjian.risk.warning_life import PastAndPresent, past_and_present
from mingjian.store.database import Database
from mingjian.store.engine import DuckDBEngine, Engine
from mingjian.store.record import RunRecord
from mingjian.store.stage import StageContext
from mingjian.store.workspace import Workspace
from tests.risk.lakes import AS_OF, days_before, lake_of

SETTINGS = RiskSettings()
CUSTOMERS = 2_000
NOW = datetime(2026, 11, 1, tzinfo=UTC)
SHOWN = "days_past_due"


def customers(*, seed: int, began: datetime, odds: float = 0.3) -> pa.Table:
    """Customers of whom every tenth is in arrears; of these so many complain in the month, of others one in 200."""
    random = np.random.default_rng(seed)
    columns = {name: pa.nulls(CUSTOMERS, pa.float64()) for name in WARNING_FEATURES}
    overdue = np.arange(CUSTOMERS) % 10 == 0
    columns[SHOWN] = pa.array(np.where(overdue, 45.0, 0.0))
    came = random.random(CUSTOMERS) < np.where(overdue, odds, 0.005)
    days = random.uniform(10, 20, CUSTOMERS)
    return pa.table(
        {
            "customer_id": [f"C{number}" for number in range(CUSTOMERS)],
            **columns,
            "complained": pa.array(came.astype(np.float64)),
            "escalated": pa.array(np.zeros(CUSTOMERS)),
            "came_by": pa.array([1.0 if one else None for one in came.tolist()], pa.float64()),
            "complained_at": pa.array(
                [began + timedelta(days=day) if one else None for one, day in zip(came, days, strict=True)],
                pa.timestamp("us", tz="UTC"),
            ),
        }
    )


def lender(*, months: int = 3, as_of: datetime = NOW, odds: float = 0.3, seed: int = 1) -> PastAndPresent:
    """A lender with so many past months, whose run said nothing of anybody."""
    began = [as_of - timedelta(days=30 * back) for back in range(months, 0, -1)]
    past = [customers(seed=seed + number, began=start, odds=odds) for number, start in enumerate(began)]
    today = customers(seed=seed + 99, began=as_of, odds=odds).select(["customer_id", *WARNING_FEATURES])
    names = today.column("customer_id").to_pylist()
    return PastAndPresent(
        RunRecord.model_construct(run="0001", identity="abc", as_of=as_of, intake={}),
        [month_of(month) for month in past],
        began=began[-1],
        latest_month=past[-1],
        today=today,
        said=pl.DataFrame({"subject": names, "standing": "low", "chance": 0.01}),
        customers=pl.DataFrame(
            {
                "customer_id": names,
                "province": "50",
                "id_number": [f"5001011990010112{number // 10 % 2}X" for number in range(CUSTOMERS)],
            }
        ),
    )


@pytest.fixture
def registry(tmp_path: Path) -> WarningRegistry:
    return WarningRegistry(tmp_path / "models")


def trained(registry: WarningRegistry, run: PastAndPresent) -> str:
    model, report = train(run, registry, SETTINGS, at=NOW)
    registry.add(model, report)
    return report.version


def test_it_is_judged_on_a_later_month_and_comes_back_as_it_was_learned(registry: WarningRegistry) -> None:
    run = lender()
    model, report = train(run, registry, SETTINGS, at=NOW)
    registry.add(model, report)

    compared = report.comparison
    assert (compared.in_place, compared.since, compared.customers) == (WRITTEN, run.began, CUSTOMERS)
    assert report.months == 3
    assert compared.after.log_loss < compared.before.log_loss
    assert compared.objections == ()
    assert 10 <= (compared.after.lead_days or 0) <= 20
    assert {(one.attribute, one.group) for one in compared.groups} >= {("sex", "male"), ("sex", "female")}
    again = registry.model("0001", SETTINGS)
    assert (again.complaint.base, again.complaint.scorecard) == (model.complaint.base, model.complaint.scorecard)
    assert np.array_equal(again.escalation.covariance, model.escalation.covariance)
    assert AgentRegistry(registry.folder.parent).versions == ()


def test_one_month_alone_trains_nothing(registry: WarningRegistry) -> None:
    with pytest.raises(InputError, match="two past months"):
        train(lender(months=1), registry, SETTINGS, at=NOW)


def test_one_that_foretells_a_group_worse_does_not_replace_the_one_in_place(registry: WarningRegistry) -> None:
    trained(registry, lender())
    registry.promote("0001", by="Li Na", reason="foretells better", at=NOW)
    # Its months are of another world than the month that judges it.
    other, judged = lender(odds=0.005, seed=50), lender()
    mixed = replace(judged, months=[*other.months[:-1], judged.months[-1]])
    version = trained(registry, mixed)

    report = registry.report(version)
    assert report.comparison.known_in_place
    assert any("sex female" in objection for objection in report.comparison.objections)
    with pytest.raises(InputError, match="worse"):
        registry.promote(version, by="Li Na", reason="anyway", at=NOW)


def test_a_shadow_counts_bands_and_is_judged_once_a_month_has_passed(registry: WarningRegistry) -> None:
    version = trained(registry, lender())

    at_once = shadow(lender(), registry, SETTINGS, version)
    later = shadow(lender(as_of=NOW + timedelta(days=60)), registry, SETTINGS, version)

    assert sum(at_once.standings.values()) == CUSTOMERS
    assert at_once.standings["low", "high"] == CUSTOMERS // 10
    assert at_once.comparison is None
    assert later.comparison is not None


def test_drift_of_an_input_and_the_month_since_are_watched(registry: WarningRegistry) -> None:
    with pytest.raises(InputError, match="train"):
        watch(lender(), registry, SETTINGS)
    trained(registry, lender())
    registry.promote("0001", by="Li Na", reason="foretells better", at=NOW)

    same = watch(lender(), registry, SETTINGS)
    moved = lender(as_of=NOW + timedelta(days=60))
    place = moved.today.column_names.index(SHOWN)
    all_overdue = moved.today.set_column(place, SHOWN, pa.array(np.full(CUSTOMERS, 45.0)))
    found = watch(replace(moved, today=all_overdue), registry, SETTINGS)

    assert {drift.status for drift in same.drifts} == {"steady"}
    assert same.later is None
    assert {SHOWN, "complaint_probability_30d"} <= {drift.name for drift in found.drifts if drift.status == "act"}
    assert found.later is not None


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with closing(DuckDBEngine()) as engine:
        yield engine


def test_a_run_uses_what_a_person_put_in_place(registry: WarningRegistry, engine: Engine, tmp_path: Path) -> None:
    """And without a complaint on record there is no month to learn from or to judge by."""
    lake = lake_of(engine, tmp_path / "lake", customers=[{"customer_id": "C1", "registered_on": days_before(900)}])
    context = StageContext(lake, AS_OF, models=registry.folder.parent)
    tables = known_tables(lake, AS_OF)
    written = learned_warning([], SETTINGS, AS_WRITTEN)
    assert early_warning(tables, context, SETTINGS).complaint.scorecard == written.complaint.scorecard

    trained(registry, lender())
    registry.promote("0001", by="Li Na", reason="foretells better", at=NOW)
    assert early_warning(tables, context, SETTINGS).complaint.months == 3

    registry.promote(WRITTEN, by="Wang Wei", reason="an error in the delivery", at=NOW)
    assert early_warning(tables, context, SETTINGS).complaint.scorecard == written.complaint.scorecard

    with pytest.raises(InputError, match="no past month"):
        past_and_present(lake, RunRecord.model_construct(as_of=AS_OF), SETTINGS)


def test_the_promotion_of_an_early_warning_is_told_apart_in_the_audit_log(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "desk")
    workspace.intake.mkdir(parents=True)
    trained(WarningRegistry(workspace.models), lender())
    asked = ["promote", str(workspace.root), "0001", "--model", "warning", "--by", "Li Na", "--reason", "better"]
    answer = CliRunner().invoke(app, asked)
    assert answer.exit_code == 0, answer.output

    database = Database.in_folder(workspace.root)
    (entry,) = AuditLog(database).entries(object_type="model")
    database.close()
    assert (entry.actor, entry.object_key) == ("Li Na", "warning 0001")
