"""How hard the lender has pressed, where it pressed beyond what it may, and whether the customer called."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ContactChannel, ContactPurpose, Counterparty, Direction
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between, moment
from mingjian.standards.limits import CONTACT_RULES, in_force

WEEK_DAYS = 7
MONTH_DAYS = 30

THIRD_PARTIES = (Counterparty.RELATIVE, Counterparty.COLLEAGUE, Counterparty.OTHER_THIRD_PARTY)


def intensity(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Collection contacts and the customer's own calls in the last month."""
    rows = tables.table("contacts").semi_join(subjects, "customer_id")
    age = days_between(rows.started_at, moment(tables.as_of))
    month = (age >= 0) & (age <= MONTH_DAYS)
    collection = (rows.direction == str(Direction.OUTBOUND)) & (rows.purpose == str(ContactPurpose.COLLECTION))
    inbound = rows.direction == str(Direction.INBOUND)
    third = rows.counterparty.isin([str(value) for value in THIRD_PARTIES])
    return rows.group_by("customer_id").agg(
        collection_contacts_week=(collection & month & (age <= WEEK_DAYS)).sum().cast("float64"),
        collection_contacts_month=(collection & month).sum().cast("float64"),
        third_party_contacts_month=(collection & month & third).sum().cast("float64"),
        inbound_contacts_month=(inbound & month).sum().cast("float64"),
        complaint_calls_month=(inbound & month & (rows.purpose == str(ContactPurpose.COMPLAINT))).sum().cast("float64"),
        contacts_evidence=rows.contact_id.max(where=collection & month),
        inbound_evidence=rows.contact_id.max(where=inbound & month),
    )


def excesses(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Collection calls of the last month outside the permitted hours, and the most on one day."""
    rows = tables.table("contacts").semi_join(subjects, "customer_id")
    age = days_between(rows.started_at, moment(tables.as_of))
    rows = rows.filter(
        rows.direction == str(Direction.OUTBOUND),
        rows.purpose == str(ContactPurpose.COLLECTION),
        rows.channel == str(ContactChannel.CALL),
        age >= 0,
        age <= MONTH_DAYS,
    )
    rules = in_force(CONTACT_RULES, tables.as_of.date())
    hour = rows.started_at.hour()
    # Every rule in force binds; where none is, no hour is forbidden.
    outside = ibis.or_(
        ibis.literal(False), *((hour < rule.earliest.hour) | (hour >= rule.latest.hour) for rule in rules)
    )
    daily = rows.group_by(["customer_id", rows.started_at.date().name("day")]).agg(
        calls=rows.count(),
        outside=outside.sum(),
        outside_evidence=rows.contact_id.max(where=outside),
        last_contact=rows.contact_id.max(),
    )
    return daily.group_by("customer_id").agg(
        collection_day_peak_month=daily.calls.max().cast("float64"),
        collection_outside_hours_month=daily.outside.sum().cast("float64"),
        outside_hours_evidence=daily.outside_evidence.max(),
        day_peak_evidence=daily.last_contact.max(where=daily.calls > 1),
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("contacts",),
        features=(
            Feature(
                "collection_day_peak_month",
                "most collection calls on one day of the last 30 days",
                "calls",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "collection_outside_hours_month",
                "collection calls outside the permitted hours in the last 30 days",
                "calls",
                "as_of",
                none_is_zero=True,
            ),
        ),
        evidence=("outside_hours_evidence", "day_peak_evidence"),
        build=excesses,
    ),
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("contacts",),
        features=(
            Feature(
                "collection_contacts_week",
                "collection contacts in the last 7 days",
                "contacts",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "collection_contacts_month",
                "collection contacts in the last 30 days",
                "contacts",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "third_party_contacts_month",
                "collection contacts with relatives, colleagues or others in the last 30 days",
                "contacts",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "inbound_contacts_month",
                "calls and messages from the customer in the last 30 days",
                "contacts",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "complaint_calls_month",
                "those of them that were recorded as complaining",
                "contacts",
                "as_of",
                none_is_zero=True,
            ),
        ),
        evidence=("contacts_evidence", "inbound_evidence"),
        build=intensity,
    ),
)
