"""The life of an agent model after its writing: training, comparison with the model in place, and drift.

A candidate is judged on labels that were decided after all that it learned from, beside the model in place, and on the
customers' own complaints of every group that can be told. What it is then trained on is everything.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from mingjian.contract.vocabulary import Zone
from mingjian.errors import InputError
from mingjian.risk.agent_model import (
    JUDGED_SHARE,
    LEAST_OF_A_KIND,
    AgentModel,
    everyone,
    labelled,
    learned_model,
    written_model,
)
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.drift import BINS, Drift, drifts, spread, spread_as
from mingjian.risk.features import known_tables
from mingjian.risk.honest_groups import accused_by_group
from mingjian.risk.registry import WRITTEN, AgentRegistry, Comparison, Performance, Report
from mingjian.risk.scorecard import Columns, Numbers, numbers
from mingjian.risk.settings import RiskSettings
from mingjian.risk.stage import complaint_inputs, labelled_complaints, people_of
from mingjian.store.lake import Lake
from mingjian.store.record import RunRecord

SCORE = "agent_probability"


@dataclass(frozen=True)
class Labels:
    """Labelled complaints with their features, the earliest label first."""

    rows: pa.Table

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    @property
    def agents(self) -> NDArray[np.bool_]:
        """Which of them were found to be an agent's."""
        return np.asarray(self.rows.column("agent").to_numpy() == 1)

    @property
    def days(self) -> list[datetime]:
        """When each was decided."""
        days: list[datetime] = self.rows.column("decided_at").to_pylist()
        return days

    def since(self, place: int) -> "Labels":
        """Those from a place on."""
        return Labels(self.rows.slice(place))

    def until(self, place: int) -> "Labels":
        """Those before a place."""
        return Labels(self.rows.slice(0, place))


@dataclass(frozen=True)
class Shadow:
    """Two models on the complaints of one run: how many stand in each pair of zones, and what later labels say."""

    in_place: str
    candidate: str
    zones: dict[tuple[str, str], int]
    mean_change: float
    comparison: Comparison | None
    """On labels decided since the candidate was trained; None where there are none."""


@dataclass(frozen=True)
class Watch:
    """The model in place as the current run finds it."""

    version: str
    drifts: tuple[Drift, ...]
    later: Performance | None
    """On labels decided since it was trained; None where there are none."""
    later_labels: int


@dataclass(frozen=True)
class Described:
    """The complaints of a run with their features, computed once, and the labels among them."""

    record: RunRecord
    rows: pa.Table
    labels: Labels
    customers: pl.DataFrame
    """Of those who complained: customer_id, province and id_number."""


def described(lake: Lake, record: RunRecord) -> Described:
    """The complaints of a run, from its tables."""
    complaints = lake.engine.materialise(complaint_inputs(lake.table("complaints"), known_tables(lake, record.as_of)))
    labelled_rows = labelled_complaints(complaints, lake).to_pyarrow()
    labels = Labels(labelled_rows.sort_by([("decided_at", "ascending"), ("complaint_id", "ascending")]))
    return Described(record, complaints.to_pyarrow(), labels, people_of(lake, complaints))


def train(
    run: Described, registry: AgentRegistry, settings: RiskSettings, *, at: datetime
) -> tuple[AgentModel, Report]:
    """A candidate and its report; InputError where the labels are too few to learn from and to judge by."""
    known, record = run.labels, run.record
    agents = int(known.agents.sum())
    if min(agents, len(known) - agents) < LEAST_OF_A_KIND:
        raise InputError(
            f"a model needs {LEAST_OF_A_KIND} findings of each kind; there are {agents} agents' complaints and "
            f"{len(known) - agents} of customers' own among the labels"
        )
    split = len(known) - round(len(known) * JUDGED_SHARE)
    earlier, later = known.until(split), known.since(split)
    all_of_them = everyone(run.rows, run.customers, on=run.record.as_of.date())
    candidate = learned_model(settings, labelled(earlier.rows), all_of_them)
    compared = _compared(run, in_place(registry, settings), registry.in_place, candidate, later)
    model = learned_model(settings, labelled(known.rows), all_of_them)
    report = Report(
        version=registry.next_version(),
        trained_at=at,
        run=record.run,
        run_identity=record.identity,
        as_of=record.as_of,
        tables={name: table.sha256 for name, table in record.intake.items()},
        labels=len(known),
        agents=agents,
        latest_label=known.days[-1],
        doubt=model.doubt,
        comparison=compared,
        spread=spread(_columns(run.rows, model)),
    )
    return model, report


