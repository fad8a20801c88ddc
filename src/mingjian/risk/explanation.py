"""Reasons and merits from marks: which level, with what values, resting on which rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from mingjian.contract.reasons import Reason, Value
from mingjian.risk.scorecard import NO_LEVEL, Columns, Marks


@dataclass(frozen=True)
class Explainer:
    """Turns the marks of a batch into reasons, one subject at a time."""

    marks: Marks
    columns: Columns
    evidence: dict[str, list[str | None]]
    """The evidence columns of the batch."""

    def reasons(self, row: int) -> Iterator[Reason]:
        """The reasons of one subject; their weights add up to its score less the base."""
        for position in np.flatnonzero(self.marks.levels[row] != NO_LEVEL):
            characteristic = self.marks.scorecard.characteristics[position]
            level = characteristic.levels[self.marks.levels[row, position]]
            yield Reason(
                level.code,
                weight=float(self.marks.weights[row, position]),
                values={name: _value(self.columns[name][row]) for name in characteristic.features},
                evidence=tuple(
                    dict.fromkeys(value for name in characteristic.evidence if (value := self.evidence[name][row]))
                ),
            )


def evidence_columns(batch: pa.Table, names: Sequence[str]) -> dict[str, list[str | None]]:
    """The named text columns of a batch."""
    return {name: batch.column(name).to_pylist() for name in names}


def _value(number: float) -> Value:
    if np.isnan(number):
        return None
    return int(number) if float(number).is_integer() else round(float(number), 3)
