"""Claim: the lender calls too often."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim
from mingjian.merits.collection_calls import calls_before, covered
from mingjian.merits.dated import value_on
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.CALL_FREQUENCY


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a day with more calls than its rule allows, or with as many as the complaint says.

    Contradicted only where a number is asserted, the log is complete, covers the time and knows the customer, and
    its busiest day has less than half that number and is within the rule.
    """
    calls = calls_before(mentions, ledger, settings)
    days = calls.group_by("mention", "day").aggregate(
        calls=calls.count(), evidence=array_of(calls.contact_id, limit=settings.evidence_rows)
    )
    ranked = days.mutate(
        place=ibis.row_number().over(group_by=days.mention, order_by=[days.calls.desc(), days.day.desc()]),
        allowed=value_on(days.day, settings.contact_rules, lambda rule: rule.calls_a_day, type="int64"),
    )
    busiest = ranked.filter(ranked.place == 0).drop("place")
    facts = covered(mentions, ledger).left_join(busiest, "mention").drop("mention_right")
    within = facts.allowed.isnull() | (facts.calls <= facts.allowed)
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=(facts.calls > facts.allowed).fill_null(False)
        | (facts.calls >= facts.asserted_count).fill_null(False),
        contradicted=ibis.literal(settings.contact_log_complete)
        & facts.log_covers
        & within
        & (facts.calls * 2 < facts.asserted_count),
        values=object_of(calls=facts.calls, day=facts.day, allowed=facts.allowed, asserted=facts.asserted_count),
        evidence=facts.evidence,
    )
