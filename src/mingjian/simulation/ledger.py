"""Loans, instalments and what goes wrong with them; the months of a customer's life that drive everything else."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mingjian.simulation import numbers
from mingjian.simulation.calendar import DAY, PERIOD, Calendar, Integers, at_hour, local_days
from mingjian.simulation.numbers import Text
from mingjian.simulation.population import Flags, People
from mingjian.simulation.streams import stream
from mingjian.simulation.world import World

Numbers = npt.NDArray[np.float64]

NEVER = np.iinfo(np.int64).max // 4
"""An instant that does not come; large enough to compare, small enough to add to."""


@dataclass(frozen=True)
class Pressure:
    """What gangs do to a customer's months: from ``since`` on an agency acts, and the customer stops paying."""

    customer: Integers
    since: Integers


@dataclass(frozen=True)
class Months:
    """State by customer and period, the last column being the period after the snapshot.

    ``blow`` is the kind of misfortune that fell in the period: 0 none, 1 hardship, 2 illness, 3 bereavement.
    """

    stress: Numbers
    paying: Flags
    unpaid: Integers
    """Months without payment so far."""
    blow: Integers


INFLATION = 0.08
"""What an inflated schedule adds to the contract's yearly rate."""


@dataclass(frozen=True)
class Loans:
    """One row a loan, sorted by customer; ``customer`` counts within the block."""

    loan_id: Text
    customer: Integers
    product: Integers
    principal: Numbers
    rate: Numbers
    disbursed: npt.NDArray[np.datetime64]
    term: Integers
    instalment: Numbers
    inflated: Flags
    """The schedule asks for more than the contract's rate gives."""
    offset: Integers
    """Where the loan's instalments begin; one entry more than loans."""

    @property
    def asked_rate(self) -> Numbers:
        """The yearly rate that the schedule asks for, whatever the contract says."""
        return np.asarray(np.where(self.inflated, self.rate + INFLATION, self.rate))


@dataclass(frozen=True)
class Instalments:
    """One row an instalment, sorted by loan and number."""

    loan: Integers
    number: Integers
    due: npt.NDArray[np.datetime64]
    due_yuan: Numbers
    paid_at: Integers
    """NEVER where it is not paid within the truth's time."""
    attempted_at: Integers
    """When the customer paid by the app although the booking came later; NEVER otherwise."""


def months_of(
    world: World, calendar: Calendar, people: People, loans: "Loans", pressure: Pressure, *, seed: int
) -> Months:
    """Stress wanders, misfortune strikes, payments stop and resume; a month at a time over all customers."""
    chance = stream(seed, world.name, "months", people.first)
    count, periods = len(people), calendar.periods + 1
    stress = np.empty((count, periods))
    paying = np.ones((count, periods), dtype=np.bool_)
    unpaid = np.zeros((count, periods), dtype=np.int64)
    blow = np.zeros((count, periods), dtype=np.int64)
    recruited = np.full(count, NEVER, dtype=np.int64)
    recruited[pressure.customer] = calendar.period(pressure.since)
    level = chance.normal(0, 1, count)
    first_loan = np.searchsorted(loans.customer, np.arange(count))
    owes_from = calendar.period(at_hour(loans.disbursed[first_loan], np.zeros(count))) + 1
    for period in range(periods):
        struck = chance.random(count) < 0.012
        # Agencies look for people in trouble: those they will find were struck in the months before.
        struck |= (recruited - period > 0) & (recruited - period < 4) & (chance.random(count) < 0.45)
        kind = chance.choice([1, 2, 3], count, p=[0.68, 0.22, 0.10])
        blow[:, period] = np.where(struck, kind, 0)
        level = 0.85 * level + 0.5 * chance.normal(0, 1, count) + 1.8 * struck
        stress[:, period] = level
        before = paying[:, period - 1] if period else np.ones(count, dtype=np.bool_)
        stops = chance.random(count) < _logistic(world.habits.stop_paying + 1.3 * level)
        resumes = chance.random(count) < _logistic(-0.5 - 0.9 * level)
        now = np.where(before, ~stops, resumes)
        # "Do not pay, do not talk to them" is the agency's first advice; most clients follow it at once.
        now &= ~((period >= recruited) & (chance.random(count) < 0.9))
        now |= period < owes_from
        paying[:, period] = now
        unpaid[:, period] = np.where(now, 0, (unpaid[:, period - 1] if period else 0) + 1)
    return Months(stress=stress, paying=paying, unpaid=unpaid, blow=blow)


