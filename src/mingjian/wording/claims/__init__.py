"""Claims that a text makes, each with its span: one module a claim type."""

from datetime import date

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
from mingjian.wording.clauses import Clauses

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
    mentions = []
    for rule in CLAIM_RULES:
        for mention in rule.mentions(clauses, received_on=received_on):
            start, end = clauses.folded.original_span(mention.start, mention.end)
            mentions.append(ClaimMention(mention.claim, start, end, mention.values))
    return sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.claim))


__all__ = ["CLAIM_RULES", "ClaimMention", "find_claims"]
