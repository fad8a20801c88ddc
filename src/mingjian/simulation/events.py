"""What customers do in the app and change on file, before and besides complaining."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mingjian.simulation.calendar import DAY, Integers
from mingjian.simulation.filing import Filing
from mingjian.simulation.grievances import Records
from mingjian.simulation.ledger import NEVER
from mingjian.simulation.numbers import Text
from mingjian.simulation.settings import WorldSettings
from mingjian.simulation.streams import dice, stream
from mingjian.simulation.world import World

ACTIONS = (
    "login",
    "view_contract",
    "download_statement",
    "change_phone",
    "hardship_page",
    "complaint_page",
    "chat",
    "repay",
    "other",
)
_LOGIN, _CONTRACT, _STATEMENT, _PHONE, _HARDSHIP, _COMPLAINT, _CHAT, _REPAY, _OTHER = range(9)


@dataclass(frozen=True)
class AppEvents:
    """One row an event, by customer and time; ``action`` indexes ACTIONS."""

    customer: Integers
    at: Integers
    action: Integers
    device: Text
    ip: Text


@dataclass(frozen=True)
class Change:
    """One change of a fact on file."""

    customer: int
    at: int
    field: str
    old: str
    new: str


def app_events(
    world: World, records: Records, filings: Sequence[Filing], changes: Sequence[Change], *, seed: int
) -> AppEvents:
    """Visits of everybody, payments by app, and what people look at before they complain."""
    people, calendar, months = records.people, records.calendar, records.months
    chance = stream(seed, world.name, "app", people.first)
    each = chance.poisson(5.0, len(people))
    customer = np.repeat(np.arange(len(people), dtype=np.int64), each)
    at = calendar.start + (chance.random(len(customer)) * (calendar.end - calendar.start)).astype(np.int64)
    action = chance.choice(
        [_LOGIN, _CONTRACT, _STATEMENT, _CHAT, _OTHER], len(customer), p=[0.62, 0.08, 0.05, 0.1, 0.15]
    )
    paid = np.flatnonzero(
        (records.instalments.paid_at >= calendar.start) & (records.instalments.paid_at < calendar.end)
    )
    paid = paid[chance.random(len(paid)) < 0.3]
    attempted = np.flatnonzero(records.instalments.attempted_at < NEVER)
    by_app = np.concatenate([paid, attempted])
    payer = records.loans.customer[records.instalments.loan[by_app]]
    paid_at = np.concatenate([records.instalments.paid_at[paid], records.instalments.attempted_at[attempted]])
    who, month = np.nonzero(~months.paying & (chance.random(months.paying.shape) < 0.12))
    worried = calendar.begin(month) + (chance.random(len(who)) * 30 * DAY).astype(np.int64)
    before = _before_complaints(filings, changes, dice(seed, world.name, "before", people.first))
    customer = np.concatenate([customer, payer, who, before[0]])
    at = np.concatenate([at, paid_at, worried, before[1]])
    action = np.concatenate([action, np.full(len(payer), _REPAY), np.full(len(who), _HARDSHIP), before[2]])
    order = np.lexsort((action, at, customer))
    customer, at, action = customer[order], at[order], action[order]
    known = at <= calendar.end
    customer, at, action = customer[known], at[known], action[known]
    # One visit in twelve is made from somewhere else: a colleague's telephone, an office line.
    ip = people.ip[customer].copy()
    away = np.flatnonzero(chance.random(len(customer)) < 0.08)
    ip[away] = people.ip[chance.integers(0, len(people), len(away))]
    return AppEvents(customer=customer, at=at, action=action, device=people.device[customer], ip=ip)


def _before_complaints(
    filings: Sequence[Filing], changes: Sequence[Change], throw: random.Random
) -> tuple[Integers, Integers, Integers]:
    rows: list[tuple[int, int, int]] = []
    for filing in filings:
        if filing.customer < 0:
            continue
        agent = filing.gang >= 0
        wishes = (
            (_STATEMENT, 0.62 if agent else 0.2),
            (_CONTRACT, 0.55 if agent else 0.25),
            (_COMPLAINT, 0.15 if agent else 0.45),
            (_CHAT, 0.1 if agent else 0.3),
        )
        rows += [
            (filing.customer, filing.at - int(throw.uniform(0.05, 14) * DAY), action)
            for action, share in wishes
            if throw.random() < share
        ]
    rows += [(change.customer, change.at, _PHONE) for change in changes if change.field == "phone"]
    if not rows:
        return (np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64))
    customer, at, action = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return customer, at, action


def changes(world: World, settings: WorldSettings, records: Records, filings: Sequence[Filing]) -> tuple[Change, ...]:
    """People move, change work and telephone; gangs put their own number on file shortly before they file."""
    people, calendar = records.people, records.calendar
    chance = stream(settings.seed, world.name, "changes", people.first)
    rows = list(_ordinary(records, chance))
    seen: set[int] = set()
    for filing in filings:
        if filing.gang < 0 or filing.customer in seen:
            continue
        seen.add(filing.customer)
        throw = dice(settings.seed, world.name, "number", people.first, filing.customer)
        if throw.random() < 0.7 * (1 - 0.7 * filing.step) and filing.traces.contact_phone:
            old, new = str(people.phone[filing.customer]), filing.traces.contact_phone
            at = filing.at - int(throw.uniform(2, 12) * DAY)
            if new == old:
                # The client's own second card: a change all the same, and no link to anybody.
                new = old[:3] + f"{throw.randrange(10**8):08d}"
            rows.append(Change(filing.customer, at, "phone", old, new))
    rows = [row for row in rows if calendar.start <= row.at < calendar.end]
    return tuple(sorted(rows, key=lambda row: (row.customer, row.at, row.field)))


def _ordinary(records: Records, chance: np.random.Generator) -> list[Change]:
    people, calendar = records.people, records.calendar
    count = len(people)
    span = calendar.end - calendar.start
    rows = []
    for field, share in (("phone", 0.03), ("address", 0.035), ("employer", 0.04)):
        for customer in np.flatnonzero(chance.random(count) < share):
            at = calendar.start + int(chance.random() * span)
            other = int(chance.integers(0, count))
            if field == "phone":
                old, new = (
                    str(people.phone[customer]),
                    f"{str(people.phone[other])[:3]}{int(chance.integers(0, 10**8)):08d}",
                )
            elif field == "address":
                old, new = str(people.address[other]), str(people.address[customer])
            else:
                old, new = str(people.employer[other]), str(people.employer[customer])
            rows.append(Change(int(customer), at, field, old, new))
    # Misfortune of work shows on file now and then: the employer is struck off.
    struck, month = np.nonzero((records.months.blow == 1) & (chance.random(records.months.blow.shape) < 0.25))
    rows += [
        Change(
            int(customer), int(calendar.begin(int(period))) + 9 * DAY, "employer", str(people.employer[customer]), "无"
        )
        for customer, period in zip(struck, month, strict=True)
        if people.employer[customer]
    ]
    return rows
