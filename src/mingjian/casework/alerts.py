"""Where what is watched has turned up since somebody last looked: in the records of the current run.

News is what no run had shown before, whatever its date: a complaint of nine o'clock comes with the nightly delivery.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjian.casework.watched import number_pattern, spelt, thing, wording_pattern
from mingjian.casework.watchlist import Record, Watch
from mingjian.standards.spelling import one_spelling
from mingjian.store.serving import RunTables

SHOWN = 20
"""So many of the newest records are named for one watch; the rest are counted."""

_TEXTS = """
    SELECT 'complaints' AS record_table, complaint_id AS record_id, received_at AS seen, complaint_id, text
        FROM complaints
    UNION ALL SELECT 'testimonies', testimony_id, reported_at, NULL, text FROM testimonies
    UNION ALL SELECT 'solicitations', solicitation_id, published_at, NULL, text FROM solicitations
    UNION ALL SELECT 'contacts', contact_id, started_at, NULL, transcript FROM contacts
    UNION ALL SELECT 'materials', m.material_id, coalesce(m.received_at, c.received_at), m.complaint_id, l.text
        FROM document_lines AS l JOIN materials AS m ON m.material_id = l.material_id
        LEFT JOIN complaints AS c ON c.complaint_id = m.complaint_id
"""
"""Everything that is said somewhere, line by line in documents, with the record and its time."""

_REPRESENTED = "'representations', r.representation_id, c.received_at, r.complaint_id"
_ACTING = "FROM representations AS r JOIN complaints AS c ON c.complaint_id = r.complaint_id"
_HANDED_IN = "'materials', m.material_id, coalesce(m.received_at, c.received_at), m.complaint_id"
_OF_MATERIALS = "LEFT JOIN complaints AS c ON c.complaint_id = m.complaint_id"
_NAMED = f"""
    SELECT 'complaints' AS record_table, complaint_id AS record_id, received_at AS seen, complaint_id,
        unnest(['phone', 'email', 'device', 'ip', 'waybill', 'person', 'organisation']) AS type,
        unnest([contact_phone, {spelt("email", "contact_email")}, device_id, ip, tracking_number, sender_name,
            sender_name]) AS value
        FROM complaints
    UNION ALL SELECT {_REPRESENTED},
        unnest(['phone', 'account', 'person', 'organisation', 'licence', 'code']),
        unnest([r.representative_phone, {spelt("account", "r.payee_account")}, r.representative_name,
            r.organisation_name, r.licence_number, r.organisation_uscc])
        {_ACTING}
    UNION ALL SELECT 'testimonies', testimony_id, reported_at, NULL,
        unnest(['phone', 'wechat', 'account', 'organisation']),
        unnest([agent_phone, {spelt("wechat", "wechat_id")}, {spelt("account", "payee_account")}, agency_name])
        FROM testimonies
    UNION ALL SELECT 'solicitations', solicitation_id, published_at, NULL,
        unnest(['phone', 'wechat', 'organisation', 'organisation']),
        unnest([phone, {spelt("wechat", "wechat_id")}, organisation_name, author])
        FROM solicitations
    UNION ALL SELECT 'contacts', contact_id, started_at, NULL, 'phone', phone FROM contacts
    UNION ALL SELECT 'customer_changes', change_id, changed_at, NULL, field, new_value FROM customer_changes
        WHERE field IN ('phone', 'email')
    UNION ALL SELECT {_HANDED_IN}, 'organisation', m.issuer_name FROM materials AS m {_OF_MATERIALS}
    UNION ALL SELECT {_HANDED_IN},
        CASE f.field WHEN 'telephone' THEN 'phone' WHEN 'account_number' THEN 'account' ELSE 'person' END, f.value
        FROM document_fields AS f JOIN materials AS m ON m.material_id = f.material_id {_OF_MATERIALS}
        WHERE f.field IN ('telephone', 'account_number', 'agent_name')
    UNION ALL SELECT 'solicitations', s.solicitation_id, s.published_at, NULL, k.kind, k.value
        FROM contact_mentions AS k JOIN solicitations AS s ON s.solicitation_id = k.subject_id
        WHERE k.subject_type = 'solicitation'
    UNION ALL SELECT 'testimonies', s.testimony_id, s.reported_at, NULL, k.kind, k.value
        FROM contact_mentions AS k JOIN testimonies AS s ON s.testimony_id = k.subject_id
        WHERE k.subject_type = 'testimony'
