"""One file, inspected without a run."""

import pytest

from mingjian.contract import Language
from mingjian.contract.vocabulary import CheckOutcome, MaterialKind, Verdict
from mingjian.materials.checks import on_paper
from mingjian.materials.examiners import drawing
from mingjian.materials.inspection import Inspection, inspect
from mingjian.materials.specimen import Examination, Observation, Place, Trait, TraitKind
from tests.reading.documents import locked, pdf_of
from tests.reading.ofd_files import CERTIFICATE, ofd


@pytest.fixture(scope="module")
def certificate() -> Inspection:
    return inspect("<b>one</b>.ofd", ofd(CERTIFICATE, stamped=True), MaterialKind.DIAGNOSIS_CERTIFICATE)


def test_a_file_is_read_and_every_examiner_has_its_say(certificate: Inspection) -> None:
    record = certificate.to_record(Language.EN)
    assert {fact["field"]: fact["value"] for fact in record["fields"]} == {
        "person_name": "陈建国",
        "id_number": "510212198503072731",
    }
    checks = [finding["check"] for finding in record["findings"]]
    assert checks.index("identity_number_fails_check") < checks.index("file_read"), "what asks for a look stands first"
    assert all(finding["sentence"] for finding in record["findings"])
    assert certificate.verdict is not Verdict.SIGNS_OF_FORGERY


def test_what_a_document_says_is_held_against_itself(certificate: Inspection) -> None:
    (doubt,) = [one for one in certificate.observations if one.check == "identity_number_fails_check"]
    assert doubt.outcome in (CheckOutcome.SUSPECT, CheckOutcome.CONTRADICTED)
    assert doubt.place is not None
    right = CERTIFICATE.replace("510212198503072731", "510212198503072739")
    found = inspect("right.ofd", ofd(right), MaterialKind.DIAGNOSIS_CERTIFICATE)
    assert "facts_agree" in {one.check for one in found.observations}
    assert found.verdict is Verdict.NO_SIGN_OF_FORGERY


@pytest.mark.parametrize(
    ("kind", "make", "check"),
    [
        (MaterialKind.DIAGNOSIS_CERTIFICATE, drawing.DRAWN, ["seal_never_on_paper"]),
        (MaterialKind.DIAGNOSIS_CERTIFICATE, drawing.CAPTURED, ["seal_on_paper"]),
        (MaterialKind.DIAGNOSIS_CERTIFICATE, drawing.UNKNOWN, []),
        (MaterialKind.PAYMENT_RECEIPT, drawing.DRAWN, []),
    ],
)
def test_a_stamped_paper_that_a_program_drew_is_asked_about(kind: MaterialKind, make: str, check: list[str]) -> None:
    seal = Trait(TraitKind.SEAL, Place(1), b"")
    examined = Examination((Observation(make, CheckOutcome.NOT_APPLICABLE),), (seal,))
    assert [one.check for one in on_paper.of_one(kind, examined)] == check
    assert not list(on_paper.of_one(kind, Examination(examined.observations)))


def test_a_locked_file_is_unreadable_and_says_why() -> None:
    found = inspect("locked.pdf", locked(pdf_of("secret")))
    assert found.verdict is Verdict.UNREADABLE
    assert (found.observations[0].check, found.observations[0].outcome) == (
        "file_encrypted",
        CheckOutcome.UNREADABLE,
    )
