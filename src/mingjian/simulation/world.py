"""What a world must bring of its own: places, names, products, habits, and everything that is written in it.

Version 1. The lender's machinery (ledger, contacts, filing) is the same in all worlds and is steered by numbers;
what people write and how gangs hide is each world's own code and data, so that a quality figure which holds in two
worlds does not rest on the sentences or the tactics of one.
"""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mingjian.contract.vocabulary import ComplaintChannel, ProductKind
from mingjian.simulation.documents.facts import Facts
from mingjian.simulation.documents.paper import Paper
from mingjian.simulation.story import Brief, Letter, LookAlike, Provision

WORLD_INTERFACE_VERSION = 1


@dataclass(frozen=True)
class Place:
    """A county or district: its region code (GB/T 2260), its name in full and its city."""

    region: int
    name: str
    city: str
    weight: float = 1.0


@dataclass(frozen=True)
class Product:
    """A kind of loan that the lender sells."""

    name: str
    kind: ProductKind
    principal_yuan: tuple[int, int]
    annual_rate: tuple[float, float]
    terms: tuple[int, ...]
    weight: float


@dataclass(frozen=True)
class Names:
    """Parts of the names of people."""

    surnames: tuple[str, ...]
    given_men: tuple[str, ...]
    given_women: tuple[str, ...]


@dataclass(frozen=True)
class Habits:
    """How the lender, its customers and the network around them behave; each a share unless said otherwise."""

    lender: str
    stop_paying: float
    """Log-odds a month that an untroubled customer stops paying."""
    calls_in_arrears: float
    """Mean collection calls a month to a customer in arrears."""
    rogue_collectors: float
    unlisted_charges: float
    overpriced_loans: float
    """Loans sold above 24 % a year."""
    broken_promises: float
    carrier_nat: float
    """Customers behind a carrier's shared address."""
    virtual_operators: float
    channels: tuple[tuple[ComplaintChannel, float], ...]
    """First channels of honest complaints."""
    misread: float
    """Honest claims that are wrong or overstated."""
    typing_errors: float


@dataclass(frozen=True)
class Registers:
    """Parts from which the registers' organisations are named."""

    law_firms: tuple[str, ...]
    legal_aid: tuple[str, ...]
    association: str
    hospitals: tuple[str, ...]
    employers: tuple[str, ...]
    agency_stems: tuple[str, ...]
    agency_endings: tuple[str, ...]
    communities: tuple[str, ...]
    """Street offices and residents' committees."""
    police: tuple[str, ...]
    banks: tuple[str, ...]
    area_codes: tuple[tuple[str, str], ...]
    """(Beginning of an organisation's name, telephone area code)."""


@dataclass(frozen=True)
class Traces:
    """The identifiers that a filed complaint carries; empty where it carries none."""

    contact_phone: str = ""
    contact_email: str = ""
    sender_name: str = ""
    sender_address: str = ""
    tracking_number: str = ""
    device_id: str = ""
    ip: str = ""


@dataclass(frozen=True)
class Client:
    """What a gang's tactics may draw on: the customer's own identifiers and the place in the gang's list."""

    name: str
    own: Traces
    ordinal: int
    """Which client of the gang this is, from 0."""
    filing: int
    """Eight times the ordinal plus the place in the client's campaign: grows with the gang's work."""
    channel: ComplaintChannel
    received_at: datetime


class Hideout(Protocol):
    """One gang's stock of telephones, devices, mailboxes and addresses, and how it uses them."""

    def traces(self, client: Client, sophistication: float, dice: random.Random) -> Traces:
        """What this complaint is to carry at this step of the ladder."""
        ...

    def assets(self) -> tuple[tuple[str, str], ...]:
        """(entity type, identifier) of what is the gang's own."""
        ...

    def campaign(self, sophistication: float, dice: random.Random) -> tuple[ComplaintChannel, ...]:
        """The channels that one client's complaints take, in order."""
        ...

    def working_hour(self, sophistication: float, dice: random.Random) -> int:
        """The hour of the day at which the gang files."""
        ...


class Manuscript(Protocol):
    """A gang's letter: written once, filled in for each client."""

    family: str
    root: str
    """The family of the first letter of its chain of reworkings."""

    def write(self, brief: Brief, sophistication: float, dice: random.Random) -> Letter:
        """The letter for one client at a step of the ladder."""
        ...

    def claims(self) -> tuple[str, ...]:
        """The claims that the letter makes for whoever signs it."""
        ...

    def demands(self) -> tuple[str, ...]:
        """The demands that it makes."""
        ...


@dataclass(frozen=True)
class Agency:
    """What a gang shows of itself: names, a WeChat id and the account that is paid."""

    name: str
    brand: str
    wechat_id: str
    phone: str
    payee_account: str
    fee_yuan: int


class World(Protocol):
    """A city, its lender and its writers. ``version`` changes whenever the same seed would give other bytes."""

    name: str
    version: str
    province: int
    places: tuple[Place, ...]
    products: tuple[Product, ...]
    names: Names
    habits: Habits
    registers: Registers
    streets: tuple[str, ...]
    estates: tuple[str, ...]

    def honest_letter(self, brief: Brief, dice: random.Random) -> Letter:
        """What an honest person writes, from many grammars."""
        ...

    def shared_letter(self, kind: LookAlike, key: int, brief: Brief, dice: random.Random) -> Letter:
        """What honest people write in the same words: a form, a news day, a lawyer's letter, a hospital's wording.

        Letters of one ``key`` share their wording.
        """
        ...

    def manuscript(self, family: str, dice: random.Random, *, parent: Manuscript | None = None) -> Manuscript:
        """A new gang letter, or one reworked from its parent."""
        ...

    def hideout(self, dice: random.Random, *, parent: Hideout | None = None) -> Hideout:
        """A new gang's stock of identifiers; a rebranded gang keeps little of its parent's."""
        ...

    def agency(self, dice: random.Random) -> Agency:
        """A gang's public face."""
        ...

    def testimony(self, agency: Agency, dice: random.Random) -> Letter:
        """What a customer tells of being approached."""
        ...

    def agreement(self, agency: Agency, client: str, dice: random.Random) -> tuple[Provision, ...]:
        """What the agency has a client sign, item by item."""
        ...

    def advert(self, agency: Agency, dice: random.Random) -> Letter:
        """A public post of the agency, code words marked."""
        ...

    def post(self, agency: Agency, dice: random.Random) -> Letter:
        """A word or two of the agency under somebody's video, code words marked.

        Some are written as nobody has listed them yet (``new`` in the truth): by characters that only look alike.
        """
        ...

    def paper(self, facts: Facts, blank: random.Random, dice: random.Random) -> Paper:
        """A document that states these facts, on the form that equal throws of ``blank`` always give."""
        ...

    def call(self, *, threatening: bool, name: str, dice: random.Random) -> str:
        """The transcript of a collection call."""
        ...
