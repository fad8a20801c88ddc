"""Gangs: born, recruiting, rebranding, splitting, buying their letters from a den, and learning as they go."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from mingjian.simulation.calendar import DAY, Calendar
from mingjian.simulation.settings import WorldSettings
from mingjian.simulation.streams import dice, stream
from mingjian.simulation.world import Agency, Hideout, Manuscript, World

COMPLAINTS_PER_CLIENT = 2.1
"""How many complaints an agency files for a client on the average, over all channels; only sizes the gangs."""


@dataclass
class Gang:
    """One gang. ``lineage`` is the first of its chain of rebrandings: new name, same people."""

    gang_id: str
    lineage_id: str
    sophistication: float
    born: int
    ended: int
    hideout: Hideout
    manuscript: Manuscript
    agency: Agency
    den_id: str = ""
    rebranded_from: str = ""
    split_from: str = ""
    first_filing: int = 0
    last_filing: int = 0
    used: set[tuple[str, str]] = field(default_factory=set)
    """(entity type, identifier) that its complaints carried and that are the gang's, not the client's."""

    def step(self, at: int) -> float:
        """Where on the ladder it stands: a tenth of the way further with every year of practice."""
        return (
            min(1.0, self.sophistication + 0.1 * max(0, at - self.born) / (365 * DAY)) if self.sophistication else 0.0
        )


@dataclass(frozen=True)
class Engagement:
    """One customer in a gang's hands. A victim paid, and nothing was ever filed."""

    customer: int
    gang: int
    ordinal: int
    recruited: int
    victim: bool
    true_grievance: bool


@dataclass(frozen=True)
class Underworld:
    """All gangs and all their engagements, sorted by customer."""

    gangs: Sequence[Gang]
    engagements: Sequence[Engagement]


