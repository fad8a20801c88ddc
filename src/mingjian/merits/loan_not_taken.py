"""Claim: the customer never took the loan."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim
from mingjian.merits.customer_loans import instalments_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.LOAN_NOT_TAKEN

_ESTABLISHED = 3
"""Instalments paid on as many days before they are worth mentioning: whoever borrows in another's name may pay the
first to stay hidden, and an automatic debit may take one unseen."""


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out where the loan book is delivered and has no loan in this customer's name.

    Never contradicted: the books show that a loan was repaid, and not by whom. Where every loan of the customer was
    repaid on at least three different days the sentence says so.
    """
    loans = mentions.join(ledger.loans, "customer_id")
    taken = loans.group_by("mention").aggregate(loans=loans.loan_id.nunique())
    rows = instalments_before(mentions, ledger)
    paid_rows = rows.filter(rows.paid_on <= rows.received_at.date(), rows.paid_yuan > 0)
    by_loan = paid_rows.group_by("mention", "loan_id").aggregate(
        days=paid_rows.paid_on.nunique(), evidence=array_of(paid_rows.row_id, limit=1)
    )
    established = by_loan.filter(by_loan.days >= _ESTABLISHED)
    repaid = established.group_by("mention").aggregate(
        repaid=established.count(),
        days=established.days.sum(),
        evidence=array_of(established.loan_id, limit=settings.evidence_rows),
    )
    facts = (
        mentions.left_join(taken, "mention").drop("mention_right").left_join(repaid, "mention").drop("mention_right")
    )
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=ibis.literal("loans" in ledger.delivered) & facts.customer_id.notnull() & facts.loans.isnull(),
        unrecorded=facts.repaid == facts.loans,
        values=object_of(loans=facts.loans.fill_null(0), days=facts.days.fill_null(0)),
        evidence=facts.evidence,
    )
