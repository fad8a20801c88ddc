"""Claim: the lender calls too often."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim, ContactChannel
from mingjian.merits.collection_calls import covered, possible_before
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
    are too often, whatever was said. A number that was said of several days is held against so many around such a day:
    "28 in a week" is so where four came each day. Where no rule limits the day, as many calls as asserted bear it out.
    Where the complaint names a day, the calls lie on it or some weeks before it: people misremember days, not seasons,
    and what came only after it is not what was meant.
    Unrecorded where a number is asserted, and the log covers the time, knows the customer and nowhere has half that
    number of contacts, for whatever purpose and by whatever channel, nor more on a day than the rule allows: people
    count messages and voice calls of an app among the calls. Of a number that was not said of one day, half of it
    must be missing in the whole log.
    """
    contacts = possible_before(mentions, ledger, settings)
    calls = contacts.mutate(
        day=contacts.started_at.date(),
        collecting=contacts.collecting & (contacts.channel == ContactChannel.CALL.value).fill_null(False),
    )
    days = calls.group_by("mention", "day", "asserted_on", "asserted_count", "asserted_over_days").aggregate(
        calls=calls.collecting.sum(),
        possible=calls.count(),
        evidence=array_of(calls.contact_id, limit=settings.evidence_rows, where=calls.collecting),
    )
    placed = days.mutate(
        near=days.asserted_on.isnull()
        | days.asserted_on.delta(days.day, unit="day")
        .between(-settings.day_tolerance, settings.misremembered_days)
        .fill_null(False),
        allowed=value_on(days.day, settings.contact_rules, lambda rule: rule.calls_a_day, type="int64"),
    )
    others = placed.select("mention", other_day="day", other_calls="calls")
    spanned = placed.filter(placed.asserted_over_days > 1).join(others, "mention")
    around = spanned.filter(spanned.day.delta(spanned.other_day, unit="day").abs() < spanned.asserted_over_days)
    totals = around.group_by("mention", "day").aggregate(span_calls=around.other_calls.sum())
    counted = placed.left_join(totals, ["mention", "day"]).drop("mention_right", "day_right")
    placed = counted.mutate(meant_calls=counted.span_calls.fill_null(counted.calls))
    # Each day is held against its own rule: the busiest one may lie where no rule limited it.
    bearing = placed.mutate(
        bears=(placed.calls > placed.allowed).fill_null(placed.calls >= placed.asserted_count).fill_null(False)
        & (
            placed.asserted_count.isnull()
            | (placed.meant_calls * 2 >= placed.asserted_count)
            | (placed.calls >= placed.allowed * FLAGRANT).fill_null(False)
        )
    )
    ranked = bearing.mutate(
        place=ibis.row_number().over(
            group_by=bearing.mention,
            order_by=[bearing.near.desc(), bearing.bears.desc(), bearing.calls.desc(), bearing.day.desc()],
        )
    )
    weightiest = ranked.filter(ranked.place == 0, ranked.near, ranked.calls > 0).select(
        "mention", "day", "calls", "allowed", "bears", "evidence"
    )
    whole = placed.group_by("mention").aggregate(
        most=placed.possible.max(),
        every=placed.possible.sum(),
        broken=(placed.possible > placed.allowed).fill_null(False).sum(),
    )
    facts = covered(mentions, ledger, settings)
    for part in (weightiest, whole):
        facts = facts.left_join(part, "mention").drop("mention_right")
    held = ibis.ifelse(facts.asserted_of_a_day, facts.most, facts.every).fill_null(0)
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.bears,
        complete=ledger.complete(settings, "contacts"),
        unrecorded=facts.log_covers
        & (facts.broken.fill_null(0) == 0)
        & (held * 2 < facts.asserted_count)
        & (facts.most.notnull() | facts.asserted_on.notnull()),
        values=object_of(
            calls=facts.calls.fill_null(0),
            day=ibis.coalesce(facts.day, facts.asserted_on, facts.received_at.date()),
            allowed=facts.allowed,
            asserted=facts.asserted_count,
        ),
        evidence=facts.evidence,
    )
