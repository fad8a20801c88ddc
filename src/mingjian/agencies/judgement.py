"""What is said of one requirement of one representation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mingjian.agencies.rules import Rule
from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import CheckOutcome, Requirement, RequirementStatus

_OUTCOMES = {
    RequirementStatus.MET: CheckOutcome.CLEAR,
    RequirementStatus.NOT_MET: CheckOutcome.CONTRADICTED,
    RequirementStatus.UNVERIFIED: CheckOutcome.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Judgement:
    """A requirement's status and the statement (a sentence's code) that says why."""

    requirement: Requirement
    status: RequirementStatus
    statement: str
    rule: Rule
    values: Mapping[str, Value] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    suspicion: float | None = None
    """For what is unverified and also odd; a person should ask."""

    @property
    def outcome(self) -> CheckOutcome:
        """The finding's outcome."""
        return CheckOutcome.SUSPECT if self.suspicion is not None else _OUTCOMES[self.status]
