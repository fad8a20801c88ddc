"""Who exists on paper: registers, lawyers, agencies, their adverts, and those who say they act for somebody."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from mingjian.simulation import numbers
from mingjian.simulation.calendar import DAY, Calendar
from mingjian.simulation.gangs import Gang
from mingjian.simulation.settings import WorldSettings
from mingjian.simulation.story import Letter
from mingjian.simulation.streams import dice
from mingjian.simulation.world import World


@dataclass(frozen=True)
class Organisation:
    """One entry of a register; ``gang`` is the gang that it fronts for, or -1."""

    organisation_id: str
    name: str
    uscc: str
    kind: str
    status: str
    status_from: int
    scope: str
    registered: int
    gang: int = -1
    early_code: bool = False


@dataclass(frozen=True)
class Practitioner:
    """One lawyer of the register."""

    licence_number: str
    full_name: str
    organisation: str
    status: str
    delivered: bool = True
    """Whether the lender's extract of the register has them."""


@dataclass(frozen=True)
class Advert:
    """One public post of an agency."""

    gang: int
    published: int
    platform: str
    letter: Letter
    brief: bool = False
    """A word or two under somebody's video, which name no way to reach anybody."""


@dataclass(frozen=True)
class PublicRecord:
    """Everything that stands in public registers and on public platforms."""

    organisations: tuple[Organisation, ...]
    practitioners: tuple[Practitioner, ...]
    adverts: tuple[Advert, ...]

    def named(self, name: str) -> Organisation | None:
        """The organisation of that name."""
        return next((entry for entry in self.organisations if entry.name == name), None)


def public_record(world: World, calendar: Calendar, settings: WorldSettings, gangs: Sequence[Gang]) -> PublicRecord:
    """The registers and the adverts of the whole world."""
    throw = dice(settings.seed, world.name, "registers")
    organisations = _honest_organisations(world, calendar, throw)
    practitioners = [
        _lawyer(world, organisation, throw)
        for organisation in organisations
        if organisation.kind == "law_firm"
        for _ in range(throw.randint(2, 5))
    ]
    for index, gang in enumerate(gangs):
        # Not every agency has a firm; those that have are consulting or technology companies.
        if throw.random() < 0.75:
            kind = throw.choice(("consulting", "technology", "consulting"))
            ended = gang.rebranded_from == "" and gang.ended < calendar.snapshot
            organisations.append(
                Organisation(
                    organisation_id=f"O-{len(organisations) + 1:05d}",
                    name=gang.agency.name,
                    uscc=numbers.credit_code("91", world.places[0].region, throw.randrange(10**8)),
                    kind=kind,
                    status="dissolved" if ended and throw.random() < 0.5 else "active",
                    status_from=gang.ended if ended else gang.born - 60 * DAY,
                    scope=throw.choice(
                        ("商务信息咨询；企业管理咨询", "信息技术咨询服务；软件开发", "法律咨询（不含律师事务所业务）")
                    ),
                    registered=gang.born - throw.randint(30, 700) * DAY,
                    gang=index,
                )
            )
    throw.shuffle(organisations)
    organisations += _offices(world, calendar, dice(settings.seed, world.name, "offices"), len(organisations))
    return PublicRecord(tuple(organisations), tuple(practitioners), tuple(_adverts(world, calendar, settings, gangs)))


def _honest_organisations(world: World, calendar: Calendar, throw: random.Random) -> list[Organisation]:
    registers = world.registers
    entries = [
        *((name, "law_firm", "31") for name in registers.law_firms),
        *((name, "legal_aid", "12") for name in registers.legal_aid),
        *((name, "hospital", "12") for name in registers.hospitals),
        *((name, "employer", "91") for name in registers.employers),
        (registers.association, "other", "51"),
        (world.habits.lender, "lender", "91"),
    ]
    result = []
    for number, (name, kind, department) in enumerate(entries):
        # One of the honest firms that write letters always has such a code, or nobody could be wronged for it.
        early = (throw.random() < 0.12 and kind in ("employer", "legal_aid")) or name == registers.law_firms[-1]
        result.append(
            Organisation(
                organisation_id=f"O-{number + 1:05d}",
                name=name,
                uscc=numbers.credit_code(department, world.places[0].region, throw.randrange(10**8), early=early),
                kind=kind,
                status="active",
                status_from=calendar.start - throw.randint(300, 3_000) * DAY,
                scope="",
                registered=calendar.start - throw.randint(3_000, 6_000) * DAY,
                early_code=early,
            )
        )
    return result


def _offices(world: World, calendar: Calendar, throw: random.Random, already: int) -> list[Organisation]:
    """Those who issue papers and have no other part in the story."""
    registers = world.registers
    entries = [
        *((name, "community", "13" if "街道" in name else "55") for name in registers.communities),
        *((name, "government", "11") for name in registers.police),
        *((name, "other", "91") for name in registers.banks),
    ]
    return [
        Organisation(
            organisation_id=f"O-{already + number:05d}",
            name=name,
            uscc=numbers.credit_code(department, world.places[0].region, throw.randrange(10**8)),
            kind=kind,
            status="active",
            status_from=calendar.start - throw.randint(300, 3_000) * DAY,
            scope="",
            registered=calendar.start - throw.randint(3_000, 6_000) * DAY,
        )
        for number, (name, kind, department) in enumerate(entries, start=1)
    ]


def _lawyer(world: World, organisation: Organisation, throw: random.Random) -> Practitioner:
    woman = throw.random() < 0.4
    names = world.names
    given = names.given_women if woman else names.given_men
    return Practitioner(
        licence_number=numbers.licence_number(
            world.province,
            1,
            category=1,
            year=throw.randint(2003, 2022),
            woman=woman,
            serial=throw.randrange(10**6),
        ),
        full_name=throw.choice(names.surnames) + throw.choice(given) + throw.choice(given),
        organisation=organisation.name,
        status="active",
        # The lender's extract lacks the lawyers of one firm, or nobody could be wronged for that.
        delivered=organisation.name != world.registers.law_firms[0],
    )


_PLATFORMS = ("douyin", "kuaishou", "xiaohongshu", "wechat", "weibo", "zhihu", "sms", "website")


def _adverts(world: World, calendar: Calendar, settings: WorldSettings, gangs: Sequence[Gang]) -> list[Advert]:
    result = []
    for index, gang in enumerate(gangs):
        throw = dice(settings.seed, world.name, "adverts", gang.gang_id)
        for _ in range(throw.randint(1, 6)):
            at = _published(gang, throw)
            if at <= calendar.snapshot:
                # 91.5 % of the adverts that one lender found stood on four platforms (domain.md).
                platform = throw.choices(_PLATFORMS, (34, 22, 20, 16, 3, 2, 2, 1))[0]
                result.append(Advert(index, at, platform, world.advert(gang.agency, throw)))
        throw = dice(settings.seed, world.name, "posts", gang.gang_id)
        for _ in range(throw.randint(6, 18)):
            at = _published(gang, throw)
            if at <= calendar.snapshot:
                platform = throw.choice(_PLATFORMS[:4])
                result.append(Advert(index, at, platform, world.post(gang.agency, throw), brief=True))
    return sorted(result, key=lambda advert: (advert.published, advert.gang))


def _published(gang: Gang, throw: random.Random) -> int:
    return gang.born + int(throw.random() * max(DAY, gang.ended - gang.born))