"""
"""Every value by which somebody is reached, paid or named, in whichever table, with the record and its time."""

_RECORD = "record_table, record_id, seen, complaint_id"
_OF_GANG = (
    "SELECT 'complaints' AS record_table, c.complaint_id AS record_id, c.received_at AS seen, c.complaint_id "
    "FROM gang_members AS g JOIN complaints AS c ON g.entity_type = 'complaint' AND g.entity_id = c.complaint_id "
    "WHERE g.gang_id = $subject"
)
_MENTIONING = (
    "SELECT record_table, record_id, agency_mentions.at AS seen, complaint_id FROM agency_mentions "
    "WHERE list_contains($subjects, agency_id)"
)
_LINKED = (
    f"SELECT e.record_table, e.record_id, d.seen, d.complaint_id FROM entities AS e JOIN ({_NAMED}) AS d "
    "ON d.record_table = e.record_table AND d.record_id = e.record_id "
    "WHERE e.entity_type = $type AND e.entity_id IN ($value, $subject)"
)
_BEARING = f"SELECT {_RECORD} FROM ({_NAMED}) WHERE type = $type AND value IN ($value, $subject)"
_SAYING = f"SELECT {_RECORD} FROM ({_TEXTS}) WHERE regexp_matches(text, $pattern)"
_OF_AGENCY = (
    f"SELECT {_RECORD} FROM ({_NAMED}) WHERE (type = 'phone' AND list_contains($phone, value)) "
    "OR (type = 'wechat' AND list_contains($wechat, value)) OR (type = 'account' AND list_contains($account, value))"
)
_CALLED = (
    f"SELECT {_RECORD} FROM ({_NAMED}) WHERE (type = 'organisation' AND list_contains($names, value)) "
    "OR (type = 'code' AND list_contains($codes, value))"
)
_SHORTEST_NAME = 4
"""Characters of an organisation's name that is looked for in texts; a shorter one stands in many."""


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
    watches: Iterable[Watch],
    tables: RunTables,
    known: Mapping[str, Collection[Record]],
    arrived: Mapping[str, Sequence[tuple[str, datetime]]] | None = None,
) -> tuple[Alert, ...]:
    """One alert for each watch that a record shows which is not ``known`` of it; the newest first.

    ``arrived`` has, by watch, the complaints taken in since the run that show it; those that the run has are its own.
    """
    found = [
        alert
        for watch in watches
        if (alert := _alert(watch, tables, known.get(watch.watch_id, ()), (arrived or {}).get(watch.watch_id, ())))
        is not None
    ]
    return tuple(sorted(found, key=lambda alert: alert.sightings[0].at, reverse=True))


def showing(kind: str, subject: str, tables: RunTables, known: Collection[Record] = ()) -> tuple[Record, ...]:
    """Every record of a run that shows what is watched; ``known`` are those that showed it before."""
    select, parameters = _showing(kind, subject, tables, known)
    rows = tables.query(f"SELECT DISTINCT record_table, record_id FROM ({select})", parameters)
    return tuple((row["record_table"], row["record_id"]) for row in rows)


def looked_at(
    watch: Watch,
    tables: RunTables,
    arrived: Iterable[tuple[str, datetime]],
    *,
    known: Collection[Record] = (),
    up_to: datetime,
) -> tuple[Record, ...]:
    """The records that somebody has seen who looked at a run, and at what was taken in until a moment."""
    taken_in = (("complaints", complaint_id) for complaint_id, at in arrived if at <= up_to)
    return (*showing(watch.kind, watch.subject_id, tables, known), *taken_in)


def _showing(
    kind: str, subject: str, tables: RunTables, known: Collection[Record] = ()
) -> tuple[str, dict[str, object]]:
    """A SELECT of the records that show what is watched, and its parameters; ``known`` showed it before."""
    if kind == "gang":
        return _OF_GANG, {"subject": subject}
    if kind == "wording":
        return _SAYING, {"pattern": wording_pattern(subject)}
    if kind == "agency":
        return _of_agency(now_called(subject, tables, known), tables)
    if kind == "organisation":
        return _of_organisation(subject, tables)
    type_, value = thing(subject)
    asked: dict[str, object] = {"type": type_, "value": value, "subject": subject.partition(":")[2]}
    pattern = number_pattern(value) if type_ in ("phone", "account", "wechat", "qq") else None
    if pattern is None:
        return f"{_LINKED} UNION ALL {_BEARING}", asked
    return f"{_LINKED} UNION ALL {_BEARING} UNION ALL {_SAYING}", {**asked, "pattern": pattern}


