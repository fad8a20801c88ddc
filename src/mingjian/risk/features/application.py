"""What the customer did in the app lately, and whether the phone on file was changed.

A visit of the complaint page that a complaint has followed foretells nothing more: what is fresh came after it.
"""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import AppAction, ChangedField
from mingjian.risk.features.behaviour import GATHERING
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between, moment

FRESH_DAYS = 14
MONTH_DAYS = 30
CHANGE_DAYS = 60


def _not_followed(rows: ir.Table, tables: Tables, *, happened: str) -> ir.Table:
    """The customers' rows with ``followed``: whether a complaint came after what happened."""
    complaints = tables.table("complaints")
    last = complaints.group_by(complainant=complaints.customer_id).agg(last_complaint=complaints.received_at.max())
    joined = rows.left_join(last, rows.customer_id == last.complainant)
    followed = (joined.last_complaint >= joined[happened]).fill_null(False)
    return joined.mutate(followed=followed).drop("complainant", "last_complaint")


def pages(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Visits of the pages that precede a complaint or a plea for help."""
    rows = _not_followed(tables.table("app_events").semi_join(subjects, "customer_id"), tables, happened="occurred_at")
    age = days_between(rows.occurred_at, moment(tables.as_of))
    month = (age >= 0) & (age <= MONTH_DAYS)
    fresh = (age >= 0) & (age <= FRESH_DAYS) & ~rows.followed
    complaint = month & (rows.action == str(AppAction.COMPLAINT_PAGE))
    hardship = month & (rows.action == str(AppAction.HARDSHIP_PAGE))
    fetched = month & rows.action.isin([str(action) for action in GATHERING])
    return rows.group_by("customer_id").agg(
        complaint_page_fresh=(complaint & fresh).sum().cast("float64"),
        documents_fetched_fresh=(fetched & fresh).sum().cast("float64"),
        chats_fresh=(fresh & (rows.action == str(AppAction.CHAT))).sum().cast("float64"),
        complaint_page_month=complaint.sum().cast("float64"),
        hardship_page_month=hardship.sum().cast("float64"),
        documents_fetched_month=fetched.sum().cast("float64"),
        complaint_page_evidence=rows.event_id.max(where=complaint),
        hardship_page_evidence=rows.event_id.max(where=hardship),
        documents_evidence=rows.event_id.max(where=fetched),
        chat_evidence=rows.event_id.max(where=fresh & (rows.action == str(AppAction.CHAT))),
    )


def phone_changes(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Changes of the phone on file in the last two months."""
    rows = _not_followed(
        tables.table("customer_changes").semi_join(subjects, "customer_id"), tables, happened="changed_at"
    )
    age = days_between(rows.changed_at, moment(tables.as_of))
    recent = (rows.field == str(ChangedField.PHONE)) & (age >= 0) & (age <= CHANGE_DAYS)
    return rows.group_by("customer_id").agg(
        phone_changes_fresh=(recent & (age <= FRESH_DAYS) & ~rows.followed).sum().cast("float64"),
        phone_changes_recent=recent.sum().cast("float64"),
        phone_change_evidence=rows.change_id.max(where=recent),
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("app_events",),
        features=(
            Feature(
                "complaint_page_fresh",
                "visits of the complaint page in the last 14 days that no complaint has followed",
                "visits",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "documents_fetched_fresh",
                "statements downloaded and contracts viewed in the last 14 days that no complaint has followed",
                "events",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "chats_fresh",
                "chats with the lender in the last 14 days that no complaint has followed",
                "chats",
                "as_of",
                none_is_zero=True,
            ),
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
        evidence=("complaint_page_evidence", "hardship_page_evidence", "documents_evidence", "chat_evidence"),
        also_reads=("complaints",),
        build=pages,
    ),
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("customer_changes",),
        features=(
            Feature(
                "phone_changes_fresh",
                "changes of the phone on file in the last 14 days that no complaint has followed",
                "changes",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "phone_changes_recent",
                "changes of the phone on file in the last 60 days",
                "changes",
                "as_of",
                none_is_zero=True,
            ),
        ),
        evidence=("phone_change_evidence",),
        also_reads=("complaints",),
        build=phone_changes,
    ),
)
