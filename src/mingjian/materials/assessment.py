"""From a document's findings to its assessment: how certain, how probable a forgery, and what a person should do.

Only a deterministic contradiction or the issuer's denial speaks of falsity; a statistic alone asks for a person's look.
A document that was read and examined, and of which nothing was found, shows no sign of forgery, which is less than
being genuine: its certainty is ``consistent``, and only the issuer can confirm it. One that people found genuine is not
put before them again for what they had before them: only what its issuer answers later still counts.
"""

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
from mingjian.materials.checks.people import FOUND_GENUINE
from mingjian.materials.fusion import WRITTEN, Fusion
from mingjian.materials.known_documents import evidence_of
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.weights import EXAMINED, IN_PART, LOOKED_AT, MERITS, REASONS, Evidence
from mingjian.store.engine import Engine

SCHEMA = TABLES["material_assessments"].arrow_schema

_CERTAINTIES = {
    "issuer_confirmed": Certainty.ISSUER_CONFIRMED,
    "issuer_denied": Certainty.ISSUER_DENIED,
    FOUND_GENUINE: Certainty.CONSISTENT,
}
_ANSWERED_LATER = frozenset({"issuer_denied", "issuer_no_record"})
_WEIGHT_OF_PEOPLE = -4.0
"""Whoever decided had the paper, the findings and the customer; what remains is an error, one in fifty."""


def assess(findings: ir.Table, engine: Engine, settings: MaterialsSettings, fusion: Fusion = WRITTEN) -> ir.Table:
    """One row a document out of all its findings."""
    return engine.map_groups(
        partial(assess_bucket, settings=settings, fusion=fusion),
        findings.select("subject_id", "check", "outcome", "values", "evidence"),
        by="subject_id",
        schema=SCHEMA,
    )


def assess_bucket(findings: pa.Table, settings: MaterialsSettings, fusion: Fusion) -> pa.Table:
    """The assessments of the documents whose findings these are."""
    rows = sorted(findings.to_pylist(), key=itemgetter("subject_id", "check"))
    return pa.Table.from_pylist(
        [
            assess_one(material_id, evidence_of(group), settings, fusion)
            for material_id, group in groupby(rows, key=itemgetter("subject_id"))
        ],
        schema=SCHEMA,
    )


def assess_one(
    material_id: str, evidence: Sequence[Evidence], settings: MaterialsSettings, fusion: Fusion = WRITTEN
) -> dict[str, object]:
    """One document's row of ``material_assessments``."""
    found_genuine = next((piece for piece in evidence if piece.check == FOUND_GENUINE), None)
    if found_genuine is not None:
        evidence = _since(found_genuine, evidence)
    certainty = certainty_of(evidence)
    odds = fusion.log_odds(evidence) + (_WEIGHT_OF_PEOPLE if found_genuine is not None else 0.0)
    probability = 1 / (1 + math.exp(-settings.prior_log_odds - odds))
    # The verdict is of the pages that were examined; how certain the whole is, the others have a say in.
    outcomes = [CheckOutcome(piece.outcome) for piece in _without_pages_left(evidence)]
    doubted = probability >= settings.review_from
    looked_at = any(piece.check in LOOKED_AT for piece in evidence)
    return {
        "material_id": material_id,
        "forgery_probability": probability,
        "verdict": verdict(certainty, outcomes, doubted=doubted, looked_at=looked_at).value,
        "certainty": certainty.value,
        "merits": to_json(_merits(evidence, certainty, fusion)),
        "reasons": to_json(_reasons(evidence, certainty, fusion)),
    }


def _without_pages_left(evidence: Sequence[Evidence]) -> list[Evidence]:
    """What is known of the pages that were examined, whether or not others of a long file were left."""
    return [piece for piece in evidence if piece.check != IN_PART]


def _since(found_genuine: Evidence, evidence: Sequence[Evidence]) -> list[Evidence]:
    """What still counts of a document that people found genuine: its issuer's word for it, and what it said since."""

    def counts(piece: Evidence) -> bool:
        if piece.check in _ANSWERED_LATER:
            return str(piece.values.get("day") or "") > str(found_genuine.values["day"])
        return piece.check in (FOUND_GENUINE, "issuer_confirmed")

    return [piece for piece in evidence if counts(piece)]


