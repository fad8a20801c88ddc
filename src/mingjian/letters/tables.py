"""Letters set at a time: from the intake tables to what the per-letter functions read, and back to tables."""

import json
from datetime import date, datetime
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract import TABLES, TIME_ZONE
from mingjian.contract.vocabulary import ProductKind
from mingjian.letters.quoted_law import LoanFacts
from mingjian.letters.reading import Letter, Template, as_json, read_letter
from mingjian.letters.settings import LettersSettings
from mingjian.standards.folding import fold_text
from mingjian.wording.alignment import Skeleton, SkeletonPart, skeleton

SKELETON_SAMPLE = 64
"""Members from which a skeleton is drawn: a share of a half is then known to within 6 percentage points (one sigma)."""

_ZONE = ZoneInfo(TIME_ZONE)
_LETTER_COLUMNS = TABLES["letters"].columns

READ_SCHEMA = pa.schema([*TABLES["letters"].arrow_schema, ("claims", pa.string()), ("findings", pa.string())])
TEMPLATE_SCHEMA = TABLES["letter_templates"].arrow_schema


def letter_inputs(complaints: ir.Table, loans: ir.Table) -> ir.Table:
    """One row a complaint: its text, when it came, and what is known of the complainant's loans."""
    facts = loans.group_by("customer_id").aggregate(
        product_kinds=loans.product_kind.group_concat(";"),
        disbursed_from=loans.disbursed_on.min(),
        disbursed_to=loans.disbursed_on.max(),
    )
    return complaints.left_join(facts, "customer_id").select(
        complaints.complaint_id,
        complaints.customer_id,
        complaints.text,
        complaints.received_at,
        facts.product_kinds,
        facts.disbursed_from,
        facts.disbursed_to,
    )


def describe_templates(bucket: pa.Table) -> pa.Table:
    """One row a family, from rows (template_id, medoid, complaint_id, customer_id, text, received_at, similarity)."""
    families: dict[str, list[dict[str, Any]]] = {}
    for row in bucket.to_pylist():
        families.setdefault(row["template_id"], []).append(row)
    return pa.Table.from_pylist(
        [_describe(template_id, rows) for template_id, rows in families.items()], TEMPLATE_SCHEMA
    )


