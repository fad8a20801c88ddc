"""The assessment of complaints: a pure function from wide features to the contract's rows, alike for one and many."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.contract.reasons import Reason
from mingjian.risk import explanation
from mingjian.risk.agent_model import AgentModel
from mingjian.risk.explanation import Saying, evidence_columns, single, written
from mingjian.risk.manner import ERROR, FOR_AGENT, FOR_CUSTOMER, MERIT, REASONS, Manner, beyond_the_letter
from mingjian.risk.merits import claim_sayings
from mingjian.risk.scorecard import Numbers, numbers
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


def assess_complaints(batch: pa.Table, *, model: AgentModel, leaving_out: Collection[str] = ()) -> pa.Table:
    """Assesses a batch of complaints, given their wide features and ``borne_out`` claims.

    As if what the characteristics that are left out say for an agent were not there.
    """
    card = model.scorecard
    columns = numbers(batch, card.features)
    size = batch.num_rows
    marks = model.marks(columns, size=size, leaving_out=leaving_out)
    texts = batch.column("text").to_pylist() if model.manner else [None] * size
    manner = model.manner.scores(texts) if model.manner else np.zeros(size)
    shown = model.base + marks.total
    added = beyond_the_letter(manner, marks.copied)
    score = shown + added
    variance = model.variance(marks) + (ERROR * added) ** 2
    found = interval(score, variance, doubt=model.doubt, base_rate=model.base_rate).outward()
    # Manner alone never accuses: what can be shown must make an agent more likely than not, in two kinds, without it.
    kinds = np.where(shown > 0, marks.kinds_for(manner), 0)
    limits = model.limits(batch, marks)
    names = [name for characteristic in card.characteristics for name in characteristic.evidence]
    evidence = evidence_columns(batch, names)
    wording = tuple(manner_sayings(model.manner, texts, added)) if model.manner else ()
    reasons = written(
        (*explanation.reasons(marks, columns, evidence), *(one for one in wording if one.code in REASONS)), size=size
    )
    merits = written(
        (
            *claim_sayings(batch.column("borne_out").to_pylist()),
            *explanation.origin_merits(marks, columns, evidence),
            *(one for one in wording if one.code not in REASONS),
        ),
        size=size,
    )
    return pa.table(
        {
            "complaint_id": batch.column("complaint_id"),
            "agent_probability": found.probability,
            "agent_probability_low": found.low,
            "agent_probability_high": found.high,
            "zone": pa.array(zones(found, kinds, model.settings, accused_above=limits), pa.string()),
            "template_id": batch.column("template_id"),
            "reasons": pa.array(reasons, pa.string()),
            "merits": pa.array(merits, pa.string()),
            "customer_id": batch.column("customer_id"),
            "score": score,
            "score_deviation": np.sqrt(variance),
        }
    ).cast(SCHEMA)


def manner_sayings(manner: Manner, texts: Sequence[str | None], scores: Numbers) -> Iterator[Saying]:
    """What the wording adds to each score, with the words that say so; what speaks for the customer is a merit too."""
    for row in np.flatnonzero(scores).tolist():
        text, weight = texts[row], float(scores[row])
        words = "、".join(manner.telling(text or "", for_agent=weight > 0)) or "…"
        yield single(row, Reason(FOR_AGENT if weight > 0 else FOR_CUSTOMER, weight=weight, values={"words": words}))
        if weight < 0:
            yield single(row, Reason(MERIT, weight=-weight, values={"words": words}))
