"""What the customer did before the complaint: pages of the app, and repayment that goes on or stops at once."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import AppAction
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between

WINDOW_DAYS = 30
GATHERING = (AppAction.DOWNLOAD_STATEMENT, AppAction.VIEW_CONTRACT)
"""What an agency asks its client to fetch first."""

ASKING = (AppAction.COMPLAINT_PAGE, AppAction.CHAT)
"""Where a customer turns to the lender himself."""
ASKING_DAYS = 14

STOP_WITHIN_DAYS = 90
STOPPED_DAYS = 30
"""Overdue for less, an instalment is late: that is no stop, and befalls everybody."""
PAID_ON_TIME_DAYS = 3
GOOD_RECORD = 3
"""Instalments paid on time that make a stop sudden."""


def visits(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Statements and contracts fetched in the month before the complaint, and questions asked in the app."""
    events = tables.table("app_events")
    events = events.filter(events.action.isin([str(action) for action in (*GATHERING, *ASKING)]))
    joined = subjects.select("complaint_id", "customer_id", "received_at").inner_join(
        events.select("customer_id", "event_id", "occurred_at", "action"), "customer_id"
    )
    days = days_between(joined.occurred_at, joined.received_at)
    recent = joined.filter((days >= 0) & (days <= WINDOW_DAYS))
    days = days_between(recent.occurred_at, recent.received_at)
    fetched = recent.action.isin([str(action) for action in GATHERING])
    asked = recent.action.isin([str(action) for action in ASKING]) & (days <= ASKING_DAYS)
    return recent.group_by("complaint_id").agg(
        documents_fetched_before=fetched.sum().cast("float64"),
        document_kinds_fetched_before=recent.action.nunique(where=fetched).cast("float64"),
        asked_in_app_before=asked.sum().cast("float64"),
        documents_fetched_evidence=recent.event_id.max(where=fetched),
        asked_in_app_evidence=recent.event_id.max(where=asked),
    )


def repayment(subjects: ir.Table, tables: Tables) -> ir.Table:
    """What was paid in the month before the complaint, and whether a clean record broke off in the quarter before."""
    instalments = tables.table("repayments").inner_join(
        tables.table("loans").select("loan_id", "customer_id"), "loan_id"
    )
    dated = instalments.select(
        "customer_id",
        "loan_id",
        due_day=instalments.due_on.epoch_days(),
        paid_day=instalments.paid_on.epoch_days(),
    )
    received = subjects.select("complaint_id", "customer_id", received_day=subjects.received_at.date().epoch_days())
    joined = received.inner_join(dated, "customer_id")
    joined = joined.filter(joined.due_day < joined.received_day)
    paid = joined.paid_day.notnull() & (joined.paid_day <= joined.received_day)
    recent = joined.received_day - joined.due_day <= STOP_WITHIN_DAYS
    on_time = paid & (joined.paid_day - joined.due_day <= PAID_ON_TIME_DAYS)
    recently = paid & (joined.received_day - joined.paid_day <= WINDOW_DAYS)
    counted = joined.group_by("complaint_id", "received_day").agg(
        missed_first=joined.due_day.min(where=~paid & recent),
        missed_earlier=(~paid & ~recent).sum(),
        late_earlier=(paid & ~on_time).sum(),
        on_time=on_time.sum(),
        paid_recently=recently.sum(),
        missed_evidence=ibis.ifelse(~paid & recent, joined.loan_id, ibis.null("string")).max(),
        paid_evidence=ibis.ifelse(recently, joined.loan_id, ibis.null("string")).max(),
    )
    sudden = (
        (counted.received_day - counted.missed_first >= STOPPED_DAYS).fill_null(False)
        & (counted.missed_earlier == 0)
        & (counted.late_earlier == 0)
        & (counted.on_time >= GOOD_RECORD)
        & (counted.paid_recently == 0)
    )
    return counted.select(
        "complaint_id",
        repayment_stopped=sudden.cast("float64"),
        instalments_paid_before=counted.paid_recently.cast("float64"),
        repayment_stop_evidence=counted.missed_evidence,
        instalments_paid_evidence=counted.paid_evidence,
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("app_events",),
        features=(
            Feature(
                "documents_fetched_before",
                "statements downloaded and contracts viewed in the 30 days before the complaint",
                "events",
                "when the complaint was received",
                none_is_zero=True,
            ),
            Feature(
                "document_kinds_fetched_before",
                "which of the two, statement and contract, were fetched in the 30 days before the complaint",
                "kinds, 0 to 2",
                "when the complaint was received",
                none_is_zero=True,
            ),
            Feature(
                "asked_in_app_before",
                "visits of the complaint page and chats with the lender in the 14 days before the complaint",
                "visits",
                "when the complaint was received",
                none_is_zero=True,
            ),
        ),
        evidence=("documents_fetched_evidence", "asked_in_app_evidence"),
        build=visits,
        needs_customer=True,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("repayments", "loans"),
        features=(
            Feature(
                "repayment_stopped",
                "whether a customer who had paid at least three instalments on time and none late stopped paying "
                "all loans 30 to 90 days before the complaint",
                "0 or 1",
                "when the complaint was received",
            ),
            Feature(
                "instalments_paid_before",
                "instalments that fell due before the complaint and were paid in the 30 days before it",
                "instalments",
                "when the complaint was received",
            ),
        ),
        evidence=("repayment_stop_evidence", "instalments_paid_evidence"),
        build=repayment,
        needs_customer=True,
    ),
)
