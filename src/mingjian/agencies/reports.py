"""Rows of ``findings`` that this room makes out of texts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import CheckOutcome, FindingSubject

__all__ = ["Report"]


@dataclass(frozen=True)
class Report:
    """One finding about a text; ``place`` is as the contract has it."""

    subject_type: FindingSubject
    subject_id: str
    check: str
    outcome: CheckOutcome
    score: float | None = None
    place: Mapping[str, object] | None = None
    values: Mapping[str, Value] = field(default_factory=dict)

    def row(self) -> dict[str, object]:
        """As a row of ``findings``."""
        return {
            "subject_type": self.subject_type.value,
            "subject_id": self.subject_id,
            "check": self.check,
            "outcome": self.outcome.value,
            "score": self.score,
            "place": json.dumps(dict(self.place)) if self.place else None,
            "values": json.dumps(dict(self.values), ensure_ascii=False),
            "evidence": "[]",
        }
