"""What really happened to a customer, what the lender's records can say of it, and so what a letter may assert."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from mingjian.contract.vocabulary import Claim, ClaimStatus
from mingjian.simulation import numbers
from mingjian.simulation.calendar import CHINA_OFFSET, DAY, Calendar, Integers, local_days
from mingjian.simulation.contacts import HABITS_OF_ROGUES, Abuses, Contacts
from mingjian.simulation.ledger import NEVER, Instalments, Loans, Months, Numbers
from mingjian.simulation.numbers import Text
from mingjian.simulation.population import Flags, People
from mingjian.simulation.story import Assertion, Particulars
from mingjian.simulation.streams import stream
from mingjian.simulation.world import World

CHARGE_KINDS = (
    "penalty_interest",
    "late_fee",
    "service_fee",
    "guarantee_fee",
    "insurance",
    "early_settlement",
    "other",
)
PROMISE_KINDS = ("instalment_plan", "waiver", "stop_contact", "refund", "correction", "other")
CAP = 0.24
"""The yearly rate above which no loan may cost."""
RECENT = 90 * DAY
"""How long people complain about a thing."""


@dataclass(frozen=True)
class Charges:
    """One row a charge, sorted by loan. ``doubled`` repeats the row before it."""

    charge_id: Text
    loan: Integers
    charged: Integers
    kind: Integers
    amount: Numbers
    in_contract: Flags
    doubled: Flags


@dataclass(frozen=True)
class Promises:
    """One row a promise of the lender, sorted by customer; ``kept`` is NEVER where it was broken."""

    promise_id: Text
    customer: Integers
    made: Integers
    kind: Integers
    due: Integers
    kept: Integers


def charge(
    world: World, calendar: Calendar, people: People, loans: Loans, instalments: Instalments, *, seed: int
) -> Charges:
    """Penalty interest on late instalments, and what should never have been charged."""
    chance = stream(seed, world.name, "charges", people.first)
    due_at = instalments.due.astype(np.int64) * DAY - CHINA_OFFSET + DAY
    late = np.flatnonzero(
        (instalments.paid_at > due_at + 2 * DAY) & (due_at > calendar.start) & (due_at < calendar.end)
    )
    late = late[chance.random(len(late)) < 0.6]
    booked = np.minimum(instalments.paid_at[late], calendar.end)
    days_late = (booked - due_at[late]) / DAY
    penalty = np.round(instalments.due_yuan[late] * loans.rate[instalments.loan[late]] * 1.5 / 360 * days_late, 2)
    began = loans.disbursed.astype(np.int64) * DAY - CHINA_OFFSET + DAY // 2
    unlisted = np.flatnonzero(chance.random(len(loans.term)) < world.habits.unlisted_charges)
    listed = np.flatnonzero(chance.random(len(loans.term)) < 0.08)
    doubled = np.flatnonzero(chance.random(len(loans.term)) < 0.004)

    def later(loan: Integers) -> Integers:
        return np.asarray(began[loan] + ((calendar.end - began[loan]) * chance.random(len(loan))).astype(np.int64))

    at_unlisted, at_listed, at_doubled = later(unlisted), later(listed), later(doubled)
    fee_doubled = np.round(30 + 170 * chance.random(len(doubled)), 2)
    loan = np.concatenate([instalments.loan[late], unlisted, listed, doubled, doubled])
    at = np.concatenate([booked, at_unlisted, at_listed, at_doubled, at_doubled])
    kind = np.concatenate(
        [
            np.zeros(len(late), np.int64),
            chance.choice([2, 3, 4], len(unlisted)),
            chance.choice([3, 4, 5], len(listed)),
            np.full(len(doubled), 1),
            np.full(len(doubled), 1),
        ]
    )
    amount = np.concatenate(
        [
            penalty,
            np.round(80 + 900 * chance.beta(1.5, 3, len(unlisted)), 2),
            np.round(60 + 500 * chance.random(len(listed)), 2),
            fee_doubled,
            fee_doubled,
        ]
    )
    in_contract = np.ones(len(loan), dtype=np.bool_)
    in_contract[len(late) : len(late) + len(unlisted)] = False
    is_doubled = np.zeros(len(loan), dtype=np.bool_)
    is_doubled[len(loan) - len(doubled) :] = True
    order = np.lexsort((is_doubled, at, loan))
    return Charges(
        charge_id=numbers.codes("F", people.first * 20 + np.arange(len(loan), dtype=np.int64), 10),
        loan=loan[order],
        charged=at[order],
        kind=kind[order],
        amount=amount[order],
        in_contract=in_contract[order],
        doubled=is_doubled[order],
    )


def promise(world: World, calendar: Calendar, people: People, months: Months, *, seed: int) -> Promises:
    """What the lender promised to customers in arrears, and whether it kept its word."""
    chance = stream(seed, world.name, "promises", people.first)
    customer, period = np.nonzero(~months.paying & (chance.random(months.paying.shape) < 0.05))
    count = len(customer)
    made = calendar.begin(period) + chance.integers(0, 30, count) * DAY + chance.integers(9, 18, count) * 3_600
    due = made + chance.integers(5, 25, count) * DAY
    broken = chance.random(count) < world.habits.broken_promises
    kept = np.where(broken, NEVER, due - chance.integers(0, 5, count) * DAY)
    return Promises(
        promise_id=numbers.codes("P", people.first * 4 + np.arange(count, dtype=np.int64), 10),
        customer=customer.astype(np.int64),
        made=made.astype(np.int64),
        kind=chance.choice(6, count, p=[0.45, 0.2, 0.1, 0.1, 0.1, 0.05]).astype(np.int64),
        due=due.astype(np.int64),
        kept=kept.astype(np.int64),
    )


@dataclass(frozen=True)
class Grievances:
    """One row a true grievance that the records prove, sorted by customer. ``claim`` indexes PROVABLE."""

    customer: Integers
    at: Integers
    claim: Integers
    row: Integers
    """The row of the table that proves it: loan, charge, promise, instalment, or the episode's first contact."""


