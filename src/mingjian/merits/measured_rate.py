"""What a loan really costs a year, measured on its repayment plan and fees."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ChargeKind

STEPS = 30
STEP = 0.05
"""The rate is looked for between 0 and 150 % a year; between two steps it is interpolated, which is exact to about
a tenth of a percentage point on plans up to three years."""

DAYS_A_MONTH = 365 / 12

_COSTS = (ChargeKind.SERVICE_FEE.value, ChargeKind.GUARANTEE_FEE.value, ChargeKind.INSURANCE.value)
"""Charges that are a price of the loan; penalties, late fees and early settlement are the price of something else."""


def measured_rates(loans: ir.Table, repayments: ir.Table, charges: ir.Table) -> ir.Table:
    """One row a loan whose whole plan is booked: ``loan_id``, ``measured_rate`` and ``compound_rate``.

    ``measured_rate`` is twelve times the monthly internal rate, the usual statement; ``compound_rate`` the same
    compounded over a year. 中国人民银行公告〔2021〕第3号 allows either, so what speaks against a lender must hold for
    the lower and what speaks against a customer for the higher. Each instalment counts with what was due, or
    with what was paid where that is more; later penalties for paying late are no part of it.
    """
    plan = repayments.join(loans.select("loan_id", "disbursed_on", "term_months", "principal_yuan"), "loan_id")
    complete = plan.group_by("loan_id").aggregate(
        planned=plan.due_yuan.count(), term=plan.term_months.max(), instalments=plan.count()
    )
    whole = complete.filter(complete.planned == complete.term, complete.instalments == complete.term)
    instalments = plan.select(
        "loan_id",
        months=plan.due_on.delta(plan.disbursed_on, unit="day") / DAYS_A_MONTH,
        yuan=ibis.greatest(plan.due_yuan, plan.paid_yuan.fill_null(0.0)),
    )
    priced = charges.filter(charges.kind.isin(_COSTS)).join(loans.select("loan_id", "disbursed_on"), "loan_id")
    fees = priced.select(
        "loan_id",
        months=ibis.greatest(priced.charged_on.delta(priced.disbursed_on, unit="day"), 0) / DAYS_A_MONTH,
        yuan=priced.amount_yuan,
    )
    flows = instalments.union(fees).semi_join(whole, "loan_id")
    tried = flows.mutate(step=ibis.range(0, STEPS + 1).unnest())
    worth = tried.group_by("loan_id", "step").aggregate(
        worth=(tried.yuan * (1 + tried.step * (STEP / 12)).pow(-tried.months)).sum()
    )
    against = worth.join(loans.select("loan_id", "principal_yuan"), "loan_id")
    gaps = against.select("loan_id", "step", gap=against.worth - against.principal_yuan)
    # The value of the flows falls as the rate rises: the rate lies where it passes the principal.
    following = gaps.select("loan_id", step=gaps.step - 1, next_gap=gaps.gap)
    pairs = gaps.join(following, ["loan_id", "step"])
    crossing = pairs.filter(pairs.gap >= 0, pairs.next_gap < 0)
    rates = crossing.select(
        "loan_id", measured_rate=(crossing.step + crossing.gap / (crossing.gap - crossing.next_gap)) * STEP
    )
    return rates.mutate(compound_rate=(1 + rates.measured_rate / 12).pow(12) - 1)
