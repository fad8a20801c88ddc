"""Claim: the credit record says something that is not so."""

from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from mingjian.contract import TIME_ZONE
from mingjian.contract.vocabulary import ChangedField, Claim, LoanStatus
from mingjian.merits.customer_loans import instalments_before, loans_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.CREDIT_RECORD_WRONG


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out where the lender set a loan overdue of which nothing was late, and something was due before that.

    Or where it keeps a loan as overdue whose plan is booked whole and of which nothing that is due by now was late. An
    instalment is late that was paid after its day, not at all, or with less than was due. Of a change that names no
    loan, every loan of the customer is meant, and a loan whose plan nobody delivered leaves the question open.

    Never contradicted: instalments that were late give an entry its ground, and leave open whether the entry that the
    complaint means says more than that. Nor does a promise of some correction tell what was wrong.
    """
    instalments = instalments_before(mentions, ledger)
    judged = instalments.mutate(late=_late(instalments, instalments.received_at.date(), settings))
    planned = judged.group_by("mention", "loan_id").aggregate(late=judged.late.sum(), first_due=judged.due_on.min())
    loans = loans_before(mentions, ledger).select("mention", "loan_id")
    owed = loans.left_join(planned, ["mention", "loan_id"]).select("mention", "loan_id", "late", "first_due")
    changes = ledger.customer_changes
    set_overdue = changes.filter(
        changes.field == ChangedField.LOAN_STATUS.value, changes.new_value == LoanStatus.OVERDUE.value
    ).select("change_id", "customer_id", "changed_at", marked_loan="loan_id")
    marked_rows = mentions.join(set_overdue, "customer_id")
    marked = marked_rows.filter(marked_rows.changed_at <= marked_rows.received_at)
    meant = marked.select("mention", "change_id", "changed_at", "marked_loan").join(owed, "mention")
    bearing = meant.filter(meant.marked_loan.isnull() | (meant.marked_loan == meant.loan_id))
    punctual = bearing.mutate(
        punctual=((bearing.late == 0) & (bearing.first_due < bearing.changed_at.date())).fill_null(False)
    )
    by_change = punctual.group_by("mention", "change_id").aggregate(
        loans=punctual.count(), punctual=punctual.punctual.sum()
    )
    wrong = by_change.filter(by_change.loans == by_change.punctual).select("mention", row_id="change_id")
    kept = _kept_overdue(mentions, ledger, settings)
    shown = wrong.union(kept)
    summed = shown.group_by("mention").aggregate(
        wrong=shown.count(), evidence=array_of(shown.row_id, limit=settings.evidence_rows)
    )
    facts = mentions.left_join(summed, "mention").drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.wrong > 0,
        contradicted=ibis.literal(False),
        values=object_of(instalments=ibis.literal(0)),
        evidence=facts.evidence,
    )


def _kept_overdue(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """One row a mention and a loan, ``row_id``, that stands as overdue while nothing that was due was late."""
    overdue = loans_before(mentions, ledger).filter(lambda loan: loan.status == LoanStatus.OVERDUE.value)
    rows = overdue.select("mention", "loan_id", "term_months").join(ledger.repayments, "loan_id")
    today = ibis.literal(ledger.as_of.astimezone(ZoneInfo(TIME_ZONE)).date())
    judged = rows.mutate(late=_late(rows, today, settings), come_due=rows.due_on < today)
    planned = judged.group_by("mention", "loan_id").aggregate(
        late=judged.late.sum(),
        come_due=judged.come_due.sum(),
        instalments=judged.count(),
        term=judged.term_months.max(),
    )
    wrong = planned.filter(planned.late == 0, planned.come_due > 0, planned.instalments == planned.term)
    return wrong.select("mention", row_id="loan_id")


def _late(instalments: ir.Table, today: ir.DateValue, settings: MeritsSettings) -> ir.BooleanValue:
    """Whether an instalment was paid after its day, or not or not in full though it is due."""
    due = instalments.due_on < today
    unpaid = instalments.paid_on.isnull() & (instalments.due_yuan > 0).fill_null(True)
    short = instalments.paid_yuan < instalments.due_yuan - settings.sum_tolerance_yuan
    late = (instalments.paid_on > instalments.due_on) | (due & (unpaid | short.fill_null(False)))
    return late.fill_null(False)
