"""The life of a model after its writing, alike for every kind: training, comparison with the one in place, and drift.

A candidate learns from all but the latest evidence and is judged on that, beside the model in place and by group of
people. What it is then trained on is everything. What a kind learns from and is judged by is its :class:`Evidence`.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from mingjian.errors import InputError
from mingjian.risk.drift import BINS, Drift, drifts, spread, spread_as
from mingjian.risk.registry import WRITTEN, AnyReport, Model, Registry
from mingjian.risk.scorecard import Columns, Numbers
from mingjian.risk.settings import RiskSettings
from mingjian.store.record import RunRecord

Compared = TypeVar("Compared")
"""A candidate beside the model in place."""
Judged = TypeVar("Judged")
"""How one model did."""


class Evidence(ABC, Generic[Model, AnyReport, Compared, Judged]):
    """What a run tells that a kind of model learns from and is judged by."""

    record: RunRecord
    said: pl.DataFrame
    """What the run said of everybody: ``subject``, ``standing`` (a zone or band) and ``chance``."""

    @abstractmethod
    def latest(self) -> "Evidence[Model, AnyReport, Compared, Judged]":
        """What judges a candidate that learned from the rest; InputError where there is too little for both."""

    @abstractmethod
    def since(self, report: AnyReport) -> "Evidence[Model, AnyReport, Compared, Judged] | None":
        """What came after all that a trained model learned from; None where nothing did."""

    @property
    @abstractmethod
    def cases(self) -> int:
        """How many judge a model."""

    @abstractmethod
    def written(self, settings: RiskSettings) -> Model:
        """The model where nobody has put one in place."""

    @abstractmethod
    def learned(self, settings: RiskSettings, *, but_the_latest: bool = False) -> Model:
        """What all of it teaches, or all but what judges."""

    @abstractmethod
    def told(self, model: Model) -> Mapping[str, Any]:
        """What a report says of a model's learning, beside what every report says."""

    @abstractmethod
    def compared(self, registry: Registry[Model, AnyReport], *, before: Model, after: Model) -> Compared:
        """A candidate beside the model in place, on what judges."""

    @abstractmethod
    def judged(self, model: Model) -> Judged:
        """How a model does on what judges."""

    @abstractmethod
    def columns(self, model: Model) -> Columns:
        """What goes into a model in this run, and what comes out of it."""

    @abstractmethod
    def said_by(self, model: Model, settings: RiskSettings) -> pl.DataFrame:
        """What another model says of them."""


@dataclass(frozen=True)
class Shadow(Generic[Compared]):
    """A model on what a run has assessed by another one."""

    in_place: str
    candidate: str
    standings: dict[tuple[str, str], int]
    """How many stand in each pair of zones or bands: the run's, and the candidate's."""
    mean_change: float
    comparison: Compared | None
    """On what came since the candidate was trained; None where nothing did."""


@dataclass(frozen=True)
class Watch(Generic[Judged]):
    """The model in place as the current run finds it."""

    version: str
    drifts: tuple[Drift, ...]
    later: Judged | None
    """On what came since it was trained; None where nothing did."""
    cases: int
    """How many that judges by."""


def train(
    run: Evidence[Model, AnyReport, Compared, Judged],
    registry: Registry[Model, AnyReport],
    settings: RiskSettings,
    *,
    at: datetime,
) -> tuple[Model, AnyReport]:
    """A candidate and its report; InputError where there is too little to learn from and to judge by."""
    latest, record = run.latest(), run.record
    before = in_place(run, registry, settings)
    compared = latest.compared(registry, before=before, after=run.learned(settings, but_the_latest=True))
    model = run.learned(settings)
    report: AnyReport = registry.reports(
        version=registry.next_version(),
        trained_at=at,
        run=record.run,
        run_identity=record.identity,
        as_of=record.as_of,
        tables={name: table.sha256 for name, table in record.intake.items()},
        comparison=compared,
        spread=spread(run.columns(model)),
        **run.told(model),
    )
    return model, report


def in_place(
    run: Evidence[Model, AnyReport, Compared, Judged], registry: Registry[Model, AnyReport], settings: RiskSettings
) -> Model:
    """The model that a person put in place, or the written one."""
    version = registry.in_place
    return run.written(settings) if version == WRITTEN else registry.model(version, settings)


def shadow(
    run: Evidence[Model, AnyReport, Compared, Judged],
    registry: Registry[Model, AnyReport],
    settings: RiskSettings,
    version: str,
) -> Shadow[Compared]:
    """What a model would have said of a run that another one assessed. Nothing of the run changes."""
    candidate = registry.model(version, settings)
    both = run.said.join(run.said_by(candidate, settings), on="subject", suffix="_after")
    pairs = zip(both["standing"].to_list(), both["standing_after"].to_list(), strict=True)
    change = (both["chance_after"] - both["chance"]).abs().to_numpy()
    later, before = run.since(registry.report(version)), in_place(run, registry, settings)
    return Shadow(
        registry.in_place,
        version,
        dict(Counter(pairs)),
        float(change.mean()) if len(change) else 0.0,
        later.compared(registry, before=before, after=candidate) if later else None,
    )


def watch(
    run: Evidence[Model, AnyReport, Compared, Judged], registry: Registry[Model, AnyReport], settings: RiskSettings
) -> Watch[Judged]:
    """Drift of features and scores since the model in place was trained, and how what came since judges it."""
    version = registry.in_place
    if version == WRITTEN:
        raise InputError("no model is in place to watch: 'mingjian train', then 'mingjian promote'")
    report, model = registry.report(version), registry.model(version, settings)
    later = run.since(report)
    return Watch(
        version,
        drifts(report.spread, spread_as(report.spread, run.columns(model))),
        later.judged(model) if later else None,
        later.cases if later else 0,
    )


def standings(said: pa.Table) -> pl.DataFrame:
    """Of three columns, whatever they are called: ``subject``, ``standing`` and ``chance``."""
    found = pl.from_arrow(said.rename_columns(["subject", "standing", "chance"]))
    assert isinstance(found, pl.DataFrame)
    return found


def calibration_error(happened: NDArray[np.bool_], expected: Numbers) -> float:
    """The expected calibration error over bins of equal size (Naeini et al. 2015)."""
    order = np.argsort(expected, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return float(sum(len(part) * abs(happened[part].mean() - expected[part].mean()) for part in parts) / len(order))
