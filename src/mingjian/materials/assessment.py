"""From a document's findings to its assessment: how certain, how probable a forgery, and what a person should do.

Only a deterministic contradiction or the issuer's denial speaks of falsity. A document that nobody has confirmed is
``needs_review``, however clean it looks: "no sign of forgery" is said only where somebody who can know has said so.
"""

import json
import math
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract import TABLES, Reason
from mingjian.contract.reasons import to_json
from mingjian.contract.vocabulary import Certainty, CheckOutcome, Verdict
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.weights import MERITS, REASONS, Evidence, weight
from mingjian.store.engine import Engine

SCHEMA = TABLES["material_assessments"].arrow_schema

_CERTAINTIES = {"issuer_confirmed": Certainty.ISSUER_CONFIRMED, "issuer_denied": Certainty.ISSUER_DENIED}


def assess(findings: ir.Table, engine: Engine, settings: MaterialsSettings) -> ir.Table:
    """One row a document out of all its findings."""
    return engine.map_groups(
        partial(assess_bucket, settings=settings),
        findings.select("subject_id", "check", "outcome", "values", "evidence"),
        by="subject_id",
        schema=SCHEMA,
    )


def assess_bucket(findings: pa.Table, settings: MaterialsSettings) -> pa.Table:
    """The assessments of the documents whose findings these are."""
    rows = sorted(findings.to_pylist(), key=itemgetter("subject_id", "check"))
    return pa.Table.from_pylist(
        [
            assess_one(material_id, [_evidence(row) for row in group], settings)
            for material_id, group in groupby(rows, key=itemgetter("subject_id"))
        ],
        schema=SCHEMA,
    )


def assess_one(material_id: str, evidence: Sequence[Evidence], settings: MaterialsSettings) -> dict[str, object]:
    """One document's row of ``material_assessments``."""
    certainty = Certainty.of(_certainty(piece) for piece in evidence)
    log_odds = _logit(settings.prior_forgery) + sum(weight(piece) for piece in evidence)
    return {
        "material_id": material_id,
        "forgery_probability": 1 / (1 + math.exp(-log_odds)),
        "verdict": verdict(certainty, [CheckOutcome(piece.outcome) for piece in evidence]).value,
        "certainty": certainty.value,
        "merits": to_json(_merits(evidence)),
        "reasons": to_json(_reasons(evidence, certainty)),
    }


def verdict(certainty: Certainty, outcomes: Iterable[CheckOutcome]) -> Verdict:
    """What is to be done with a document: a person looks at everything that its issuer has not settled."""
    if certainty in (Certainty.ISSUER_DENIED, Certainty.CONTRADICTED):
        return Verdict.SIGNS_OF_FORGERY
    found = set(outcomes)
    doubts = found & {CheckOutcome.SUSPECT, CheckOutcome.CONTRADICTED}
    if certainty is Certainty.ISSUER_CONFIRMED:
        return Verdict.NEEDS_REVIEW if doubts else Verdict.NO_SIGN_OF_FORGERY
    if CheckOutcome.UNREADABLE in found and not doubts:
        return Verdict.UNREADABLE
    return Verdict.NEEDS_REVIEW


def _certainty(piece: Evidence) -> Certainty:
    if piece.check in _CERTAINTIES:
        return _CERTAINTIES[piece.check]
    return Certainty.CONTRADICTED if piece.outcome == CheckOutcome.CONTRADICTED else Certainty.UNVERIFIED


def _reasons(evidence: Sequence[Evidence], certainty: Certainty) -> list[Reason]:
    reasons = [
        Reason(REASONS[piece.check], weight=weight(piece), values=piece.values, evidence=piece.sources)
        for piece in evidence
        if piece.check in REASONS
    ]
    if any(piece.outcome == CheckOutcome.UNREADABLE for piece in evidence):
        reasons.append(Reason("document_unreadable", weight=0.0))
    if certainty is Certainty.UNVERIFIED:
        # Said aloud, so that a low probability is not taken for a clean bill.
        reasons.append(Reason("document_not_settled", weight=0.0))
    return reasons


def _merits(evidence: Sequence[Evidence]) -> list[Reason]:
    return [
        Reason(MERITS[piece.check], weight=-weight(piece), values=piece.values, evidence=piece.sources)
        for piece in evidence
        if piece.check in MERITS
    ]


def _evidence(row: dict[str, str]) -> Evidence:
    return Evidence(row["check"], row["outcome"], json.loads(row["values"]), tuple(json.loads(row["evidence"])))


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))
