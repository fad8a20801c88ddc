"""The assessment of complaints: a pure function from wide features to the contract's rows, alike for one and many."""

import numpy as np
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.risk import explanation
from mingjian.risk.agent_model import AgentModel
from mingjian.risk.explanation import evidence_columns, written
from mingjian.risk.merits import claim_sayings
from mingjian.risk.scorecard import mark, numbers
from mingjian.risk.zones import interval, zones

SCHEMA = pa.schema(
    [
        *TABLES["complaint_assessments"].arrow_schema,
        pa.field("customer_id", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("score_deviation", pa.float64()),
    ]
)
"""The contract's columns, and behind them what the customers' assessments build on: log-odds and their error."""


def assess_complaints(batch: pa.Table, *, model: AgentModel) -> pa.Table:
    """Assesses a batch of complaints, given their wide features and ``borne_out`` claims."""
    card = model.scorecard
    columns = numbers(batch, card.features)
    marks = mark(card, columns, size=batch.num_rows)
    score = model.base + marks.total
    variance = model.variance(marks)
    found = interval(score, variance, doubt=model.doubt, base_rate=model.base_rate)
    names = [name for characteristic in card.characteristics for name in characteristic.evidence]
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
            "score_deviation": np.sqrt(variance),
        }
    ).cast(SCHEMA)
