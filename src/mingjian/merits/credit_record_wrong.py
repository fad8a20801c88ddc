"""Claim: the credit record says something that is not so."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ChangedField, Claim, LoanStatus
from mingjian.merits.customer_loans import instalments_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.CREDIT_RECORD_WRONG


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out where the lender set a loan overdue of which nothing was late.

    Never contradicted: instalments that were late give an entry its ground, and leave open whether the entry that the
    complaint means says more than that. Nor does a promise of some correction tell what was wrong.
    """
    instalments = instalments_before(mentions, ledger)
    filed_on = instalments.received_at.date()
    late = (instalments.paid_on > instalments.due_on) | (
        instalments.paid_on.isnull() & (instalments.due_on < filed_on) & (instalments.due_yuan > 0)
    )
    judged = instalments.mutate(late=late.fill_null(False))
    owed = judged.group_by("mention").aggregate(late=judged.late.sum())
    changes = ledger.customer_changes
    set_overdue = changes.filter(
        changes.field == ChangedField.LOAN_STATUS.value, changes.new_value == LoanStatus.OVERDUE.value
    )
    marked_rows = mentions.join(set_overdue, "customer_id")
    marked_before = marked_rows.filter(marked_rows.changed_at <= marked_rows.received_at)
    marked = marked_before.group_by("mention").aggregate(
        marked=marked_before.count(),
        marked_ids=array_of(marked_before.change_id, limit=settings.evidence_rows),
    )
    facts = mentions
    for part in (owed, marked):
        facts = facts.left_join(part, "mention").drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=(facts.marked > 0) & (facts.late == 0),
        contradicted=ibis.literal(False),
        values=object_of(instalments=facts.late.fill_null(0)),
        evidence=facts.marked_ids,
    )
