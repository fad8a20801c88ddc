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
from mingjian.wording.claims.second_reader import SecondReader, Signal
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
    foreseen: list[ClaimMention] = []
    signals: list[Signal] = []
    for rule in CLAIM_RULES:
        made, told = rule.read(clauses, received_on=received_on)
        foreseen += made
        signals += told
    reader = SecondReader(clauses, [signal for signal in signals if signal.claim is not Claim.OTHER])
    heard = []
    for one in foreseen:
        # What no type covers nobody learnt to tell apart.
        if one.claim is Claim.OTHER:
            heard.append(one)
        elif not reader.overrules(one.claim, one.start, one.end):
            sure = reader.is_sure(one.claim, one.start, one.end) and not clauses.is_open(one.start)
            heard.append(replace(one, certain=sure))
    for rule in CLAIM_RULES:
        if rule.claim is not Claim.OTHER:
            # Neither where the rule hears it nor where it found it to be denied, asked or told of others.
            known = [(one.start, one.end) for one in signals if one.claim is rule.claim]
            heard += [
                ClaimMention(rule.claim, start, end, rule.values(clauses, start, end, received_on=received_on))
                for start, end in reader.heard(
                    rule.claim, besides=Spans([*known, *_asked(clauses, rule.also_demanded)])
                )
                if rule.doubt(clauses, start, end) is None
            ]
    mentions = []
    for mention in heard:
        start, end = clauses.folded.original_span(mention.start, mention.end)
        mentions.append(replace(mention, start=start, end=end))
    return sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.claim))


def _asked(clauses: Clauses, demand: Demand | None) -> list[tuple[int, int]]:
    if demand is None:
        return []
    return [clauses.folded.folded_span(one.start, one.end) for one in find_demands(clauses) if one.demand is demand]


__all__ = ["CLAIM_RULES", "ClaimMention", "find_claims"]
