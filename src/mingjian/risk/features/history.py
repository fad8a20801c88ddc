"""The customer's earlier complaints, how they ended, and promises that were not kept."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ComplaintOutcome
from mingjian.risk.features.channels import ESCALATED, kind_number
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between, moment
from mingjian.risk.features.testimonies import WITH_MARKS, set_aside

FORTNIGHT_DAYS = 14
MONTH_DAYS = 30
QUARTER_DAYS = 90
YEAR_DAYS = 365


def earlier_complaints(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Complaints of the last month, quarter and year; refusals; open ones; escalated ones.

    Those that are set aside since the customer reported an agency are none of his: whoever filed them, that he is told
    that they are not held against him shall be so.
    """
    rows = tables.table("complaints").semi_join(subjects, "customer_id")
    if tables.knows("testimonies"):
        rows = rows.anti_join(tables.once(set_aside), "complaint_id")
    rows = rows.mutate(last_received=rows.received_at.max().over(ibis.window(group_by="customer_id")))
    now = moment(tables.as_of)
    age = days_between(rows.received_at, now)
    since_closed = days_between(rows.closed_at, now)
    year = age <= YEAR_DAYS
    refused = (rows.outcome == str(ComplaintOutcome.NOT_UPHELD)) & (since_closed <= QUARTER_DAYS)
    escalated = rows.channel.isin([str(value) for value in ESCALATED])
    fresh = refused & (since_closed <= MONTH_DAYS) & (rows.closed_at >= rows.last_received)
    return rows.group_by("customer_id").agg(
        refusals_fresh=fresh.sum().cast("float64"),
        complaints_fortnight=(age <= FORTNIGHT_DAYS).sum().cast("float64"),
        complaints_month=(age <= MONTH_DAYS).sum().cast("float64"),
        complaints_quarter=(age <= QUARTER_DAYS).sum().cast("float64"),
        complaints_year=year.sum().cast("float64"),
        complaints_open=(rows.closed_at.isnull() & year).sum().cast("float64"),
        refusals_quarter=refused.sum().cast("float64"),
        escalations_year=(escalated & year).sum().cast("float64"),
        last_complaint_kind=kind_number(rows.channel)
        .max(where=year & (rows.received_at == rows.last_received))
        .cast("float64"),
        history_evidence=rows.complaint_id.max(where=year),
        refusal_evidence=rows.complaint_id.max(where=refused),
    )


def broken_promises(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Promises of the lender that fell due in the last quarter and were not kept in time."""
    rows = tables.table("promises").semi_join(subjects, "customer_id")
    today = moment(tables.as_of).date().epoch_days()
    due = rows.due_on.epoch_days()
    late = (due < today) & (today - due <= QUARTER_DAYS) & (rows.kept_on.isnull() | (rows.kept_on > rows.due_on))
    return rows.group_by("customer_id").agg(
        promises_broken_month=(late & (today - due <= MONTH_DAYS)).sum().cast("float64"),
        promises_broken_quarter=late.sum().cast("float64"),
        promise_evidence=rows.promise_id.max(where=late),
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("complaints",),
        features=(
            Feature(
                "refusals_fresh",
                "complaints that were not upheld in the last 30 days and that no complaint has followed",
                "complaints",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "complaints_fortnight",
                "complaints in the last 14 days; here and below those in his name that are set aside since he reported "
                "an agency are left out",
                "complaints",
                "as_of",
                none_is_zero=True,
            ),
            Feature("complaints_month", "complaints in the last 30 days", "complaints", "as_of", none_is_zero=True),
            Feature("complaints_quarter", "complaints in the last 90 days", "complaints", "as_of", none_is_zero=True),
            Feature("complaints_year", "complaints in the last 365 days", "complaints", "as_of", none_is_zero=True),
            Feature(
                "complaints_open",
                "complaints of the last year that are not closed",
                "complaints",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "refusals_quarter",
                "complaints that were not upheld in the last 90 days",
                "complaints",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "escalations_year",
                "complaints of the last year that went to a regulator, a government line, the media or a court",
                "complaints",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "last_complaint_kind",
                "where the last complaint of the last 365 days went: 1 to the lender, 2 to a regulator, 3 to a "
                "government line, 4 to a court or the media, 5 elsewhere",
                "kind, 0 for no complaint",
                "as_of",
                none_is_zero=True,
            ),
        ),
        evidence=("history_evidence", "refusal_evidence"),
        also_reads=("testimonies", *WITH_MARKS),
        build=earlier_complaints,
    ),
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("promises",),
        features=(
            Feature(
                "promises_broken_month",
                "promises of the lender that fell due in the last 30 days and were not kept in time",
                "promises",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "promises_broken_quarter",
                "promises of the lender that fell due in the last 90 days and were not kept in time",
                "promises",
                "as_of",
                none_is_zero=True,
            ),
        ),
        evidence=("promise_evidence",),
        build=broken_promises,
    ),
)
