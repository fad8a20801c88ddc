"""Public posts and adverts: what they offer, in which code words, and how their authors can be reached."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.agencies.agreements.reading import Clause, read_agreement
from mingjian.agencies.reports import Report
from mingjian.contract import TABLES
from mingjian.contract.vocabulary import CheckOutcome, FindingSubject
from mingjian.standards.code_words import CodeWordKind
from mingjian.standards.folding import fold_text
from mingjian.store.engine import Engine
from mingjian.wording.code_words import CodeWordHit, find_code_words
from mingjian.wording.contacts import find_contacts
from mingjian.wording.judged_words import NONE_JUDGED, JudgedWords

__all__ = ["contacts_in", "findings_of_adverts", "suspicion"]

_FINDINGS = TABLES["findings"].arrow_schema
_CONTACTS = TABLES["contact_mentions"].arrow_schema

_SAYS = {CodeWordKind.SERVICE: 0.5, CodeWordKind.PROMISE: 0.5, CodeWordKind.EVASION: 0.25}
"""How much of the remaining doubt one code word takes away. A disguised ordinary word alone may be a slip of the pen;
the name of a service or a promise that no lawful helper makes is said by few others. Our own judgement, unlearnt."""
_CLAUSE_SAYS = 0.4
"""The same for a passage that asks of a client what agencies ask."""


def findings_of_adverts(solicitations: ir.Table, engine: Engine, judged: JudgedWords = NONE_JUDGED) -> ir.Table:
    """For each advert with a text: its code words and clauses with their spans, and one finding that sums them up."""
    texts = solicitations.filter(solicitations.text.notnull()).select("solicitation_id", "text")
    return engine.map_groups(partial(_findings, judged=judged), texts, by="solicitation_id", schema=_FINDINGS)


def contacts_in(table: ir.Table, *, subject: FindingSubject, key: str, engine: Engine) -> ir.Table:
    """The rows of ``contact_mentions`` that the texts of a table give."""
    texts = table.filter(table.text.notnull()).select("text", subject_id=key)
    found = engine.map_groups(_contacts, texts, by="subject_id", schema=_CONTACTS.remove(0))
    return found.mutate(subject_type=ibis.literal(subject.value)).select(*_CONTACTS.names)


def suspicion(words: Sequence[CodeWordHit], clauses: Sequence[Clause]) -> float:
    """In [0, 1]: how strongly a text seems to offer an agency's services; each sign counts once."""
    doubt = 1.0
    for kind in {(hit.standard, hit.kind) for hit in words}:
        doubt *= 1 - _SAYS[kind[1]]
    return 1 - doubt * (1 - _CLAUSE_SAYS) ** len({clause.kind for clause in clauses})


def _findings(adverts: pa.Table, judged: JudgedWords) -> pa.Table:
    reports = [
        report for row in adverts.to_pylist() for report in _of_advert(row["solicitation_id"], row["text"], judged)
    ]
    return pa.Table.from_pylist([report.row() for report in reports], schema=_FINDINGS)


def _of_advert(solicitation_id: str, text: str, judged: JudgedWords) -> list[Report]:
    words, clauses = find_code_words(text, accepted=judged.accepted), read_agreement(text)
    subject = FindingSubject.SOLICITATION
    if not words and not clauses:
        return [Report(subject, solicitation_id, "advert_says_nothing_known", CheckOutcome.CLEAR)]
    score = suspicion(words, clauses)
    summary = Report(
        subject,
        solicitation_id,
        "advert_offers_agency_service",
        CheckOutcome.SUSPECT,
        score=score,
        values={"signs": len(words) + len(clauses)},
    )
    return [
        summary,
        *(
            Report(
                subject,
                solicitation_id,
                # Who writes 停息挂账 as everybody does disguises nothing.
                "advert_code_word_plain" if fold_text(hit.word) == hit.standard else "advert_code_word",
                CheckOutcome.SUSPECT,
                place={"start": hit.start, "end": hit.end},
                values={"word": hit.word, "standard": hit.standard},
            )
            for hit in words
        ),
        *(
            Report(
                subject,
                solicitation_id,
                f"clause_{clause.kind}",
                CheckOutcome.SUSPECT,
                place={"start": clause.start, "end": clause.end},
            )
            for clause in clauses
        ),
    ]


def _contacts(texts: pa.Table) -> pa.Table:
    rows: list[dict[str, Any]] = [
        {
            "subject_id": row["subject_id"],
            "kind": contact.kind.value,
            "value": contact.value,
            "start": contact.start,
            "end": contact.end,
        }
        for row in texts.to_pylist()
        for contact in find_contacts(row["text"])
    ]
    return pa.Table.from_pylist(rows, schema=_CONTACTS.remove(0))
