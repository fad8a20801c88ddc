"""Claim: the credit record says something that is not so."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ChangedField, Claim, LoanStatus, PromiseKind
from mingjian.merits.customer_loans import instalments_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.CREDIT_RECORD_WRONG


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out where the lender promised a correction, or set a loan overdue of which nothing was paid late.

    Contradicted where the books hold instalments that were paid late or are still owed: an overdue entry then has
    its ground.
    """
    joined = mentions.join(ledger.promises.filter(ledger.promises.kind == PromiseKind.CORRECTION.value), "customer_id")
    admitted_rows = joined.filter(joined.made_at.isnull() | (joined.made_at <= joined.received_at))
    admitted = admitted_rows.group_by("mention").aggregate(
        admitted=admitted_rows.count(),
        admitted_ids=array_of(admitted_rows.promise_id, limit=settings.evidence_rows),
    )
    instalments = instalments_before(mentions, ledger)
    filed_on = instalments.received_at.date()
    late = (instalments.paid_on > instalments.due_on) | (
        instalments.paid_on.isnull() & (instalments.due_on < filed_on) & (instalments.due_yuan > 0)
    )
    judged = instalments.mutate(late=late.fill_null(False))
    owed = judged.group_by("mention").aggregate(
        late=judged.late.sum(),
        since=judged.due_on.min(where=judged.late),
        late_ids=array_of(judged.row_id, limit=settings.evidence_rows, where=judged.late),
    )
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
    for part in (admitted, owed, marked):
        facts = facts.left_join(part, "mention").drop("mention_right")
    without_ground = (facts.marked > 0) & (facts.late == 0)
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=(facts.admitted > 0).fill_null(False) | without_ground.fill_null(False),
        contradicted=facts.late > 0,
        values=object_of(instalments=facts.late.fill_null(0), since=facts.since),
        evidence=ibis.cases(
            (facts.admitted > 0, facts.admitted_ids),
            (without_ground, facts.marked_ids),
            else_=facts.late_ids,
        ),
    )
