"""The early-warning scorecards: what moves the odds of a complaint within 30 days, and of its escalation.

Every weight is a judgement with a stated error. Where the delivery has a history, :mod:`mingjian.risk.learning`
moves the weights as far as the lender's own outcomes outweigh that error; without one they stand as written.
"""

from math import log

from mingjian.risk.scorecard import Basis, Characteristic, Condition, Kind, Level, Scorecard, Source


def _judgement(text: str) -> Source:
    return Source(Basis.JUDGEMENT, text)


def _one(
    name: str,
    kind: Kind,
    *rows: tuple[str, float, tuple[Condition, ...], str],
    evidence: tuple[str, ...] = (),
    deviation: float = 0.5,
) -> Characteristic:
    """A characteristic whose rows are ``(code, odds ratio, conditions, why)``."""
    return Characteristic(
        name=name,
        kind=kind,
        evidence=evidence,
        levels=tuple(
            Level(code=code, weight=log(odds), deviation=deviation, conditions=conditions, source=_judgement(why))
            for code, odds, conditions, why in rows
        ),
    )


def _gang(code: str, odds: float, why: str) -> Characteristic:
    """What a tie to a gang adds. Of who reported the agency whose complaints tie him to it, nothing."""
    tied = Condition("gang_strength", at_least=0.3)
    left = Level(
        code=code,
        weight=0.0,
        deviation=_NEVER_LEARNED,
        conditions=(tied, Condition("told_of_paying_days", at_least=0)),
        source=_judgement("a witness: what an agency filed in his name before he reported it, or since, is not his"),
    )
    tie = Level(code=code, weight=log(odds), deviation=0.5, conditions=(tied,), source=_judgement(why))
    return Characteristic(name="gang", kind=Kind.NETWORK, levels=(left, tie), evidence=("gang_id",))


_NEVER_LEARNED = 0.001
"""Of a weight of 0, which says nothing and is only told."""