def now_called(subject: str, tables: RunTables, known: Collection[Record]) -> tuple[str, ...]:
    """The numbers under which an agency may stand in this run.

    Its number comes from what is most its own, and so is another one once more is known of it: a code, or a second
    source for its telephone. Then it is whoever the records that showed it are now.
    """
    if not known or tables.query("SELECT 1 FROM agencies WHERE agency_id = $subject", {"subject": subject}):
        return (subject,)
    rows = tables.query(
        "SELECT DISTINCT agency_id FROM agency_mentions SEMI JOIN (SELECT unnest(CAST($tables AS VARCHAR[])) AS "
        "record_table, unnest(CAST($ids AS VARCHAR[])) AS record_id) USING (record_table, record_id) ORDER BY 1",
        {"tables": [table for table, _ in known], "ids": [record for _, record in known]},
    )
    return (subject, *(row["agency_id"] for row in rows))


def _of_agency(subjects: tuple[str, ...], tables: RunTables) -> tuple[str, dict[str, object]]:
    """Where a run named it, and wherever its telephones, WeChat numbers and accounts turn up."""
    known: dict[str, set[str]] = {"phone": set(), "wechat": set(), "account": set()}
    rows = tables.query(
        "SELECT phones AS phone, wechat_ids AS wechat, accounts AS account FROM agencies "
        "WHERE list_contains($subjects, agency_id)",
        {"subjects": [*subjects]},
    )
    for row in rows:
        for type_, values in known.items():
            values |= {one_spelling(type_, value) for value in json.loads(row[type_] or "[]")}
    lists = {type_: sorted(values) for type_, values in known.items()}
    return f"{_MENTIONING} UNION ALL {_OF_AGENCY}", {"subjects": [*subjects], **lists}


def _of_organisation(subject: str, tables: RunTables) -> tuple[str, dict[str, object]]:
    """By its name and code, or by those of the register's entry of that number."""
    rows = tables.query("SELECT name, uscc FROM organisations WHERE organisation_id = $subject", {"subject": subject})
    names = {subject, one_spelling("organisation", subject), *(row["name"] for row in rows)}
    codes = {subject, *(row["uscc"] for row in rows if row["uscc"])}
    asked: dict[str, object] = {"names": sorted(names), "codes": sorted(codes)}
    said = sorted(name for name in names if len(name) >= _SHORTEST_NAME and not name.isascii())
    if not said:
        return _CALLED, asked
    return f"{_CALLED} UNION ALL {_SAYING}", {**asked, "pattern": "|".join(map(wording_pattern, said))}


def _alert(
    watch: Watch, tables: RunTables, known: Collection[Record], arrived: Sequence[tuple[str, datetime]]
) -> Alert | None:
    select, parameters = _showing(watch.kind, watch.subject_id, tables, known)
    rows: Sequence[dict[str, Any]] = tables.query(
        "SELECT record_table, record_id, coalesce(max(seen), $began) AS latest, "
        f"any_value(complaint_id) AS complaint_id, count(*) OVER () AS number FROM ({select}) "
        "ANTI JOIN (SELECT unnest(CAST($known_tables AS VARCHAR[])) AS record_table, "
        "unnest(CAST($known_ids AS VARCHAR[])) AS record_id) USING (record_table, record_id) "
        f"GROUP BY record_table, record_id ORDER BY latest DESC, record_id LIMIT {SHOWN}",
        {
            **parameters,
            "began": watch.at,
            "known_tables": [table for table, _ in known],
            "known_ids": [record_id for _, record_id in known],
        },
    )
    held = tables.query(
        "SELECT complaint_id FROM complaints WHERE complaint_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))",
        {"ids": [complaint_id for complaint_id, _at in arrived]},
    )
    in_run = {row["complaint_id"] for row in held}
    new = [
        Sighting("complaints", complaint_id, at, complaint_id)
        for complaint_id, at in arrived
        if complaint_id not in in_run and at > watch.since
    ]
    of_run = [Sighting(row["record_table"], row["record_id"], row["latest"], row["complaint_id"]) for row in rows]
    if not (sightings := sorted([*new, *of_run], key=lambda one: one.at, reverse=True)[:SHOWN]):
        return None
    return Alert(watch, tuple(sightings), len(new) + (rows[0]["number"] if rows else 0))
