"""Claim: the lender calls at hours when it must not."""

from datetime import time

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim, ContactChannel
from mingjian.merits.collection_calls import covered, possible_before
from mingjian.merits.dated import value_on
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.CALL_HOURS


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a collection call outside the hours of its day's rule.

    Unrecorded where a day or an hour is asserted, the log covers it and knows the customer, and every contact that it
    has was within hours, for whatever purpose and by whatever channel; an hour alone, without a day, needs calls to
    speak of.
    """
    contacts = possible_before(mentions, ledger, settings)
    day = contacts.started_at.date()
    timed = contacts.mutate(
        day=day,
        minute_of_day=contacts.started_at.hour() * 60 + contacts.started_at.minute(),
        calling=contacts.collecting & (contacts.channel == ContactChannel.CALL.value).fill_null(False),
        earliest=value_on(day, settings.contact_rules, lambda rule: _minutes(rule.earliest), type="int64"),
        latest=value_on(day, settings.contact_rules, lambda rule: _minutes(rule.latest), type="int64"),
    )
    outside = (timed.minute_of_day < timed.earliest) | (timed.minute_of_day >= timed.latest)
    # A contact of which the log holds the day alone stands at midnight: nobody knows its hour.
    outside = ibis.ifelse(timed.started_at == timed.started_at.truncate("D"), ibis.null("boolean"), outside)
    near = timed.asserted_on.isnull() | (timed.day.delta(timed.asserted_on, unit="day").abs() <= settings.day_tolerance)
    counted = timed.mutate(
        outside=outside & timed.calling,
        # Where no rule gives the hours of that day, or no hour is known, nobody can say that it was within them.
        perhaps_outside=outside.fill_null(True),
        near=near & timed.calling,
    )
    summed = counted.group_by("mention").aggregate(
        outside=counted.outside.sum(),
        perhaps_outside=counted.perhaps_outside.sum(),
        near=counted.near.sum(),
        last_at=counted.started_at.max(where=counted.outside),
        late_calls=array_of(counted.contact_id, limit=settings.evidence_rows, where=counted.outside),
        calls=array_of(counted.contact_id, limit=settings.evidence_rows, where=counted.near),
    )
    facts = covered(mentions, ledger, settings).left_join(summed, "mention").drop("mention_right")
    specific = facts.asserted_on.notnull() | facts.asserted_clock.notnull()
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.outside > 0,
        complete=ledger.complete(settings, "contacts"),
        unrecorded=facts.log_covers
        & specific
        & (facts.perhaps_outside.fill_null(0) == 0)
        & (facts.asserted_on.notnull() | (facts.near > 0)),
        values=object_of(
            calls=ibis.ifelse(facts.outside > 0, facts.outside, facts.near.fill_null(0)),
            at=facts.last_at.strftime("%Y-%m-%d %H:%M"),
        ),
        evidence=ibis.ifelse(facts.outside > 0, facts.late_calls, facts.calls),
    )


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