COMPLAINT = Scorecard(
    name="complaint",
    characteristics=(
        _one(
            "arrears",
            Kind.REPAYMENT,
            (
                "warning_arrears",
                3.5,
                (Condition("days_past_due", at_least=91),),
                "long arrears: collection presses, but many have given up",
            ),
            (
                "warning_arrears",
                5.0,
                (Condition("days_past_due", at_least=31),),
                "collection is hardest and the record is at stake",
            ),
            ("warning_arrears", 2.5, (Condition("days_past_due", at_least=1),), "first reminders and late fees"),
            evidence=("arrears_evidence",),
        ),
        _one(
            "newly_overdue",
            Kind.REPAYMENT,
            ("warning_newly_overdue", 1.5, (Condition("newly_overdue", at_least=1),), "a fall into arrears is news"),
        ),
        _one(
            "stopped_paying",
            Kind.REPAYMENT,
            (
                "warning_stopped_paying",
                1.7,
                (Condition("stopped_paying", at_least=1),),
                "agencies tell a client to stop at once; misfortune does the same",
            ),
        ),
        _one(
            "collection_pressure",
            Kind.CONTACTS,
            (
                "warning_contacts",
                2.5,
                (Condition("collection_contacts_week", at_least=7),),
                "more than one collection contact a day is what most complaints are about",
            ),
            (
                "warning_contacts",
                1.7,
                (Condition("collection_contacts_week", at_least=3),),
                "every second day",
            ),
            (
                "warning_contacts",
                1.7,
                (Condition("collection_contacts_month", at_least=8),),
                "two a week for a month",
            ),
            (
                "warning_contacts",
                1.4,
                (Condition("collection_contacts_month", at_least=3),),
                "reminded again and again",
            ),
            ("warning_contacts", 1.2, (Condition("collection_contacts_month", at_least=1),), "reminded"),
            evidence=("contacts_evidence",),
        ),
        _one(
            "calls_a_day",
            Kind.CONTACTS,
            (
                "warning_calls_a_day",
                2.5,
                (Condition("collection_day_peak_month", at_least=7),),
                "more than twice what the standard permits is remembered",
            ),
            (
                "warning_calls_a_day",
                1.5,
                (Condition("collection_day_peak_month", at_least=4),),
                "more than three calls a day are more than GB/T 45251-2025 permits",
            ),
            evidence=("day_peak_evidence",),
        ),
        _one(
            "outside_hours",
            Kind.CONTACTS,
            (
                "warning_outside_hours",
                2.0,
                (Condition("collection_outside_hours_month", at_least=1),),
                "calls at night are forbidden and wake the family",
            ),
            evidence=("outside_hours_evidence",),
        ),
        _one(
            "charges",
            Kind.REPAYMENT,
            (
                "warning_charge_outside_contract",
                2.0,
                (Condition("charges_outside_contract_month", at_least=1),),
                "was charged what the contract does not have",
            ),
            evidence=("charge_outside_evidence",),
        ),
        _one(
            "repeated_charges",
            Kind.REPAYMENT,
            (
                "warning_charge_repeated",
                2.0,
                (Condition("charges_repeated_month", at_least=1),),
                "was charged twice",
            ),
            evidence=("charge_repeated_evidence",),
        ),
        _one(
            "third_parties",
            Kind.CONTACTS,
            (
                "warning_third_party",
                2.0,
                (Condition("third_party_contacts_month", at_least=1),),
                "relatives and colleagues were called",
            ),
        ),
        _one(
            "complaint_calls",
            Kind.CONTACTS,
            (
                "warning_complaint_call",
                4.0,
                (Condition("complaint_calls_month", at_least=1),),
                "who complained by telephone may do so in writing",
            ),
            evidence=("inbound_evidence",),
        ),
        _one(
            "inbound_calls",
            Kind.CONTACTS,
            ("warning_inbound", 1.7, (Condition("inbound_contacts_month", at_least=2),), "seeks an answer repeatedly"),
        ),
        _one(
            "earlier_complaints",
            Kind.HISTORY,
            (
                "warning_earlier_complaints",
                10.0,
                (Condition("complaints_fortnight", at_least=1),),
                "the answer is due, and the next channel follows it",
            ),
            (
                "warning_earlier_complaints",
                6.0,
                (Condition("complaints_month", at_least=1),),
                "complaints come in series within weeks",
            ),
            ("warning_earlier_complaints", 4.0, (Condition("complaints_quarter", at_least=1),), "within the quarter"),
            ("warning_earlier_complaints", 2.0, (Condition("complaints_year", at_least=1),), "within the year"),
            evidence=("history_evidence",),
        ),
        _one(
            "refusals",
            Kind.HISTORY,
            (
                "warning_refusal",
                3.0,
                (Condition("refusals_fresh", at_least=1),),
                "a refusal sends people elsewhere, and he has not gone yet",
            ),
            ("warning_refusal", 1.5, (Condition("refusals_quarter", at_least=1),), "a refusal is remembered"),
            evidence=("refusal_evidence",),
        ),
        _one(
            "open_complaint",
            Kind.HISTORY,
            ("warning_open_complaint", 1.3, (Condition("complaints_open", at_least=1),), "waiting for an answer"),
        ),
        _one(
            "broken_promise",
            Kind.HISTORY,
            (
                "warning_broken_promise",
                3.0,
                (Condition("promises_broken_month", at_least=1),),
                "the lender did not keep its word",
            ),
            (
                "warning_broken_promise",
                1.7,
                (Condition("promises_broken_quarter", at_least=1),),
                "the same, some while ago",
            ),
            evidence=("promise_evidence",),
        ),
        _one(
            "complaint_page",
            Kind.BEHAVIOUR,
            (
                "warning_complaint_page",
                6.0,
                (Condition("complaint_page_fresh", at_least=1),),
                "the page precedes the act, which has not come yet",
            ),
            (
                "warning_complaint_page",
                1.5,
                (Condition("complaint_page_month", at_least=1),),
                "has thought of it",
            ),
            evidence=("complaint_page_evidence",),
        ),
        _one(
            "hardship_page",
            Kind.BEHAVIOUR,
            ("warning_hardship_page", 2.0, (Condition("hardship_page_month", at_least=1),), "asks how to be helped"),
            evidence=("hardship_page_evidence",),
        ),
        _one(
            "documents",
            Kind.BEHAVIOUR,
            (
                "warning_documents",
                2.5,
                (Condition("documents_fetched_fresh", at_least=2),),
                "gathers statements and contracts",
            ),
            (
                "warning_documents",
                1.5,
                (Condition("documents_fetched_fresh", at_least=1),),
                "looked at one of them",
            ),
            (
                "warning_documents",
                1.2,
                (Condition("documents_fetched_month", at_least=2),),
                "gathered them weeks ago",
            ),
            evidence=("documents_evidence",),
        ),
        _one(
            "chats",
            Kind.BEHAVIOUR,
            ("warning_chat", 1.5, (Condition("chats_fresh", at_least=1),), "seeks an answer before complaining"),
            evidence=("chat_evidence",),
        ),
        _one(
            "phone_change",
            Kind.BEHAVIOUR,
            (
                "warning_phone_change",
                2.5,
                (Condition("phone_changes_fresh", at_least=1),),
                "hides, or hands over a SIM to an agency that will file within days",
            ),
            (
                "warning_phone_change",
                1.2,
                (Condition("phone_changes_recent", at_least=1),),
                "the same, some weeks ago",
            ),
            evidence=("phone_change_evidence",),
        ),
        _one(
            "approached",
            Kind.TESTIMONY,
            # A weight of 0 is never learned: it is told, so that he is thanked and offered what he should know.
            (
                "warning_approached",
                1.0,
                (Condition("testimony_days", at_most=90),),
                "who warns the lender of an agency has declined it: to report one raises nobody's band",
            ),
            evidence=("testimony_evidence",),
            deviation=_NEVER_LEARNED,
        ),
        _gang("warning_gang", 2.5, "gangs file in series for a client"),
    ),
)
"""For customers: the log-odds that the customer complains within 30 days."""

