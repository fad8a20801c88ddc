"""The same facts for machines: one CSV a table, and all of them in one JSON file; masked as the report is."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mingjian.access import masking
from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.disclosure import RULES, End
from mingjian.casework.clues.gathering import Holding
from mingjian.contract.reasons import Language
from mingjian.contract.schema import TIME_ZONE

Cell = str | int | float | bool | None
Table = tuple[tuple[str, ...], list[tuple[Cell, ...]]]
"""Column names and rows."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ZONE = ZoneInfo(TIME_ZONE)


def tables_of(holding: Holding) -> Mapping[str, Table]:
    """Every table by its name."""
    show = holding.disclosure.show
    numbers = number_entities(holding)
    roles = {(one["entity_type"], one["entity_id"]): one for one in holding.members}
    return {
        "entities": (
            ("entity", "type", "value", "open", "why", "role", "strength"),
            [
                (
                    numbers[end],
                    end[0],
                    show(end).text,
                    show(end).open,
                    show(end).why,
                    roles[end]["role"] if end in roles else "",
                    _rounded(roles[end]["strength"]) if end in roles else None,
                )
                for end in numbers
            ],
        ),
        "links": (
            ("source", "target", "relation", "weight", "first_seen_at", "last_seen_at"),
            [
                (
                    numbers[one["source_type"], one["source_id"]],
                    numbers[one["target_type"], one["target_id"]],
                    one["relation"],
                    _rounded(one["weight"]),
                    moment(one["first_seen_at"]),
                    moment(one["last_seen_at"]),
                )
                for one in holding.links
            ],
        ),
        "membership_paths": (
            ("entity", "rank", "path", "weight", "strength", "strength_without"),
            [
                (
                    numbers[one["entity_type"], one["entity_id"]],
                    one["rank"],
                    " > ".join(numbers[str(step[0]), str(step[1])] for step in json.loads(one["path"] or "[]")),
                    _rounded(one["weight"]),
                    _rounded(one["strength"]),
                    _rounded(one["strength_without"]),
                )
                for one in holding.paths
            ],
        ),
        "events": (
            ("at", "event", "other_gang"),
            [(moment(one["at"]), one["event"], one["other_gang_id"] or "") for one in holding.events],
        ),
        "complaints": (
            (
                "complaint_id",
                "customer_id",
                "received_at",
                "channel",
                "filed_as",
                "demands",
                "outcome",
                "zone",
                "agent_probability",
                "template_id",
            ),
            [
                (
                    one["complaint_id"],
                    one["customer_id"] or "",
                    moment(one["received_at"]),
                    one["channel"] or "",
                    one["filed_as"] or "",
                    one["demands"] or "",
                    one["outcome"] or "",
                    one["zone"] or "",
                    _rounded(one["agent_probability"]),
                    one["template_id"] or "",
                )
                for one in holding.complaints
            ],
        ),
        "claims": (
            ("complaint_id", "claim", "status"),
            [(one["complaint_id"], one["claim"], one["status"]) for one in holding.claims],
        ),
        "customers": (
            ("customer_id", "name", "phone", "protection_need"),
            [
                (
                    one["customer_id"],
                    masking.mask_name(one["full_name"]),
                    masking.mask_phone(one["phone"]),
                    one["protection_need"] or "",
                )
                for one in holding.customers
            ],
        ),
        "agencies": (
            ("agency_id", "name", "uscc", "kind", "status", "may_act", "complaints", "upheld", "median_fee_yuan"),
            [
                (
                    one["agency_id"],
                    one["name"] or "",
                    one["uscc"] or "",
                    one["kind"] or "",
                    one["status"] or "",
                    one["may_act"] or "",
                    one["complaints"],
                    one["complaints_upheld"],
                    one["median_fee_yuan"],
                )
                for one in holding.agencies
            ],
        ),
        "qualifications": (
            (
                "representation_id",
                "complaint_id",
                "relationship",
                "organisation_name",
                "requirement",
                "status",
                "source",
            ),
            [
                (
                    one["representation_id"],
                    one["complaint_id"],
                    one["relationship"] or "",
                    holding.disclosure.text(one["organisation_name"]),
                    one["requirement"],
                    one["status"],
                    one["source"] or "",
                )
                for one in holding.qualifications
            ],
        ),
        "testimonies": (
            ("testimony_id", "reported_at", "agency_name", "agent_phone", "wechat_id", "payee_account", "fee_yuan"),
            [
                (
                    one["testimony_id"],
                    moment(one["reported_at"]),
                    one["agency_name"] or "",
                    _shown(holding, "phone", one["agent_phone"]),
                    _shown(holding, "wechat", one["wechat_id"]),
                    _shown(holding, "account", one["payee_account"]),
                    one["fee_yuan"],
                )
                for one in holding.testimonies
            ],
        ),
        "findings": (
            ("material_id", "check", "outcome", "sentence", "page", "rests_on"),
            [
                (document.material_id, one.check, one.outcome, one.text, one.page, " ".join(one.others))
                for document in holding.documents
                for one in document.observations
            ],
        ),
        "disclosure": (
            ("what", "treatment", "why", "what_en", "treatment_en", "why_en"),
            [(*rule.said(Language.ZH), *rule.said(Language.EN)) for rule in RULES],
        ),
    }


