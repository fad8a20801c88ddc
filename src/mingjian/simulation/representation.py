"""Those who act for a customer: real lawyers, legal aid, relatives and neighbours, and companies that pose."""

from dataclasses import dataclass

from mingjian.simulation import numbers
from mingjian.simulation.filing import Filing
from mingjian.simulation.gangs import Underworld
from mingjian.simulation.registers import PublicRecord
from mingjian.simulation.settings import WorldSettings
from mingjian.simulation.story import LookAlike
from mingjian.simulation.streams import dice
from mingjian.simulation.world import World


@dataclass(frozen=True)
class Representation:
    """One representation and whether it is lawful."""

    representation_id: str
    complaint_id: str
    name: str
    phone: str
    relationship: str
    organisation: str
    uscc: str
    licence: str
    fee_yuan: float | None
    account: str
    lawful: bool
    why: str


def represent(
    world: World,
    settings: WorldSettings,
    record: PublicRecord,
    plan: Underworld,
    complaint_id: str,
    filing: Filing,
) -> Representation:
    """Who stands in the file as the representative of this complaint."""
    throw = dice(settings.seed, world.name, "representative", complaint_id)
    key = f"R{complaint_id[1:]}"
    names = world.names
    somebody = throw.choice(names.surnames) + throw.choice(names.given_men) + throw.choice(names.given_women)
    if filing.gang >= 0:
        agency = plan.gangs[filing.gang].agency
        poses = throw.random() < 0.35
        front = record.named(agency.name)
        licence = ""
        if poses:
            # A certificate that no register knows, for a firm that is no law firm.
            licence = numbers.licence_number(
                world.province,
                1,
                category=1,
                year=throw.randint(2005, 2023),
                woman=False,
                serial=throw.randrange(10**6),
            )
        return Representation(
            key,
            complaint_id,
            somebody,
            filing.traces.contact_phone,
            "lawyer" if poses else throw.choice(("company", "friend", "other")),
            agency.name,
            front.uscc if front else "",
            licence,
            float(agency.fee_yuan) if throw.random() < 0.4 else None,
            agency.payee_account if throw.random() < 0.5 else "",
            lawful=False,
            why="poses_as_lawyer" if poses else "company_for_fee",
        )
    if filing.look_alike is LookAlike.RELATIVE_HELPS:
        return Representation(
            key,
            complaint_id,
            filing.helper,
            filing.traces.contact_phone,
            "relative",
            "",
            "",
            "",
            None,
            "",
            True,
            "relative",
        )
    if filing.look_alike is LookAlike.HELPER_OF_MANY:
        return Representation(
            key,
            complaint_id,
            filing.helper,
            filing.traces.contact_phone,
            throw.choice(("friend", "other")),
            "",
            "",
            "",
            None,
            "",
            lawful=True,
            why="helps_for_nothing",
        )
    organisation = record.named(filing.helper)
    lawyers = [one for one in record.practitioners if one.organisation == filing.helper]
    lawyer = throw.choice(lawyers) if lawyers else None
    return Representation(
        key,
        complaint_id,
        lawyer.full_name if lawyer else somebody,
        filing.traces.contact_phone,
        "lawyer" if lawyer else "legal_worker",
        filing.helper,
        organisation.uscc if organisation else "",
        lawyer.licence_number if lawyer else "",
        None,
        "",
        lawful=True,
        why="legal_aid" if lawyer is None else "lawyer" if lawyer.delivered else "lawyer_outside_the_extract",
    )
