"""One file, inspected without a run."""

from pathlib import Path

import pytest

from mingjian.contract import Language
from mingjian.contract.vocabulary import CheckOutcome, MaterialKind, Verdict
from mingjian.materials.beside_run import FinishedRun, held_against
from mingjian.materials.checks import on_paper
from mingjian.materials.examination import examine_files
from mingjian.materials.examiners import drawing
from mingjian.materials.inspection import Inspection, inspect
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.specimen import Examination, Observation, Place, Trait, TraitKind
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.vault import Vault
from tests.materials.conftest import AS_OF, Write
from tests.materials.test_materials import paper, world
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


def test_a_file_is_held_against_the_papers_and_the_register_of_a_run(
    engine: Engine, write: Write, tmp_path: Path
) -> None:
    hospital = "重庆市渝中区第三人民医院"
    first = f"{hospital}\n诊断证明书\n姓名：陈建国\n病案号：202603174\n诊断：脑梗死\n出具日期：2026年4月1日".encode()
    second = first.replace("陈建国".encode(), "李秀英".encode())
    vault, settings = Vault.open(tmp_path), MaterialsSettings()
    digest = vault.put_bytes(first)
    papers = [paper(1, file_sha256=digest, issuer_name=hospital)]
    delivered = write(engine, world(papers, organisations=[{"organisation_id": "O-1", "name": hospital}]))
    place = delivered.path("materials")
    assert place is not None
    cache, out = tmp_path / "cache", tmp_path / "run"
    out.mkdir()
    examine_files([digest], vault=vault, folder=cache / "examinations", engine=engine)
    finished = FinishedRun(Lake(engine, out, place.parent), AS_OF, vault, cache)
    kept = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())

    def found(data: bytes, customer: str) -> dict[str, Observation]:
        alone = inspect("new.txt", data, MaterialKind.DIAGNOSIS_CERTIFICATE)
        assert "serial_number_reused" not in {one.check for one in alone.observations}
        told = held_against(alone, data, finished, customer, settings)
        return {one.check: one for one in told.observations}

    assert found(first, "C-9")["file_reused"].evidence == ("M-1",)
    assert found(first, "C-1")["file_not_reused"].outcome is CheckOutcome.CLEAR, "the customer's own paper again"
    again = found(second, "C-9")
    assert again["serial_number_reused"].outcome is CheckOutcome.SUSPECT
    assert again["serial_number_reused"].evidence == ("M-1",)
    assert "file_not_reused" in again
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == kept, "nothing of it is stored"