ESCALATION = Scorecard(
    name="escalation",
    characteristics=(
        _one(
            "earlier_escalation",
            Kind.HISTORY,
            (
                "warning_earlier_escalation",
                3.0,
                (Condition("escalations_year", at_least=1),),
                "who has gone to an authority knows the way",
            ),
            evidence=("history_evidence",),
        ),
        _one(
            "refusals",
            Kind.HISTORY,
            (
                "warning_escalation_refusal",
                3.0,
                (Condition("refusals_fresh", at_least=1),),
                "the next step after a refusal, not yet taken",
            ),
            (
                "warning_escalation_refusal",
                1.5,
                (Condition("refusals_quarter", at_least=1),),
                "the same, some while ago",
            ),
            evidence=("refusal_evidence",),
        ),
        _one(
            "series",
            Kind.HISTORY,
            (
                "warning_escalation_series",
                2.0,
                (Condition("complaints_fortnight", at_least=1),),
                "who complains again within weeks goes one step higher",
            ),
            evidence=("history_evidence",),
        ),
        _one(
            "phone_change",
            Kind.BEHAVIOUR,
            (
                "warning_escalation_phone_change",
                1.5,
                (Condition("phone_changes_fresh", at_least=1),),
                "agencies, which take the telephone over, aim at authorities",
            ),
            evidence=("phone_change_evidence",),
        ),
        _one(
            "documents",
            Kind.BEHAVIOUR,
            (
                "warning_escalation_documents",
                1.5,
                (Condition("documents_fetched_fresh", at_least=2),),
                "authorities ask for statement and contract",
            ),
            evidence=("documents_evidence",),
        ),
        _gang("warning_escalation_gang", 2.0, "agencies aim at authorities"),
    ),
)
"""For customers who complain: the log-odds that the complaint goes to an authority, the media or a court."""
