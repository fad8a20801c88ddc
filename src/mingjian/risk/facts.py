"""Facts of an assessment that somebody may suppose to be otherwise: what each sets among the features.

A fact is one thing in life and several features: who is no longer late has not fallen into arrears lately either. What
a fact bounds (``at_most``) stays where it is lower already.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from mingjian.errors import InputError
from mingjian.risk.features import Subject


@dataclass(frozen=True)
class Fact:
    """One thing in life that may be supposed."""

    name: str
    subject: Subject
    at_most: Mapping[str, float] = field(default_factory=dict)
    at_least: Mapping[str, float] = field(default_factory=dict)
    exactly: Mapping[str, float] = field(default_factory=dict)
    where: str = ""
    """The feature without which it says nothing: nobody's papers are in order where nobody acts."""

    def may_be_supposed(self, known: Mapping[str, float]) -> bool:
        """Whether it can be supposed of somebody of whom this is known."""
        return not self.where or known.get(self.where, 0.0) > 0

    def put_on(self, known: Mapping[str, float]) -> dict[str, float]:
        """What would be known were it so."""
        bounded = {name: min(known.get(name, limit), limit) for name, limit in self.at_most.items()}
        raised = {name: max(known.get(name, limit), limit) for name, limit in self.at_least.items()}
        return {**known, **bounded, **raised, **self.exactly}


FACTS = (
    Fact("phone_not_changed", Subject.COMPLAINT, at_most={"phone_changes_before": 0, "contact_phone_fresh": 0}),
    Fact("phone_own", Subject.COMPLAINT, at_most={"contact_phone_fresh": 0}, exactly={"contact_phone_own": 1}),
    Fact("papers_confirmed", Subject.COMPLAINT, at_most={"papers_false": 0}, at_least={"papers_confirmed": 1}),
    Fact(
        "fee_not_paid",
        Subject.COMPLAINT,
        at_most={"representative_paid_outsider": 0, "elsewhere_paid_outsider": 0},
        where="representative_present",
    ),
    Fact(
        "representative_in_order",
        Subject.COMPLAINT,
        at_most={"requirements_not_met": 0},
        exactly={"representative_capacity_shown": 1},
        where="representative_present",
    ),
    Fact("plan_kept", Subject.COMPLAINT, at_most={"repayment_stopped": 0}, at_least={"instalments_paid_before": 1}),
    Fact("phone_not_changed", Subject.CUSTOMER, at_most={"phone_changes_fresh": 0, "phone_changes_recent": 0}),
    Fact("plan_kept", Subject.CUSTOMER, at_most={"days_past_due": 0, "newly_overdue": 0, "stopped_paying": 0}),
    Fact("promise_kept", Subject.CUSTOMER, at_most={"promises_broken_month": 0, "promises_broken_quarter": 0}),
    Fact(
        "complaint_answered",
        Subject.CUSTOMER,
        at_most={"refusals_fresh": 0, "refusals_quarter": 0, "complaints_open": 0},
    ),
    Fact(
        "calls_within_rules",
        Subject.CUSTOMER,
        at_most={"collection_outside_hours_month": 0, "collection_day_peak_month": 3, "third_party_contacts_month": 0},
    ),
    Fact(
        "charge_returned",
        Subject.CUSTOMER,
        at_most={"charges_outside_contract_month": 0, "charges_repeated_month": 0},
    ),
)


def facts_of(subject: Subject) -> tuple[Fact, ...]:
    """The facts that may be supposed of a complaint, or of a customer."""
    return tuple(fact for fact in FACTS if fact.subject is subject)


def supposed(
    known: Mapping[str, float],
    subject: Subject,
    *,
    facts: Collection[str] = (),
    numbers: Mapping[str, float] | None = None,
    read: Collection[str],
) -> dict[str, float]:
    """What would be known were these facts so, and these of the features that a model reads of these sizes.

    InputError where one is unknown, or cannot be supposed of this subject.
    """
    there = {fact.name: fact for fact in facts_of(subject)}
    found = dict(known)
    for name in facts:
        if name not in there or not there[name].may_be_supposed(known):
            raise InputError("there is no fact of that name that may be supposed here")
        found = there[name].put_on(found)
    for name, number in (numbers or {}).items():
        if name not in read:
            raise InputError("the model reads no feature of that name: docs/features.md names what there is")
        found[name] = number
    return found
