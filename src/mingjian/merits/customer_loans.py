"""The loans that a complaint can be about: those of its customer, taken before it."""

import ibis.expr.types as ir

from mingjian.merits.ledger import Ledger


def loans_before(mentions: ir.Table, ledger: Ledger) -> ir.Table:
    """One row a mention and a loan of its customer; a loan without a date counts."""
    joined = mentions.join(ledger.loans, "customer_id")
    return joined.filter(joined.disbursed_on.isnull() | (joined.disbursed_on <= joined.received_at.date()))


def instalments_before(mentions: ir.Table, ledger: Ledger) -> ir.Table:
    """One row a mention and an instalment of those loans that was due, or paid, before the complaint."""
    rows = loans_before(mentions, ledger).join(ledger.repayments, "loan_id")
    day = rows.received_at.date()
    return rows.filter((rows.due_on <= day) | (rows.paid_on <= day).fill_null(False)).mutate(
        row_id=rows.loan_id + "#" + rows.instalment_number.cast("string")
    )


def charges_before(mentions: ir.Table, ledger: Ledger) -> ir.Table:
    """One row a mention and a charge on those loans before the complaint; a charge without a date counts."""
    rows = loans_before(mentions, ledger).join(ledger.charges, "loan_id")
    return rows.filter(rows.charged_on.isnull() | (rows.charged_on <= rows.received_at.date()))