def in_place(registry: AgentRegistry, settings: RiskSettings) -> AgentModel:
    """The model that a person put in place, or the written scorecard."""
    version = registry.in_place
    return written_model(settings) if version == WRITTEN else registry.model(version, settings)


def shadow(run: Described, registry: AgentRegistry, settings: RiskSettings, version: str) -> Shadow:
    """What a model would have said of a run that another one assessed. Nothing of the run changes."""
    candidate, current = registry.model(version, settings), in_place(registry, settings)
    before, after = assess_complaints(run.rows, model=current), assess_complaints(run.rows, model=candidate)
    pairs = zip(before.column("zone").to_pylist(), after.column("zone").to_pylist(), strict=True)
    counted: dict[tuple[str, str], int] = {}
    for pair in pairs:
        counted[pair] = counted.get(pair, 0) + 1
    change = np.abs(after.column(SCORE).to_numpy() - before.column(SCORE).to_numpy())
    later = _since(run.labels, registry.report(version).latest_label)
    compared = _compared(run, current, registry.in_place, candidate, later) if len(later) else None
    return Shadow(registry.in_place, version, counted, float(change.mean()) if len(change) else 0.0, compared)


def watch(run: Described, registry: AgentRegistry, settings: RiskSettings) -> Watch:
    """Drift of features and scores since the model in place was trained, and its calibration on labels since then."""
    version = registry.in_place
    if version == WRITTEN:
        raise InputError("no model is in place to watch: 'mingjian train', then 'mingjian promote'")
    report, model = registry.report(version), in_place(registry, settings)
    later = _since(run.labels, report.latest_label)
    return Watch(
        version,
        drifts(report.spread, spread_as(report.spread, _columns(run.rows, model))),
        _performance(model, later) if len(later) else None,
        len(later),
    )


def _since(known: Labels, moment: datetime) -> Labels:
    return known.since(sum(day <= moment for day in known.days))


def _compared(run: Described, current: AgentModel, name: str, candidate: AgentModel, later: Labels) -> Comparison:
    return Comparison(
        in_place=name,
        labels=len(later),
        since=later.days[0],
        before=_performance(current, later),
        after=_performance(candidate, later),
        groups=accused_by_group(
            current, candidate, later.rows.filter(pa.array(~later.agents)), run.customers, on=run.record.as_of.date()
        ),
    )


def _performance(model: AgentModel, known: Labels) -> Performance:
    assessed = assess_complaints(known.rows, model=model)
    expected = assessed.column(SCORE).to_numpy()
    agents = known.agents
    accused = np.array([zone == Zone.LIKELY_AGENT for zone in assessed.column("zone").to_pylist()])
    right = np.clip(np.where(agents, expected, 1 - expected), 1e-6, 1)
    return Performance(
        log_loss=float(-np.log(right).mean()),
        calibration_error=calibration_error(agents, expected),
        found=float(accused[agents].mean()) if agents.any() else None,
        accused=float(accused[~agents].mean()) if (~agents).any() else None,
        lift=_lift(agents, expected),
    )


def _lift(agents: NDArray[np.bool_], expected: Numbers) -> float | None:
    """How many times as frequent agents' complaints are in the tenth with the highest scores as in all."""
    if not agents.any():
        return None
    first = np.argsort(-expected, kind="stable")[: max(1, len(expected) // BINS)]
    return float(agents[first].mean() / agents.mean())


def calibration_error(agents: NDArray[np.bool_], expected: Numbers) -> float:
    """The expected calibration error over bins of equal size (Naeini et al. 2015)."""
    order = np.argsort(expected, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return float(sum(len(part) * abs(agents[part].mean() - expected[part].mean()) for part in parts) / len(order))


def _columns(rows: pa.Table, model: AgentModel) -> Columns:
    columns = dict(numbers(rows, tuple(dict.fromkeys(AGENT.features))))
    columns[SCORE] = assess_complaints(rows, model=model).column(SCORE).to_numpy()
    return columns
