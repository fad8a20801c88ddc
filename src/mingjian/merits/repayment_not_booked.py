"""Claim: the customer paid and the lender did not book it."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import AppAction, Claim
from mingjian.merits.customer_loans import instalments_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.REPAYMENT_NOT_BOOKED


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out where the app saw a repayment around the asserted day and the books have none there.

    Contradicted where the asserted sum stands in the books as paid on the asserted day. Unrecorded where no sum is
    named and something was booked on that day: it need not be what is meant.
    """
    near = settings.day_tolerance
    instalments = instalments_before(mentions, ledger)
    paid = instalments.filter(instalments.paid_on.notnull())
    on_the_day = (paid.paid_on.delta(paid.asserted_on, unit="day").abs() <= near).fill_null(False)
    other_sum = ((paid.paid_yuan - paid.asserted_yuan).abs() > settings.sum_tolerance_yuan).fill_null(False)
    booked = paid.mutate(on_the_day=on_the_day, perhaps=on_the_day & ~other_sum)
    bookings = booked.group_by("mention").aggregate(
        on_the_day=booked.on_the_day.sum(),
        perhaps=booked.perhaps.sum(),
        booked_on=booked.paid_on.max(where=booked.perhaps),
        booked_rows=array_of(booked.row_id, limit=settings.evidence_rows, where=booked.perhaps),
    )
    events = mentions.join(ledger.app_events.filter(ledger.app_events.action == AppAction.REPAY.value), "customer_id")
    seen_then = events.filter(
        events.occurred_at.date().delta(events.asserted_on, unit="day").abs() <= near,
        events.occurred_at <= events.received_at - ibis.interval(days=near),
    )
    seen = seen_then.group_by("mention").aggregate(
        seen=seen_then.count(),
        seen_on=seen_then.occurred_at.max().date(),
        seen_rows=array_of(seen_then.event_id, limit=settings.evidence_rows),
    )
    facts = (
        mentions.left_join(bookings, "mention").drop("mention_right").left_join(seen, "mention").drop("mention_right")
    )
    missing = (facts.seen > 0) & (facts.on_the_day.fill_null(0) == 0)
    delivered = ibis.literal("repayments" in ledger.delivered)
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=delivered & missing,
        contradicted=(facts.perhaps > 0) & facts.asserted_yuan.notnull(),
        unrecorded=facts.perhaps > 0,
        values=object_of(day=ibis.coalesce(facts.booked_on, facts.seen_on)),
        evidence=ibis.ifelse(missing.fill_null(False), facts.seen_rows, facts.booked_rows),
    )
