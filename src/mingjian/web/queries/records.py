"""The records that a link of the network rests on, and the page of each that has one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

from mingjian.web.queries.rows import json_list
from mingjian.web.runs import Run

End: TypeAlias = tuple[str, str]
"""A type and an id, of a party or of a thing."""

_PAGES = """
    SELECT complaint_id AS record, '/complaints/' AS page, complaint_id AS of FROM complaints
        WHERE list_contains($ids, complaint_id)
    UNION ALL SELECT representation_id, '/complaints/', complaint_id FROM representations
        WHERE list_contains($ids, representation_id) AND complaint_id IS NOT NULL
    UNION ALL SELECT solicitation_id, '/adverts/', solicitation_id FROM solicitations
        WHERE list_contains($ids, solicitation_id)
    UNION ALL SELECT material_id, '/materials/', material_id FROM materials WHERE list_contains($ids, material_id)
    UNION ALL SELECT customer_id, '/customers/', customer_id FROM customers WHERE list_contains($ids, customer_id)
"""


@dataclass(frozen=True)
class Record:
    """A record by its number, and the page that shows it; an empty text where none does."""

    name: str
    page: str


def records_of(run: Run, links: Collection[tuple[End, End]], *, most: int) -> dict[tuple[End, End], tuple[Record, ...]]:
    """By link, up to ``most`` of the records that say so, in whichever order its ends stand."""
    ids = sorted({end[1] for link in links for end in link})
    if not ids:
        return {}
    found = {
        ((row["source_type"], row["source_id"]), (row["target_type"], row["target_id"])): tuple(
            str(one) for one in json_list(row["evidence"])[:most]
        )
        for row in run.query(
            "SELECT source_type, source_id, target_type, target_id, evidence FROM links "
            "WHERE source_id IN (SELECT unnest($ids)) AND target_id IN (SELECT unnest($ids))",
            {"ids": ids},
        )
    }
    wanted = {link: found.get(link) or found.get((link[1], link[0]), ()) for link in links}
    named = sorted({one for records in wanted.values() for one in records})
    rows = run.query(_PAGES, {"ids": named}) if named else []
    pages = {row["record"]: f"{row['page']}{quote(row['of'], safe='')}" for row in rows}
    return {link: tuple(Record(one, pages.get(one, "")) for one in records) for link, records in wanted.items()}
