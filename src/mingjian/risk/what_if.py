"""What an assessment would be were some of its reasons not known, or some of its facts otherwise.

The same functions assess the same features again, less those that the reasons rest on, or as the supposed facts would
have them. So the answer is the model's own and no estimate of it; what is not known widens the interval, as it does
everywhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import pyarrow as pa

from mingjian.contract.reasons import Reason, from_json
from mingjian.risk import explanation
from mingjian.risk.agent_model import AgentModel
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.channel_kinds import KINDS
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.customer_assessment import bands
from mingjian.risk.explanation import Saying
from mingjian.risk.features import Subject, evidence_of, features_of
from mingjian.risk.history import WARNING_FEATURES, WarningModel
from mingjian.risk.manner import REASONS as MANNER
from mingjian.risk.scorecard import mark, numbers
from mingjian.risk.settings import RiskSettings

ALIKE = 1e-3
"""So near a probability must come to what the run states to be the same."""


@dataclass(frozen=True)
class Assessed:
    """What the model says of one complaint."""

    probability: float
    low: float
    high: float
    zone: str
    reasons: tuple[Reason, ...]


def complaint_row(
    complaint_id: str, known: Mapping[str, float], text: str | None, said: Collection[Reason] = ()
) -> pa.Table:
    """One wide complaint from the features that a run knew; what has no feature there is unknown.

    ``said`` are the reasons that the run gave: what they rest on tells what it has in common with others.
    """
    columns = {"complaint_id": pa.array([complaint_id]), "customer_id": pa.nulls(1, pa.string())}
    for feature in features_of(Subject.COMPLAINT):
        columns[feature.name] = pa.array([known.get(feature.name)], pa.float64())
    for name in (*evidence_of(Subject.COMPLAINT), "borne_out", "template_id"):
        columns[name] = pa.nulls(1, pa.string())
    for reason in said:
        for characteristic in AGENT.characteristics:
            if len(characteristic.evidence) == 1 and reason.code in {level.code for level in characteristic.levels}:
                columns[characteristic.evidence[0]] = pa.array(reason.evidence[:1] or [None], pa.string())
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


@dataclass(frozen=True)
class Warned:
    """What the early warning says of one customer."""

    probability: float
    low: float
    high: float
    escalation_probability: float
    escalation_low: float
    escalation_high: float
    band: str
    likely_channel: str
    reasons: tuple[Reason, ...]


def warned(known: Mapping[str, float], model: WarningModel, settings: RiskSettings) -> Warned:
    """The early warning of one customer from the features that a run knew."""
    columns = {name: np.array([known.get(name, np.nan)]) for name in WARNING_FEATURES}
    told = model.foretell(columns, size=1)
    said: list[Saying] = []
    for marks in (told.warning, told.escalation):
        none = {name: [None] for one in marks.scorecard.characteristics for name in one.evidence}
        said.extend(explanation.reasons(marks, columns, none))
    (reasons,) = explanation.written(said, size=1)
    (band,) = bands(told.complaint.probability, settings)
    kind = str(KINDS[int(told.kinds[0].argmax())])
    return Warned(
        probability=float(told.complaint.probability[0]),
        low=float(told.complaint.low[0]),
        high=float(told.complaint.high[0]),
        escalation_probability=float(told.escalated.probability[0]),
        escalation_low=float(told.escalated.low[0]),
        escalation_high=float(told.escalated.high[0]),
        band=band,
        likely_channel=kind,
        reasons=tuple(from_json(reasons)),
    )


Said = TypeVar("Said", Assessed, Warned)


@dataclass(frozen=True)
class WhatIf(Generic[Said]):
    """What a model says as things stand, and as they are supposed."""

    stands: Said
    supposed: Said
    agrees: bool
    """Whether what stands, computed again, is what the run states; another version, or other costs, may differ."""


def agrees(found: Assessed | Warned, probability: float | None, word: str | None) -> bool:
    """Whether what is computed again is the probability that a run stated, and its zone or band."""
    said = found.zone if isinstance(found, Assessed) else found.band
    return probability is not None and bool(np.isclose(found.probability, probability, atol=ALIKE)) and said == word
