"""The lender's collection calls to the customers who complain of them."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ContactChannel, ContactPurpose, Direction
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings


def contacts_before(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """One row a mention and an outbound collection contact of its customer before the complaint.

    A contact without a purpose counts: a lender that does not say why it called cannot use that against the customer.
    """
    contacts = ledger.contacts
    outbound = contacts.filter(
        contacts.direction == Direction.OUTBOUND.value,
        contacts.purpose.isnull() | (contacts.purpose == ContactPurpose.COLLECTION.value),
    )
    joined = mentions.join(outbound, "customer_id")
    return joined.filter(
        joined.started_at <= joined.received_at,
        joined.started_at >= joined.received_at - ibis.interval(days=settings.contact_days),
    )


def calls_before(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """:func:`contacts_before`, telephone calls alone, with the local day and the minute of the day."""
    rows = contacts_before(mentions, ledger, settings)
    calls = rows.filter(rows.channel == ContactChannel.CALL.value)
    return calls.mutate(
        day=calls.started_at.date(),
        minute_of_day=calls.started_at.hour() * 60 + calls.started_at.minute(),
    )


def covered(mentions: ir.Table, ledger: Ledger) -> ir.Table:
    """The mentions with ``log_covers``: whether the log could tell of this customer on the asserted day.

    It could where it spans that day, or else the day of the complaint, and holds any contact with the customer at
    all; false or null where it is absent, ends before, or never heard of him.
    """
    spanned = mentions.cross_join(ledger.contact_span)
    day = ibis.coalesce(spanned.asserted_on, spanned.received_at.date())
    known = ledger.contacts.select(contacted="customer_id").distinct()
    dated = spanned.mutate(meant_on=day)
    heard = dated.left_join(known, dated.customer_id == known.contacted)
    return heard.mutate(
        log_covers=(heard.meant_on >= heard.log_since)
        & (heard.meant_on <= heard.log_until + ibis.interval(days=1))
        & heard.contacted.notnull()
    ).drop("log_since", "log_until", "contacted", "meant_on")
