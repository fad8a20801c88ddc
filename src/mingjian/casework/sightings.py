"""What is watched turns up in a complaint that was taken in between two runs: noted when it is assessed."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, String, Table, select

from mingjian.casework.alerts import now_called
from mingjian.casework.watched import number_pattern, says, thing, wording_pattern
from mingjian.casework.watchlist import Record, Watch
from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.serving import RunTables
from mingjian.wording.contacts import find_contacts

__all__ = ["Arrived", "noted", "seen_in", "things_of", "write"]

SIGHTINGS = Table(
    "watch_sightings",
    METADATA,
    Column("watch_id", String(20), primary_key=True),
    Column("complaint_id", String(200), primary_key=True),
    Column("at", Instant, nullable=False),
)
_FIELDS = (("phone", "contact_phone"), ("email", "contact_email"), ("device", "device_id"), ("ip", "ip"))
_SHORTEST_NAME = 3
"""Characters of an agency's name that is looked for in a text; a shorter one stands in many."""


@dataclass(frozen=True)
class Arrived:
    """What a complaint shows of what may be watched; ``things`` are shared things such as ``phone:170…``."""

    complaint_id: str
    text: str
    gang_id: str | None
    things: frozenset[str]


def things_of(complaint: Mapping[str, Any]) -> frozenset[str]:
    """The things that a complaint's fields and its text name."""
    fields = {f"{kind}:{complaint[name]}" for kind, name in _FIELDS if complaint.get(name)}
    named = {f"{contact.kind.value}:{contact.value}" for contact in find_contacts(complaint.get("text") or "")}
    return frozenset(fields | named)


def seen_in(
    arrived: Arrived, watches: Iterable[Watch], tables: RunTables, known: Mapping[str, Collection[Record]]
) -> tuple[Watch, ...]:
    """The watches that a complaint shows something of; ``known`` are, by watch, the records that showed it before."""
    return tuple(watch for watch in watches if _shows(arrived, watch, tables, known.get(watch.watch_id, ())))


def _shows(arrived: Arrived, watch: Watch, tables: RunTables, known: Collection[Record]) -> bool:
    subject = watch.subject_id
    if watch.kind == "gang":
        return arrived.gang_id == subject
    if watch.kind == "entity":
        type_, value = thing(subject)
        pattern = number_pattern(value)
        spelt = f"{type_}:{value}" in arrived.things or subject in arrived.things
        return spelt or (pattern is not None and says(pattern, arrived.text))
    if watch.kind == "wording":
        return says(wording_pattern(subject), arrived.text)
    if watch.kind == "organisation":
        rows = tables.query("SELECT name FROM organisations WHERE organisation_id = $subject", {"subject": subject})
        return any(_named(name, arrived.text) for name in (subject, *(row["name"] for row in rows)))
    rows = tables.query(
        "SELECT names, phones, wechat_ids FROM agencies WHERE list_contains($subjects, agency_id)",
        {"subjects": [*now_called(subject, tables, known)]},
    )
    return any(_is_of_agency(arrived, row) for row in rows)


def _is_of_agency(arrived: Arrived, row: Mapping[str, Any]) -> bool:
    names = [one["name"] for one in json.loads(row["names"] or "[]")]
    reached = {f"phone:{value}" for value in json.loads(row["phones"] or "[]")} | {
        f"wechat:{value}" for value in json.loads(row["wechat_ids"] or "[]")
    }
    return bool(reached & arrived.things) or any(_named(name, arrived.text) for name in names)


def _named(name: str | None, text: str) -> bool:
    return bool(name) and len(name or "") >= _SHORTEST_NAME and (name or "") in text


def write(connection: Connection, watches: Iterable[Watch], complaint_id: str, at: datetime) -> None:
    """Notes the sightings within the caller's transaction; the same one again changes nothing."""
    for watch in watches:
        same = (SIGHTINGS.c.watch_id == watch.watch_id) & (SIGHTINGS.c.complaint_id == complaint_id)
        if connection.scalar(select(SIGHTINGS.c.watch_id).where(same)) is None:
            connection.execute(SIGHTINGS.insert().values(watch_id=watch.watch_id, complaint_id=complaint_id, at=at))


def noted(database: Database) -> dict[str, tuple[tuple[str, datetime], ...]]:
    """By watch, the complaints that showed it when they were taken in, and when."""
    found: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    with database.read() as connection:
        for row in connection.execute(select(SIGHTINGS).order_by(SIGHTINGS.c.at.desc(), SIGHTINGS.c.complaint_id)):
            found[row.watch_id].append((row.complaint_id, row.at))
    return {watch_id: tuple(complaints) for watch_id, complaints in found.items()}
