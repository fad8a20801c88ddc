"""Agreements among the submitted materials: their clauses, each in its region of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from mingjian.agencies.agreements.reading import Clause, read_agreement
from mingjian.agencies.reports import Report
from mingjian.contract import TABLES
from mingjian.contract.vocabulary import CheckOutcome, FindingSubject, MaterialKind
from mingjian.store.engine import Engine

__all__ = ["findings_of_agreements"]

_SCHEMA = TABLES["findings"].arrow_schema


def findings_of_agreements(materials: ir.Table, lines: ir.Table, engine: Engine) -> ir.Table:
    """One finding a clause of each submitted service agreement, or one that says that none was read."""
    agreements = materials.filter(materials.kind == MaterialKind.SERVICE_AGREEMENT.value).select("material_id")
    text = lines.select("material_id", "number", "page", "text", "left", "top", "right", "bottom")
    joined = agreements.left_join(text, "material_id").drop("material_id_right")
    return engine.map_groups(_findings, joined, by="material_id", schema=_SCHEMA)


def _findings(lines: pa.Table) -> pa.Table:
    ordered = sorted(lines.to_pylist(), key=lambda row: (row["material_id"], row["number"] or 0))
    reports = [
        report
        for material_id, group in groupby(ordered, key=itemgetter("material_id"))
        for report in _of_agreement(material_id, [row for row in group if row["text"]])
    ]
    return pa.Table.from_pylist([report.row() for report in reports], schema=_SCHEMA)


def _of_agreement(material_id: str, lines: Sequence[dict[str, Any]]) -> list[Report]:
    subject = FindingSubject.MATERIAL
    if not lines:
        return [Report(subject, material_id, "agreement_unreadable", CheckOutcome.UNREADABLE)]
    page = _Lines.of(lines)
    clauses = read_agreement(page.text)
    if not clauses:
        return [Report(subject, material_id, "agreement_without_known_clause", CheckOutcome.CLEAR)]
    return [
        Report(subject, material_id, f"clause_{clause.kind}", CheckOutcome.SUSPECT, place=page.place(clause))
        for clause in clauses
    ]


@dataclass(frozen=True)
class _Lines:
    """The text of an agreement, and the line in which each of its characters stands."""

    text: str
    starts: tuple[int, ...]
    lines: Sequence[dict[str, Any]]

    @classmethod
    def of(cls, lines: Sequence[dict[str, Any]]) -> "_Lines":
        starts, length = [], 0
        for line in lines:
            starts.append(length)
            length += len(line["text"]) + 1
        return cls("\n".join(line["text"] for line in lines), tuple(starts), lines)

    def place(self, clause: Clause) -> dict[str, object]:
        """The page on which the clause begins, and the region of its lines there."""
        touched = [
            line
            for line, start in zip(self.lines, self.starts, strict=True)
            if start < clause.end and clause.start < start + len(line["text"])
        ]
        here = [line for line in touched if line["page"] == touched[0]["page"]]
        region = [
            min(line["left"] for line in here),
            min(line["top"] for line in here),
            max(line["right"] for line in here),
            max(line["bottom"] for line in here),
        ]
        return {"page": here[0]["page"], "region": region}