PROVABLE = (
    *HABITS_OF_ROGUES,
    Claim.RATE_ABOVE_CAP,
    Claim.RATE_ABOVE_CONTRACT,
    Claim.CHARGE_NOT_IN_CONTRACT,
    Claim.DOUBLE_CHARGE,
    Claim.REPAYMENT_NOT_BOOKED,
    Claim.PROMISE_NOT_KEPT,
)
MISFORTUNES = (Claim.OTHER, Claim.HARDSHIP, Claim.ILLNESS, Claim.BEREAVEMENT)


@dataclass(frozen=True)
class Records:
    """Everything that the lender has on the block's customers; asked one customer at a time by those who write."""

    calendar: Calendar
    people: People
    months: Months
    loans: Loans
    instalments: Instalments
    charges: Charges
    promises: Promises
    abuses: Abuses
    contacts: Contacts
    contact_id: Text
    grievances: Grievances

    def loans_of(self, customer: int) -> range:
        """The loans of a customer."""
        return _range(self.loans.customer, customer)

    def assertion(self, grievance: int) -> Assertion:
        """A true grievance as a claim."""
        claim = PROVABLE[int(self.grievances.claim[grievance])]
        at, row = int(self.grievances.at[grievance]), int(self.grievances.row[grievance])
        customer = int(self.grievances.customer[grievance])
        said = Particulars()
        evidence: tuple[str, ...] = ()
        if claim in HABITS_OF_ROGUES:
            rows = self._calls(customer, at)
            if claim is Claim.THIRD_PARTY_CONTACT:
                rows = [row for row in rows if self.contacts.counterparty[row] in (1, 2, 3)]
            elif claim is Claim.CALL_HOURS:
                rows = [row for row in rows if not 8 <= _hour(int(self.contacts.started[row])) < 22]
            elif claim is Claim.THREATS:
                rows = [row for row in rows if self.contacts.threatening[row]]
            evidence = tuple(str(self.contact_id[row]) for row in rows)
            said = Particulars(day=_date(_day(at)), count=len(rows))
            if rows:
                person = (None, "relative", "colleague", "friend", None)[int(self.contacts.counterparty[rows[0]])]
                said = replace(said, hour=_hour(int(self.contacts.started[rows[0]])), person=person)
        elif claim in (Claim.RATE_ABOVE_CAP, Claim.RATE_ABOVE_CONTRACT):
            evidence = (str(self.loans.loan_id[row]),)
            said = Particulars(rate=float(self.loans.asked_rate[row]), contract_rate=float(self.loans.rate[row]))
        elif claim in (Claim.CHARGE_NOT_IN_CONTRACT, Claim.DOUBLE_CHARGE):
            evidence = (str(self.charges.charge_id[row]),)
            said = Particulars(sum_yuan=float(self.charges.amount[row]), day=_date(_day(at)))
        elif claim is Claim.PROMISE_NOT_KEPT:
            evidence = (str(self.promises.promise_id[row]),)
            said = Particulars(day=_date(_day(int(self.promises.made[row]))))
        elif claim is Claim.REPAYMENT_NOT_BOOKED:
            loan = int(self.instalments.loan[row])
            evidence = (f"{self.loans.loan_id[loan]}/{int(self.instalments.number[row])}",)
            said = Particulars(
                day=_date(_day(int(self.instalments.attempted_at[row]))), sum_yuan=float(self.instalments.due_yuan[row])
            )
        return Assertion(claim, is_true=True, expected=ClaimStatus.BORNE_OUT, particulars=said, evidence=evidence)

    def recent(self, customer: int, at: int) -> list[int]:
        """The customer's provable grievances that are fresh enough to complain about."""
        rows = _range(self.grievances.customer, customer)
        return [row for row in rows if at - RECENT <= self.grievances.at[row] < at - DAY]

    def misfortune(self, customer: int, at: int) -> Assertion | None:
        """The customer's own trouble of the last half year, which no record of the lender shows."""
        period = min(int(self.calendar.period(np.array([at]))[0]), self.months.blow.shape[1] - 1)
        for month in range(period, max(-1, period - 6), -1):
            kind = int(self.months.blow[customer, month])
            if kind:
                return Assertion(MISFORTUNES[kind], is_true=True, expected=ClaimStatus.UNKNOWN)
        return None

    def invented(self, claim: Claim, customer: int, at: int, throw: random.Random) -> Assertion:
        """A claim that is not so, worded with figures, and what the records can say against it."""
        proved = self._proved(claim, customer, at)
        if proved is not None:
            return proved
        status, said = self._against(claim, customer, at, throw)
        return Assertion(claim, is_true=False, expected=status, particulars=said)

    def in_passing(self, claim: Claim, customer: int, at: int) -> Assertion:
        """A claim that a letter makes beside what it is about, without a day, a number or a name.

        Of what is told so vaguely the records can refute a price alone.
        """
        if claim in MISFORTUNES:
            misfortune = self.misfortune(customer, at)
            is_true = misfortune is not None and misfortune.claim is claim
            return Assertion(claim, is_true=is_true, expected=ClaimStatus.UNKNOWN)
        proved = self._proved(claim, customer, at)
        if proved is not None:
            return proved
        refuted = claim is Claim.RATE_ABOVE_CAP
        return Assertion(claim, is_true=False, expected=ClaimStatus.CONTRADICTED if refuted else ClaimStatus.UNKNOWN)

    def _proved(self, claim: Claim, customer: int, at: int) -> Assertion | None:
        """The claim as the records prove it of the time before, if they do."""
        # A rate holds from the first day, whenever it begins to hurt; other things must have happened.
        if claim in (Claim.RATE_ABOVE_CAP, Claim.RATE_ABOVE_CONTRACT):
            every = _range(self.grievances.customer, customer)
            rows = [
                row
                for row in every
                if PROVABLE[int(self.grievances.claim[row])] is claim
                and self.loans.disbursed[self.grievances.row[row]] < _day(at)
            ]
        else:
            rows = self.grievances_before(customer, at)
        mine = [row for row in rows if PROVABLE[int(self.grievances.claim[row])] is claim]
        return self.assertion(mine[-1]) if mine else None

    def _against(self, claim: Claim, customer: int, at: int, throw: random.Random) -> tuple[ClaimStatus, Particulars]:
        spoken = Particulars(day=_date(_day(at) - np.timedelta64(throw.randint(2, 40), "D")))
        if claim is Claim.CALL_FREQUENCY:
            most = max(self._recent_collection_calls(customer, at).values(), default=0)
            status = ClaimStatus.CONTRADICTED if most <= 2 else ClaimStatus.UNKNOWN
            return status, replace(spoken, count=throw.randint(9, 40))
        if claim is Claim.CALL_HOURS:
            return ClaimStatus.CONTRADICTED, replace(spoken, hour=throw.choice((22.6, 23.2, 0.4, 1.3, 6.2)))
        if claim is Claim.THIRD_PARTY_CONTACT:
            vague = any(self.contacts.counterparty[row] != 0 for row in self._before(customer, at))
            person = throw.choice(("relative", "colleague", "friend"))
            return ClaimStatus.UNKNOWN if vague else ClaimStatus.CONTRADICTED, replace(spoken, person=person)
        if claim in (Claim.RATE_ABOVE_CAP, Claim.RATE_ABOVE_CONTRACT):
            loan = self.loans_of(customer)[0]
            said = Particulars(rate=throw.uniform(0.33, 0.48), contract_rate=float(self.loans.rate[loan]))
            return ClaimStatus.CONTRADICTED, said
        if claim in (Claim.CHARGE_NOT_IN_CONTRACT, Claim.DOUBLE_CHARGE):
            return ClaimStatus.CONTRADICTED, replace(spoken, sum_yuan=float(throw.randint(180, 3_200)))
        if claim is Claim.REPAYMENT_NOT_BOOKED:
            return ClaimStatus.UNKNOWN, replace(spoken, sum_yuan=float(throw.randint(300, 2_400)))
        if claim is Claim.PROMISE_NOT_KEPT:
            rows = [row for row in _range(self.promises.customer, customer) if self.promises.made[row] < at]
            kept = bool(rows) and all(self.promises.kept[row] < at for row in rows)
            return ClaimStatus.CONTRADICTED if kept else ClaimStatus.UNKNOWN, spoken
        if claim is Claim.LOAN_NOT_TAKEN:
            # Repaid or not: by whom stands in no table.
            return ClaimStatus.UNKNOWN, Particulars()
        return ClaimStatus.UNKNOWN, spoken

    def grievances_before(self, customer: int, at: int) -> list[int]:
        """All provable grievances of the customer before an instant."""
        return [row for row in _range(self.grievances.customer, customer) if self.grievances.at[row] < at]

    def days_past_due(self, loan: int, at: int) -> int:
        """How late the loan was at an instant."""
        rows = slice(int(self.loans.offset[loan]), int(self.loans.offset[loan + 1]))
        today = _day(at)
        open_rows = (self.instalments.paid_at[rows] > at) & (self.instalments.due[rows] < today)
        if not open_rows.any():
            return 0
        return int((today - self.instalments.due[rows][open_rows][0]).astype(int))

    def paid_instalments(self, loan: int, at: int) -> int:
        """How many instalments were paid by an instant."""
        rows = slice(int(self.loans.offset[loan]), int(self.loans.offset[loan + 1]))
        return int((self.instalments.paid_at[rows] <= at).sum())

    def _before(self, customer: int, at: int) -> list[int]:
        return [
            row
            for row in _range(self.contacts.customer, customer)
            if at - 2 * RECENT <= self.contacts.started[row] < at and self.contacts.purpose[row] == 0
        ]

    def _calls(self, customer: int, at: int) -> list[int]:
        day = _day(at)
        return [
            row
            for row in _range(self.contacts.customer, customer)
            if self.contacts.channel[row] == 0
            and self.contacts.purpose[row] == 0
            and _day(int(self.contacts.started[row])) == day
        ]

    def _recent_collection_calls(self, customer: int, at: int) -> dict[int, int]:
        counts: dict[int, int] = {}
        for row in self._before(customer, at):
            if self.contacts.channel[row] == 0:
                day = int(_day(int(self.contacts.started[row])).astype(int))
                counts[day] = counts.get(day, 0) + 1
        return counts


