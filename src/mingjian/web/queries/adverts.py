"""Adverts: the list, and one advert with what in it says whose it is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from mingjian.contract.reasons import Language, sentence
from mingjian.contract.vocabulary import Platform
from mingjian.web.languages import message
from mingjian.web.listing import Choice, Column, Kind, Listing, Period
from mingjian.web.marked_text import Span
from mingjian.web.queries.rows import each
from mingjian.web.runs import Run

LISTING = Listing(
    name="adverts",
    title=message("Adverts"),
    address="/adverts",
    source=(
        "solicitations AS s LEFT JOIN findings AS f ON f.subject_id = s.solicitation_id "
        "AND f.\"check\" = 'advert_offers_agency_service'"
    ),
    columns=(
        Column("advert", "Advert", "s.solicitation_id", link="/adverts/{value}"),
        Column("platform", "Platform", "s.platform", Kind.CODE, "Platform"),
        Column("published", "Published", "s.published_at", Kind.TIME),
        Column("author", "Author", "s.author"),
        Column("organisation", "Organisation", "s.organisation_name"),
        Column("strength", "How much says agency", "f.score", Kind.SHARE),
        Column(
            "group",
            "Same author on other platforms",
            "(SELECT count(DISTINCT o.platform) FROM advert_authors AS m JOIN advert_authors AS o "
            "ON o.group_id = m.group_id AND o.platform <> m.platform WHERE m.solicitation_id = {key})",
            Kind.NUMBER,
            late=True,
        ),
    ),
    filters=(
        Choice("platform", "Platform", "s.platform", tuple(value.value for value in Platform), "Platform"),
        Period("published", "Published", "s.published_at"),
    ),
    order="-strength",
    key="s.solicitation_id",
)


@dataclass(frozen=True)
class Advert:
    """One advert as it was delivered."""

    solicitation_id: str
    platform: str | None
    published_at: datetime | None
    author: str | None
    author_id: str | None
    url: str | None
    text: str | None
    organisation_name: str | None
    reported_by_consumer: bool


@dataclass(frozen=True)
class Same:
    """Another advert of the same author, and by what it is known."""

    solicitation_id: str
    platform: str | None
    published_at: datetime | None
    author: str | None


@dataclass(frozen=True)
class OnPlatform:
    """How many adverts a platform has, and how many of them offer what agencies offer."""

    platform: str
    adverts: int
    suspect: int


def advert(run: Run, solicitation_id: str) -> Advert | None:
    """The advert of that number."""
    found = run.query("SELECT * FROM solicitations WHERE solicitation_id = ?", (solicitation_id,))
    if not found:
        return None
    # A run of an earlier version has no such column: the lender had found all of its adverts itself.
    (row,) = found
    return Advert(
        **{one.name: row[one.name] for one in fields(Advert) if one.name != "reported_by_consumer"},
        reported_by_consumer=bool(row.get("reported_by_consumer")),
    )


def bearing(run: Run, shared: Mapping[str, str]) -> tuple[str, ...]:
    """Adverts of the run with the same value in one of these fields."""
    same = " OR ".join(f"{name} = ${name}" for name in shared)
    rows = run.query(f"SELECT solicitation_id FROM solicitations WHERE {same} ORDER BY 1 LIMIT 20", dict(shared))
    return tuple(row["solicitation_id"] for row in rows)


def signs(run: Run, solicitation_id: str, language: Language) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """What in its text says so, as marks, and each sentence once."""
    rows: list[dict[str, Any]] = run.query(
        'SELECT "check", place, "values" FROM findings WHERE subject_id = ? AND subject_type = \'solicitation\' '
        'AND "check" <> \'advert_offers_agency_service\' ORDER BY "check", place',
        (solicitation_id,),
    )
    marks: list[Span] = []
    said: dict[str, None] = {}
    for row in rows:
        words = sentence(row["check"]).render(json.loads(row["values"] or "{}"), language)
        said[words] = None
        if place := json.loads(row["place"] or "null"):
            mark = "code-word" if row["check"].startswith("advert_code_word") else "claim"
            marks.append(Span(place["start"], place["end"], mark, words))
    return tuple(marks), tuple(said)


def agencies(run: Run, solicitation_id: str) -> dict[str, str]:
    """The dossiers that the advert stands in, by number, with their names."""
    rows = run.query(
        "SELECT DISTINCT m.agency_id, a.name FROM agency_mentions AS m LEFT JOIN agencies AS a USING (agency_id) "
        "WHERE m.record_table = 'solicitations' AND m.record_id = ? ORDER BY 1",
        (solicitation_id,),
    )
    return {row["agency_id"]: row["name"] or row["agency_id"] for row in rows}


def known_words(run: Run, solicitation_id: str) -> tuple[str, ...]:
    """The known words that it uses, in whichever disguise, each once."""
    rows = run.query(
        "SELECT \"values\" FROM findings WHERE subject_id = ? AND subject_type = 'solicitation' "
        "AND starts_with(\"check\", 'advert_code_word') ORDER BY place",
        (solicitation_id,),
    )
    return tuple(dict.fromkeys(json.loads(row["values"])["standard"] for row in rows))


@dataclass(frozen=True)
class ReportOf:
    """A consumer's report of whoever an advert is of."""

    testimony_id: str
    reported_at: datetime | None
    agency_name: str | None


