"""The truth of gangs: their lives, and what was theirs."""

import numpy as np

from mingjian.simulation.books.books import Books
from mingjian.simulation.calendar import instants


def write_gangs(books: Books) -> None:
    """Writes the gangs that were born by the snapshot, their members and what happened to them."""
    snapshot = books.calendar.snapshot
    living = [(index, gang) for index, gang in enumerate(books.plan.gangs) if gang.born <= snapshot]
    if not living:
        return
    gangs = [gang for _, gang in living]
    ended = np.array([gang.ended for gang in gangs], dtype=np.int64)
    ended_at = instants(ended)
    ended_at[ended > snapshot] = np.datetime64("NaT")
    books.truth.append(
        "gangs",
        {
            "gang_id": [gang.gang_id for gang in gangs],
            "lineage_id": [gang.lineage_id for gang in gangs],
            "rebranded_from": [gang.rebranded_from for gang in gangs],
            "split_from": [gang.split_from for gang in gangs],
            "den_id": [gang.den_id for gang in gangs],
            "family_id": [gang.manuscript.family for gang in gangs],
            "name": [gang.agency.name for gang in gangs],
            "sophistication": [gang.sophistication for gang in gangs],
            "born_at": instants(np.array([gang.born for gang in gangs], dtype=np.int64)),
            "ended_at": ended_at,
            "clients": [books.count.clients_of[index] for index, _ in living],
            "complaints": [books.count.complaints_of[index] for index, _ in living],
            "fee_yuan": [float(gang.agency.fee_yuan) for gang in gangs],
        },
    )
    members: list[tuple[str, str, str, str]] = []
    events: list[tuple[str, str, int, str]] = []
    for gang in gangs:
        agency = gang.agency
        members += [
            (gang.gang_id, "account", agency.payee_account, "asset"),
            (gang.gang_id, "wechat", agency.wechat_id, "asset"),
            (gang.gang_id, "phone", agency.phone, "operator"),
            *((gang.gang_id, kind, value, "asset") for kind, value in sorted(gang.used)),
        ]
        events.append((gang.gang_id, "born", gang.born, gang.rebranded_from or gang.split_from))
        if gang.rebranded_from:
            events.append((gang.rebranded_from, "rebranded", gang.born, gang.gang_id))
        if gang.split_from:
            events.append((gang.split_from, "split", gang.born, gang.gang_id))
        if gang.ended <= snapshot and not any(other.rebranded_from == gang.gang_id for other in gangs):
            events.append((gang.gang_id, "dormant", gang.ended, ""))
    members += [
        (books.plan.gangs[one.gang].gang_id, "organisation", one.organisation_id, "asset")
        for one in books.record.organisations
        if one.gang >= 0
    ]
    books.truth.append_rows("gang_members", ("gang_id", "entity_type", "entity_id", "role"), sorted(set(members)))
    columns = list(zip(*sorted(events), strict=True))
    books.truth.append(
        "gang_events",
        {
            "gang_id": columns[0],
            "event": columns[1],
            "at": instants(np.array(columns[2], dtype=np.int64)),
            "other_gang_id": columns[3],
        },
    )
