"""One letter read: its template, claims, demands, code words and quoted law, and what the checks found.

Pure functions of one complaint's text; the batch and the online path call the same ones.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.letters.quoted_law import LoanFacts, QuotedLaw, find_laws, laws
from mingjian.letters.settings import LettersSettings
from mingjian.standards.code_words import CodeWordKind
from mingjian.wording.alignment import Reading, Skeleton, read_by
from mingjian.wording.claims import ClaimMention, find_claims
from mingjian.wording.clauses import Clauses
from mingjian.wording.code_words import CodeWordHit, find_code_words
from mingjian.wording.demands import DemandMention, find_demands
from mingjian.wording.judged_words import NONE_JUDGED, JudgedWords
from mingjian.wording.own_words import in_own_words, refused


@dataclass(frozen=True)
class Template:
    """What a letter is read by where it belongs to a family."""

    template_id: str
    skeleton: Skeleton
    complaints: int
    customers: int
    medoid_id: str


@dataclass(frozen=True)
class Finding:
    """One row of findings about one complaint."""

    check: str
    outcome: CheckOutcome
    score: float | None = None
    place: tuple[int, int] | None = None
    values: dict[str, str | int | float | bool | None] | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A letter as read."""

    template: Template | None
    reading: Reading | None
    claims: tuple[ClaimMention, ...]
    demands: tuple[DemandMention, ...]
    code_words: tuple[CodeWordHit, ...]
    laws: tuple[QuotedLaw, ...]
    findings: tuple[Finding, ...]


def read_letter(
    text: str | None,
    *,
    received_on: date | None,
    loans: LoanFacts,
    template: Template | None,
    settings: LettersSettings,
    judged: JudgedWords = NONE_JUDGED,
) -> Letter:
    """A letter read; a complaint without text has findings that say so. ``judged``: code words that people accepted."""
    if not text or not text.strip():
        return Letter(None, None, (), (), (), (), _without_text())
    clauses = Clauses(text)
    reading = read_by(template.skeleton, text) if template else None
    code_words = tuple(
        hit for hit in find_code_words(text, clauses.folded, judged.accepted) if _the_writers(hit, clauses)
    )
    quoted = tuple(find_laws(clauses.folded, loans, received_on=received_on, licensed_lender=settings.licensed_lender))
    findings = (
        _template_finding(template, reading),
        *_code_word_findings(code_words),
        *_law_findings(quoted),
    )
    return Letter(
        template,
        reading,
        tuple(find_claims(clauses, received_on=received_on)),
        tuple(find_demands(clauses)),
        code_words,
        quoted,
        findings,
    )


def as_json(rows: Any) -> str:
    """JSON as the working tables hold it."""
    return json.dumps(rows, ensure_ascii=False)


def _without_text() -> tuple[Finding, ...]:
    return tuple(
        Finding(check, CheckOutcome.NOT_APPLICABLE)
        for check in ("letter_template", "code_words", "quoted_law_misapplied")
    )


def _template_finding(template: Template | None, reading: Reading | None) -> Finding:
    if template is None or reading is None:
        return Finding("letter_template", CheckOutcome.CLEAR)
    start = min((start for start, _ in reading.shared), default=0)
    end = max((end for _, end in reading.shared), default=0)
    # A family of one customer, who wrote to several places, says nothing about who is behind it.
    others = 1 - 1 / max(template.customers, 1)
    return Finding(
        "letter_template",
        CheckOutcome.SUSPECT if template.customers > 1 else CheckOutcome.CLEAR,
        score=round(reading.similarity * others, 4),
        place=(start, end) if end else None,
        values={
            "template_id": template.template_id,
            "complaints": template.complaints,
            "customers": template.customers,
            "similarity": round(reading.similarity, 4),
        },
        evidence=(template.medoid_id,),
    )


def _the_writers(hit: CodeWordHit, clauses: Clauses) -> bool:
    """Whether a code word tells of the writer: not one of an agency's that he reports, nor a service that he refuses.

    Whoever denies an ordinary word (没有催收) has still written it in disguise.
    """
    start, end = clauses.folded.folded_span(hit.start, hit.end)
    if not in_own_words(clauses, start, end):
        return False
    return hit.kind is CodeWordKind.EVASION or not refused(clauses, start, end)


def _code_word_findings(code_words: tuple[CodeWordHit, ...]) -> tuple[Finding, ...]:
    hits = [hit for hit in code_words if hit.disguised and not hit.everyday]
    if not hits:
        return (Finding("code_words", CheckOutcome.CLEAR),)
    return tuple(
        Finding(
            "code_words",
            CheckOutcome.SUSPECT,
            score=_CODE_WORD_SCORES[hit.kind],
            place=(hit.start, hit.end),
            values={"word": hit.word, "standard": hit.standard, "kind": hit.kind.value},
        )
        for hit in hits
    )


_CODE_WORD_SCORES = {CodeWordKind.EVASION: 0.4, CodeWordKind.SERVICE: 0.3, CodeWordKind.PROMISE: 0.5}
"""How much one such word says alone: little. Borrowers repeat what adverts taught them, in disguise too; written out
(停息挂账) it has become everyday language, and says nothing."""


def _law_findings(quoted: tuple[QuotedLaw, ...]) -> tuple[Finding, ...]:
    if not quoted:
        return (Finding("quoted_law_misapplied", CheckOutcome.CLEAR),)
    titles = {law.law: law for law in laws()}
    findings = []
    for law in quoted:
        outcome = CheckOutcome.NOT_APPLICABLE if law.applies is None else CheckOutcome.CLEAR
        outcome, score = (CheckOutcome.SUSPECT, 0.3) if law.telling else (outcome, None)
        findings.append(
            Finding(
                "quoted_law_misapplied",
                outcome,
                score=score,
                place=(law.start, law.end),
                values={
                    "law": law.law,
                    "law_zh": titles[law.law].zh,
                    "law_en": titles[law.law].en,
                    "why": law.why.value,
                    "source": titles[law.law].source,
                },
            )
        )
    return tuple(findings)