def certainty_of(evidence: Sequence[Evidence]) -> Certainty:
    """How certain the document is; ``consistent`` only where it was read as a whole and nothing raises a doubt."""
    certainty = Certainty.of(_certainty(piece) for piece in evidence)
    raised = {CheckOutcome.UNREADABLE, CheckOutcome.SUSPECT}
    if certainty is Certainty.CONSISTENT and any(CheckOutcome(piece.outcome) in raised for piece in evidence):
        return Certainty.UNVERIFIED
    return certainty


def verdict(certainty: Certainty, outcomes: Iterable[CheckOutcome], *, doubted: bool, looked_at: bool) -> Verdict:
    """What is to be done with a document; ``doubted`` where several weak signs together are worth a look.

    ``looked_at`` where its pages were drawn and read: nothing to be found is then no reason to occupy a person.
    """
    if certainty in (Certainty.ISSUER_DENIED, Certainty.CONTRADICTED):
        return Verdict.SIGNS_OF_FORGERY
    if certainty is Certainty.ISSUER_CONFIRMED:
        return Verdict.NO_SIGN_OF_FORGERY  # whatever looked odd about it: its issuer knows better
    found = set(outcomes)
    if doubted or found & {CheckOutcome.SUSPECT, CheckOutcome.CONTRADICTED}:
        return Verdict.NEEDS_REVIEW
    if certainty is Certainty.CONSISTENT:
        return Verdict.NO_SIGN_OF_FORGERY
    if CheckOutcome.UNREADABLE in found:
        return Verdict.UNREADABLE
    return Verdict.NO_SIGN_OF_FORGERY if looked_at else Verdict.NEEDS_REVIEW


def _certainty(piece: Evidence) -> Certainty:
    if piece.check in _CERTAINTIES:
        return _CERTAINTIES[piece.check]
    if piece.outcome == CheckOutcome.CONTRADICTED:
        return Certainty.CONTRADICTED
    examined = piece.outcome == CheckOutcome.CLEAR and piece.check in EXAMINED
    return Certainty.CONSISTENT if examined else Certainty.UNVERIFIED


def _reasons(evidence: Sequence[Evidence], certainty: Certainty, fusion: Fusion) -> list[Reason]:
    said: dict[str, Evidence] = {}
    for piece in evidence:  # the same check at several places is one reason, said of the place where it is strongest
        if piece.check in REASONS and piece.outcome != CheckOutcome.CLEAR:
            said[piece.check] = max(said.get(piece.check, piece), piece, key=fusion.weight)
    reasons = [
        Reason(REASONS[check], weight=fusion.weight(piece), values=piece.values, evidence=piece.sources)
        for check, piece in said.items()
    ]
    unreadable = [piece for piece in evidence if piece.outcome == CheckOutcome.UNREADABLE]
    in_part = next((piece for piece in unreadable if piece.check == IN_PART), None)
    if in_part is not None:
        reasons.append(Reason("document_examined_in_part", weight=0.0, values=in_part.values))
    if any(piece.check != IN_PART for piece in unreadable):
        reasons.append(Reason("document_unreadable", weight=0.0))
    if certainty is Certainty.UNVERIFIED:
        # Said aloud, so that a low probability is not taken for a clean bill.
        reasons.append(Reason("document_not_settled", weight=0.0))
    return reasons


def _merits(evidence: Sequence[Evidence], certainty: Certainty, fusion: Fusion) -> list[Reason]:
    merits = [
        Reason(MERITS[piece.check], weight=-fusion.weight(piece), values=piece.values, evidence=piece.sources)
        for piece in evidence
        if piece.check in MERITS
    ]
    decided = next((piece for piece in evidence if piece.check == FOUND_GENUINE), None)
    if decided is not None:
        merits.append(Reason("document_found_genuine", weight=-_WEIGHT_OF_PEOPLE, values=decided.values))
        return merits
    clear = [piece for piece in evidence if piece.check in EXAMINED and piece.outcome == CheckOutcome.CLEAR]
    worth = max(0.0, -fusion.log_odds(clear))
    if certainty is Certainty.CONSISTENT:
        merits.append(Reason("document_examined_consistent", weight=worth))
    elif certainty is Certainty.UNVERIFIED and certainty_of(_without_pages_left(evidence)) is Certainty.CONSISTENT:
        merits.append(Reason("document_part_consistent", weight=worth))
    return merits
