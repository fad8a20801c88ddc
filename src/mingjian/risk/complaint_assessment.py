"""The assessment of complaints: a pure function from wide features to the contract's rows, alike for one and many."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.risk import explanation
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.explanation import evidence_columns, written
from mingjian.risk.merits import claim_sayings
from mingjian.risk.scorecard import mark, numbers
from mingjian.risk.settings import RiskSettings
from mingjian.risk.zones import interval, log_odds, zones

SCHEMA = pa.schema(
    [
        *TABLES["complaint_assessments"].arrow_schema,
        pa.field("customer_id", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("score_deviation", pa.float64()),
    ]
)
"""The contract's columns, and behind them what the customers' assessments build on: log-odds and their error."""


@dataclass(frozen=True)
class AgentModel:
    """The written scorecard with its base, as it stands in one run."""

    settings: RiskSettings
    base: float
    base_deviation: float


def written_model(settings: RiskSettings) -> AgentModel:
    """The model as the settings state it."""
    return AgentModel(settings, base=log_odds(settings.agent_base_rate), base_deviation=settings.agent_base_deviation)


def assess_complaints(batch: pa.Table, *, model: AgentModel) -> pa.Table:
    """Assesses a batch of complaints, given their wide features and ``borne_out`` claims."""
    columns = numbers(batch, AGENT.features)
    marks = mark(AGENT, columns, size=batch.num_rows)
    score = model.base + marks.total
    deviation = np.sqrt(model.base_deviation**2 + marks.variance)
    found = interval(score, deviation**2)
    names = [name for characteristic in AGENT.characteristics for name in characteristic.evidence]
    evidence = evidence_columns(batch, names)
    size = batch.num_rows
    reasons = written(explanation.reasons(marks, columns, evidence), size=size)
    merits = written(
        (
            *claim_sayings(batch.column("borne_out").to_pylist()),
            *explanation.origin_merits(marks, columns, evidence),
        ),
        size=size,
    )
    return pa.table(
        {
            "complaint_id": batch.column("complaint_id"),
            "agent_probability": found.probability,
            "agent_probability_low": found.low,
            "agent_probability_high": found.high,
            "zone": pa.array(zones(found, marks.kinds_for(), model.settings), pa.string()),
            "template_id": batch.column("template_id"),
            "reasons": pa.array(reasons, pa.string()),
            "merits": pa.array(merits, pa.string()),
            "customer_id": batch.column("customer_id"),
            "score": score,
            "score_deviation": deviation,
        }
    ).cast(SCHEMA)
