"""One file, inspected without a run."""

import pytest

from mingjian.contract import Language
from mingjian.contract.vocabulary import CheckOutcome, MaterialKind, Verdict
from mingjian.materials.inspection import Inspection, inspect
from mingjian.materials.report import html_of
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
    assert record["findings"][0]["check"] == "file_read"
    assert len(record["findings"]) > 1
    assert all(finding["sentence"] for finding in record["findings"])
    assert certificate.verdict is not Verdict.SIGNS_OF_FORGERY


def test_a_locked_file_is_unreadable_and_says_why() -> None:
    found = inspect("locked.pdf", locked(pdf_of("secret")))
    assert found.verdict is Verdict.UNREADABLE
    assert (found.observations[0].check, found.observations[0].outcome) == (
        "file_encrypted",
        CheckOutcome.UNREADABLE,
    )


@pytest.mark.parametrize(
    ("language", "word"), [(Language.ZH, "材料检视报告"), (Language.EN, "Inspection of documents")]
)
def test_the_report_shows_pages_findings_and_fields_and_escapes_names(
    certificate: Inspection, language: Language, word: str
) -> None:
    page = html_of([certificate], language)
    assert word in page
    assert "data:image/jpeg;base64," in page
    assert "510212198503072731" in page
    assert "<b>one</b>" not in page
