"""Who acted for complainants, and what clients told of agencies later."""

from collections.abc import Sequence

import numpy as np

from mingjian.simulation.books.books import Books, Filed, Told
from mingjian.simulation.calendar import DAY, instants
from mingjian.simulation.gangs import Engagement
from mingjian.simulation.grievances import Records
from mingjian.simulation.representation import represent
from mingjian.simulation.streams import dice


def write_representations(books: Books, filed: Sequence[Filed]) -> None:
    """Writes who stands in the complaints as a helper, and whether each may."""
    rows = [
        row
        for one in filed
        if one.filing.represented
        for row in (represent(books.world, books.settings, books.record, books.plan, one.complaint_id, one.filing),)
    ]
    books.delivery.append_rows(
        "representations",
        (
            "representation_id",
            "complaint_id",
            "representative_name",
            "representative_phone",
            "relationship",
            "organisation_name",
            "organisation_uscc",
            "licence_number",
            "fee_yuan",
            "payee_account",
        ),
        [
            (
                row.representation_id,
                row.complaint_id,
                row.name,
                row.phone,
                row.relationship,
                row.organisation,
                row.uscc,
                row.licence,
                row.fee_yuan,
                row.account,
            )
            for row in rows
        ],
    )
    books.truth.append_rows(
        "representations",
        ("representation_id", "lawful", "why"),
        [(row.representation_id, row.lawful, row.why) for row in rows],
    )


def write_testimonies(books: Books, records: Records, engagements: Sequence[Engagement]) -> list[Told]:
    """What clients who paid tell the lender later: one in ten speaks, of those cheated outright every second."""
    rows, told = [], []
    for one in engagements:
        gang = books.plan.gangs[one.gang]
        throw = dice(books.settings.seed, books.world.name, "testimony", gang.gang_id, one.ordinal)
        speaks = throw.random() < (0.5 if one.victim else 0.1)
        at = one.recruited + int(throw.uniform(20, 150) * DAY)
        if not speaks or at > books.calendar.snapshot:
            continue
        agency = gang.agency
        told.append(Told(f"Y{books.count.next_testimony:07d}", one, at))
        rows.append(
            (
                f"Y{books.count.next_testimony:07d}",
                str(records.people.customer_id[one.customer - records.people.first]),
                at,
                agency.name if throw.random() < 0.7 else agency.brand,
                agency.phone if throw.random() < 0.5 else "",
                agency.wechat_id if throw.random() < 0.6 else "",
                agency.payee_account if throw.random() < 0.6 else "",
                float(agency.fee_yuan) if throw.random() < 0.8 else None,
                books.world.testimony(agency, throw).text,
                gang.gang_id,
            )
        )
        books.count.next_testimony += 1
    if not rows:
        return told
    columns = list(zip(*rows, strict=True))
    books.delivery.append(
        "testimonies",
        {
            "testimony_id": columns[0],
            "customer_id": columns[1],
            "reported_at": instants(np.array(columns[2], dtype=np.int64)),
            "agency_name": columns[3],
            "agent_phone": columns[4],
            "wechat_id": columns[5],
            "payee_account": columns[6],
            "fee_yuan": columns[7],
            "text": columns[8],
        },
    )
    books.truth.append("testimonies", {"testimony_id": columns[0], "gang_id": columns[9]})
    return told
