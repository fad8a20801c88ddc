"""Letters set at a time: from the intake tables to what the per-letter functions read, and back to tables."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from mingjian.contract import TABLES, TIME_ZONE
from mingjian.contract.vocabulary import FindingSubject, ProductKind
from mingjian.letters.quoted_law import LoanFacts
from mingjian.letters.reading import Letter, Template, as_json, read_letter
from mingjian.letters.settings import LettersSettings
from mingjian.letters.templates import skeleton_from_json
from mingjian.wording.judged_words import NONE_JUDGED, JudgedWords
from mingjian.wording.new_code_words import CodeWordCandidate

_ZONE = ZoneInfo(TIME_ZONE)

LETTER, CLAIM, FINDING = "letter", "claim", "finding"
"""What a row of :data:`READ_SCHEMA` is: of ``letters``, ``claim_mentions`` or ``findings``. One table holds the three,
since each letter is read once and the reading of letters is what takes the time."""
_TABLE_OF = {LETTER: "letters", CLAIM: "claim_mentions", FINDING: "findings"}
READ_SCHEMA = pa.schema(
    {
        "part": pa.string(),
        **{field.name: field.type for name in _TABLE_OF.values() for field in TABLES[name].arrow_schema},
    }.items()
)


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
        complaints.channel,
        complaints.contact_phone,
        facts.product_kinds,
        facts.disbursed_from,
        facts.disbursed_to,
    )


def read_letters(bucket: pa.Table, *, settings: LettersSettings, judged: JudgedWords = NONE_JUDGED) -> pa.Table:
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
            judged=judged,
        )
        if row["text"] and row["text"].strip():
            rows.append({"part": LETTER, **letter_row(row["complaint_id"], letter)})
        rows.extend({"part": CLAIM, **claim} for claim in claim_rows(row["complaint_id"], letter))
        rows.extend({"part": FINDING, **finding} for finding in finding_rows(row["complaint_id"], letter))
    return pa.Table.from_pylist(rows, READ_SCHEMA)


def part_of(read: pa.Table, part: str) -> pa.Table:
    """The rows of one part of what :func:`read_letters` gave, as the table that they belong to."""
    columns = TABLES[_TABLE_OF[part]].columns
    return read.filter(pc.equal(read["part"], part)).select(columns)


def letter_row(complaint_id: str, letter: Letter) -> dict[str, Any]:
    """A letter as a row of ``letters``."""
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
                {
                    "word": hit.word,
                    "standard": hit.standard,
                    "kind": hit.kind,
                    "start": hit.start,
                    "end": hit.end,
                    "disguised": hit.disguised,
                }
                for hit in letter.code_words
            ]
        ),
        "disguised_words": len({hit.standard for hit in letter.code_words if hit.disguised and not hit.everyday}),
        "laws": as_json(
            [
                {
                    "law": law.law,
                    "start": law.start,
                    "end": law.end,
                    "applies": law.applies,
                    "why": law.why,
                    "telling": law.telling,
                }
                for law in letter.laws
            ]
        ),
    }


def claim_rows(complaint_id: str, letter: Letter) -> list[dict[str, Any]]:
    """A letter's claims as rows of ``claim_mentions``."""
    return [
        {
            "complaint_id": complaint_id,
            "claim": claim.claim.value,
            "start": claim.start,
            "end": claim.end,
            "values": as_json(claim.values),
            "certain": claim.certain,
        }
        for claim in letter.claims
    ]


def finding_rows(complaint_id: str, letter: Letter) -> list[dict[str, Any]]:
    """A letter's findings as rows of ``findings``."""
    return [
        {
            "complaint_id": complaint_id,
            "subject_type": FindingSubject.COMPLAINT.value,
            "subject_id": complaint_id,
            "check": finding.check,
            "outcome": finding.outcome.value,
            "score": finding.score,
            "place": as_json({"start": finding.place[0], "end": finding.place[1]}) if finding.place else None,
            "values": as_json(finding.values or {}),
            "evidence": as_json(finding.evidence),
        }
        for finding in letter.findings
    ]


def candidate_rows(candidates: Iterable[CodeWordCandidate]) -> pa.Table:
    """Rows of ``code_word_candidates``."""
    return pa.Table.from_pylist(
        [
            {
                "word": candidate.word,
                "standard": candidate.standard or None,
                "score": candidate.score,
                "occurrences": candidate.occurrences,
                "examples": as_json(candidate.examples),
            }
            for candidate in candidates
        ],
        TABLES["code_word_candidates"].arrow_schema,
    )


def _local_date(moment: datetime | None) -> date | None:
    return moment.astimezone(_ZONE).date() if moment else None


def _loan_facts(row: dict[str, Any]) -> LoanFacts:
    kinds = row["product_kinds"]
    return LoanFacts(
        product_kinds=frozenset(ProductKind(kind) for kind in kinds.split(";")) if kinds else None,
        disbursed_from=row["disbursed_from"],
        disbursed_to=row["disbursed_to"],
    )
