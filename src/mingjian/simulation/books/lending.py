"""Loans, instalments, charges and promises as the lender keeps them."""

import numpy as np

from mingjian.simulation.books.books import Books
from mingjian.simulation.calendar import instants, local_days
from mingjian.simulation.grievances import CHARGE_KINDS, PROMISE_KINDS, Records
from mingjian.simulation.ledger import standing


def write_lending(books: Books, records: Records) -> None:
    """Writes loans, instalments, charges and promises."""
    calendar, loans, instalments = books.calendar, records.loans, records.instalments
    snapshot = calendar.snapshot
    products = np.array([product.name for product in books.world.products])
    kinds = np.array([product.kind.value for product in books.world.products])
    now = standing(loans, instalments, at=snapshot)
    customer_id = records.people.customer_id
    books.delivery.append(
        "loans",
        {
            "loan_id": loans.loan_id,
            "customer_id": customer_id[loans.customer],
            "product": products[loans.product],
            "product_kind": kinds[loans.product],
            "principal_yuan": loans.principal,
            "annual_rate": loans.rate,
            "disbursed_on": loans.disbursed,
            "term_months": loans.term,
            "status": now.status,
            "days_past_due": now.days_past_due,
            "outstanding_yuan": now.outstanding,
        },
    )
    paid = instalments.paid_at <= snapshot
    paid_on = local_days(np.where(paid, instalments.paid_at, 0))
    paid_on[~paid] = np.datetime64("NaT")
    books.delivery.append(
        "repayments",
        {
            "loan_id": loans.loan_id[instalments.loan],
            "instalment_number": instalments.number,
            "due_on": instalments.due,
            "due_yuan": instalments.due_yuan,
            "paid_on": paid_on,
            "paid_yuan": np.where(paid, instalments.due_yuan, 0.0),
        },
    )
    charges = records.charges
    known = charges.charged <= snapshot
    books.delivery.append(
        "charges",
        {
            "charge_id": charges.charge_id[known],
            "loan_id": loans.loan_id[charges.loan[known]],
            "charged_on": local_days(charges.charged[known]),
            "kind": np.array(CHARGE_KINDS)[charges.kind[known]],
            "amount_yuan": charges.amount[known],
            "in_contract": charges.in_contract[known],
        },
    )
    promises = records.promises
    known = promises.made <= snapshot
    kept = promises.kept[known] <= snapshot
    kept_on = local_days(np.where(kept, promises.kept[known], 0))
    kept_on[~kept] = np.datetime64("NaT")
    books.delivery.append(
        "promises",
        {
            "promise_id": promises.promise_id[known],
            "customer_id": customer_id[promises.customer[known]],
            "made_at": instants(promises.made[known]),
            "kind": np.array(PROMISE_KINDS)[promises.kind[known]],
            "due_on": local_days(promises.due[known]),
            "kept_on": kept_on,
        },
    )
