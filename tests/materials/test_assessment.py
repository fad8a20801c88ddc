import pytest

from mingjian.contract import Language
from mingjian.contract.reasons import from_json
from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.assessment import assess_one
from mingjian.materials.examiners import EXAMINERS
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.specimen import Specimen
from mingjian.materials.weights import Evidence
from mingjian.reading.record import FileKind, Problem
from mingjian.reading.rendering import Rendering


def piece(check: str, outcome: CheckOutcome) -> Evidence:
    return Evidence(check, outcome.value, {}, ())


LOOKED_AT = piece("text_read", CheckOutcome.CLEAR)
READ = piece("file_read", CheckOutcome.CLEAR)
CONFIRMED_NUMBER = Evidence("issuer_confirmed_number", CheckOutcome.SUSPECT.value, {"number": "证明编号 2026031"}, ())
"""The issuer's yes to a number that another paper bears, too."""
FILLED_IN = Evidence("value_differs", CheckOutcome.NOT_APPLICABLE.value, {"page": 1, "signs": 5}, ())
"""By another printer, in one place alone."""
IN_PART = Evidence(
    "pages_not_examined", CheckOutcome.UNREADABLE.value, {"examined": 8, "pages": 40, "left": "5–36"}, ()
)


def drawn_too_slowly() -> list[Evidence]:
    """What is said of pages that a busy machine could not draw, all examiners together."""
    specimen = Specimen("0" * 64, b"", Rendering(FileKind.IMAGE, "image/jpeg", (), (), Problem.TOO_SLOW), ())
    return [piece(one.check, one.outcome) for each in EXAMINERS for one in each.examine(specimen).observations]


DRAWN_TOO_SLOWLY = drawn_too_slowly()


@pytest.mark.parametrize(
    ("evidence", "verdict", "certainty"),
    [
        ([READ], "needs_review", "unverified"),
        ([READ, LOOKED_AT], "no_sign_of_forgery", "unverified"),
        ([READ, piece("text_absent", CheckOutcome.UNREADABLE)], "unreadable", "unverified"),
        ([READ, LOOKED_AT, piece("facts_agree", CheckOutcome.CLEAR)], "no_sign_of_forgery", "consistent"),
        ([READ, LOOKED_AT, piece("seal_geometry_unusual", CheckOutcome.SUSPECT)], "needs_review", "unverified"),
        ([READ, LOOKED_AT, FILLED_IN], "no_sign_of_forgery", "unverified"),
        ([READ, *DRAWN_TOO_SLOWLY], "unreadable", "unverified"),
        ([READ, LOOKED_AT, piece("examiner_failed", CheckOutcome.UNREADABLE)], "unreadable", "unverified"),
        ([READ, LOOKED_AT, piece("facts_agree", CheckOutcome.CLEAR), IN_PART], "no_sign_of_forgery", "unverified"),
        ([READ, LOOKED_AT, IN_PART], "no_sign_of_forgery", "unverified"),
        ([READ, piece("text_absent", CheckOutcome.UNREADABLE), IN_PART], "unreadable", "unverified"),
        (
            [READ, LOOKED_AT, piece("seal_geometry_unusual", CheckOutcome.SUSPECT), IN_PART],
            "needs_review",
            "unverified",
        ),
        (
            [READ, LOOKED_AT, piece("credit_code", CheckOutcome.CONTRADICTED), IN_PART],
            "signs_of_forgery",
            "contradicted",
        ),
        ([READ, LOOKED_AT, CONFIRMED_NUMBER], "needs_review", "unverified"),
        (
            [READ, LOOKED_AT, piece("issuer_confirmed", CheckOutcome.CLEAR), IN_PART],
            "no_sign_of_forgery",
            "issuer_confirmed",
        ),
        (
            [
                LOOKED_AT,
                piece("seal_geometry_unusual", CheckOutcome.SUSPECT),
                piece("issuer_confirmed", CheckOutcome.CLEAR),
            ],
            "no_sign_of_forgery",
            "issuer_confirmed",
        ),
        ([READ, LOOKED_AT, piece("issuer_denied", CheckOutcome.CONTRADICTED)], "signs_of_forgery", "issuer_denied"),
    ],
)
def test_what_was_looked_at_without_a_finding_or_confirmed_by_its_issuer_occupies_nobody(
    evidence: list[Evidence], verdict: str, certainty: str
) -> None:
    assessment = assess_one("M-1", evidence, MaterialsSettings())
    assert (assessment["verdict"], assessment["certainty"]) == (verdict, certainty)


FOUND = Evidence("people_found_genuine", CheckOutcome.CLEAR.value, {"day": "2026-05-10"}, ())
ODD = piece("weekday_wrong", CheckOutcome.CONTRADICTED)


@pytest.mark.parametrize(
    ("check", "day", "verdict", "certainty"),
    [
        (None, "", "no_sign_of_forgery", "consistent"),
        ("issuer_denied", "2026-05-09", "no_sign_of_forgery", "consistent"),
        ("issuer_denied", "2026-05-11", "signs_of_forgery", "issuer_denied"),
        ("issuer_no_record", "2026-05-11", "needs_review", "unverified"),
        ("issuer_confirmed", "2026-05-09", "no_sign_of_forgery", "issuer_confirmed"),
    ],
)
def test_what_people_found_genuine_is_not_raised_again_unless_its_issuer_answers_later(
    check: str | None, day: str, verdict: str, certainty: str
) -> None:
    outcome = {"issuer_denied": CheckOutcome.CONTRADICTED, "issuer_no_record": CheckOutcome.SUSPECT}
    answer = [Evidence(check, outcome.get(check, CheckOutcome.CLEAR).value, {"day": day}, ())] if check else []
    flagged = assess_one("M-1", [READ, LOOKED_AT, ODD, *answer], MaterialsSettings())
    assert flagged["verdict"] == ("signs_of_forgery" if check != "issuer_confirmed" else "no_sign_of_forgery")
    assessment = assess_one("M-1", [READ, LOOKED_AT, ODD, FOUND, *answer], MaterialsSettings())
    assert (assessment["verdict"], assessment["certainty"]) == (verdict, certainty)
    assert "document_found_genuine" in str(assessment["merits"])
    assert "weekday" not in str(assessment["reasons"])


def test_of_a_file_that_was_examined_in_part_it_is_said_which_pages_the_verdict_is_of() -> None:
    agree = piece("facts_agree", CheckOutcome.CLEAR)
    assessment = assess_one("M-1", [READ, LOOKED_AT, agree, IN_PART], MaterialsSettings())
    reasons, merits = from_json(str(assessment["reasons"])), from_json(str(assessment["merits"]))
    assert [reason.code for reason in reasons] == ["document_examined_in_part", "document_not_settled"]
    assert "the verdict is of 8 pages of 40. Not examined: 5–36" in reasons[0].render(Language.EN)
    assert [merit.code for merit in merits] == ["document_part_consistent"]