def _describe(template_id: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    rows.sort(key=lambda row: row["complaint_id"])
    medoid = next(row for row in rows if row["is_medoid"])
    step = max(1, len(rows) // SKELETON_SAMPLE)
    drawn = skeleton(medoid["text"], [row["text"] for row in rows[::step][:SKELETON_SAMPLE]])
    texts = [row["text"] for row in rows]
    copies = {text for text in texts if texts.count(text) > 1} if len(texts) < 1000 else _repeated(texts)
    customers = {row["customer_id"] for row in rows if row["customer_id"]}
    unmatched = sum(1 for row in rows if not row["customer_id"])
    received = [row["received_at"] for row in rows if row["received_at"]]
    return {
        "template_id": template_id,
        "medoid_id": medoid["complaint_id"],
        "skeleton": skeleton_json(drawn),
        "complaints": len(rows),
        "customers": len(customers) + unmatched,
        "exact_copies": sum(1 for text in texts if text in copies),
        "mean_similarity": sum(row["similarity"] for row in rows) / len(rows),
        "first_seen_at": min(received, default=None),
        "last_seen_at": max(received, default=None),
    }


def _repeated(texts: list[str]) -> set[str]:
    seen: set[str] = set()
    repeated: set[str] = set()
    for text in texts:
        (repeated if text in seen else seen).add(text)
    return repeated


def template_id(medoid: str) -> str:
    """An id that the same medoid gives in every run."""
    return "T-" + blake2b(fold_text(medoid).encode(), digest_size=6).hexdigest()


def skeleton_json(drawn: Skeleton) -> str:
    """The skeleton as the table holds it; ``own`` is what the medoid has in a slot."""
    return as_json(
        [
            {"text": part.text}
            if part.slot is None
            else {"slot": part.slot, "examples": list(part.examples), "own": part.text}
            for part in drawn.parts
        ]
    )


def skeleton_from_json(text: str) -> Skeleton:
    """Reads what :func:`skeleton_json` wrote."""
    return Skeleton(
        tuple(
            SkeletonPart(part["text"])
            if "text" in part
            else SkeletonPart(part["own"], part["slot"], tuple(part["examples"]))
            for part in json.loads(text)
        )
    )


def read_letters(bucket: pa.Table, *, settings: LettersSettings) -> pa.Table:
    """The letters of a bucket read; rows of :func:`letter_inputs` with the template of each, where it has one."""
    templates: dict[str, Template] = {}
    rows: list[dict[str, Any]] = []
    for row in bucket.to_pylist():
        template = None
        if row["template_id"]:
            template = templates.get(row["template_id"])
            if template is None:
                template = Template(
                    row["template_id"],
                    skeleton_from_json(row["skeleton"]),
                    row["complaints"],
                    row["customers"],
                    row["medoid_id"],
                )
                templates[template.template_id] = template
        letter = read_letter(
            row["text"],
            received_on=_local_date(row["received_at"]),
            loans=_loan_facts(row),
            template=template,
            settings=settings,
        )
        rows.append(letter_row(row["complaint_id"], letter))
    return pa.Table.from_pylist(rows, READ_SCHEMA)


def letter_row(complaint_id: str, letter: Letter) -> dict[str, Any]:
    """A letter as a row of ``letters``, with its claims and findings as JSON beside it."""
    return {
        "complaint_id": complaint_id,
        "template_id": letter.template.template_id if letter.template else None,
        "similarity": letter.reading.similarity if letter.reading else None,
        "skeleton_spans": as_json(letter.reading.shared) if letter.reading else None,
        "slots": as_json(
            [{"start": filled.start, "end": filled.end, "slot": filled.slot} for filled in letter.reading.filled]
        )
        if letter.reading
        else None,
        "demands": as_json(
            [{"demand": demand.demand, "start": demand.start, "end": demand.end} for demand in letter.demands]
        ),
        "code_words": as_json(
            [
                {"word": hit.word, "standard": hit.standard, "kind": hit.kind, "start": hit.start, "end": hit.end}
                for hit in letter.code_words
            ]
        ),
        "laws": as_json(
            [
                {"law": law.law, "start": law.start, "end": law.end, "applies": law.applies, "why": law.why}
                for law in letter.laws
            ]
        ),
        "claims": as_json(
            [
                {"claim": claim.claim, "start": claim.start, "end": claim.end, "values": claim.values}
                for claim in letter.claims
            ]
        ),
        "findings": as_json(
            [
                {
                    "check": finding.check,
                    "outcome": finding.outcome,
                    "score": finding.score,
                    "place": {"start": finding.place[0], "end": finding.place[1]} if finding.place else None,
                    "values": finding.values or {},
                    "evidence": list(finding.evidence),
                }
                for finding in letter.findings
            ]
        ),
    }


def claim_rows(bucket: pa.Table) -> pa.Table:
    """Rows of ``claim_mentions`` from letters as read."""
    rows: list[dict[str, Any]] = []
    for complaint_id, claims in zip(
        bucket.column("complaint_id").to_pylist(), bucket.column("claims").to_pylist(), strict=True
    ):
        rows.extend(
            {**claim, "complaint_id": complaint_id, "values": as_json(claim["values"])} for claim in json.loads(claims)
        )
    return pa.Table.from_pylist(rows, TABLES["claim_mentions"].arrow_schema)


def finding_rows(bucket: pa.Table) -> pa.Table:
    """Rows of ``findings`` from letters as read."""
    rows: list[dict[str, Any]] = []
    for complaint_id, findings in zip(
        bucket.column("complaint_id").to_pylist(), bucket.column("findings").to_pylist(), strict=True
    ):
        rows.extend(
            {
                "subject_type": "complaint",
                "subject_id": complaint_id,
                "check": finding["check"],
                "outcome": finding["outcome"],
                "score": finding["score"],
                "place": as_json(finding["place"]) if finding["place"] else None,
                "values": as_json(finding["values"]),
                "evidence": as_json(finding["evidence"]),
            }
            for finding in json.loads(findings)
        )
    return pa.Table.from_pylist(rows, TABLES["findings"].arrow_schema)


def _local_date(moment: datetime | None) -> date | None:
    return moment.astimezone(_ZONE).date() if moment else None


def _loan_facts(row: dict[str, Any]) -> LoanFacts:
    kinds = row["product_kinds"]
    return LoanFacts(
        product_kinds=frozenset(ProductKind(kind) for kind in kinds.split(";")) if kinds else None,
        disbursed_from=row["disbursed_from"],
        disbursed_to=row["disbursed_to"],
    )
