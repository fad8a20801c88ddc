"""What the customer did in the app lately, and whether the phone on file was changed."""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import AppAction, ChangedField
from mingjian.risk.features.behaviour import GATHERING
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between, moment

MONTH_DAYS = 30
CHANGE_DAYS = 60


def pages(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Visits of the pages that precede a complaint or a plea for help."""
    rows = tables.table("app_events").semi_join(subjects, "customer_id")
    age = days_between(rows.occurred_at, moment(tables.as_of))
    month = (age >= 0) & (age <= MONTH_DAYS)
    complaint = month & (rows.action == str(AppAction.COMPLAINT_PAGE))
    hardship = month & (rows.action == str(AppAction.HARDSHIP_PAGE))
    fetched = month & rows.action.isin([str(action) for action in GATHERING])
    return rows.group_by("customer_id").agg(
        complaint_page_month=complaint.sum().cast("float64"),
        hardship_page_month=hardship.sum().cast("float64"),
        documents_fetched_month=fetched.sum().cast("float64"),
        complaint_page_evidence=rows.event_id.max(where=complaint),
        hardship_page_evidence=rows.event_id.max(where=hardship),
        documents_evidence=rows.event_id.max(where=fetched),
    )


def phone_changes(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Changes of the phone on file in the last two months."""
    rows = tables.table("customer_changes").semi_join(subjects, "customer_id")
    age = days_between(rows.changed_at, moment(tables.as_of))
    recent = (rows.field == str(ChangedField.PHONE)) & (age >= 0) & (age <= CHANGE_DAYS)
    return rows.group_by("customer_id").agg(
        phone_changes_recent=recent.sum().cast("float64"), phone_change_evidence=rows.change_id.max(where=recent)
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("app_events",),
        features=(
            Feature(
                "complaint_page_month",
                "visits of the complaint page in the last 30 days",
                "visits",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "hardship_page_month",
                "visits of the hardship page in the last 30 days",
                "visits",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "documents_fetched_month",
                "statements downloaded and contracts viewed in the last 30 days",
                "events",
                "as_of",
                none_is_zero=True,
            ),
        ),
        evidence=("complaint_page_evidence", "hardship_page_evidence", "documents_evidence"),
        build=pages,
    ),
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("customer_changes",),
        features=(
            Feature(
                "phone_changes_recent",
                "changes of the phone on file in the last 60 days",
                "changes",
                "as_of",
                none_is_zero=True,
            ),
        ),
        evidence=("phone_change_evidence",),
        build=phone_changes,
    ),
)
