"""Claim: the lender took the same money twice."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim
from mingjian.merits.customer_loans import charges_before, instalments_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.DOUBLE_CHARGE


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by two equal charges on one loan and day, or an instalment paid with at least twice what was due.

    Unrecorded where a sum is asserted and the books hold it exactly once: the second debit may be the one that nobody
    booked.
    """
    every = charges_before(mentions, ledger)
    charges = every.filter(every.amount_yuan > 0, every.charged_on.notnull())
    repeated = charges.group_by("mention", "loan_id", "kind", "charged_on", "amount_yuan").aggregate(
        times=charges.charge_id.nunique(), row_id=charges.charge_id.max()
    )
    instalments = instalments_before(mentions, ledger)
    booked = repeated.select("mention", "row_id", "times", yuan=repeated.amount_yuan).union(
        instalments.filter(instalments.paid_yuan > 0).select(
            "mention",
            "row_id",
            times=ibis.ifelse(
                (instalments.paid_yuan >= 2 * instalments.due_yuan) & (instalments.due_yuan > 0), 2, 1
            ).cast("int64"),
            yuan=ibis.least(instalments.paid_yuan, instalments.due_yuan),
        )
    )
    rows = booked.join(mentions.select("mention", "asserted_yuan"), "mention")
    same_sum = ((rows.yuan - rows.asserted_yuan).abs() <= settings.sum_tolerance_yuan).fill_null(False)
    judged = rows.mutate(twice=rows.times > 1, same_sum=same_sum)
    summed = judged.group_by("mention").aggregate(
        twice=judged.twice.sum(),
        same_sum=judged.same_sum.sum(),
        sum_yuan=judged.yuan.max(where=judged.twice),
        twice_rows=array_of(judged.row_id, limit=settings.evidence_rows, where=judged.twice),
        once_rows=array_of(judged.row_id, limit=settings.evidence_rows, where=judged.same_sum),
    )
    facts = mentions.left_join(summed, "mention").drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.twice > 0,
        complete=ledger.complete(settings, "charges", "repayments"),
        unrecorded=(facts.twice == 0) & (facts.same_sum == 1),
        values=object_of(sum_yuan=ibis.coalesce(facts.sum_yuan, facts.asserted_yuan).round(2)),
        evidence=ibis.ifelse(facts.twice > 0, facts.twice_rows, facts.once_rows),
    )
