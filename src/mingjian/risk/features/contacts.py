"""How hard the lender has pressed, and whether the customer called."""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import ContactPurpose, Counterparty, Direction
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between, moment

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


GROUPS = (
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
