"""What a model of a run would say were reasons not known or facts otherwise: for the pages and for programs.

Nothing of it is kept: the run, its assessments and its features stay as they are.
"""

from collections.abc import Collection, Mapping, Sequence

from mingjian import risk
from mingjian.contract.reasons import Reason
from mingjian.errors import InputError
from mingjian.risk.settings import RiskSettings
from mingjian.web.languages import message
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
ALIKE = 1e-3
"""So near a probability must come to what the run states to be the same."""


def agent_model(run: Run, settings: RiskSettings) -> "risk.AgentModel | None":
    """The agent model that stood in the run; None where the run does not tell it whole."""
    rows = run.query("SELECT * FROM scorecards WHERE scorecard IN ('agent', 'manner')")
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
    run: Run,
    settings: RiskSettings,
    complaint_id: str,
    text: str | None,
    *,
    without: Collection[str] = (),
    facts: Collection[str] = (),
    numbers: Mapping[str, float] | None = None,
) -> "tuple[risk.what_if.Assessed, risk.what_if.Assessed] | None":
    """A complaint as it stands, and as it would; None where the run does not tell its model."""
    model = run.once(("agent model", settings), lambda: agent_model(run, settings))
    if model is None:
        return None
    subject = risk.features.Subject.COMPLAINT
    features = _known(run, subject, complaint_id)
    otherwise = risk.facts.supposed(features, subject, facts=facts, numbers=numbers, read=model.scorecard.features)
    rows = (risk.what_if.complaint_row(complaint_id, one, text) for one in (features, otherwise))
    before, after = (risk.what_if.without(row, model, codes) for row, codes in zip(rows, ((), without), strict=True))
    return before, after


def customer(
    run: Run,
    settings: RiskSettings,
    customer_id: str,
    *,
    facts: Collection[str] = (),
    numbers: Mapping[str, float] | None = None,
) -> "tuple[risk.what_if.Warned, risk.what_if.Warned] | None":
    """A customer's early warning as it stands, and as it would; None where the run does not tell its model."""
    model = run.once(("early warning",), lambda: warning_model(run))
    if model is None:
        return None
    subject = risk.features.Subject.CUSTOMER
    features = _known(run, subject, customer_id)
    read = risk.history.WARNING_FEATURES
    otherwise = risk.facts.supposed(features, subject, facts=facts, numbers=numbers, read=read)
    before, after = (risk.what_if.warned(one, model, settings) for one in (features, otherwise))
    return before, after


def choices(run: Run, subject: "risk.features.Subject", subject_id: str) -> tuple[str, ...]:
    """The facts that may be supposed of it."""
    features = _known(run, subject, subject_id)
    return tuple(fact.name for fact in risk.facts.facts_of(subject) if fact.may_be_supposed(features))


def differing(before: Sequence[Reason], after: Sequence[Reason]) -> tuple[list[Reason], list[Reason]]:
    """The reasons that would no longer be said, and those that would be said anew or otherwise."""
    old, new = (
        {(one.code, one.weight, tuple(sorted(one.values.items()))): one for one in of} for of in (before, after)
    )
    gone = [one for key, one in old.items() if key not in new]
    return gone, [one for key, one in new.items() if key not in old]


def paired(features: Sequence[str], numbers: Sequence[str]) -> dict[str, float]:
    """Features with the numbers that are supposed of them; a pair without a number supposes nothing."""
    if len(features) != len(numbers):
        raise InputError("name as many features as numbers")
    found = {}
    for feature, number in zip(features, numbers, strict=True):
        if number.strip():
            try:
                found[feature] = float(number)
            except ValueError:
                raise InputError("a supposed size is a number of 0 or more, such as 45") from None
            if not 0 <= found[feature] <= _LARGEST:
                raise InputError("a supposed size is a number of 0 or more, such as 45")
    return found
