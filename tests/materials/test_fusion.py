import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from mingjian.contract.vocabulary import CheckOutcome, WeightsStanding
from mingjian.materials.assessment import assess_one
from mingjian.materials.fusion import WRITTEN, Fusion, Known, learned
from mingjian.materials.known_documents import known_documents
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.weights import Evidence, weight
from mingjian.store.engine import Engine
from tests.materials.conftest import Write
from tests.materials.test_materials import paper, reply, world

SETTINGS = MaterialsSettings()


def piece(check: str, outcome: CheckOutcome = CheckOutcome.NOT_APPLICABLE) -> Evidence:
    return Evidence(check, outcome.value, {"page": 1}, ())


def documents(count: int, *checks: str, forged: bool, first: int = 0) -> list[Known]:
    evidence = [piece(check) for check in checks]
    return [Known(evidence, forged, f"{checks} {forged} {number}") for number in range(first, first + count)]


def test_people_and_issuers_tell_what_a_document_is_and_where_they_differ_nobody_knows(
    engine: Engine, write: Write
) -> None:
    day = datetime(2026, 5, 4, tzinfo=UTC)

    def label(number: int, value: str, material: int) -> dict[str, Any]:
        row = {"label_id": f"L-{number}", "subject_type": "material", "subject_id": f"M-{material}", "label": value}
        return {**row, "decided_at": day + timedelta(days=number), "decided_by": "王 + 李"}

    rows = world(
        [paper(number, file_sha256=f"{number:064d}") for number in range(1, 6)],
        labels=[label(1, "forged", 1), label(2, "genuine", 1), label(3, "genuine", 2), label(4, "forged", 4)],
        verifications=[reply(2, "denied"), reply(3, "denied"), reply(4, "denied"), reply(5, "no_record")],
    )
    lake = write(engine, rows)
    findings = [
        {"subject_id": f"M-{number}", "check": "editor_named", "outcome": "not_applicable", "values": "{}"}
        for number in range(1, 6)
    ]
    found = known_documents(
        lake, engine.read_arrow(pa.Table.from_pylist([{**one, "evidence": "[]"} for one in findings]))
    )
    assert {(one.file[-1], one.forged) for one in found} == {("1", False), ("3", True), ("4", True)}
    assert {piece.check for one in found for piece in one.evidence} == {"editor_named"}


def fused(known: Sequence[Known]) -> Fusion:
    return learned(known, prior=SETTINGS.prior_log_odds, review_from=SETTINGS.review_from)


LENDER = [
    # An editor's name that honest people's files bear as often, and moiré that only forged ones show here.
    *documents(60, "editor_named", forged=False),
    *documents(60, "facts_agree", forged=False),
    *documents(60, "editor_named", forged=True),
    *documents(60, "screen_recaptured", "seal_never_on_paper", forged=True),
]


@pytest.fixture(scope="module")
def of_lender() -> Fusion:
    return fused(LENDER)


def test_labels_move_a_weight_towards_what_they_bear_out_and_never_turn_it_round(of_lender: Fusion) -> None:
    assert of_lender.standing is WeightsStanding.LEARNED
    assert (of_lender.genuine, of_lender.forged) == (120, 120)
    editor, moire = piece("editor_named"), piece("screen_recaptured")
    assert 0 <= of_lender.weight(editor) < weight(editor)
    assert weight(moire) < of_lender.weight(moire) < weight(moire) + math.log(4)
    assert of_lender.weight(piece("facts_agree")) < 0


def test_few_labels_silence_more_easily_than_they_accuse() -> None:
    quiet = fused([*documents(8, "editor_named", forged=False), *documents(8, "facts_agree", forged=True)])
    loud = fused([*documents(8, "editor_named", forged=True), *documents(8, "facts_agree", forged=False)])
    editor = piece("editor_named")
    assert weight(editor) - quiet.weight(editor) >= loud.weight(editor) - weight(editor) >= 0
    assert fused(documents(4, "editor_named", forged=True) + documents(40, "facts_agree", forged=False)) == Fusion(
        WeightsStanding.FEW_LABELS, genuine=40, forged=4
    )
    assert fused([]) == WRITTEN


def test_learned_weights_that_would_doubt_one_genuine_document_more_are_not_used() -> None:
    # Together just below a look as written; learned from forged ones alone they would ask for it.
    beside = documents(80, "editor_named", forged=True) + documents(80, "facts_agree", forged=False)
    honest = documents(1, "editor_named", forged=False, first=900)
    assert SETTINGS.prior_log_odds + WRITTEN.log_odds(honest[0].evidence) < math.log(0.1 / 0.9)
    found = fused([*beside, *honest])
    assert found.standing is WeightsStanding.ACCUSES_GENUINE
    assert not found.moved
    assert fused(beside).standing is WeightsStanding.LEARNED


def test_labels_of_documents_of_which_nothing_was_found_leave_the_weights_as_written() -> None:
    nothing = documents(20, "text_read", forged=False) + documents(20, "text_read", forged=True)
    assert fused(nothing) == Fusion(WeightsStanding.FORETELLS_NO_BETTER, genuine=20, forged=20)


def test_a_model_alone_asks_for_a_look_at_most_and_what_settles_a_document_is_not_learned(of_lender: Fusion) -> None:
    loud = Fusion(WeightsStanding.LEARNED, moved={"screen_recaptured": 50.0, "issuer_confirmed": 50.0})
    evidence = [piece("text_read", CheckOutcome.CLEAR), piece("screen_recaptured")]
    assessment: dict[str, Any] = assess_one("M-1", evidence, SETTINGS, loud)
    assert (assessment["verdict"], assessment["certainty"]) == ("needs_review", "unverified")
    assert assessment["forgery_probability"] > 0.99
    confirmed = piece("issuer_confirmed", CheckOutcome.CLEAR)
    assert loud.weight(confirmed) == weight(confirmed)
    denied = piece("issuer_denied", CheckOutcome.CONTRADICTED)
    assert of_lender.weight(denied) == weight(denied)


def test_one_photograph_has_one_number_and_one_seal_so_they_weigh_once() -> None:
    altered, number, seal = (piece(check) for check in ("page_altered", "serial_number_reused", "seal_image_printed"))
    assert WRITTEN.log_odds([altered, number, seal]) == max(weight(altered), weight(number))
    assert WRITTEN.log_odds([number, seal]) == weight(number) + weight(seal), "two papers that are no copies"


def test_whose_copied_paper_is_cleared_weighs_no_more_than_before_the_answer() -> None:
    shared = [piece(check, CheckOutcome.SUSPECT) for check in ("serial_number_reused", "handwriting_reused")]
    altered, cleared = piece("page_altered", CheckOutcome.SUSPECT), piece("page_original", CheckOutcome.CLEAR)
    assert WRITTEN.log_odds([cleared, *shared]) == max(weight(one) for one in shared)
    assert WRITTEN.log_odds([cleared, *shared]) <= WRITTEN.log_odds([altered, *shared])


def test_what_an_answer_names_is_not_learned_from_the_answers() -> None:
    """Whose paper is known to be genuine never has ``page_altered``: it is no evidence against those not yet asked."""
    cleared = documents(12, "page_original", forged=False)
    copies = documents(12, "page_altered", forged=True)
    rest = [one for forged in (False, True) for one in documents(10, "text_read", forged=forged)]
    fusion = fused([*cleared, *copies, *rest])
    altered = piece("page_altered")
    assert fusion.weight(altered) == weight(altered)