def board_table(case: CaseFile, holding: Holding, files: Mapping[str, str]) -> Table:
    """What people put on a case's board: facts and hypotheses apart, each with where it comes from.

    ``files`` has the place in the package of an item's file, by its id.
    """
    return (
        (
            "evidence_id",
            "standing",
            "kind",
            "subject",
            "source",
            "obtained_at",
            "obtained_by",
            "note",
            "file",
            "sha256",
        ),
        [
            (
                one.evidence_id,
                one.standing.value,
                one.kind.value,
                holding.disclosure.show(_end(one.subject_id)).text,
                holding.disclosure.text(one.provenance.source),
                moment(one.provenance.obtained_at),
                one.provenance.obtained_by,
                holding.disclosure.text(one.note),
                files.get(one.evidence_id, ""),
                one.provenance.file_sha256,
            )
            for one in case.board
        ],
    )


def _end(name: str) -> End:
    kind, mark, value = name.partition(":")
    return (kind, value) if mark else ("", name)


def number_entities(holding: Holding) -> dict[End, str]:
    """A number for each entity of the package, so that rows can be joined where ids are masked; members first."""
    ends: dict[End, None] = {}
    for one in holding.members:
        ends.setdefault((one["entity_type"], one["entity_id"]))
    for one in holding.links:
        ends.setdefault((one["source_type"], one["source_id"]))
        ends.setdefault((one["target_type"], one["target_id"]))
    for one in holding.paths:
        ends.setdefault((one["entity_type"], one["entity_id"]))
        for step in json.loads(one["path"] or "[]"):
            ends.setdefault((str(step[0]), str(step[1])))
    return {end: f"N{number:04d}" for number, end in enumerate(ends, start=1)}


def to_csv(columns: Iterable[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """UTF-8 with the mark that Excel needs; a cell that begins like a formula is made text (OWASP: CSV injection)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def to_json(tables: Mapping[str, Table]) -> bytes:
    """All tables as lists of objects."""
    read = {name: [dict(zip(columns, row, strict=True)) for row in rows] for name, (columns, rows) in tables.items()}
    return (json.dumps(read, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def moment(value: datetime | date | None) -> str:
    """A time with its offset, in Asia/Shanghai; empty where it is not known."""
    if isinstance(value, datetime):
        return value.astimezone(_ZONE).isoformat(timespec="seconds")
    return value.isoformat() if value else ""


def _shown(holding: Holding, kind: str, value: str | None) -> str:
    return holding.disclosure.show((kind, value)).text if value else ""


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
