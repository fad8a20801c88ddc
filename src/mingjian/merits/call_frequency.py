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

FLAGRANT = 2
"""So many times the allowed calls are too many however many were asserted."""


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a day with more calls than its rule allows: half as many as the complaint says, or flagrantly many.

    Four calls where three are allowed do not bear out "29 a day", and never contradict it; twice as many as allowed
    are too often, whatever was said. Where no rule limits the day, as many calls as asserted bear it out. Where the
    complaint names a day, the calls lie on it or some weeks before it: people misremember days, not seasons, and what
    came only after it is not what was meant.
    Unrecorded where a number is asserted, and the log covers the time, knows the customer and nowhere has half that
    number of calls on a day, nor more than the rule allows.
    """
    calls = calls_before(mentions, ledger, settings)
    days = calls.group_by("mention", "day", "asserted_on").aggregate(
        calls=calls.count(), evidence=array_of(calls.contact_id, limit=settings.evidence_rows)
    )
    placed = days.mutate(
        near=days.asserted_on.isnull()
        | days.asserted_on.delta(days.day, unit="day")
        .between(-settings.day_tolerance, settings.misremembered_days)
        .fill_null(False),
        allowed=value_on(days.day, settings.contact_rules, lambda rule: rule.calls_a_day, type="int64"),
    )
    ranked = placed.mutate(
        place=ibis.row_number().over(
            group_by=placed.mention, order_by=[placed.near.desc(), placed.calls.desc(), placed.day.desc()]
        )
    )
    busiest = ranked.filter(ranked.place == 0, ranked.near).select("mention", "day", "calls", "allowed", "evidence")
    whole = placed.group_by("mention").aggregate(
        most=placed.calls.max(), broken=(placed.calls > placed.allowed).fill_null(False).sum()
    )
    facts = covered(mentions, ledger)
    for part in (busiest, whole):
        facts = facts.left_join(part, "mention").drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=(facts.calls > facts.allowed).fill_null(facts.calls >= facts.asserted_count)
        & (
            facts.asserted_count.isnull()
            | (facts.calls * 2 >= facts.asserted_count)
            | (facts.calls >= facts.allowed * FLAGRANT).fill_null(False)
        ),
        complete=ledger.complete(settings, "contacts"),
        unrecorded=facts.log_covers
        & (facts.broken.fill_null(0) == 0)
        & (facts.most.fill_null(0) * 2 < facts.asserted_count)
        & (facts.most.notnull() | facts.asserted_on.notnull()),
        values=object_of(
            calls=facts.calls.fill_null(0),
            day=ibis.coalesce(facts.day, facts.asserted_on, facts.received_at.date()),
            allowed=facts.allowed,
            asserted=facts.asserted_count,
        ),
        evidence=facts.evidence,
    )
