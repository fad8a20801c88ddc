"""What agencies had their clients sign, as it came to the lender: with a report, with a complaint, or seized."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from mingjian.contract.vocabulary import MaterialKind
from mingjian.simulation.books.books import Books, Filed, Told
from mingjian.simulation.calendar import DAY
from mingjian.simulation.documents.agreements import CAPTURES, agreement_file
from mingjian.simulation.documents.archive import Archive, share
from mingjian.simulation.gangs import Engagement
from mingjian.simulation.grievances import Records
from mingjian.simulation.settings import CHINA
from mingjian.simulation.streams import dice

DOCUMENTED_FOR_ONE = 3
"""One agreement comes to the lender for so many complaints with documents."""


@dataclass(frozen=True)
class _HandedIn:
    """An agreement and how it came; neither report nor complaint where it was seized at the agency."""

    client: Engagement
    at: int
    testimony_id: str = ""
    complaint_id: str = ""

    @property
    def came_with(self) -> str:
        """As the truth calls it."""
        return "testimony" if self.testimony_id else "complaint" if self.complaint_id else "seizure"


def write_agreements(
    books: Books,
    archive: Archive,
    records: Records,
    engagements: Sequence[Engagement],
    told: Sequence[Told],
    filed: Sequence[Filed],
) -> None:
    """Writes the block's share of the agreements: files, rows, and apart from them the truth of their clauses."""
    people, of = records.people, books.settings.customers
    whole = books.settings.documented_complaints // DOCUMENTED_FOR_ONE
    wanted = share(whole, people.first + len(people), of) - share(whole, people.first, of)
    for one in _handed_in(books, engagements, told, filed)[:wanted]:
        _write(books, archive, records, one)


def _handed_in(
    books: Books, engagements: Sequence[Engagement], told: Sequence[Told], filed: Sequence[Filed]
) -> list[_HandedIn]:
    """What there is to hand in, one of each way after another."""
    own = {one.filing.customer: one for one in filed if one.filing.gang < 0}
    reported = [_HandedIn(one.client, one.at, testimony_id=one.testimony_id) for one in told]
    complained = [
        _HandedIn(one, own[one.customer].filing.at, complaint_id=own[one.customer].complaint_id)
        for one in engagements
        if one.customer in own and own[one.customer].filing.at > one.recruited
    ]
    seized = [
        _HandedIn(one, one.recruited + 200 * DAY)
        for one in engagements
        if one.recruited + 200 * DAY <= books.calendar.snapshot
    ]
    ways = (reported, reported[::-1], complained, seized)
    in_turn = [way[number] for number in range(max(map(len, ways))) for way in ways if number < len(way)]
    first: dict[tuple[int, int], _HandedIn] = {}
    for one in in_turn:
        first.setdefault((one.client.gang, one.client.ordinal), one)
    return list(first.values())


def _write(books: Books, archive: Archive, records: Records, one: _HandedIn) -> None:
    gang, people = books.plan.gangs[one.client.gang], records.people
    place = one.client.customer - people.first
    number = books.count.next_agreement
    books.count.next_agreement += 1
    material_id = f"MS{number:06d}"
    throw = dice(books.settings.seed, books.world.name, "agreement", gang.gang_id, one.client.ordinal)
    name = str(people.full_name[place])
    provisions = books.world.agreement(gang.agency, name, throw)
    capture = CAPTURES[number % len(CAPTURES)]
    written = agreement_file(provisions, name, capture, datetime.fromtimestamp(one.at, tz=UTC).astimezone(CHINA), throw)
    # Whoever was at the agency's desk is named in what was seized there, and handed in nothing.
    customer_id = "" if one.came_with == "seizure" else str(people.customer_id[place])
    books.delivery.append_rows(
        "materials",
        (
            "material_id",
            "complaint_id",
            "customer_id",
            "kind",
            "path",
            "received_at",
            "issuer_name",
            "original_filename",
            "testimony_id",
        ),
        [
            (
                material_id,
                one.complaint_id,
                customer_id,
                MaterialKind.SERVICE_AGREEMENT.value,
                archive.kept(material_id, written),
                np.datetime64(one.at, "s"),
                gang.agency.name,
                written.filename,
                one.testimony_id,
            )
        ],
    )
    books.truth.append_rows(
        "agreements",
        ("material_id", "gang_id", "customer_id", "came_with", "capture"),
        [(material_id, gang.gang_id, str(people.customer_id[place]), one.came_with, capture.value)],
    )
    books.truth.append_rows(
        "agreement_clauses",
        ("material_id", "kind", "text"),
        [(material_id, kind, item.text) for item in provisions for kind in item.kinds],
    )
