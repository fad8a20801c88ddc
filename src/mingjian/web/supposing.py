"""What a model of a run would say were reasons not known or facts otherwise: for the pages and for programs.

Nothing of it is kept: the run, its assessments and its features stay as they are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypeAlias

from fastapi import Depends, Query

from mingjian import risk
from mingjian.access import masking
from mingjian.contract.reasons import Reason, from_json
from mingjian.errors import InputError
from mingjian.risk.settings import RiskSettings
from mingjian.web.languages import Speech, message
from mingjian.web.queries.complaints import Complaint
from mingjian.web.queries.customers import Customer
from mingjian.web.reasoning import render
from mingjian.web.runs import Run

FACTS = {
    "phone_not_changed": message("The telephone was not changed."),
    "phone_own": message("The contact phone is the customer's own."),
    "papers_confirmed": message("The issuer confirms the paper."),
    "fee_not_paid": message("No fee was paid."),
    "representative_in_order": message("The representative's papers are in order."),
    "plan_kept": message("The plan is kept: nothing is in arrears."),
    "promise_kept": message("What was promised was kept."),
    "complaint_answered": message("The last complaint was answered and not refused."),
    "calls_within_rules": message("Calls kept to hours and number, and to the customer."),
    "charge_returned": message("The charge was returned."),
}
"""Each fact that may be supposed, in words."""


_LARGEST = 1e9
_NO_SIZE = "a supposed size is a number of 0 or more, such as 45"


@dataclass(frozen=True)
class Supposed:
    """What is asked to be otherwise: facts by their names, and sizes of single features."""

    facts: tuple[str, ...] = ()
    sizes: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def asked(cls, facts: Sequence[str], features: Sequence[str], numbers: Sequence[str]) -> "Supposed":
        """Features stand with the numbers that are supposed of them; a pair without a number supposes nothing."""
        if len(features) != len(numbers):
            raise InputError("name as many features as numbers")
        sizes = {}
        for feature, number in zip(features, numbers, strict=True):
            if number.strip():
                try:
                    sizes[feature] = float(number)
                except ValueError:
                    raise InputError(_NO_SIZE) from None
                if not 0 <= sizes[feature] <= _LARGEST:
                    raise InputError(_NO_SIZE)
        return cls(tuple(facts), sizes)

    def of(
        self, known: Mapping[str, float], subject: "risk.features.Subject", read: Collection[str]
    ) -> Mapping[str, float]:
        """The features as they would be; ``read`` are those that the model reads."""
        return risk.facts.supposed(known, subject, facts=self.facts, numbers=self.sizes, read=read)

    def __bool__(self) -> bool:
        return bool(self.facts or self.sizes)


Names: TypeAlias = Annotated[list[str], Query(max_length=100)]


def supposed_now(
    fact: Names = [],  # noqa: B006  # FastAPI copies it
    feature: Names = [],  # noqa: B006
    number: Names = [],  # noqa: B006
) -> Supposed:
    """What an address supposes: facts, and features with the sizes that stand beside them."""
    return Supposed.asked(fact, feature, number)


SupposedNow: TypeAlias = Annotated[Supposed, Depends(supposed_now)]


def agent_model(run: Run, settings: RiskSettings) -> "risk.AgentModel | None":
    """The agent model that stood in the run; None where the run does not tell it whole."""
    rows = run.query("SELECT * FROM scorecards WHERE scorecard IN ('agent', 'manner', 'held', 'held_letters')")
    try:
        return risk.ledger.agent_model(rows, settings) if rows else None
    except (KeyError, TypeError, InputError):  # another version's scorecard has other rows, or other columns
        return None


def warning_model(run: Run) -> "risk.history.WarningModel | None":
    """The early warning that stood in the run; None where the run does not tell it whole."""
    rows = run.query("SELECT * FROM scorecards WHERE scorecard IN ('complaint', 'escalation', 'channels')")
    try:
        return risk.ledger.warning_model(rows) if rows else None
    except (KeyError, TypeError, StopIteration, InputError):
        return None


def _known(run: Run, subject: "risk.features.Subject", subject_id: str) -> dict[str, float]:
    """The features that the run knew."""
    rows = run.query(
        "SELECT feature, value FROM features WHERE subject_type = ? AND subject_id = ? AND value IS NOT NULL",
        (str(subject), subject_id),
    )
    return {row["feature"]: row["value"] for row in rows}


def complaint(
    run: Run, settings: RiskSettings, one: Complaint, supposed: Supposed, *, without: Collection[str] = ()
) -> "risk.what_if.WhatIf[risk.what_if.Assessed] | None":
    """A complaint as it stands, and as it would; None where the run does not tell its model."""
    model = run.once(("agent model", settings), lambda: agent_model(run, settings))
    if model is None:
        return None
    known = _known(run, risk.features.Subject.COMPLAINT, one.complaint_id)
    otherwise = supposed.of(known, risk.features.Subject.COMPLAINT, model.scorecard.features)
    reasons = from_json(one.reasons)
    rows = (risk.what_if.complaint_row(one.complaint_id, fact, one.text, reasons) for fact in (known, otherwise))
    stands, as_supposed = (
        risk.what_if.without(row, model, codes) for row, codes in zip(rows, ((), without), strict=True)
    )
    alike = risk.what_if.agrees(stands, one.agent_probability, one.zone)
    return risk.what_if.WhatIf(stands, as_supposed, alike)


def customer(
    run: Run, settings: RiskSettings, one: Customer, supposed: Supposed
) -> "risk.what_if.WhatIf[risk.what_if.Warned] | None":
    """A customer's early warning as it stands, and as it would; None where the run does not tell its model."""
    model = run.once(("early warning",), lambda: warning_model(run))
    if model is None:
        return None
    known = _known(run, risk.features.Subject.CUSTOMER, one.customer_id)
    otherwise = supposed.of(known, risk.features.Subject.CUSTOMER, risk.history.WARNING_FEATURES)
    stands, as_supposed = (risk.what_if.warned(features, model, settings) for features in (known, otherwise))
    alike = risk.what_if.agrees(stands, one.complaint_probability_30d, one.band)
    return risk.what_if.WhatIf(stands, as_supposed, alike)


def choices(run: Run, subject: "risk.features.Subject", subject_id: str) -> tuple[str, ...]:
    """The facts that may be supposed of it."""
    features = _known(run, subject, subject_id)
    return tuple(fact.name for fact in risk.facts.facts_of(subject) if fact.may_be_supposed(features))


def said(speech: Speech, reason: Reason) -> str:
    """A reason in words, as it may be shown."""
    return masking.mask_text(render(speech, reason))


def differing(before: Sequence[Reason], after: Sequence[Reason]) -> tuple[list[Reason], list[Reason]]:
    """The reasons that would no longer be said, and those that would be said anew or otherwise."""
    old, new = (
        {(one.code, one.weight, tuple(sorted(one.values.items()))): one for one in of} for of in (before, after)
    )
    gone = [one for key, one in old.items() if key not in new]
    return gone, [one for key, one in new.items() if key not in old]
