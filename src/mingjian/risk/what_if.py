"""What an assessment would be were some of its reasons not known.

The same functions assess the same features again, less those that the reasons rest on. So the answer is the model's
own and no estimate of it; what is not known widens the interval, as it does everywhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from mingjian.contract.reasons import Reason, from_json
from mingjian.risk.agent_model import AgentModel
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.features import Subject, evidence_of, features_of
from mingjian.risk.manner import REASONS as MANNER
from mingjian.risk.scorecard import mark, numbers


@dataclass(frozen=True)
class Assessed:
    """What the model says of one complaint."""

    probability: float
    low: float
    high: float
    zone: str
    reasons: tuple[Reason, ...]


def complaint_row(complaint_id: str, known: Mapping[str, float], text: str | None) -> pa.Table:
    """One wide complaint from the features that a run knew; what has no feature there is unknown."""
    columns = {"complaint_id": pa.array([complaint_id]), "customer_id": pa.nulls(1, pa.string())}
    for feature in features_of(Subject.COMPLAINT):
        columns[feature.name] = pa.array([known.get(feature.name)], pa.float64())
    for name in (*evidence_of(Subject.COMPLAINT), "borne_out", "template_id"):
        columns[name] = pa.nulls(1, pa.string())
    return pa.table(columns | {"text": pa.array([text], pa.string())})


def without(row: pa.Table, model: AgentModel, codes: Collection[str]) -> Assessed:
    """The assessment of one wide complaint were its reasons of these codes not known; with none, as it stands."""
    marks = mark(model.scorecard, numbers(row, model.scorecard.features), size=1)
    for place, characteristic in enumerate(model.scorecard.characteristics):
        level = int(marks.levels[0, place])
        if level >= 0 and characteristic.levels[level].code in codes:
            for name in characteristic.features:
                row = row.set_column(row.column_names.index(name), name, pa.nulls(1, pa.float64()))
    if set(codes) & set(MANNER):
        row = row.set_column(row.column_names.index("text"), "text", pa.nulls(1, pa.string()))
    found = assess_complaints(row, model=model).to_pylist()[0]
    return Assessed(
        found["agent_probability"],
        found["agent_probability_low"],
        found["agent_probability_high"],
        found["zone"],
        tuple(from_json(found["reasons"])),
    )


def agrees(found: Assessed, stated: float | None, zone: str | None) -> bool:
    """Whether what is computed again is what the run stated; another version, or other costs, may differ."""
    return stated is not None and bool(np.isclose(found.probability, stated, atol=1e-3)) and found.zone == zone