def lend(world: World, calendar: Calendar, people: People, *, seed: int) -> Loans:
    """One to three loans a customer."""
    chance = stream(seed, world.name, "loans", people.first)
    each = np.minimum(1 + chance.poisson(0.35, len(people)), 3)
    customer = np.repeat(np.arange(len(people), dtype=np.int64), each)
    count = len(customer)
    weights = np.array([product.weight for product in world.products])
    product = chance.choice(len(weights), count, p=weights / weights.sum())

    def drawn(low: Numbers, high: Numbers) -> Numbers:
        return np.asarray(low + (high - low) * chance.beta(1.6, 2.4, count))

    smallest = np.array([float(item.principal_yuan[0]) for item in world.products])[product]
    largest = np.array([float(item.principal_yuan[1]) for item in world.products])[product]
    principal = np.round(drawn(smallest, largest), -2)
    rate = np.round(
        drawn(
            np.array([item.annual_rate[0] for item in world.products])[product],
            np.array([item.annual_rate[1] for item in world.products])[product],
        ),
        4,
    )
    overpriced = chance.random(count) < world.habits.overpriced_loans
    rate = np.where(overpriced, np.round(0.26 + 0.1 * chance.random(count), 4), rate)
    term = np.array([item.terms[0] for item in world.products], dtype=np.int64)[product]
    for index, item in enumerate(world.products):
        mine = product == index
        term[mine] = np.array(item.terms)[chance.integers(0, len(item.terms), mine.sum())]
    earliest = people.registered[customer]
    # Whoever registers wants money: the first loan comes within days, further ones at any later time.
    is_first = np.concatenate([[True], customer[1:] != customer[:-1]])
    later = (calendar.snapshot - 8 * DAY - earliest) * chance.beta(1, 1.3, count)
    disbursed = local_days(earliest + np.where(is_first, chance.random(count) * 20 * DAY, later).astype(np.int64))
    # Everything falls due on the 28th at the latest, so that each month has the day.
    month = disbursed.astype("datetime64[M]")
    day = np.minimum((disbursed - month.astype("datetime64[D]")).astype(np.int64), 27)
    disbursed = month.astype("datetime64[D]") + day
    inflated = chance.random(count) < 0.008
    monthly = np.where(inflated, rate + INFLATION, rate) / 12
    instalment = np.round(principal * monthly / (1 - (1 + monthly) ** -term.astype(float)), 2)
    return Loans(
        loan_id=numbers.codes("L", people.first * 3 + np.arange(count, dtype=np.int64), 10),
        customer=customer,
        product=product,
        principal=principal,
        rate=rate,
        disbursed=disbursed,
        term=term,
        instalment=instalment,
        inflated=inflated,
        offset=np.concatenate([[0], np.cumsum(term)]),
    )


def schedule(
    world: World, calendar: Calendar, people: People, loans: Loans, months: Months, *, seed: int
) -> Instalments:
    """Every instalment of every loan, and when it was paid."""
    chance = stream(seed, world.name, "instalments", people.first)
    loan = np.repeat(np.arange(len(loans.term), dtype=np.int64), loans.term)
    count = len(loan)
    number = np.arange(count, dtype=np.int64) - loans.offset[loan] + 1
    month = loans.disbursed.astype("datetime64[M]")
    day = (loans.disbursed - month.astype("datetime64[D]")).astype(np.int64)
    due = (month[loan] + number).astype("datetime64[D]") + day[loan]
    customer = loans.customer[loan]
    due_at = at_hour(due, np.full(count, 12.0))
    period = calendar.period(due_at)
    upcoming = _next_payment(months.paying)
    within = (period >= 0) & (period <= calendar.periods)
    pays = np.where(within, upcoming[customer, np.clip(period, 0, calendar.periods)], period)
    on_time = due_at + ((chance.random(count) * 4 - 3) * DAY).astype(np.int64)
    # Whoever resumes pays the arrears in the course of that month.
    catching_up = calendar.start + pays * PERIOD + (chance.random(count) * 0.9 * PERIOD).astype(np.int64)
    paid_at = np.where(pays == period, on_time, np.maximum(catching_up, on_time))
    paid_at = np.where((pays > calendar.periods) | (paid_at > calendar.end), NEVER, paid_at)
    # A few payments are made in the app and booked weeks later.
    lost = within & (pays == period) & (chance.random(count) < 0.0006)
    attempted_at = np.where(lost, due_at - DAY, NEVER)
    paid_at = np.where(lost, due_at + ((18 + 40 * chance.random(count)) * DAY).astype(np.int64), paid_at)
    return Instalments(
        loan=loan,
        number=number,
        due=due,
        due_yuan=loans.instalment[loan],
        paid_at=paid_at,
        attempted_at=attempted_at,
    )


def _next_payment(paying: Flags) -> Integers:
    """The first period at or after each one in which the customer pays; one beyond the last where none comes."""
    count, periods = paying.shape
    result = np.empty((count, periods), dtype=np.int64)
    following = np.full(count, periods, dtype=np.int64)
    for period in range(periods - 1, -1, -1):
        following = np.where(paying[:, period], period, following)
        result[:, period] = following
    return result


def _logistic(value: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-value)))


@dataclass(frozen=True)
class Standing:
    """How each loan stands at the snapshot, and how it stood at any other instant."""

    status: Text
    days_past_due: Integers
    outstanding: Numbers


def standing(loans: Loans, instalments: Instalments, *, at: int) -> Standing:
    """The status of every loan at an instant."""
    today = local_days(np.array([at]))[0]
    paid = instalments.paid_at <= at
    overdue = (~paid) & (instalments.due < today)
    late = np.where(overdue, (today - instalments.due).astype(np.int64), 0)
    starts = loans.offset[:-1]
    days = np.maximum.reduceat(late, starts)
    left = np.add.reduceat((~paid).astype(np.int64), starts)
    monthly = loans.rate / 12
    outstanding = (
        loans.principal * (1 - (1 + monthly) ** -left.astype(float)) / (1 - (1 + monthly) ** -loans.term.astype(float))
    )
    status = np.where(days > 0, "overdue", "current").astype("U12")
    status[left == 0] = "settled"
    status[days > 180] = "written_off"
    return Standing(status=status, days_past_due=days, outstanding=np.round(outstanding, 2))
