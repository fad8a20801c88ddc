"""The customers of one block: who they are, where they live, what they telephone with."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mingjian.simulation import numbers
from mingjian.simulation.calendar import DAY, Calendar, Integers, local_days
from mingjian.simulation.numbers import Text
from mingjian.simulation.streams import stream
from mingjian.simulation.world import World

Flags = npt.NDArray[np.bool_]

_OPERATORS = np.array(
    [*range(130, 134), *range(135, 140), 150, 151, 152, 158, 159, 166, 177, 178, 180, 183, *range(186, 190), 198, 199]
)
_VIRTUAL_OPERATORS = np.array([162, 165, 167, 170, 171])


@dataclass(frozen=True)
class People:
    """One row a customer, in columns. ``home`` numbers the shared homes and factories; -1 is a home of one's own."""

    first: int
    customer_id: Text
    full_name: Text
    woman: Flags
    id_number: Text
    phone: Text
    registered: Integers
    place: Integers
    address: Text
    employer: Text
    device: Text
    ip: Text
    home: Integers
    behind_nat: Flags
    virtual_operator: Flags

    def __len__(self) -> int:
        return len(self.customer_id)


def population(world: World, calendar: Calendar, *, seed: int, first: int, count: int, known_by: Integers) -> People:
    """``count`` customers, numbered from ``first``, each registered before the instant ``known_by``."""
    chance = stream(seed, world.name, "population", first)
    habits = world.habits
    number = first + np.arange(count, dtype=np.int64)
    woman = chance.random(count) < 0.42
    weights = np.array([place.weight for place in world.places])
    place = chance.choice(len(world.places), count, p=weights / weights.sum())
    # Three in four were born where they live now, as identity numbers keep the region of first registration.
    born_in = np.where(chance.random(count) < 0.75, place, chance.integers(0, len(world.places), count))
    regions = np.array([entry.region for entry in world.places], dtype=np.int64)
    birthdays = local_days(calendar.snapshot - ((chance.beta(2, 3.2, count) * 37 + 20) * 365.25 * DAY).astype(np.int64))
    serial = chance.integers(0, 499, count) * 2 + np.where(woman, 0, 1)
    virtual = chance.random(count) < habits.virtual_operators
    # A multiplication that is invertible modulo 10^8 spreads the subscribers without ever giving one number twice
    # to two customers of one prefix.
    subscriber = (number * 48_271_939 + 17_389_453 + seed * 7_919) % 100_000_000
    prefix = np.where(virtual, chance.choice(_VIRTUAL_OPERATORS, count), chance.choice(_OPERATORS, count))
    home = _homes(chance, count, place)
    address = _addresses(world, chance, place, home)
    own_device = numbers.hexadecimal(chance.integers(0, 2**64, count, dtype=np.uint64), "d-")
    nat = chance.random(count) < habits.carrier_nat
    pool = max(4, count // 2_000)
    residential = chance.integers(0, 2**22, count) + (117 << 24)
    carrier = (100 << 24) + (64 << 16) + place * 256 + chance.integers(0, pool, count)
    ip = numbers.addresses_v4(np.where(nat, carrier, residential))
    shared = home >= 0
    if shared.any():
        leader = np.full(home.max() + 1, -1, dtype=np.int64)
        leader[home[shared][::-1]] = np.flatnonzero(shared)[::-1]
        follower = leader[home[shared]]
        ip[shared] = ip[follower]
        nat[shared] = nat[follower]
        device_shared = np.flatnonzero(shared)[chance.random(shared.sum()) < 0.45]
        own_device[device_shared] = own_device[leader[home[device_shared]]]
    employers = np.array(world.registers.employers)
    employer = np.where(chance.random(count) < 0.2, "", employers[chance.integers(0, len(employers), count)])
    if shared.any():
        employer[shared] = employers[(home[shared] * 7) % len(employers)]
    return People(
        first=first,
        customer_id=numbers.codes("C", number),
        full_name=_full_names(world, chance, woman),
        woman=woman,
        id_number=numbers.identity_numbers(regions[born_in], birthdays, serial),
        phone=numbers.phone_numbers(prefix, subscriber),
        registered=np.minimum(
            calendar.snapshot - chance.integers(40, 36 * 30, count) * DAY,
            known_by - chance.integers(60, 400, count) * DAY,
        ),
        place=place,
        address=address,
        employer=employer,
        device=own_device,
        ip=ip,
        home=home,
        behind_nat=nat,
        virtual_operator=virtual,
    )


def _full_names(world: World, chance: np.random.Generator, woman: Flags) -> Text:
    count = len(woman)
    # Surnames fall off as they do in the census: the first few carry a third of all people.
    rank = 1.0 / np.arange(3, len(world.names.surnames) + 3)
    surname = np.array(world.names.surnames)[chance.choice(len(rank), count, p=rank / rank.sum())]
    men, women = np.array(world.names.given_men), np.array(world.names.given_women)

    def given() -> Text:
        return np.where(woman, women[chance.integers(0, len(women), count)], men[chance.integers(0, len(men), count)])

    second = np.where(chance.random(count) < 0.82, given(), "")
    return np.char.add(np.char.add(surname, given()), second)


def _homes(chance: np.random.Generator, count: int, place: Integers) -> Integers:
    """Families, dormitories and factories: four customers in a hundred share device, address and line."""
    home = np.full(count, -1, dtype=np.int64)
    waiting = chance.permutation(count)[: int(count * 0.04)]
    position, number = 0, 0
    while position < len(waiting):
        size = int(chance.choice([2, 3, 4, 6, 9, 14], p=[0.45, 0.2, 0.12, 0.1, 0.08, 0.05]))
        members = waiting[position : position + size]
        if len(members) > 1:
            home[members] = number
            place[members] = place[members[0]]
            number += 1
        position += size
    return home


def _addresses(world: World, chance: np.random.Generator, place: Integers, home: Integers) -> Text:
    count = len(place)
    names = np.array([entry.city + entry.name for entry in world.places])
    streets, estates = np.array(world.streets), np.array(world.estates)
    parts = (
        names[place],
        streets[chance.integers(0, len(streets), count)],
        chance.integers(1, 400, count).astype(str),
        np.full(count, "号"),
        estates[chance.integers(0, len(estates), count)],
        chance.integers(1, 30, count).astype(str),
        np.full(count, "栋"),
    )
    address = parts[0]
    for part in parts[1:]:
        address = np.char.add(address, part)
    rooms = np.char.add((chance.integers(1, 33, count) * 100 + chance.integers(1, 9, count)).astype(str), "室")
    shared = np.flatnonzero(home >= 0)
    if len(shared):
        leader = np.full(home.max() + 1, -1, dtype=np.int64)
        leader[home[shared][::-1]] = shared[::-1]
        address[shared] = address[leader[home[shared]]]
        family = np.bincount(home[shared])[home[shared]] <= 4
        rooms[shared[family]] = rooms[leader[home[shared[family]]]]
    return np.char.add(address, rooms)
