"""What a loan really costs a year, measured on its repayment plan and fees."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ChargeKind
from mingjian.merits.json_text import array_of

STEPS = 30
STEP = 0.05
"""The rate is looked for between 0 and 150 % a year; between two steps it is interpolated, which is exact to about
a tenth of a percentage point on plans up to three years. A dearer loan is said to cost
that much."""

DAYS_A_MONTH = 365 / 12

_COSTS = (ChargeKind.SERVICE_FEE.value, ChargeKind.GUARANTEE_FEE.value, ChargeKind.INSURANCE.value)
"""Charges that are a price of the loan; penalties, late fees and early settlement are the price of something else."""

RECURRING = 3
"""Fees of one kind on one loan from which they are a price of it: a single one may be for something else."""
AT_PAYOUT_DAYS = 7
"""A fee so soon after the payout is a price of the loan too: it is taken off what is paid out."""

_ENDS = (ChargeKind.PENALTY_INTEREST.value, ChargeKind.LATE_FEE.value, ChargeKind.EARLY_SETTLEMENT.value)
"""Charges of which one gives no ground to expect the next: whoever pays his plan meets none of them."""


def measured_rates(loans: ir.Table, repayments: ir.Table, charges: ir.Table) -> ir.Table:
    """One row a loan whose whole plan is booked: ``loan_id`` and four rates.

    ``measured_rate`` is twelve times the monthly internal rate of what was due and of the fees that come at the payout
    or again and again, the usual statement; ``compound_rate`` the same compounded over a year. 中国人民银行公告〔2021〕
    第3号 allows either, so what speaks against a lender must hold for the lower and what speaks against a customer for
    the higher. ``highest_rate`` counts every charge of whatever kind, and each instalment with what was paid where that
    is more: it shows nothing, since a single fee may be for something else and a large payment an early one, but it
    leaves the question open. It is null where a charge has no sum: nobody knows what that loan costs.
    ``continued_rate`` is the same where the fees go on to the end of the plan as they came so far: three instalments
    paid, each with its fee, are the beginning of a series and no sign that it ends.
    """
    plan = repayments.join(loans.select("loan_id", "disbursed_on", "term_months", "principal_yuan"), "loan_id")
    complete = plan.group_by("loan_id").aggregate(
        planned=plan.due_yuan.count(), term=plan.term_months.max(), instalments=plan.count()
    )
    whole = complete.filter(complete.planned == complete.term, complete.instalments == complete.term)
    months = plan.due_on.delta(plan.disbursed_on, unit="day") / DAYS_A_MONTH
    due = plan.select("loan_id", months=months, yuan=plan.due_yuan)
    paid = plan.select("loan_id", months=months, yuan=ibis.greatest(plan.due_yuan, plan.paid_yuan.fill_null(0.0)))
    charged = charges.join(loans.select("loan_id", "disbursed_on"), "loan_id")
    # A charge without a day counts as taken at the payout, which is dearest; by that alone it shows nothing.
    since_payout = charged.charged_on.delta(charged.disbursed_on, unit="day").fill_null(0)
    dated = charged.mutate(
        months=ibis.greatest(since_payout, 0) / DAYS_A_MONTH,
        alike=charged.charge_id.count().over(group_by=[charged.loan_id, charged.kind]),
    )
    fees = dated.select("loan_id", "months", yuan=dated.amount_yuan)
    price = dated.filter(
        dated.kind.isin(_COSTS),
        dated.charged_on.notnull(),
        (dated.alike >= RECURRING) | (dated.months <= AT_PAYOUT_DAYS / DAYS_A_MONTH),
    )
    prices = price.select("loan_id", "months", yuan=price.amount_yuan)
    unpriced = charged.filter(charged.amount_yuan.isnull())
    ahead = _still_to_come(dated, repayments)
    flows = ibis.union(
        *(part.mutate(rate=ibis.literal("measured_rate")) for part in (due, prices)),
        *(
            part.anti_join(unpriced, "loan_id").mutate(rate=ibis.literal(rate))
            for rate, parts in (("highest_rate", (paid, fees)), ("continued_rate", (paid, fees, ahead)))
            for part in parts
        ),
    )
    found = _internal_rates(flows.semi_join(whole, "loan_id"), loans)
    rates = found.group_by("loan_id").aggregate(
        **{
            rate: found.value.max(where=found.rate == rate)
            for rate in ("measured_rate", "highest_rate", "continued_rate")
        }
    )
    # A plan that does not even return the principal is no plan of it, whatever was paid beside.
    rates = rates.filter(rates.measured_rate.notnull())
    return rates.mutate(compound_rate=(1 + rates.measured_rate / 12).pow(12) - 1)


def if_continued(rated: ir.Table, charges: ir.Table, *, bound: ir.NumericValue, limit: int) -> ir.Table:
    """``mention`` with the dearest of its loans that ``goes_above`` the ``bound`` if its fees go on.

    ``booked`` is what the loan costs by what is booked, ``continued`` what it would cost; ``fee_rows`` are the fees.
    """
    going = rated.mutate(bound=bound).filter(rated.goes_above)
    series = _continuing(charges).select("loan_id", "charge_id")
    fees = going.select("mention", "loan_id").join(series, "loan_id")
    rows = fees.group_by("mention").aggregate(fee_rows=array_of(fees.charge_id, limit=limit))
    dearest = going.mutate(
        place=ibis.row_number().over(group_by=going.mention, order_by=[going.continued_rate.desc(), going.loan_id])
    )
    rates = dearest.filter(dearest.place == 0).select(
        "mention", "bound", booked=dearest.highest_rate.round(4), continued=dearest.continued_rate.round(4)
    )
    return rates.join(rows, "mention")


def _continuing(charges: ir.Table) -> ir.Table:
    """The charges that may be the beginning of a series."""
    return charges.filter((~charges.kind.isin(_ENDS)).fill_null(True))


def _still_to_come(dated: ir.Table, repayments: ir.Table) -> ir.Table:
    """The fees of every kind that the instalments ahead would bring if it went on: ``loan_id``, ``months``, ``yuan``.

    An instalment is reached that is paid, or was due by the last such fee; where the fee came with half of them or
    more, the others are taken to bring it too, and else as much as one brought on the average. A fee at the payout goes
    on only while nothing is reached that shows it to have been the only one.
    """
    series = _continuing(dated)
    series = series.mutate(kind=series.kind.fill_null(""), at_payout=series.months <= AT_PAYOUT_DAYS / DAYS_A_MONTH)
    fees = series.group_by("loan_id", "kind", "at_payout").aggregate(
        total=series.amount_yuan.sum(), fees=series.count(), last_on=series.charged_on.max()
    )
    planned = fees.join(dated.select("loan_id", "disbursed_on").distinct(), "loan_id").join(repayments, "loan_id")
    reached = (planned.paid_yuan > 0) | planned.paid_on.notnull() | (planned.due_on <= planned.last_on)
    judged = planned.mutate(
        reached=reached.fill_null(False), months=planned.due_on.delta(planned.disbursed_on, unit="day") / DAYS_A_MONTH
    )
    place = [judged.loan_id, judged.kind, judged.at_payout]
    counted = judged.mutate(count=judged.reached.cast("int64").sum().over(group_by=place))
    each = ibis.ifelse(
        counted.fees * 2 >= counted["count"], counted.total / counted.fees, counted.total / counted["count"]
    )
    ahead = counted.filter(~counted.reached, ~counted.at_payout | (counted["count"] == 0))
    return ahead.select("loan_id", "months", yuan=each)


def _internal_rates(flows: ir.Table, loans: ir.Table) -> ir.Table:
    """``loan_id``, ``rate`` and its ``value`` from flows of ``months`` after the payout and ``yuan``, of each ``rate``.

    The value is at most the last step, and absent where not even the principal comes back.
    """
    tried = flows.mutate(step=ibis.range(0, STEPS + 1).unnest())
    worth = tried.group_by("loan_id", "rate", "step").aggregate(
        worth=(tried.yuan * (1 + tried.step * (STEP / 12)).pow(-tried.months)).sum()
    )
    against = worth.join(loans.select("loan_id", "principal_yuan"), "loan_id")
    gaps = against.select("loan_id", "rate", "step", gap=against.worth - against.principal_yuan)
    # The value of the flows falls as the rate rises: the rate lies where it passes the principal.
    following = gaps.gap.lead().over(group_by=[gaps.loan_id, gaps.rate], order_by=gaps.step)
    pairs = gaps.mutate(following=following)
    passed = (pairs.step + pairs.gap / (pairs.gap - pairs.following)) * STEP
    return pairs.filter(pairs.gap >= 0, (pairs.following < 0) | pairs.following.isnull()).select(
        "loan_id", "rate", value=ibis.ifelse(pairs.following.isnull(), STEPS * STEP, passed)
    )
