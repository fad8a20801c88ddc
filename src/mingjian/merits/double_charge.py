"""Claim: the lender took the same money twice."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ChargeKind, Claim, LoanStatus
from mingjian.merits.customer_loans import charges_before, instalments_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.stated_sums import is_exactly, is_stated
from mingjian.merits.verdict import verdicts

CLAIM = Claim.DOUBLE_CHARGE

LATE = (ChargeKind.PENALTY_INTEREST.value, ChargeKind.LATE_FEE.value)
"""Charges that are taken once for each instalment that is late, several of which may be so on one day."""

MOST_TIMES = 3
"""So often one debit may be repeated; a larger multiple of an instalment is the rest of the loan."""

_RUNNING = (LoanStatus.CURRENT.value, LoanStatus.OVERDUE.value)


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by two equal charges on one loan and day, or an instalment paid just twice or three times over.

    Two equal fees for being late are for two instalments where two were late. A payment above what was due is no second
    debit where it settles the loan early, or pays what stood open or falls due next: the loan as a whole must have
    taken an instalment more than it may.
    Where a sum is asserted that is neither what was taken twice nor both together, rounded or not, the sentence
    says so.
    Unrecorded where a sum is asserted and the books hold it exactly once, and nothing of an unknown sum or day or above
    what was due: the second debit may be the one that nobody booked.
    """
    slack = settings.sum_tolerance_yuan
    instalments = instalments_before(mentions, ledger)
    booked = _charges(mentions, ledger, instalments).union(_payments(ledger, instalments, slack=slack))
    rows = booked.join(mentions.select("mention", "asserted_yuan"), "mention")
    same_sum = is_exactly(rows.yuan, rows.asserted_yuan, slack=slack).fill_null(False)
    meant = [is_stated(times * rows.yuan, rows.asserted_yuan, slack=slack).fill_null(True) for times in (1, 2)]
    judged = rows.mutate(same_sum=same_sum, meant=meant[0] | meant[1])
    summed = judged.group_by("mention").aggregate(
        twice=judged.twice.sum(),
        twice_meant=(judged.twice & judged.meant).sum(),
        unclear=judged.unclear.sum(),
        same_sum=judged.same_sum.sum(),
        sum_yuan=ibis.coalesce(judged.yuan.max(where=judged.twice & judged.meant), judged.yuan.max(where=judged.twice)),
        meant_rows=array_of(judged.row_id, limit=settings.evidence_rows, where=judged.twice & judged.meant),
        twice_rows=array_of(judged.row_id, limit=settings.evidence_rows, where=judged.twice),
        once_rows=array_of(judged.row_id, limit=settings.evidence_rows, where=judged.same_sum),
    )
    facts = mentions.left_join(summed, "mention").drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.twice > 0,
        other_sum=facts.twice_meant == 0,
        complete=ledger.complete(settings, "charges", "repayments"),
        unrecorded=(facts.unclear == 0) & (facts.same_sum == 1),
        values=object_of(sum_yuan=ibis.coalesce(facts.sum_yuan, facts.asserted_yuan).round(2)),
        evidence=ibis.cases(
            (facts.twice_meant > 0, facts.meant_rows), (facts.twice > 0, facts.twice_rows), else_=facts.once_rows
        ),
    )


def _charges(mentions: ir.Table, ledger: Ledger, instalments: ir.Table) -> ir.Table:
    """Charges, equal ones of a day together: ``twice`` where they are more than there was a reason for."""
    every = charges_before(mentions, ledger)
    charges = every.filter((every.amount_yuan > 0).fill_null(True)).select(
        "mention", "loan_id", "kind", "charged_on", "amount_yuan", "charge_id"
    )
    owed = charges.filter(charges.kind.isin(LATE)).join(
        instalments.select("mention", "loan_id", "due_on", "paid_on"), ["mention", "loan_id"]
    )
    late = owed.filter(owed.due_on < owed.charged_on, owed.paid_on.isnull() | (owed.paid_on >= owed.charged_on))
    reasons = late.group_by("mention", "charge_id").aggregate(late=late.count())
    reasoned = charges.left_join(reasons, ["mention", "charge_id"]).select(*charges.columns, "late")
    equal = reasoned.group_by("mention", "loan_id", "kind", "charged_on", "amount_yuan").aggregate(
        times=reasoned.charge_id.nunique(), row_id=reasoned.charge_id.max(), late=reasoned.late.max()
    )
    return equal.select(
        "mention",
        "row_id",
        twice=(equal.times > ibis.greatest(equal.late.fill_null(1), 1))
        & equal.charged_on.notnull()
        & equal.amount_yuan.notnull(),
        unclear=(equal.times > 1) | equal.charged_on.isnull() | equal.amount_yuan.isnull(),
        yuan=equal.amount_yuan,
    )


def _payments(ledger: Ledger, instalments: ir.Table, *, slack: float) -> ir.Table:
    """Instalments that were paid: ``twice`` where one debit was repeated, ``unclear`` where the sum may hold two."""
    planned = ledger.repayments.group_by("loan_id").aggregate(plan_yuan=ledger.repayments.due_yuan.sum())
    come_due = instalments.due_on <= instalments.received_at.date()
    taken = instalments.group_by("mention", "loan_id").aggregate(
        taken_yuan=instalments.paid_yuan.sum(), come_due_yuan=instalments.due_yuan.sum(where=come_due)
    )
    totals = taken.left_join(planned, "loan_id").select(
        "mention", "loan_id", "taken_yuan", "come_due_yuan", "plan_yuan"
    )
    paid = instalments.filter((instalments.paid_yuan > 0) | instalments.paid_on.notnull()).select(
        "mention", "loan_id", "row_id", "due_yuan", "paid_yuan", runs=instalments.status.isin(_RUNNING).fill_null(False)
    )
    weighed = paid.left_join(totals, ["mention", "loan_id"]).select(
        *paid.columns, "taken_yuan", "come_due_yuan", "plan_yuan"
    )
    # Of a loan that may have been settled early, all that it would ever have asked for could be due.
    may_take = ibis.ifelse(weighed.runs, weighed.come_due_yuan, weighed.plan_yuan)
    times = (weighed.paid_yuan / weighed.due_yuan.nullif(0.0)).round()
    repeated = times.between(2, MOST_TIMES) & ((weighed.paid_yuan - times * weighed.due_yuan).abs() <= slack)
    too_much = weighed.taken_yuan - may_take >= weighed.due_yuan - slack
    return weighed.select(
        "mention",
        "row_id",
        twice=(repeated & too_much).fill_null(False),
        unclear=(weighed.paid_yuan > weighed.due_yuan + slack).fill_null(True),
        yuan=ibis.least(weighed.paid_yuan, weighed.due_yuan),
    )
