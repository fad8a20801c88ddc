"""The lender's contacts with the customers who complain of them."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ContactPurpose, Direction
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings


def contacts_before(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """One row a mention and an outbound collection contact of its customer before the complaint.

    A contact without a purpose counts: a lender that does not say why it called cannot use that against the customer.
    """
    contacts = possible_before(mentions, ledger, settings)
    return contacts.filter(contacts.collecting)


def possible_before(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """One row a mention and a contact of its customer before the complaint that he may have meant, whatever for.

    Whoever is rung up does not know under which purpose the lender files it, so what is not ``collecting`` shows no
    collection, and still keeps the log from being silent. What is surely inbound is left out.
    """
    return _before(mentions.join(_possible(ledger), "customer_id"), settings)


def filed_under_others(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """One row a mention and a contact about a loan of its customer that stands under another customer's number.

    Whoever is rung up about somebody else's loan may have one of his own, under which the call is filed.
    """
    loans = ledger.loans.select("loan_id", "customer_id")
    possible = _possible(ledger).rename(filed_under="customer_id")
    joined = mentions.join(loans, "customer_id").join(possible, "loan_id")
    return _before(joined.filter(joined.filed_under != joined.customer_id), settings)


def _possible(ledger: Ledger) -> ir.Table:
    contacts = ledger.contacts
    outbound = contacts.direction == Direction.OUTBOUND.value
    purposed = contacts.purpose.isnull() | (contacts.purpose == ContactPurpose.COLLECTION.value)
    return contacts.mutate(collecting=(outbound & purposed).fill_null(False)).filter(
        (contacts.direction != Direction.INBOUND.value).fill_null(True)
    )


def _before(contacts: ir.Table, settings: MeritsSettings) -> ir.Table:
    return contacts.filter(
        contacts.started_at <= contacts.received_at,
        contacts.started_at >= contacts.received_at - ibis.interval(days=settings.contact_days),
    )


UNDATED_DAYS = 90
"""So far back may lie what somebody complains of without a day; a log that begins later may not hold it."""


def covered(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """The mentions with ``log_covers``: whether the log could tell of this customer on the asserted day.

    It could where it spans that day whole, or else the quarter before the complaint, and holds any contact with the
    customer at all; false or null where it is absent, ends before or on that day, or never heard of him, or where the
    day lies after the complaint or further back than contacts are looked for. Nothing tells that a log is whole after
    its last contact: it may have been drawn that noon, and the call have come that evening.
    """
    spanned = mentions.cross_join(ledger.contact_span)
    filed_on = spanned.received_at.date()
    day = ibis.coalesce(spanned.asserted_on, filed_on)
    since = ibis.coalesce(spanned.asserted_on, filed_on - ibis.interval(days=UNDATED_DAYS))
    known = ledger.contacts.select(contacted="customer_id").distinct()
    dated = spanned.mutate(meant_on=day, since=since, filed_on=filed_on)
    heard = dated.left_join(known, dated.customer_id == known.contacted)
    return heard.mutate(
        log_covers=(heard.since >= heard.log_since)
        & (heard.meant_on < heard.log_until)
        & heard.filed_on.delta(heard.meant_on, unit="day").between(0, settings.contact_days)
        & heard.contacted.notnull()
    ).drop("log_since", "log_until", "contacted", "meant_on", "since", "filed_on")