def underworld(world: World, calendar: Calendar, settings: WorldSettings) -> Underworld:
    """Plans every gang before a single customer is drawn, so that blocks of customers can be made one by one."""
    chance = stream(settings.seed, world.name, "gangs")
    wanted = settings.complaints_per_customer * settings.customers * settings.agent_share / COMPLAINTS_PER_CLIENT
    if wanted < 1:
        return Underworld((), ())
    mean = max(6.0, min(wanted / 3, 15 * (settings.customers / 2_000) ** 0.35))
    sizes: list[int] = []
    while sum(sizes) < wanted:
        sizes.append(max(4, round(float(chance.lognormal(math.log(mean) - 0.2, 0.65)))))
    manuscripts = _letters(world, settings, dens=max(1, len(sizes) // 6))
    gangs: list[Gang] = []
    planned: list[tuple[int, int, int]] = []  # gang, recruited, place in the gang's list
    for size in sizes:
        throw = dice(settings.seed, world.name, "gang", len(gangs))
        root = _found(world, calendar, settings, gangs, manuscripts, throw)
        planned += _recruit(world, settings, gangs, root, size, throw)
    customers = chance.permutation(settings.customers)[: len(planned)]
    engagements = [
        Engagement(
            customer=int(customer),
            gang=gang,
            ordinal=ordinal,
            recruited=recruited,
            victim=bool(chance.random() < 0.12),
            true_grievance=bool(chance.random() < settings.agent_merit),
        )
        for customer, (gang, recruited, ordinal) in zip(customers, planned, strict=False)
    ]
    return Underworld(gangs, sorted(engagements, key=lambda engagement: engagement.customer))


def _letters(world: World, settings: WorldSettings, *, dens: int) -> list[tuple[str, Manuscript]]:
    """The letters that dens sell, each to several agencies."""
    return [
        (
            f"DEN-{number + 1:03d}",
            world.manuscript(f"F-D{number + 1:03d}", dice(settings.seed, world.name, "den", number)),
        )
        for number in range(dens)
    ]


def _found(
    world: World,
    calendar: Calendar,
    settings: WorldSettings,
    gangs: list[Gang],
    manuscripts: list[tuple[str, Manuscript]],
    throw: random.Random,
) -> int:
    """A new gang; its index."""
    number = len(gangs)
    den, manuscript = throw.choice(manuscripts) if throw.random() < 0.4 else ("", None)
    born = calendar.start + int(throw.uniform(0.1, 0.8) * (calendar.snapshot - calendar.start))
    lives_on = throw.random() < 0.7
    ended = calendar.end if lives_on else min(calendar.end, born + int(throw.uniform(100, 300)) * DAY)
    gangs.append(
        Gang(
            gang_id=f"G-{number + 1:04d}",
            lineage_id=f"G-{number + 1:04d}",
            sophistication=_near(settings.sophistication, throw),
            born=born,
            ended=ended,
            hideout=world.hideout(throw),
            manuscript=manuscript or world.manuscript(f"F-{number + 1:04d}", throw),
            agency=world.agency(throw),
            den_id=den,
        )
    )
    return number


def _near(sophistication: float, throw: random.Random) -> float:
    """Gangs of one world differ a little; at either end of the ladder all stand on the last step."""
    if sophistication in (0.0, 1.0):
        return sophistication
    return min(1.0, max(0.0, sophistication + throw.gauss(0, 0.06)))


def _recruit(
    world: World,
    settings: WorldSettings,
    gangs: list[Gang],
    root: int,
    size: int,
    throw: random.Random,
) -> list[tuple[int, int, int]]:
    """When each of the gang's clients came, and to which of its names: (gang, recruited, ordinal)."""
    gang = gangs[root]
    # Word of mouth: recruiting speeds up, so times lean towards the end of its life.
    times = sorted(gang.born + int((throw.random() ** 0.8) * (gang.ended - gang.born)) for _ in range(size))
    owners = [root] * size
    fate = throw.random()
    turning = size // 2 if size >= 8 else size
    if turning < size and fate < 0.3:
        child = _successor(world, settings, gangs, root, born=times[turning], throw=throw)
        gang.ended = times[turning]
        owners[turning:] = [child] * (size - turning)
    elif turning < size and fate < 0.45:
        child = _faction(world, gangs, root, born=times[turning], throw=throw)
        owners[turning:] = [child if throw.random() < 0.5 else root for _ in range(size - turning)]
    ordinals: dict[int, int] = {}
    result = []
    for owner, at in zip(owners, times, strict=True):
        ordinals[owner] = ordinals.get(owner, -1) + 1
        result.append((owner, at, ordinals[owner]))
    return result


def _successor(
    world: World, settings: WorldSettings, gangs: list[Gang], root: int, *, born: int, throw: random.Random
) -> int:
    """The same people under a new name: new stock, a reworked letter, a step up the ladder, the old account."""
    old, number = gangs[root], len(gangs)
    agency = world.agency(throw)
    kept = Agency(
        name=agency.name,
        brand=agency.brand,
        wechat_id=agency.wechat_id,
        phone=agency.phone,
        payee_account=old.agency.payee_account,
        fee_yuan=agency.fee_yuan,
    )
    learns = 0.0 if settings.sophistication == 0 else 0.08
    gangs.append(
        Gang(
            gang_id=f"G-{number + 1:04d}",
            lineage_id=old.lineage_id,
            sophistication=min(1.0, old.sophistication + learns),
            born=born,
            ended=old.ended,
            hideout=world.hideout(throw, parent=old.hideout),
            manuscript=world.manuscript(f"F-{number + 1:04d}", throw, parent=old.manuscript),
            agency=kept,
            rebranded_from=old.gang_id,
        )
    )
    return number


def _faction(world: World, gangs: list[Gang], root: int, *, born: int, throw: random.Random) -> int:
    """People who leave with the letter and begin with a stock of their own."""
    old, number = gangs[root], len(gangs)
    gangs.append(
        Gang(
            gang_id=f"G-{number + 1:04d}",
            lineage_id=f"G-{number + 1:04d}",
            sophistication=old.sophistication,
            born=born,
            ended=old.ended,
            hideout=world.hideout(throw),
            manuscript=old.manuscript,
            agency=world.agency(throw),
            den_id=old.den_id,
            split_from=old.gang_id,
        )
    )
    return number
