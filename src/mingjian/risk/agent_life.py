"""What the life of an agent model rests on: labels, which people decided, and the complaints that they are of.

It is judged on labels that were decided after all that it learned from, and on the customers' own complaints of every
group that can be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

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
from mingjian.risk.drift import BINS
from mingjian.risk.features import known_tables
from mingjian.risk.honest_groups import accused_by_group
from mingjian.risk.learning import log_losses
from mingjian.risk.life import Evidence, calibration_error, standings
from mingjian.risk.registry import Comparison, Performance, Registry, Report
from mingjian.risk.scorecard import Columns, Numbers, numbers
from mingjian.risk.settings import RiskSettings
from mingjian.risk.stage import complainants, complaint_inputs, labelled_complaints, names_of_lender
from mingjian.store.lake import Lake
from mingjian.store.record import RunRecord

SCORE = "agent_probability"
SAID = ("complaint_id", "zone", SCORE)


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
class Described(Evidence[AgentModel, Report, Comparison, Performance]):
    """The complaints of a run with their features, computed once, and the labels among them."""

    record: RunRecord
    rows: pa.Table
    labels: Labels
    customers: pl.DataFrame
    """Of those who complained: customer_id, province and id_number."""
    said: pl.DataFrame
    names: tuple[str, ...] = ()
    """Of the lender's products."""

    @property
    def cases(self) -> int:
        """The labels."""
        return len(self.labels)

    def latest(self) -> "Described":
        """With the latest third of the labels alone."""
        agents = int(self.labels.agents.sum())
        if min(agents, self.cases - agents) < LEAST_OF_A_KIND:
            raise InputError(
                f"a model needs {LEAST_OF_A_KIND} findings of each kind; there are {agents} agents' complaints and "
                f"{self.cases - agents} of customers' own among the labels"
            )
        return replace(self, labels=self.labels.since(self._judged_from))

    def since(self, report: Report) -> "Described | None":
        """With the labels alone that were decided since."""
        later = self.labels.since(sum(day <= report.latest_label for day in self.labels.days))
        return replace(self, labels=later) if len(later) else None

    def written(self, settings: RiskSettings) -> AgentModel:
        """The written scorecard."""
        return written_model(settings)

    def learned(self, settings: RiskSettings, *, but_the_latest: bool = False) -> AgentModel:
        """What the labels teach, or the earlier two thirds."""
        known = self.labels.until(self._judged_from) if but_the_latest else self.labels
        all_of_them = everyone(self.rows, self.customers, on=self.record.as_of.date(), names=self.names)
        return learned_model(settings, labelled(known.rows), all_of_them)

    def told(self, model: AgentModel) -> Mapping[str, Any]:
        """Of the labels."""
        return {
            "labels": self.cases,
            "agents": int(self.labels.agents.sum()),
            "latest_label": self.labels.days[-1],
            "doubt": model.doubt,
        }

    def compared(self, registry: Registry[AgentModel, Report], *, before: AgentModel, after: AgentModel) -> Comparison:
        """On the labels, and by whom each model accuses wrongly."""
        own = self.labels.rows.filter(pa.array(~self.labels.agents))
        return Comparison(
            in_place=registry.in_place,
            labels=self.cases,
            since=self.labels.days[0],
            before=self.judged(before),
            after=self.judged(after),
            groups=accused_by_group(before, after, own, self.customers, on=self.record.as_of.date()),
        )

    def judged(self, model: AgentModel) -> Performance:
        """On the labels."""
        assessed = assess_complaints(self.labels.rows, model=model)
        expected = assessed.column(SCORE).to_numpy()
        agents = self.labels.agents
        accused = np.array([zone == Zone.LIKELY_AGENT for zone in assessed.column("zone").to_pylist()])
        return Performance(
            log_loss=float(log_losses(expected, agents).mean()),
            calibration_error=calibration_error(agents, expected),
            found=float(accused[agents].mean()) if agents.any() else None,
            accused=float(accused[~agents].mean()) if (~agents).any() else None,
            lift=_lift(agents, expected),
        )

    def columns(self, model: AgentModel) -> Columns:
        """The features of the scorecard, and the probability."""
        assessed = assess_complaints(self.rows, model=model)
        return dict(numbers(self.rows, tuple(dict.fromkeys(AGENT.features)))) | {
            SCORE: assessed.column(SCORE).to_numpy()
        }

    def said_by(self, model: AgentModel, _settings: RiskSettings) -> pl.DataFrame:
        """Zones and probabilities of complaints."""
        return standings(assess_complaints(self.rows, model=model).select(SAID))

    @property
    def _judged_from(self) -> int:
        return len(self.labels) - round(len(self.labels) * JUDGED_SHARE)


def described(lake: Lake, record: RunRecord) -> Described:
    """The complaints of a run, from its tables."""
    complaints = lake.engine.materialise(complaint_inputs(lake.table("complaints"), known_tables(lake, record.as_of)))
    labelled_rows = labelled_complaints(complaints, lake).to_pyarrow()
    labels = Labels(labelled_rows.sort_by([("decided_at", "ascending"), ("complaint_id", "ascending")]))
    said = standings(lake.table("complaint_assessments").select(*SAID).to_pyarrow())
    names = names_of_lender(lake)
    return Described(record, complaints.to_pyarrow(), labels, complainants(lake, complaints), said, names)


def _lift(agents: NDArray[np.bool_], expected: Numbers) -> float | None:
    """How many times as frequent agents' complaints are in the tenth with the highest scores as in all."""
    if not agents.any():
        return None
    first = np.argsort(-expected, kind="stable")[: max(1, len(expected) // BINS)]
    return float(agents[first].mean() / agents.mean())
