"""The rules over all documents of a run: each complaint's papers together, beside what the lender knows."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.contract.vocabulary import CheckOutcome, FindingSubject, MaterialKind
from mingjian.materials.rules import judged
from mingjian.materials.rules.dossier import Customer, Document, Dossier, Doubt, Organisation, Register
from mingjian.materials.rules.rule import Rule
from mingjian.materials.specimen import Observation, Place
from mingjian.reading.fields import fields
from mingjian.reading.page import DocumentField, Line, Region
from mingjian.standards import identity, names
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake

__all__ = ["AGREE", "NOT_READ", "contradictions", "of_one"]

SCHEMA = TABLES["findings"].arrow_schema
AGREE = "facts_agree"
NOT_READ = "facts_not_read"
_TOLD = frozenset({"person_name", "id_number", "issued_on", "died_on", "credit_code", "amount_in_words", "total"})
"""A document that states none of these leaves the rules nothing to compare."""


def contradictions(lake: Lake, lines: ir.Table, engine: Engine) -> ir.Table:
    """Findings of the rules: what each document contradicts, or that its facts agree, or that none were read.

    ``lines`` are those of :class:`mingjian.materials.examination.Examinations`.
    """
    rows = _rows(lake, lines)
    return engine.map_groups(partial(_judge, register=_register(lake)), rows, by="dossier", schema=SCHEMA)


def _rows(lake: Lake, lines: ir.Table) -> ir.Table:
    """One row a line of a submitted file, with its complaint and what the lender has of the customer."""
    materials, complaints, customers = (lake.table(name) for name in ("materials", "complaints", "customers"))
    if "file_sha256" not in materials.columns:
        materials = materials.mutate(file_sha256=ibis.null("string"))
    complained = complaints.select("complaint_id", theirs=complaints.customer_id, complained_at=complaints.received_at)
    owned = materials.left_join(complained, "complaint_id")
    owned = owned.select(
        "material_id",
        "kind",
        sha256=owned.file_sha256,
        dossier=ibis.coalesce(owned.complaint_id, owned.material_id),
        customer_id=ibis.coalesce(owned.customer_id, owned.theirs),
        received_on=owned.received_at.date(),
        complained_on=owned.complained_at.date(),
    )
    known = customers.select("customer_id", known_name=customers.full_name, known_number=customers.id_number)
    # Only whose death is certified is asked for later life.
    mourned = owned.filter(owned.kind == MaterialKind.DEATH_CERTIFICATE.value).select("customer_id").distinct()
    contacts, events = lake.table("contacts"), lake.table("app_events")
    spoken = contacts.filter(
        (contacts.counterparty == "self") & (contacts.channel == "call") & (contacts.duration_s > 0)
    )
    logins = events.filter(events.action == "login")
    joined = owned.left_join(lines, "sha256").drop("sha256_right")
    for table in (known, _days(spoken, "started_at", mourned, "spoken"), _days(logins, "occurred_at", mourned, "seen")):
        joined = joined.left_join(table, "customer_id").drop("customer_id_right")
    return joined


def _days(events: ir.Table, at: str, whose: ir.Table, name: str) -> ir.Table:
    """``customer_id`` and the days of its events, separated by commas."""
    days = events.semi_join(whose, "customer_id").select("customer_id", day=events[at].date().cast("string")).distinct()
    return days.group_by("customer_id").aggregate(**{name: days.day.group_concat(",")})


def _register(lake: Lake) -> Register:
    organisations = lake.table("organisations").select("organisation_id", "name", "kind", "uscc", "phone").to_pyarrow()
    lawyers = lake.table("practitioners").select("licence_number", "full_name").to_pyarrow()
    return Register(
        {
            names.normalise(row["name"]): Organisation(
                row["organisation_id"], row["name"], row["kind"] or "", row["uscc"] or "", row["phone"] or ""
            )
            for row in organisations.to_pylist()
        },
        {row["licence_number"]: row["full_name"] or "" for row in lawyers.to_pylist()},
    )


def _judge(rows: pa.Table, *, register: Register) -> pa.Table:
    found: list[dict[str, object]] = []
    ordered = sorted(
        rows.to_pylist(),
        key=lambda row: (row["dossier"], row["material_id"], row["page"] or 0, row["top"] or 0, row["left"] or 0),
    )
    for _, group in groupby(ordered, key=itemgetter("dossier")):
        papers = [list(paper) for _, paper in groupby(group, key=itemgetter("material_id"))]
        documents = [_document(paper) for paper in papers]
        for document, paper in zip(documents, papers, strict=True):
            found += _findings(document, Dossier(documents, _customer(paper[0]), register))
    return pa.Table.from_pylist(found, schema=SCHEMA)


def _document(rows: Sequence[dict[str, Any]]) -> Document:
    lines = tuple(
        Line(
            row["page"],
            row["text"],
            row["confidence"],
            Region(row["left"], row["top"], row["right"], row["bottom"]),
        )
        for row in rows
        if row["text"] is not None
    )
    kind = MaterialKind(rows[0]["kind"] or MaterialKind.OTHER.value)
    return Document(
        rows[0]["material_id"],
        kind,
        rows[0]["received_on"],
        lines,
        fields(kind, lines),
        complained_on=rows[0]["complained_on"],
    )


def _customer(row: dict[str, Any]) -> Customer:
    return Customer(
        name=row["known_name"] or "",
        id_number=identity.normalise(row["known_number"] or ""),
        spoken_on=_dates(row["spoken"]),
        logged_in_on=_dates(row["seen"]),
    )


def _dates(text: str | None) -> tuple[date, ...]:
    return tuple(sorted(date.fromisoformat(day) for day in (text or "").split(",") if day))


def of_one(kind: MaterialKind, lines: tuple[Line, ...], facts: tuple[DocumentField, ...]) -> Iterator[Observation]:
    """What a document says against itself alone: no other paper, no register, nothing that a lender knows."""
    document = Document("", kind, None, lines, facts)
    for code, outcome, doubt in _answers(document, Dossier([document], Customer(), Register())):
        place = _place(doubt.at) if doubt and doubt.at else None
        yield Observation(code, outcome, doubt.score if doubt else None, place, doubt.values if doubt else {})


def _findings(document: Document, dossier: Dossier) -> Iterator[dict[str, object]]:
    for code, outcome, doubt in _answers(document, dossier):
        yield _finding(document, code, outcome, doubt)


def _answers(document: Document, dossier: Dossier) -> Iterator[tuple[str, CheckOutcome, Doubt | None]]:
    doubts = list(judged(document, dossier))
    for rule, doubt in doubts:
        yield rule.code, _outcome(rule, doubt), doubt
    if all(rule.strongest is CheckOutcome.NOT_APPLICABLE for rule, _ in doubts):
        told = any(one.name in _TOLD for one in document.fields)
        yield AGREE if told else NOT_READ, CheckOutcome.CLEAR if told else CheckOutcome.NOT_APPLICABLE, None


def _outcome(rule: Rule, doubt: Doubt) -> CheckOutcome:
    return CheckOutcome.SUSPECT if rule.strongest is CheckOutcome.CONTRADICTED and not doubt.sure else rule.strongest


def _finding(document: Document, code: str, outcome: CheckOutcome, doubt: Doubt | None) -> dict[str, object]:
    return {
        "subject_type": FindingSubject.MATERIAL.value,
        "subject_id": document.material_id,
        "check": code,
        "outcome": outcome.value,
        "score": doubt.score if doubt else None,
        "place": _place(doubt.at).to_json() if doubt and doubt.at else None,
        "values": json.dumps(dict(doubt.values) if doubt else {}, ensure_ascii=False),
        "evidence": json.dumps(list(doubt.evidence) if doubt else []),
    }


def _place(at: DocumentField | Line) -> Place:
    return Place(at.page, at.region if at.region.right > at.region.left else None)
