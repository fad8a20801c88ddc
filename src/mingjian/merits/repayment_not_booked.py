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

    Contradicted where a payment of just the asserted sum stands in the books on the asserted day, as many are booked
    there as the app saw, and no equal instalment was open then that the payment may have been for. Unrecorded
    where one is booked on that day that need not be what is meant. A payment that is booked without its day, or
    without its sum, may be the one, and shows nothing either way.
    """
    near = settings.day_tolerance
    instalments = instalments_before(mentions, ledger)
    sum_unsaid = instalments.asserted_yuan.isnull()
    slack = settings.sum_tolerance_yuan
    days_after = instalments.paid_on.delta(instalments.asserted_on, unit="day")
    on_the_day = days_after.between(-near, near).fill_null(False)
    equal = ((instalments.paid_yuan - instalments.asserted_yuan).abs() <= slack).fill_null(False)
    # An instalment that was owed by then and for which no payment of that day or before is booked.
    still_open = (
        (instalments.due_on.delta(instalments.asserted_on, unit="day") <= near).fill_null(False)
        & (days_after > near).fill_null(True)
        & ((instalments.due_yuan - instalments.asserted_yuan).abs() <= slack).fill_null(True)
    )
    booked = instalments.mutate(
        on_the_day=on_the_day,
        perhaps=on_the_day & (equal | sum_unsaid),
        undated=instalments.paid_on.isnull() & (instalments.paid_yuan > 0).fill_null(False),
        still_open=still_open,
    )
    bookings = booked.group_by("mention").aggregate(
        on_the_day=booked.on_the_day.sum(),
        perhaps=booked.perhaps.sum(),
        undated=booked.undated.sum(),
        still_open=booked.still_open.sum(),
        booked_on=booked.paid_on.max(where=booked.perhaps),
        booked_rows=array_of(booked.row_id, limit=settings.evidence_rows, where=booked.perhaps),
    )
    events = mentions.join(ledger.app_events.filter(ledger.app_events.action == AppAction.REPAY.value), "customer_id")
    seen_then = events.filter(
        events.occurred_at.date().delta(events.asserted_on, unit="day").abs() <= near,
        events.occurred_at <= events.received_at,
    )
    # What was paid just before the complaint has had no time to be booked.
    in_time = seen_then.mutate(
        in_time=seen_then.occurred_at <= seen_then.received_at - ibis.interval(days=near),
    )
    seen = in_time.group_by("mention").aggregate(
        seen=in_time.count(),
        in_time=in_time.in_time.sum(),
        seen_on=in_time.occurred_at.max(where=in_time.in_time).date(),
        seen_rows=array_of(in_time.event_id, limit=settings.evidence_rows, where=in_time.in_time),
    )
    facts = (
        mentions.left_join(bookings, "mention").drop("mention_right").left_join(seen, "mention").drop("mention_right")
    )
    missing = (facts.in_time > 0) & (facts.on_the_day.fill_null(0) == 0) & (facts.undated.fill_null(0) == 0)
    delivered = ibis.literal("repayments" in ledger.delivered)
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=delivered & missing,
        contradicted=(facts.perhaps > 0)
        & facts.asserted_yuan.notnull()
        & (facts.on_the_day >= facts.seen.fill_null(0))
        & (facts.still_open == 0),
        unrecorded=facts.perhaps > 0,
        values=object_of(day=ibis.coalesce(facts.booked_on, facts.seen_on)),
        evidence=ibis.ifelse(missing.fill_null(False), facts.seen_rows, facts.booked_rows),
    )
