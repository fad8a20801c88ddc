"""The life of the early warning after its writing: training, comparison with the one in place, and drift.

A candidate learns from all past months but the latest, and is judged on that one beside the model in place: on all
customers, and on those of every province, age band and sex. What it is then trained on is everything. The first in the
order of alarm are a hundredth of the customers, whom somebody could call within days.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from mingjian.errors import InputError
from mingjian.risk.customer_assessment import bands
from mingjian.risk.drift import Drift, drifts, spread, spread_as
from mingjian.risk.fairness import ATTRIBUTES, UNKNOWN, groups_of
from mingjian.risk.features import Subject, features, known_tables
from mingjian.risk.history import WARNING_FEATURES, Month, Past, WarningModel, learned_warning, past_months
from mingjian.risk.learning import worse_beyond_chance
from mingjian.risk.life import calibration_error
from mingjian.risk.registry import (
    WRITTEN,
    Foresight,
    GroupForetold,
    MonthCompared,
    WarningRegistry,
    WarningReport,
)
from mingjian.risk.scorecard import Columns, Numbers, numbers
from mingjian.risk.settings import RiskSettings
from mingjian.risk.stage import all_customers
from mingjian.store.lake import Lake
from mingjian.store.record import RunRecord

SCORES = ("complaint_probability_30d", "escalation_probability_30d")
FIRST = 100
"""One in so many customers stands in the first hundredth."""


@dataclass(frozen=True)
class PastAndPresent:
    """A run's customers as they are today, and those of the past months with what came."""

    record: RunRecord
    months: list[Month]
    """All that is learned from, the latest last."""
    began: datetime
    """When the latest month began."""
    latest: pa.Table
    """The customers as they were then, with ``complained`` and ``complained_at``."""
    today: pa.Table
    """With the features of the early warning."""
    assessed: pl.DataFrame
    """What the run says of them: customer_id, complaint_probability_30d and band."""
    customers: pl.DataFrame
    """customer_id, province and id_number: for fairness alone, never for a feature."""


@dataclass(frozen=True)
class WarningShadow:
    """A model on the customers of a run that another one assessed."""

    in_place: str
    candidate: str
    bands: dict[tuple[str, str], int]
    mean_change: float
    comparison: MonthCompared | None
    """On a month that began after the candidate was trained; None where there is none yet."""


@dataclass(frozen=True)
class WarningWatch:
    """The early warning in place as the current run finds it."""

    version: str
    drifts: tuple[Drift, ...]
    later: Foresight | None
    """On the latest month, where it began after the training; None where it did not."""
    complained: int


def past_and_present(lake: Lake, record: RunRecord, settings: RiskSettings) -> PastAndPresent:
    """What a run's tables tell; InputError where the complaints on record cover no past month."""
    tables = known_tables(lake, record.as_of)
    past = Past(tables, lake)
    starts = past.month_starts(1)
    if not starts:
        raise InputError("the complaints on record cover no past month: nothing can be learned or judged yet")
    today = features(Subject.CUSTOMER, all_customers(tables), tables).select("customer_id", *WARNING_FEATURES)
    return PastAndPresent(
        record,
        past_months(tables, lake, settings),
        began=starts[-1],
        latest=past.described(starts[-1]),
        today=today.to_pyarrow(),
        assessed=_polars(lake.table("customer_assessments").select("customer_id", SCORES[0], "band").to_pyarrow()),
        customers=_polars(lake.table("customers").select("customer_id", "province", "id_number").to_pyarrow()),
    )


def train(
    run: PastAndPresent, registry: WarningRegistry, settings: RiskSettings, *, at: datetime
) -> tuple[WarningModel, WarningReport]:
    """A candidate and its report; InputError where there is no month to learn from beside the one to judge by."""
    if len(run.months) < 2:
        raise InputError("an early warning needs two past months that the complaints on record cover: there is one")
    compared = _compared(run, registry, learned_warning(run.months[:-1], settings), settings)
    model = learned_warning(run.months, settings)
    report = WarningReport(
        version=registry.next_version(),
        trained_at=at,
        run=run.record.run,
        run_identity=run.record.identity,
        as_of=run.record.as_of,
        tables={name: table.sha256 for name, table in run.record.intake.items()},
        months=len(run.months),
        complained=round(sum(float(month.complaints.events.sum()) for month in run.months)),
        comparison=compared,
        spread=spread(_columns(run, model)),
    )
    return model, report


