"""How a customer's repayment stands and moves, from the instalments themselves.

``loans.days_past_due`` is a fact of the snapshot and would leak what came after an earlier ``as_of``; due and paid
dates are dated, so the state at any day follows from them.
"""

import ibis
import ibis.expr.types as ir

from mingjian.risk.features.behaviour import GOOD_RECORD, PAID_ON_TIME_DAYS, STOPPED_DAYS
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, moment

MONTH_DAYS = 30
QUARTER_DAYS = 90


def arrears(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Days past due today and a month ago, what is overdue, and instalments missed in the quarter."""
    loans = tables.table("loans").semi_join(subjects, "customer_id").select("loan_id", "customer_id")
    rows = tables.table("repayments").inner_join(loans, "loan_id")
    today = moment(tables.as_of).date().epoch_days()
    due = rows.due_on.epoch_days()
    paid = ibis.coalesce(rows.paid_on.epoch_days(), today + 1)
    open_now = (due < today) & (paid > today)
    month_ago = today - MONTH_DAYS
    open_then = (due < month_ago) & (paid > month_ago)
    counted = rows.group_by("customer_id").agg(
        oldest_now=due.min(where=open_now),
        oldest_then=due.min(where=open_then),
        overdue_yuan=rows.due_yuan.fill_null(0.0).sum(where=open_now),
        missed=(open_now & (today - due <= QUARTER_DAYS)).sum(),
        missed_earlier=(open_now & (today - due > QUARTER_DAYS)).sum(),
        late_earlier=((due < today) & (paid <= today) & (paid - due > PAID_ON_TIME_DAYS)).sum(),
        on_time=((due < today) & (paid - due <= PAID_ON_TIME_DAYS)).sum(),
        arrears_evidence=ibis.ifelse(open_now, rows.loan_id, ibis.null("string")).max(),
    )
    stopped = (
        (today - counted.oldest_now >= STOPPED_DAYS).fill_null(False)
        & (counted.missed_earlier == 0)
        & (counted.late_earlier == 0)
        & (counted.on_time >= GOOD_RECORD)
    )
    now = ibis.ifelse(counted.oldest_now.notnull(), today - counted.oldest_now, 0).cast("float64")
    then = ibis.ifelse(counted.oldest_then.notnull(), month_ago - counted.oldest_then, 0).cast("float64")
    return counted.select(
        "customer_id",
        days_past_due=now,
        days_past_due_month_ago=then,
        newly_overdue=((now > 0) & (then == 0)).cast("float64"),
        stopped_paying=stopped.cast("float64"),
        overdue_yuan=counted.overdue_yuan.fill_null(0.0),
        instalments_missed_quarter=counted.missed.cast("float64"),
        arrears_evidence=counted.arrears_evidence,
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("loans", "repayments"),
        features=(
            Feature("days_past_due", "age of the oldest unpaid instalment", "days", "as_of"),
            Feature("days_past_due_month_ago", "the same, 30 days before as_of", "days", "as_of less 30 days"),
            Feature("newly_overdue", "whether the customer fell into arrears in the last 30 days", "0 or 1", "as_of"),
            Feature(
                "stopped_paying",
                "whether a customer who had paid at least three instalments on time and none late stopped paying "
                "30 to 90 days ago",
                "0 or 1",
                "as_of",
            ),
            Feature("overdue_yuan", "instalments due and unpaid", "yuan", "as_of"),
            Feature(
                "instalments_missed_quarter",
                "instalments that fell due in the last 90 days and are unpaid",
                "instalments",
                "as_of",
            ),
        ),
        evidence=("arrears_evidence",),
        build=arrears,
    ),
)