def grievances(
    loans: Loans, instalments: Instalments, charges: Charges, promises: Promises, abuses: Abuses
) -> Grievances:
    """All true grievances that the records prove."""
    noon = DAY // 2 - CHINA_OFFSET
    parts: list[tuple[Integers, Integers, int, Integers]] = [
        (
            abuses.customer[abuses.habit == habit],
            abuses.at[abuses.habit == habit],
            habit,
            np.flatnonzero(abuses.habit == habit),
        )
        for habit in range(4)
    ]
    # A price is felt with the instalments, not on the day of signing.
    pricey = np.flatnonzero((loans.rate > CAP) | (loans.asked_rate > CAP + 0.015))  # by more than rounding hides
    parts += [
        (loans.customer[pricey], loans.disbursed[pricey].astype(np.int64) * DAY + noon + months * 30 * DAY, 4, pricey)
        for months in (2, 5, 9)
    ]
    inflated = np.flatnonzero(loans.inflated)
    parts += [
        (
            loans.customer[inflated],
            loans.disbursed[inflated].astype(np.int64) * DAY + noon + months * 30 * DAY,
            5,
            inflated,
        )
        for months in (2, 6)
    ]
    unlisted = np.flatnonzero(~charges.in_contract)
    parts.append((loans.customer[charges.loan[unlisted]], charges.charged[unlisted], 6, unlisted))
    doubled = np.flatnonzero(charges.doubled)
    parts.append((loans.customer[charges.loan[doubled]], charges.charged[doubled], 7, doubled))
    lost = np.flatnonzero(instalments.attempted_at < NEVER)
    parts.append((loans.customer[instalments.loan[lost]], instalments.attempted_at[lost] + 5 * DAY, 8, lost))
    broken = np.flatnonzero(promises.kept == NEVER)
    parts.append((promises.customer[broken], promises.due[broken] + DAY, 9, broken))
    customer = np.concatenate([part[0] for part in parts])
    at = np.concatenate([part[1] for part in parts])
    claim = np.concatenate([np.full(len(part[0]), part[2], dtype=np.int64) for part in parts])
    row = np.concatenate([part[3] for part in parts])
    order = np.lexsort((row, claim, at, customer))
    return Grievances(customer=customer[order], at=at[order], claim=claim[order], row=row[order].astype(np.int64))


def evidence_json(evidence: Sequence[str]) -> str:
    """The ids that prove a claim."""
    return json.dumps(list(evidence), ensure_ascii=False)


def _range(sorted_keys: Integers, key: int) -> range:
    return range(int(np.searchsorted(sorted_keys, key)), int(np.searchsorted(sorted_keys, key, side="right")))


def _day(at: int) -> np.datetime64:
    return local_days(np.array([at]))[0]  # type: ignore[no-any-return]


def _hour(at: int) -> float:
    return ((at + CHINA_OFFSET) % DAY) / 3_600


def _date(day: np.datetime64) -> date:
    value: date = day.astype(object)
    return value