def shadow(run: PastAndPresent, registry: WarningRegistry, settings: RiskSettings, version: str) -> WarningShadow:
    """What a model would have said of a run that another one assessed. Nothing of the run changes."""
    candidate = registry.model(version, settings)
    told = pl.DataFrame(
        {"customer_id": run.today.column("customer_id").to_pylist(), "told": _chance(candidate, run.today)}
    )
    both = run.assessed.join(told, on="customer_id")
    after = both["told"].to_numpy()
    later = run.began >= registry.report(version).as_of
    return WarningShadow(
        registry.in_place,
        version,
        dict(Counter(zip(both["band"].to_list(), bands(after, settings), strict=True))),
        float(np.abs(after - both[SCORES[0]].to_numpy()).mean()) if len(after) else 0.0,
        _compared(run, registry, candidate, settings) if later else None,
    )


def watch(run: PastAndPresent, registry: WarningRegistry, settings: RiskSettings) -> WarningWatch:
    """Drift of features and scores since the model in place was trained, and how the month since judges it."""
    version = registry.in_place
    if version == WRITTEN:
        raise InputError("no early warning is in place to watch: 'mingjian train --model warning', then 'promote'")
    report, model = registry.report(version), registry.model(version, settings)
    since = run.began >= report.as_of
    return WarningWatch(
        version,
        drifts(report.spread, spread_as(report.spread, _columns(run, model))),
        _foresight(_chance(model, run.latest), run) if since else None,
        int(_complained(run).sum()),
    )


def _compared(
    run: PastAndPresent, registry: WarningRegistry, candidate: WarningModel, settings: RiskSettings
) -> MonthCompared:
    name = registry.in_place
    if name == WRITTEN:
        current = learned_warning(run.months[:-1], settings, weights_stay=True)
    else:
        current = registry.model(name, settings)
    before, after = (_chance(model, run.latest) for model in (current, candidate))
    return MonthCompared(
        in_place=name,
        since=run.began,
        known_in_place=name != WRITTEN and registry.report(name).as_of > run.began,
        customers=run.latest.num_rows,
        complained=int(_complained(run).sum()),
        before=_foresight(before, run),
        after=_foresight(after, run),
        groups=tuple(_by_group(run, before, after)),
    )


def _by_group(run: PastAndPresent, before: Numbers, after: Numbers) -> list[GroupForetold]:
    came = _complained(run)
    told = pl.DataFrame(
        {
            "customer_id": run.latest.column("customer_id").to_pylist(),
            "came": came,
            "before": before,
            "after": after,
            "more_loss": _losses(after, came) - _losses(before, came),
        }
    ).join(groups_of(run.customers, on=run.record.as_of.date()), on="customer_id", how="left")
    found = []
    for attribute in ATTRIBUTES:
        grouped = told.group_by(pl.col(attribute).fill_null(UNKNOWN).alias("group")).agg(
            pl.len().alias("customers"), pl.col("came").sum(), pl.col("before", "after").mean(), pl.col("more_loss")
        )
        found += [
            GroupForetold(
                attribute=attribute,
                group=row["group"],
                customers=row["customers"],
                complained=row["came"],
                before=row["before"],
                after=row["after"],
                worse=worse_beyond_chance(np.array(row["more_loss"])),
            )
            for row in grouped.sort("group").iter_rows(named=True)
        ]
    return found


def _foresight(chance: Numbers, run: PastAndPresent) -> Foresight:
    came = _complained(run)
    first = np.argsort(-chance, kind="stable")[: max(1, len(chance) // FIRST)]
    caught = first[came[first]]
    days = [
        (at - run.began).total_seconds() / 86_400 for at in run.latest.column("complained_at").take(caught).to_pylist()
    ]
    return Foresight(
        log_loss=float(_losses(chance, came).mean()),
        calibration_error=calibration_error(came, chance),
        caught=len(caught) / int(came.sum()) if came.any() else None,
        lead_days=float(np.median(days)) if days else None,
    )


def _complained(run: PastAndPresent) -> NDArray[np.bool_]:
    return np.asarray(run.latest.column("complained").to_numpy() == 1)


def _losses(chance: Numbers, came: NDArray[np.bool_]) -> Numbers:
    losses: Numbers = -np.log(np.clip(np.where(came, chance, 1 - chance), 1e-12, 1))
    return losses


def _chance(model: WarningModel, rows: pa.Table) -> Numbers:
    return model.foretell(numbers(rows, WARNING_FEATURES), size=rows.num_rows).complaint.probability


def _columns(run: PastAndPresent, model: WarningModel) -> Columns:
    """What goes into a model today and what comes out of it."""
    columns = dict(numbers(run.today, WARNING_FEATURES))
    told = model.foretell(columns, size=run.today.num_rows)
    return columns | dict(zip(SCORES, (told.complaint.probability, told.escalated.probability), strict=True))


def _polars(rows: pa.Table) -> pl.DataFrame:
    found = pl.from_arrow(rows)
    assert isinstance(found, pl.DataFrame)
    return found