_REACH = """
    SELECT kind || ':' || value AS subject FROM contact_mentions
        WHERE subject_type = 'solicitation' AND subject_id = $id AND kind IN ('phone', 'wechat', 'qq')
    UNION SELECT 'phone:' || phone FROM solicitations WHERE solicitation_id = $id AND phone IS NOT NULL
    UNION SELECT 'wechat:' || lower(wechat_id) FROM solicitations WHERE solicitation_id = $id AND wechat_id IS NOT NULL
"""
"""How the author of an advert can be reached: its fields and its text."""


def contacts(run: Run, solicitation_id: str) -> tuple[str, ...]:
    """How its author can be reached, as ``phone:…`` or ``wechat:…``; not to be shown unmasked."""
    return tuple(
        row["subject"] for row in run.query(f"SELECT subject FROM ({_REACH}) ORDER BY 1", {"id": solicitation_id})
    )


def gangs(run: Run, solicitation_id: str) -> tuple[str, ...]:
    """The gangs that it leads to: by its own place in one, by its contacts, or by complaints of its agency."""
    rows = run.query(
        "SELECT gang_id FROM gang_members WHERE entity_type = 'solicitation' AND entity_id = $id "
        f"UNION SELECT gang_id FROM gang_members WHERE concat(entity_type, ':', entity_id) IN ({_REACH}) "
        "UNION SELECT g.gang_id FROM agency_mentions AS m JOIN agency_mentions AS o ON o.agency_id = m.agency_id "
        "JOIN gang_members AS g ON g.entity_type = 'complaint' AND g.entity_id = o.complaint_id "
        "WHERE m.record_table = 'solicitations' AND m.record_id = $id ORDER BY 1",
        {"id": solicitation_id},
    )
    return tuple(row["gang_id"] for row in rows)


def reports(run: Run, solicitation_id: str) -> tuple[ReportOf, ...]:
    """Consumers' reports that name a way to reach its author, or its agency; the newest first."""
    return each(
        ReportOf,
        run.query(
            f"WITH reach AS ({_REACH}), found AS ("
            "SELECT testimony_id FROM testimonies WHERE 'phone:' || agent_phone IN (SELECT subject FROM reach) "
            "OR 'wechat:' || lower(wechat_id) IN (SELECT subject FROM reach) "
            "UNION SELECT subject_id FROM contact_mentions WHERE subject_type = 'testimony' "
            "AND kind || ':' || value IN (SELECT subject FROM reach) "
            "UNION SELECT o.record_id FROM agency_mentions AS m JOIN agency_mentions AS o ON o.agency_id = m.agency_id "
            "AND o.record_table = 'testimonies' WHERE m.record_table = 'solicitations' AND m.record_id = $id) "
            "SELECT testimony_id, reported_at, agency_name FROM testimonies "
            "WHERE testimony_id IN (SELECT testimony_id FROM found) "
            "ORDER BY reported_at DESC, testimony_id LIMIT 50",
            {"id": solicitation_id},
        ),
    )


def of_same_author(run: Run, solicitation_id: str) -> tuple[tuple[Same, ...], tuple[str, ...]]:
    """Other adverts of the author, on any platform, and the kinds of thing by which they are one's."""
    others = each(
        Same,
        run.query(
            "SELECT s.solicitation_id, s.platform, s.published_at, s.author FROM advert_authors AS m "
            "JOIN advert_authors AS o ON o.group_id = m.group_id AND o.solicitation_id <> m.solicitation_id "
            "JOIN solicitations AS s ON s.solicitation_id = o.solicitation_id WHERE m.solicitation_id = ? "
            "ORDER BY s.published_at DESC, s.solicitation_id LIMIT 100",
            (solicitation_id,),
        ),
    )
    known = run.query("SELECT shared FROM advert_authors WHERE solicitation_id = ?", (solicitation_id,))
    return others, tuple(kind for row in known for kind in json.loads(row["shared"]))


def by_platform(run: Run) -> tuple[OnPlatform, ...]:
    """What was collected where, the most first."""
    return each(
        OnPlatform,
        run.query(
            "SELECT s.platform, count(*) AS adverts, count(f.subject_id) AS suspect FROM solicitations AS s "
            "LEFT JOIN findings AS f ON f.subject_id = s.solicitation_id "
            "AND f.\"check\" = 'advert_offers_agency_service' WHERE s.platform IS NOT NULL "
            "GROUP BY s.platform ORDER BY suspect DESC, s.platform"
        ),
    )
