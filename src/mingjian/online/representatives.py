"""Whoever acts for a complainant, judged by the stage's own rules against the rows of a run that concern them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from mingjian.agencies.cases import Tables, cases
from mingjian.contract import Language
from mingjian.contract.reasons import Value, sentence
from mingjian.contract.vocabulary import Requirement, RequirementStatus
from mingjian.online.neighbourhood import PAPER_LINES, PAPERS, Neighbourhood


@dataclass(frozen=True)
class JudgedRequirement:
    """A requirement of one representation, with its sentence's code, the values of that, and the rule's source."""

    representation_id: str
    requirement: Requirement
    status: RequirementStatus
    statement: str
    values: tuple[tuple[str, Value], ...]
    source: str
    evidence: tuple[str, ...]

    def in_words(self, language: Language) -> str:
        """The sentence."""
        return sentence(self.statement).render(dict(self.values), language)


def cases_of_subject(small: dict[str, ir.Table], subject: ir.Table, known: frozenset[str]) -> ir.Table:
    """The subject's representations as the stage judges them, over the small tables."""
    tables = Tables(
        representations=small["representations"],
        complaints=small["complaints"],
        customers=small["customers"],
        materials=small[PAPERS],
        document_lines=small[PAPER_LINES],
        judgements=small["judgements"],
        organisations=small["organisations"],
        practitioners=small["practitioners"],
        organisations_held="organisations" in known,
        practitioners_held="practitioners" in known,
    )
    return cases(tables).semi_join(subject, "complaint_id")


def gather_for(rows: Neighbourhood, representations: Sequence[Mapping[str, Any]], customer: str | None) -> None:
    """Puts what came into the small tables, with what the run knows of those who are named."""
    there = {one for (one,) in rows.rows("SELECT representation_id FROM representations")}
    rows.put("representations", [one for one in representations if one["representation_id"] not in there])
    rows.copy_sharing_representatives()
    rows.copy_organisations()
    rows.copy("practitioners", "licence_number", _named(representations, "licence_number"))
    if customer is not None:
        rows.copy_papers(customer)


def _named(representations: Sequence[Mapping[str, Any]], field: str) -> list[str]:
    return sorted({one[field] for one in representations if one[field]})
