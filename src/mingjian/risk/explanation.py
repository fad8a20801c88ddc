"""Reasons and merits from marks: which level, with what values, resting on which rows.

A batch of a million subjects has some ten million reasons but few distinct ones: of each level, every combination of
values is rendered once, and only the evidence is put in row by row.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mingjian.contract.reasons import Reason, Value, to_json
from mingjian.risk.scorecard import Characteristic, Columns, Level, Marks, distinct_rows

Evidence = Mapping[str, Sequence[str | None]]
"""The evidence columns of a batch."""

UNKNOWN = -np.inf
"""Stands for an unknown value while combinations are compared, since NaN equals nothing."""

MERIT_PREFIX = "self_"
REASON_PREFIX = "agent_"


@dataclass(frozen=True)
class Saying:
    """The same code with the same weight, said of some rows of a batch; ``texts`` are JSON objects."""

    code: str
    weight: float
    rows: Sequence[int]
    texts: Sequence[str]


def evidence_columns(batch: pa.Table, names: Sequence[str]) -> Evidence:
    """The named text columns of a batch."""
    return {name: batch.column(name).to_pylist() for name in names}


def reasons(marks: Marks, columns: Columns, evidence: Evidence) -> Iterator[Saying]:
    """Every reason of a batch; the weights of a row add up to its score less the base.

    What is told and not counted, since what it is a part of was counted, weighs nothing.
    """
    for position, characteristic in enumerate(marks.scorecard.characteristics):
        for index, level in enumerate(characteristic.levels):
            on = marks.levels[:, position] == index
            for weight in np.unique(marks.weights[on, position]).tolist():
                rows = np.flatnonzero(on & (marks.weights[:, position] == weight))
                yield _say(characteristic, level, rows, columns, evidence, weight=weight)


def origin_merits(marks: Marks, columns: Columns, evidence: Evidence) -> Iterator[Saying]:
    """What among the reasons about the author speaks for the customer himself."""
    for position, characteristic in enumerate(marks.scorecard.characteristics):
        for index, level in enumerate(characteristic.levels):
            rows = np.flatnonzero(marks.levels[:, position] == index)
            if level.weight < 0 and len(rows):
                code = MERIT_PREFIX + level.code.removeprefix(REASON_PREFIX)
                yield _say(characteristic, level, rows, columns, evidence, code=code, weight=-level.weight)


def single(row: int, reason: Reason) -> Saying:
    """A reason that is said of one row alone."""
    return Saying(reason.code, reason.weight, (row,), (to_json((reason,))[1:-1],))


def written(sayings: Iterable[Saying], *, size: int) -> list[str]:
    """The contract's JSON array of each row of a batch, strongest first."""
    said: list[list[str]] = [[] for _ in range(size)]
    for saying in sorted(sayings, key=lambda saying: (-abs(saying.weight), saying.code)):
        for row, text in zip(saying.rows, saying.texts, strict=True):
            said[row].append(text)
    return [f"[{', '.join(texts)}]" for texts in said]


def _say(
    characteristic: Characteristic,
    level: Level,
    rows: NDArray[np.intp],
    columns: Columns,
    evidence: Evidence,
    *,
    code: str | None = None,
    weight: float | None = None,
) -> Saying:
    code = level.code if code is None else code
    weight = level.weight if weight is None else weight
    features = characteristic.features
    values = np.column_stack([columns[name][rows] for name in features])
    values[np.isnan(values)] = UNKNOWN
    distinct, which = distinct_rows(values)
    frames = [
        _frame(code, weight, dict(zip(features, map(_value, combination), strict=True))) for combination in distinct
    ]
    places = rows.tolist()
    texts = []
    for row, frame in zip(places, which.tolist(), strict=True):
        before, after = frames[frame]
        found = dict.fromkeys(value for name in characteristic.evidence if (value := evidence[name][row]))
        texts.append(before + ", ".join(json.dumps(value, ensure_ascii=False) for value in found) + after)
    return Saying(code, weight, places, texts)


_NO_EVIDENCE = '"evidence": []'


def _frame(code: str, weight: float, values: Mapping[str, Value]) -> tuple[str, str]:
    """The JSON of a reason before and after its evidence."""
    before, _, after = to_json((Reason(code, weight=weight, values=values),))[1:-1].rpartition(_NO_EVIDENCE)
    return f'{before}"evidence": [', f"]{after}"


def _value(number: np.float64) -> Value:
    if number == UNKNOWN:
        return None
    return int(number) if float(number).is_integer() else round(float(number), 3)
