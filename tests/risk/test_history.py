"""The early warning learns from the lender's own past, and from nothing that came after it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.contract.vocabulary import ChannelBasis, ChannelKind
from mingjian.risk import RiskSettings, assess_customers
from mingjian.risk.agent_model import written_model
from mingjian.risk.channel_kinds import KINDS
from mingjian.risk.customer_assessment import CustomerModel
from mingjian.risk.features import known_tables
from mingjian.risk.history import Past, WarningModel, learned_warning, past_months, spreads_of
from mingjian.risk.ledger import warning_model, warning_rows
from mingjian.risk.scorecard import Scorecard
from mingjian.risk.stage import all_customers, customer_inputs, early_warning
from mingjian.risk.warning_life import past_and_present
from mingjian.risk.warning_scorecard import COMPLAINT
from mingjian.store.engine import DuckDBEngine, Engine
from mingjian.store.lake import Lake
from mingjian.store.point_in_time import cut
from mingjian.store.record import RunRecord
from mingjian.store.stage import StageContext
from tests.risk.lakes import AS_OF, Row, days_before, lake_of

CUSTOMERS = 400
DAYS = 200
MONTHS = 2


def _life(random: np.random.Generator) -> dict[str, list[Row]]:
    """A lender whose customers open the complaint page and complain within days, every second one of them."""
    complaints: list[Row] = []
    events: list[Row] = []
    for number in range(CUSTOMERS):
        customer = f"C{number:03d}"
        events.append(_event(customer, len(events), days=DAYS - 1, action="login"))
        for _ in range(random.poisson(0.6)):
            days = float(random.uniform(1, DAYS))
            events.append(_event(customer, len(events), days=days, action="complaint_page"))
            if random.random() < 0.5 and days > 12:
                complaints.append(_complaint(customer, len(complaints), days=days - float(random.uniform(1, 12))))
    complaints.append(_complaint("C000", len(complaints), days=DAYS))
    return {
        "customers": [
            {"customer_id": f"C{number:03d}", "registered_on": days_before(900)} for number in range(CUSTOMERS)
        ],
        "complaints": complaints,
        "app_events": events,
    }


def _event(customer: str, number: int, *, days: float, action: str) -> Row:
    return {"event_id": f"E{number}", "customer_id": customer, "occurred_at": days_before(days), "action": action}


def _complaint(customer: str, number: int, *, days: float) -> Row:
    return {
        "complaint_id": f"K{number}",
        "customer_id": customer,
        "received_at": days_before(days),
        "channel": "hotline",
        "outcome": "upheld",
        "closed_at": days_before(days - 5),
    }


@dataclass(frozen=True)
class Warned:
    model: WarningModel
    assessed: pa.Table
    lake: Lake


SETTINGS = RiskSettings(history_months=MONTHS, history_most_months=MONTHS)


def _warned(engine: Engine, folder: Path, tables: dict[str, list[Row]], settings: RiskSettings = SETTINGS) -> Warned:
    """The early warning at ``AS_OF``, of a delivery that goes on for two months after it."""
    delivered = lake_of(engine, folder / "delivered", **tables)
    (folder / "cut").mkdir()
    cut(delivered, folder / "cut", as_of=AS_OF, snapshot=AS_OF + timedelta(days=60))
    lake = Lake(engine, folder / "cut")
    known = known_tables(lake, AS_OF)
    months = past_months(known, lake, settings).months
    model = learned_warning(months, settings, spreads_of(months, settings))
    assessments = pa.table(
        {
            "complaint_id": pa.array([], pa.string()),
            "customer_id": pa.array([], pa.string()),
            "score": pa.array([], pa.float64()),
            "score_deviation": pa.array([], pa.float64()),
            "zone": pa.array([], pa.string()),
            "reasons": pa.array([], pa.string()),
        }
    )
    inputs = customer_inputs(all_customers(known), ibis.memtable(assessments), known)
    batch = engine.materialise(inputs).to_pyarrow().sort_by("customer_id")
    assessed = assess_customers(batch, model=CustomerModel(settings, AS_OF, written_model(settings), model))
    pq.write_table(assessed, folder / "cut" / "customer_assessments.parquet")
    return Warned(model, assessed, lake)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with closing(DuckDBEngine()) as engine:
        yield engine


@pytest.fixture(scope="module")
def warned(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Warned:
    return _warned(engine, tmp_path_factory.mktemp("before"), _life(np.random.default_rng(5)))


def test_the_future_shuffled_changes_nothing(warned: Warned, engine: Engine, tmp_path: Path) -> None:
    tables = _life(np.random.default_rng(5))
    random = np.random.default_rng(6)
    for number in range(60):  # what came after as_of, of customers drawn anew
        customer = f"C{random.integers(0, CUSTOMERS):03d}"
        days = -float(random.uniform(0.1, 50))
        tables["complaints"].append(_complaint(customer, 10_000 + number, days=days))
        tables["app_events"].append(_event(customer, 10_000 + number, days=days, action="complaint_page"))
    after = _warned(engine, tmp_path, tables)
    assert after.model.complaint.base == warned.model.complaint.base
    assert after.model.complaint.scorecard == warned.model.complaint.scorecard
    assert after.assessed.equals(warned.assessed)


def test_the_kinds_of_channel_are_those_of_the_lenders_own_months_and_stand_in_the_ledger(warned: Warned) -> None:
    channels = warned.model.channels
    assert channels.complainants == sum(
        row["labels"] for row in warning_rows(warned.model).to_pylist() if row["characteristic"] == "everybody"
    ) / len(ChannelKind)
    assert channels.complainants > 20
    again = warning_model(warning_rows(warned.model).to_pylist()).channels
    assert (again.basis, again.complainants) == (channels.basis, channels.complainants)
    assert again.shares == pytest.approx(channels.shares)
    # Here everybody calls the hotline.
    assert set(warned.assessed["likely_channel"].to_pylist()) == {"lender"}


def test_a_model_kept_from_before_kinds_were_told_divides_as_is_written(warned: Warned) -> None:
    kept = [row for row in warning_rows(warned.model).to_pylist() if row["scorecard"] != "channels"]
    assert warning_model(kept).channels.basis is ChannelBasis.WRITTEN


def test_of_several_complaints_in_a_month_the_first_that_goes_to_an_authority_tells_the_kind(
    engine: Engine, tmp_path: Path
) -> None:
    came = {"C1": [("hotline", 20), ("court", 5), ("regulator_12378", 9)], "C2": [("association", 9), ("app", 4)]}
    tables = {
        "customers": [{"customer_id": customer, "registered_on": days_before(900)} for customer in came],
        "complaints": [
            _complaint(customer, number, days=days) | {"complaint_id": f"{customer}-{number}", "channel": channel}
            for customer, made in came.items()
            for number, (channel, days) in enumerate(made)
        ],
    }
    lake = lake_of(engine, tmp_path, **tables)
    rows = Past(known_tables(lake, AS_OF), lake).described(days_before(30)).to_pylist()
    assert {row["customer_id"]: KINDS[int(row["came_by"]) - 1] for row in rows} == {
        "C1": ChannelKind.REGULATOR,
        "C2": ChannelKind.ELSEWHERE,
    }


def test_what_preceded_complaints_before_foretells_them_now(warned: Warned) -> None:
    assert warned.model.complaint.months == MONTHS
    assert warned.model.complaint.moved
    page = _weight(warned.model.complaint.scorecard, "warning_complaint_page")
    assert page > _weight(COMPLAINT, "warning_complaint_page")
    chance = np.asarray(warned.assessed["complaint_probability_30d"])
    said = np.array(['"warning_complaint_page"' in text for text in warned.assessed["reasons"].to_pylist()])
    assert np.median(chance[said]) > 4 * np.median(chance[~said])


def test_a_lender_with_few_complaints_reaches_further_back(engine: Engine, tmp_path: Path) -> None:
    tables = _life(np.random.default_rng(5))
    few = replace(SETTINGS, history_most_months=MONTHS + 1, history_complaints=10_000)
    many = replace(few, history_complaints=10)
    for settings, months in ((few, MONTHS + 1), (many, MONTHS)):
        (tmp_path / str(months)).mkdir()
        assert _warned(engine, tmp_path / str(months), tables, settings).model.complaint.months == months


def test_a_reason_that_history_contradicts_falls_silent_and_does_not_turn_round(warned: Warned) -> None:
    assert all(level.weight >= 0 for level in warned.model.complaint.scorecard.levels)


def test_the_month_that_judges_a_new_one_is_the_last_that_came_whole(warned: Warned) -> None:
    one = replace(SETTINGS, history_months=1, history_most_months=1)
    run = past_and_present(warned.lake, RunRecord.model_construct(as_of=AS_OF), one)
    assert run.began == days_before(30)
    came = (
        run.latest_month.filter(run.latest_month.column("complained").to_numpy() > 0)
        .column("complained_at")
        .to_pylist()
    )
    assert len(came) == run.months[-1].complaints.events.sum() > 0
    assert all(days_before(30) < at <= AS_OF for at in came)
    assert run.today.num_rows == run.said.height == CUSTOMERS


def test_where_a_group_would_be_foretold_worse_the_written_weights_stay_and_say_for_whom(
    engine: Engine, tmp_path: Path
) -> None:
    """Who opened the complaint page complained, whoever it was; in the latest month men alone did."""
    random = np.random.default_rng(7)
    tables = _life(random)
    tables["complaints"] = [row for row in tables["complaints"] if row["received_at"] < days_before(30)]
    for number, customer in enumerate(tables["customers"]):
        woman = number % 2 == 0
        customer["id_number"] = f"5001011990010112{'2' if woman else '3'}X"
        tables["app_events"].append(
            _event(customer["customer_id"], 20_000 + number, days=33.0, action="complaint_page")
        )
        if not woman and random.random() < 0.7:
            days = float(random.uniform(10, 29))
            tables["complaints"].append(_complaint(customer["customer_id"], 20_000 + number, days=days))
    found = _warned(engine, tmp_path, tables)
    assert found.model.complaint.moved

    kept = early_warning(known_tables(found.lake, AS_OF), StageContext(found.lake, AS_OF), SETTINGS)
    assert ("sex", "female") in kept.kept_for
    assert ("sex", "male") not in kept.kept_for
    assert kept.complaint.scorecard == COMPLAINT
    assert kept.complaint.base == pytest.approx(found.model.complaint.base, abs=1.0)  # the rate is the lender's own
    assert warning_model(warning_rows(kept).to_pylist()).kept_for == kept.kept_for


def test_a_short_history_leaves_the_scorecard_as_it_is_written(engine: Engine, tmp_path: Path) -> None:
    tables = _life(np.random.default_rng(5))
    tables["complaints"] = [row for row in tables["complaints"] if row["received_at"] > days_before(40)]
    found = _warned(engine, tmp_path, tables)
    assert found.model.complaint.months == 0
    assert found.model.complaint.scorecard == COMPLAINT


def _weight(card: Scorecard, code: str) -> float:
    return next(level.weight for level in card.levels if level.code == code)
