"""Where what is watched has turned up since somebody last looked: in the records of the current run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from mingjian.casework.watchlist import Watch

SHOWN = 20
"""So many of the newest records are named for one watch; the rest are counted."""

_DATED = """
    SELECT 'complaints' AS record_table, complaint_id AS record_id, received_at AS seen, complaint_id, text
        FROM complaints
    UNION ALL SELECT 'testimonies', testimony_id, reported_at, NULL, text FROM testimonies
    UNION ALL SELECT 'solicitations', solicitation_id, published_at, NULL, text FROM solicitations
    UNION ALL SELECT 'representations', r.representation_id, c.received_at, r.complaint_id, NULL
        FROM representations AS r JOIN complaints AS c ON c.complaint_id = r.complaint_id
"""
"""Every record that may show something watched, with its time; a representation came with its complaint."""

_SHOWING = {
    "agency": "SELECT record_table, record_id, agency_mentions.at AS seen, complaint_id FROM agency_mentions "
    "WHERE agency_id = $subject",
    "gang": "SELECT 'complaints' AS record_table, c.complaint_id AS record_id, c.received_at AS seen, "
    "c.complaint_id FROM gang_members AS g "
    "JOIN complaints AS c ON g.entity_type = 'complaint' AND g.entity_id = c.complaint_id "
    "WHERE g.gang_id = $subject",
    "entity": f"SELECT d.record_table, d.record_id, d.seen, d.complaint_id FROM entities AS e JOIN ({_DATED}) AS d "
    "ON d.record_table = e.record_table AND d.record_id = e.record_id "
    "WHERE concat(e.entity_type, ':', e.entity_id) = $subject",
    "organisation": "SELECT 'representations' AS record_table, r.representation_id AS record_id, "
    "c.received_at AS seen, r.complaint_id FROM representations AS r "
    "JOIN complaints AS c ON c.complaint_id = r.complaint_id "
    "LEFT JOIN organisations AS o ON o.organisation_id = $subject "
    "WHERE r.organisation_name IN ($subject, o.name) OR r.organisation_uscc IN ($subject, o.uscc)",
    "wording": f"SELECT record_table, record_id, seen, complaint_id FROM ({_DATED}) WHERE contains(text, $subject)",
}
"""How each kind of watch finds the records that show it."""


class Tables(Protocol):
    """The tables of a run."""

    def query(self, sql: str, parameters: dict[str, object], /) -> list[dict[str, Any]]:
        """The rows of a SELECT."""


@dataclass(frozen=True)
class Sighting:
    """One record that shows what is watched."""

    record_table: str
    record_id: str
    at: datetime
    complaint_id: str | None


@dataclass(frozen=True)
class Alert:
    """What is watched has turned up: the newest records, and how many there are."""

    watch: Watch
    sightings: tuple[Sighting, ...]
    number: int


def alerts(
    watches: Iterable[Watch], tables: Tables, arrived: Mapping[str, Sequence[tuple[str, datetime]]] | None = None
) -> tuple[Alert, ...]:
    """One alert for each watch that something later than it shows; the newest first.

    ``arrived`` has, by watch, the complaints taken in since the run that show it; those that the run has are its own.
    """
    found = [
        alert
        for watch in watches
        if (alert := _alert(watch, tables, (arrived or {}).get(watch.watch_id, ()))) is not None
    ]
    return tuple(sorted(found, key=lambda alert: alert.sightings[0].at, reverse=True))


def _alert(watch: Watch, tables: Tables, arrived: Sequence[tuple[str, datetime]]) -> Alert | None:
    rows: Sequence[dict[str, Any]] = tables.query(
        "SELECT record_table, record_id, max(seen) AS latest, any_value(complaint_id) AS complaint_id, "
        f"count(*) OVER () AS number FROM ({_SHOWING[watch.kind]}) "
        f"WHERE seen > $since GROUP BY record_table, record_id ORDER BY latest DESC, record_id LIMIT {SHOWN}",
        {"subject": watch.subject_id, "since": watch.since},
    )
    known = tables.query(
        "SELECT complaint_id FROM complaints WHERE complaint_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))",
        {"ids": [complaint_id for complaint_id, _at in arrived]},
    )
    in_run = {row["complaint_id"] for row in known}
    new = [
        Sighting("complaints", complaint_id, at, complaint_id)
        for complaint_id, at in arrived
        if complaint_id not in in_run and at > watch.since
    ]
    of_run = [Sighting(row["record_table"], row["record_id"], row["latest"], row["complaint_id"]) for row in rows]
    if not (sightings := sorted([*new, *of_run], key=lambda one: one.at, reverse=True)[:SHOWN]):
        return None
    return Alert(watch, tuple(sightings), len(new) + (rows[0]["number"] if rows else 0))
