"""Who issues papers: organisations of the register with their real stamps, and dens with false ones."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mingjian.simulation.documents.facts import Issuer
from mingjian.simulation.documents.seal import engraved
from mingjian.simulation.registers import Organisation
from mingjian.simulation.streams import dice
from mingjian.simulation.world import World

ISSUES = frozenset({"hospital", "community", "government", "employer", "law_firm", "legal_aid", "other", "lender"})
"""Kinds of organisations that put a seal under something."""


def issuers(world: World, organisations: Sequence[Organisation], seed: int) -> Mapping[str, Issuer]:
    """Every organisation that issues papers, by its name."""
    return {
        one.name: issuer(world, one, dice(seed, world.name, "issuer", one.name))
        for one in organisations
        if one.kind in ISSUES and one.gang < 0
    }


def issuer(world: World, organisation: Organisation, throw: random.Random) -> Issuer:
    """Its telephone, address and stamp."""
    name = organisation.name
    region = world.places[0].region
    serial = throw.randrange(10**7)
    purpose = "医务专用章" if organisation.kind == "hospital" and throw.random() < 0.6 else ""
    seal = engraved(
        organisation.organisation_id,
        name,
        throw,
        code=f"{region}{serial:07d}" if throw.random() < 0.75 else "",
        purpose=purpose,
    )
    return Issuer(
        organisation.organisation_id,
        name,
        organisation.kind,
        organisation.uscc,
        f"{area_code(world, name)}-{throw.randrange(20_000_000, 89_000_000)}",
        f"{name[:3]}{throw.choice(world.streets)}{throw.randint(1, 300)}号",
        seal,
    )


def area_code(world: World, name: str) -> str:
    """The telephone area of the city that a name begins with."""
    return next((code for city, code in world.registers.area_codes if name.startswith(city)), "010")


def inverted(name: str) -> str:
    """The smaller place before the larger one, as careless forgers write: 渝北区重庆市…"""
    for larger in ("市", "省"):
        cut = name.find(larger) + 1
        if 0 < cut < len(name):
            for smaller in ("区", "县", "市"):
                end = name.find(smaller, cut) + 1
                if 0 < end < len(name) - 2:
                    return name[cut:end] + name[:cut] + name[end:]
    return ""


def counterfeit(genuine: Issuer, den: str, *, name: str, throw: random.Random) -> Issuer:
    """The issuer as a den copies it: its seal, cut or drawn by the den, with the den's own measures."""
    seal = engraved(f"{den}/{name}", name, throw, code=genuine.seal.code, purpose=genuine.seal.purpose)
    return replace(genuine, name=name, seal=seal)
