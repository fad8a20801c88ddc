"""From cases to judgements, as rows that become ``requirements`` and ``findings``."""

import json
from collections.abc import Iterator
from functools import partial

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.agencies.case import Case
from mingjian.agencies.cases import read
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.requirements import REQUIREMENTS
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import FindingSubject, Requirement, RequirementStatus, RequirementSubject
from mingjian.store.engine import Engine

SCHEMA = pa.schema(
    [
        ("subject_id", pa.string()),
        ("requirement", pa.string()),
        ("status", pa.string()),
        ("statement", pa.string()),
        ("outcome", pa.string()),
        ("score", pa.float64()),
        ("source", pa.string()),
        ("values", pa.string()),
        ("evidence", pa.string()),
    ]
)


def judge(cases: ir.Table, engine: Engine, settings: AgenciesSettings) -> ir.Table:
    """One row a requirement of a representation."""
    return engine.map_groups(partial(judge_bucket, settings=settings), cases, by="representation_id", schema=SCHEMA)


def judge_bucket(cases: pa.Table, settings: AgenciesSettings) -> pa.Table:
    """The judgements of the representations in a bucket."""
    return pa.Table.from_pylist(
        [_row(case, judgement) for case in map(read, cases.to_pylist()) for judgement in judge_one(case, settings)],
        schema=SCHEMA,
    )


def judge_one(case: Case, settings: AgenciesSettings) -> Iterator[Judgement]:
    """Every requirement that applies to a representation, judged."""
    for requirement in REQUIREMENTS:
        judgement = requirement(case, settings)
        if judgement is not None:
            yield judgement


def requirements(judgements: ir.Table) -> ir.Table:
    """The rows of the output table ``requirements``."""
    return judgements.select(
        "subject_id",
        "requirement",
        "status",
        "source",
        "evidence",
        subject_type=ibis.literal(RequirementSubject.REPRESENTATION.value),
    )


def of_organisations(requirements: ir.Table) -> ir.Table:
    """What representations showed of organisations in the register: the worst status of each of their requirements."""
    own = requirements.filter(requirements.requirement.isin(_OF_ORGANISATIONS))
    shown = own.mutate(subject_id=own.evidence.re_extract(r'^\["([^"]+)"\]$', 1), severity=_severity(own.status))
    known = shown.filter(shown.subject_id.notnull() & (shown.subject_id != ""))
    worst = known.group_by("subject_id", "requirement").aggregate(
        status=known.status.argmax(known.severity),
        source=known.source.argmax(known.severity),
    )
    return worst.mutate(
        evidence=ibis.literal('["') + worst.subject_id + '"]',
        subject_type=ibis.literal(RequirementSubject.ORGANISATION.value),
    ).select(*requirements.columns)


_OF_ORGANISATIONS = tuple(
    requirement.value for requirement in Requirement if requirement.value.startswith("organisation_")
)


def _severity(status: ir.StringValue) -> ir.IntegerValue:
    return ibis.cases(
        (status == RequirementStatus.NOT_MET.value, 2), (status == RequirementStatus.UNVERIFIED.value, 1), else_=0
    )


def findings(judgements: ir.Table) -> ir.Table:
    """The same judgements as rows of ``findings``, with what their sentences are rendered from."""
    return judgements.select(
        "subject_id",
        "outcome",
        "score",
        "values",
        "evidence",
        subject_type=ibis.literal(FindingSubject.REPRESENTATION.value),
        check=judgements.statement,
        place=ibis.null("string"),
    )


def _row(case: Case, judgement: Judgement) -> dict[str, object]:
    return {
        "subject_id": case.representation_id,
        "requirement": judgement.requirement.value,
        "status": judgement.status.value,
        "statement": judgement.statement,
        "outcome": judgement.outcome.value,
        "score": judgement.suspicion,
        "source": judgement.rule.cited,
        # With the requirement, so that a reader of the finding knows which one its sentence is about.
        "values": json.dumps({**judgement.values, "requirement": judgement.requirement.value}, ensure_ascii=False),
        "evidence": json.dumps(list(judgement.evidence), ensure_ascii=False),
    }
