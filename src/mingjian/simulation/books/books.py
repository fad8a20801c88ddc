"""What every table of a simulated lender is written from, and where to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mingjian.simulation.calendar import Calendar
from mingjian.simulation.documents.archive import Archive
from mingjian.simulation.documents.facts import Issuer
from mingjian.simulation.filing import Filing
from mingjian.simulation.gangs import Engagement, Underworld
from mingjian.simulation.registers import PublicRecord
from mingjian.simulation.settings import WorldSettings
from mingjian.simulation.world import World
from mingjian.simulation.writer import TableWriter


@dataclass(frozen=True)
class Filed:
    """A complaint with the number that the lender gave it."""

    complaint_id: str
    customer_id: str
    filing: Filing


@dataclass(frozen=True)
class Told:
    """What a client told the lender of an agency, with the number that the lender gave it."""

    testimony_id: str
    client: Engagement
    at: int


@dataclass
class Count:
    """What runs on from block to block: the next numbers, and what each gang has so far."""

    complaints_of: list[int]
    clients_of: list[int]
    next_complaint: int = 1
    next_testimony: int = 1
    next_agreement: int = 1


@dataclass(frozen=True)
class Books:
    """The plan of a world, and the writers of what the lender was delivered and of what is true."""

    world: World
    settings: WorldSettings
    calendar: Calendar
    plan: Underworld
    record: PublicRecord
    issuers: Mapping[str, Issuer]
    archive: Archive | None
    delivery: TableWriter
    truth: TableWriter
    count: Count = field(init=False)

    def __post_init__(self) -> None:
        gangs = len(self.plan.gangs)
        object.__setattr__(self, "count", Count([0] * gangs, [0] * gangs))
