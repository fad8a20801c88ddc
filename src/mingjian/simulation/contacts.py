"""Calls and messages between the lender and its customers, and the collectors who misbehave."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mingjian.contract.vocabulary import Claim
from mingjian.simulation.calendar import DAY, Calendar, Integers, at_hour, local_days
from mingjian.simulation.ledger import Months
from mingjian.simulation.population import Flags, People
from mingjian.simulation.streams import stream
from mingjian.simulation.world import World

Column = npt.NDArray[Any]

COUNTERPARTIES = ("self", "relative", "colleague", "other_third_party", "unknown")
PURPOSES = ("collection", "service", "complaint", "marketing", "other")
CHANNELS = ("call", "sms", "app", "email", "letter", "visit")
HABITS_OF_ROGUES = (Claim.CALL_FREQUENCY, Claim.CALL_HOURS, Claim.THIRD_PARTY_CONTACT, Claim.THREATS)


@dataclass(frozen=True)
class Contacts:
    """One row a contact; ``customer`` counts within the block. Codes index the tuples of this module."""

    customer: Integers
    started: Integers
    duration: Integers
    inbound: Flags
    channel: Integers
    counterparty: Integers
    purpose: Integers
    handler: Integers
    threatening: Flags


@dataclass(frozen=True)
class Abuses:
    """One row an episode of misconduct; ``habit`` indexes HABITS_OF_ROGUES.

    ``cluster`` is -1, or numbers a whole week of one collector.
    """

    customer: Integers
    period: Integers
    at: Integers
    habit: Integers
    handler: Integers
    cluster: Integers


def misconduct(world: World, calendar: Calendar, people: People, months: Months, *, seed: int) -> Abuses:
    """Which customers in arrears were wronged by whom: scattered episodes, and whole weeks of one collector."""
    chance = stream(seed, world.name, "misconduct", people.first)
    handlers = _handlers(people)
    in_arrears, period = np.nonzero(~months.paying)
    handler = _assigned(people, in_arrears, handlers)
    rogue = _mixed(handler) < world.habits.rogue_collectors
    hit = rogue & (chance.random(len(handler)) < 0.3)
    customer, when, who = in_arrears[hit], period[hit], handler[hit]
    at = calendar.begin(when) + chance.integers(2, 27, len(customer)) * DAY
    habit = chance.choice(4, len(customer), p=[0.4, 0.2, 0.28, 0.12])
    cluster = np.full(len(customer), -1, dtype=np.int64)
    parts = [(customer, when, at, habit, who, cluster)]
    for number in range(max(1, len(people) // 4_000)):
        month = int(chance.integers(calendar.periods // 3, calendar.periods))
        waiting = np.flatnonzero((~months.paying[:, month]) & (people.home < 0))
        size = min(len(waiting), int(chance.integers(8, 24)))
        members = chance.choice(waiting, size, replace=False)
        culprit = int(chance.integers(0, handlers)) + people.first // 400
        parts.append(
            (
                members,
                np.full(size, month),
                np.asarray(calendar.begin(month) + 6 * DAY + chance.integers(0, 7, size) * DAY),
                chance.choice(4, size, p=[0.5, 0.2, 0.25, 0.05]),
                np.full(size, culprit),
                np.full(size, number),
            )
        )
    columns = [np.concatenate([part[index] for part in parts]).astype(np.int64) for index in range(6)]
    return Abuses(*columns)


def contacts(
    world: World, calendar: Calendar, people: People, months: Months, abuses: Abuses, *, seed: int
) -> Contacts:
    """All contacts of the block, by customer and time."""
    chance = stream(seed, world.name, "contacts", people.first)
    handlers = _handlers(people)
    unpaid = months.unpaid[:, : calendar.periods + 1]
    collection = chance.poisson(
        np.where(unpaid > 0, world.habits.calls_in_arrears * np.minimum(0.6 + 0.3 * unpaid, 1.6), 0)
    )
    ordinary = chance.poisson(0.12, unpaid.shape)
    parts: list[tuple[Column, ...]] = []
    for counts, is_collection in ((collection, True), (ordinary, False)):
        customer, period = np.nonzero(counts)
        repeats = counts[customer, period]
        customer, period = np.repeat(customer, repeats), np.repeat(period, repeats)
        count = len(customer)
        day = local_days(calendar.begin(period) + chance.integers(0, 30, count) * DAY)
        started = at_hour(day, 8.6 + 10.8 * chance.beta(1.4, 1.4, count))
        channel = chance.choice(4, count, p=[0.62, 0.3, 0.07, 0.01] if is_collection else [0.6, 0.1, 0.25, 0.05])
        inbound = np.zeros(count, dtype=np.bool_) if is_collection else chance.random(count) < 0.75
        # Wrong numbers and "not at home" are recorded as unknown; a lender's log is never perfect.
        counterparty = np.where(chance.random(count) < 0.04, 4, 0)
        purpose = np.zeros(count, np.int64) if is_collection else chance.choice([1, 3, 4], count, p=[0.7, 0.2, 0.1])
        handler = (
            _assigned(people, customer, handlers)
            if is_collection
            else people.first // 400 + chance.integers(0, handlers, count)
        )
        duration = np.where(channel == 0, np.round(chance.lognormal(3.6, 0.9, count)), 0)
        parts.append(
            (customer, started, duration, inbound, channel, counterparty, purpose, handler, np.zeros(count, bool))
        )
    parts.append(_abusive(chance, abuses))
    columns = [np.concatenate([part[index] for part in parts]) for index in range(9)]
    order = np.lexsort((columns[1], columns[0]))
    kept = order[columns[1][order] <= calendar.end]
    customer, started, duration, inbound, channel, counterparty, purpose, handler, threatening = (
        column[kept] for column in columns
    )
    return Contacts(
        customer=customer.astype(np.int64),
        started=started.astype(np.int64),
        duration=duration.astype(np.int64),
        inbound=inbound.astype(np.bool_),
        channel=channel.astype(np.int64),
        counterparty=counterparty.astype(np.int64),
        purpose=purpose.astype(np.int64),
        handler=handler.astype(np.int64),
        threatening=threatening.astype(np.bool_),
    )


def _abusive(chance: np.random.Generator, abuses: Abuses) -> tuple[Column, ...]:
    """The calls of each episode: many on one day, late at night, to others than the customer, or with threats."""
    calls = np.select(
        [abuses.habit == 0, abuses.habit == 1, abuses.habit == 2],
        [
            chance.integers(7, 16, len(abuses.habit)),
            chance.integers(1, 4, len(abuses.habit)),
            chance.integers(1, 4, len(abuses.habit)),
        ],
        1,
    )
    episode = np.repeat(np.arange(len(calls)), calls)
    count = len(episode)
    habit = abuses.habit[episode]
    night = np.where(chance.random(count) < 0.7, 22.1 + 1.6 * chance.random(count), 6.0 + 1.6 * chance.random(count))
    hour = np.where(habit == 1, night, 8.6 + 10.9 * chance.random(count))
    started = at_hour(local_days(abuses.at[episode]), hour)
    counterparty = np.where(habit == 2, chance.choice([1, 2, 3], count, p=[0.5, 0.4, 0.1]), 0)
    return (
        abuses.customer[episode],
        started,
        np.round(chance.lognormal(3.2, 0.8, count)),
        np.zeros(count, dtype=np.bool_),
        np.zeros(count, dtype=np.int64),
        counterparty,
        np.zeros(count, dtype=np.int64),
        abuses.handler[episode],
        habit == 3,
    )


def _handlers(people: People) -> int:
    return max(20, len(people) // 400)


def _assigned(people: People, customer: Integers, handlers: int) -> Integers:
    """A customer in arrears stays with one collector."""
    return np.asarray(people.first // 400 + ((customer + people.first) * 2_654_435_761 % 4_294_967_291) % handlers)


def _mixed(handler: Integers) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A number in [0, 1) that each collector keeps for life: character does not change with the block."""
    return np.asarray((handler * 40_503 + 12_345) % 65_536 / 65_536)
