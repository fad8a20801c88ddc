"""Claims that a text makes, each with its span: one module a claim type."""

from dataclasses import replace
from datetime import date

from mingjian.contract.vocabulary import Claim, Demand
from mingjian.wording.claims import (
    bereavement,
    call_frequency,
    call_hours,
    charge_not_in_contract,
    credit_record_wrong,
    double_charge,
    hardship,
    illness,
    loan_not_taken,
    other,
    promise_not_kept,
    rate_above_cap,
    rate_above_contract,
    repayment_not_booked,
    third_party_contact,
    threats,
)
from mingjian.wording.claims.rule import ClaimMention, ClaimRule
from mingjian.wording.claims.second_reader import SecondReader
from mingjian.wording.clauses import Clauses
from mingjian.wording.demands import find_demands
from mingjian.wording.spans import Spans

CLAIM_RULES: tuple[ClaimRule, ...] = (
    call_frequency.RULE,
    call_hours.RULE,
    third_party_contact.RULE,
    threats.RULE,
    rate_above_cap.RULE,
    rate_above_contract.RULE,
    charge_not_in_contract.RULE,
    double_charge.RULE,
    repayment_not_booked.RULE,
    promise_not_kept.RULE,
    loan_not_taken.RULE,
    credit_record_wrong.RULE,
    hardship.RULE,
    illness.RULE,
    bereavement.RULE,
    other.RULE,
)


def find_claims(text: str | Clauses, *, received_on: date | None = None) -> list[ClaimMention]:
    """The claims that a text makes, in order, with spans in the text as it was written.

    ``received_on`` places days that the text names without a year.
    """
    clauses = text if isinstance(text, Clauses) else Clauses(text)
    reader = SecondReader(clauses)
    foreseen = [mention for rule in CLAIM_RULES for mention in rule.mentions(clauses, reader, received_on=received_on)]
    taken = Spans((one.start, one.end) for one in foreseen)
    unforeseen = [
        mention
        for rule in CLAIM_RULES
        for mention in rule.unforeseen(clauses, reader, taken=taken, received_on=received_on)
    ]
    if any(mention.claim is Claim.CREDIT_RECORD_WRONG for mention in unforeseen):
        # Who asks that a record be deleted need not say that it is wrong, and his words are much the same.
        asked = Spans(
            clauses.folded.folded_span(one.start, one.end)
            for one in find_demands(clauses)
            if one.demand is Demand.DELETE_CREDIT_RECORD
        )
        unforeseen = [
            mention
            for mention in unforeseen
            if mention.claim is not Claim.CREDIT_RECORD_WRONG or not asked.meet(mention.start, mention.end)
        ]
    mentions = []
    for mention in (*foreseen, *unforeseen):
        start, end = clauses.folded.original_span(mention.start, mention.end)
        mentions.append(replace(mention, start=start, end=end))
    return sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.claim))


__all__ = ["CLAIM_RULES", "ClaimMention", "find_claims"]
