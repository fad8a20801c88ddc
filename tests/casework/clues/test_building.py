"""A package of what a run knows: what is in it, what is masked, who made it, and that it can be made again."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from mingjian.access.audit import AuditLog
from mingjian.access.entity_masks import mask_entity
from mingjian.access.policy import DESK
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.clues.building import Built, build
from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.disclosure import Disclosure
from mingjian.casework.clues.settings import CluesSettings
from mingjian.casework.clues.signing import signers
from mingjian.casework.clues.statement import Statement, Subject, SubjectKind
from mingjian.casework.clues.verifier import verify
from mingjian.casework.evidence import EvidenceBoard, EvidenceKind, Provenance, Standing
from mingjian.casework.ledger import SubjectType
from mingjian.casework.notes import Notes
from mingjian.cli import app
from mingjian.contract.reasons import Language, sentence
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from mingjian.store.workspace import RunFolder, Workspace
from tests.casework.clues import world

AT = datetime.fromisoformat("2026-11-26T09:00+08:00")
STATEMENT = Statement("某某消费金融有限公司", "李查证", AT, "涉嫌伪造印章，报案", "渝中区公安分局", "023-00000000")
GANG = Subject(SubjectKind.GANG, world.GANG)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("clues") / "desk"
    world.publish(home)
    return home


@pytest.fixture(scope="module")
def run(workspace: Path) -> RunFolder:
    return Workspace(workspace).run()


Make = Callable[..., Built]


@pytest.fixture(scope="module")
def make(workspace: Path, run: RunFolder) -> Make:
    def made(target: Path, subject: Subject = GANG, **more: object) -> Built:
        database = Database.in_folder(workspace)
        try:
            return build(
                run,
                subject,
                STATEMENT,
                vault=Vault.open(workspace),
                signers=signers(workspace, CluesSettings()),
                audit=AuditLog(database),
                mask=mask_entity,
                target=target,
                **more,  # type: ignore[arg-type]
            )
        finally:
            database.close()

    return made


@pytest.fixture(scope="module")
def package(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("package") / "clue.zip").written.path


def member(package: Path, name: str) -> bytes:
    with zipfile.ZipFile(package) as archive:
        return archive.read(name)


def rows(package: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(member(package, name).decode("utf-8-sig"))))


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def test_its_own_verifier_finds_it_intact_on_a_bare_python(package: Path, tmp_path: Path) -> None:
    script = tmp_path / "verify.py"
    script.write_bytes(member(package, "verify.py"))
    command = [sys.executable, "-I", "-S", str(script), str(package)]
    found = subprocess.run(command, env={}, capture_output=True, encoding="utf-8", check=False)
    assert found.returncode == 0, found.stdout
    assert "李查证" in found.stdout


def test_the_same_run_and_statement_make_the_same_bytes(package: Path, make: Make, tmp_path: Path) -> None:
    again = make(tmp_path / "again.zip").written.path
    assert again.read_bytes() == package.read_bytes()


def test_originals_in_doubt_go_along_as_the_vault_holds_them_and_no_others(package: Path) -> None:
    index = rows(package, "evidence/index.csv")
    assert [one["material_id"] for one in index] == ["M-0", "M-1", "M-2", "M-3", "MS-1", "MS-2"]
    assert [bool(one["file"]) for one in index] == [True, True, True, False, False, False]
    for number, one in enumerate(index[:3]):
        assert member(package, one["file"]) == world.paper(number)
        assert one["run_identity"] == "5f" * 32
        assert one["received_at"].endswith("+08:00")
    assert index[3]["included_because"] == "未见疑点，不提供原件"


def test_a_document_that_a_person_asks_for_goes_along_too(make: Make, tmp_path: Path) -> None:
    index = rows(make(tmp_path / "more.zip", also=["M-3"]).written.path, "evidence/index.csv")
    assert index[3]["file"] == "evidence/E0004.jpg"
    assert index[3]["included_because"] == "编制人认为办案需要"


def test_what_is_shared_stands_open_and_what_is_a_consumers_own_is_masked(package: Path) -> None:
    entities = {(one["type"], one["value"]): one["open"] for one in rows(package, "tables/entities.csv")}
    assert entities["phone", world.SHARED_PHONE] == "True"
    assert entities["account", world.ACCOUNT] == "True"
    assert entities["address", world.ADDRESS] == "True"
    assert entities["phone", "137****2222"] == "False"  # one household's
    assert entities["phone", "138****0001"] == "False"  # of two households, and on a customer's file


@pytest.mark.parametrize(("households", "open_"), [(0, False), (2, False), (3, True)])
def test_a_number_on_a_customers_file_is_theirs_until_more_than_a_family_uses_it(households: int, open_: bool) -> None:
    end = ("phone", world.FILE_PHONE)
    shown = Disclosure(mask_entity, {end: households}, own={world.FILE_PHONE}).show(end)
    assert shown.open is open_
    assert (world.FILE_PHONE in shown.text) is open_
    assert shown.why


def test_a_lawyers_licence_and_a_firm_stand_in_public_registers() -> None:
    for kind in ("licence", "organisation"):
        assert Disclosure(mask_entity).show((kind, "15001201510123456")).text == "15001201510123456"


def test_no_consumer_is_named_outside_the_originals(package: Path) -> None:
    hidden = [*world.NAMES, world.OWN_PHONE, world.FILE_PHONE, "50011219900307"]
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            if name.startswith("evidence/E"):
                continue
            content = archive.read(name)
            text = text_of(content) if name.endswith(".pdf") else content.decode("utf-8", "ignore")
            assert [one for one in hidden if one in text or one in name] == [], name


def test_the_report_speaks_of_suspicion_and_for_the_consumers(package: Path) -> None:
    text = text_of(member(package, "report.pdf"))
    for words in ("疑似", "不构成认定", "消费者可能是被害人", "尚未证实", "李查证", "渝中区公安分局", "1 项属实"):
        assert words in text, words
    for words in ("罪犯", "犯罪团伙", "已构成", "嫌疑人为"):
        assert words not in text, words


def test_what_an_agreement_asks_of_the_client_who_reported_it_stands_in_the_report(package: Path) -> None:
    report = "".join(text_of(member(package, "report.pdf")).split())
    for check in ("clause_hand_over_sim", "clause_ban_on_contact"):
        words = "".join(sentence(check).render({}, Language.ZH).split())
        assert report.count(f"{words}（第2页）") == 1
    (listed,) = (one for one in rows(package, "evidence/index.csv") if one["material_id"] == "MS-1")
    assert "clause" not in str(listed), "nothing speaks against the paper, nor against who handed it in"
    (another,) = (one for one in rows(package, "evidence/index.csv") if one["material_id"] == "MS-2")
    assert (another["customer_id"], another["complaint_id"]) == ("", ""), "the package is not about that client"


def test_one_report_alone_is_said_to_be_a_lead(package: Path) -> None:
    report = "".join(text_of(member(package, "report.pdf")).split())
    assert "来源单一，尚无独立来源印证，可能误指他人" in report


def test_the_manifest_says_who_for_what_and_from_which_run(package: Path) -> None:
    manifest = json.loads(member(package, "manifest.json"))
    assert manifest["prepared"]["by"] == "李查证"
    assert manifest["prepared"]["at"] == "2026-11-26T09:00:00+08:00"
    assert manifest["prepared"]["purpose"] == STATEMENT.purpose
    assert manifest["source"]["run"] == "0001"
    assert len(manifest["masking"]) > 3


def test_who_made_it_for_what_stands_in_the_audit_log(workspace: Path, package: Path) -> None:
    database = Database.in_folder(workspace)
    entries = AuditLog(database).entries(object_type="gang", object_id=world.GANG)
    database.close()
    asked = [one for one in entries if one.action == "clue_package"]
    assert {one.actor for one in asked} == {"李查证"}
    assert "渝中区公安分局" in asked[0].reason
    assert any(
        hashlib.sha256(package.read_bytes()).hexdigest()[:8] in one.reason
        for one in entries
        if one.action == "clue_package_made"
    )


def test_an_agency_makes_a_package_as_well(make: Make, tmp_path: Path) -> None:
    built = make(tmp_path / "clue.zip", Subject(SubjectKind.AGENCY, world.AGENCY))
    assert verify.check_package(built.written.path).intact
    assert [one["material_id"] for one in rows(built.written.path, "evidence/index.csv")] == ["M-0", "MS-1", "MS-2"]


@pytest.mark.parametrize("kind", list(SubjectKind))
def test_what_the_run_does_not_know_makes_no_package(make: Make, tmp_path: Path, kind: SubjectKind) -> None:
    with pytest.raises(NotFoundError):
        make(tmp_path / "clue.zip", Subject(kind, "X-404"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", ["organisation", "prepared_by", "purpose", "recipient"])
def test_a_package_without_a_person_and_a_purpose_is_refused(missing: str) -> None:
    stated = {
        "organisation": "某某消费金融",
        "prepared_by": "李查证",
        "prepared_at": AT,
        "purpose": "报案用途",
        "recipient": "公安",
    }
    with pytest.raises(InputError):
        Statement(**(stated | {missing: " "}))  # type: ignore[arg-type]


def test_an_original_that_the_vault_lost_is_said_and_not_passed_over(
    run: RunFolder, workspace: Path, tmp_path: Path
) -> None:
    database = Database.in_folder(workspace)
    built = build(
        run,
        GANG,
        STATEMENT,
        vault=Vault.open(tmp_path),
        signers=signers(workspace, CluesSettings()),
        audit=AuditLog(database),
        mask=mask_entity,
        target=tmp_path / "clue.zip",
    )
    database.close()
    assert (built.originals, built.missing) == (0, 3)
    assert "3 份有疑点的材料原件未留存" in text_of(member(built.written.path, "report.pdf"))


def test_a_case_brings_its_board_with_facts_and_hypotheses_apart(workspace: Path, make: Make, tmp_path: Path) -> None:
    database = Database.in_folder(workspace)
    origin = Origin(OriginKind.GANG, world.GANG, "0001")
    case = Cases(database).open(origin, title="渝中线索", by=DESK, at=AT, why="同一电话")
    board = EvidenceBoard(database)
    digest = Vault.open(workspace).put_bytes(b"a letter from the station")
    for kind, name, standing, file in (
        (EvidenceKind.MATERIAL, "M-3", Standing.FACT, ""),
        (EvidenceKind.ENTITY, f"phone:{world.OWN_PHONE}", Standing.HYPOTHESIS, ""),
        (EvidenceKind.FILE, digest, Standing.FACT, digest),
    ):
        provenance = Provenance("派出所来函", AT, "李查证", "0001", file)
        board.add(case.case_id, kind, name, provenance=provenance, standing=standing, by=DESK, at=AT)
    lost = hashlib.sha256(b"lost").hexdigest()
    board.add(
        case.case_id, EvidenceKind.FILE, lost, provenance=Provenance("派出所来函", AT, "李查证", "", lost),
        standing=Standing.HYPOTHESIS, by=DESK, at=AT,
    )  # fmt: skip
    Notes(database).add(
        SubjectType.CASE, case.case_id, "来函", by=DESK, at=AT, file_sha256=digest, file_name="来函.PDF"
    )
    told_by = CaseFile.of(database, case.case_id)
    database.close()
    built = make(tmp_path / "case.zip", told_by.subject, case=told_by)
    path = built.written.path
    assert verify.check_package(path).intact
    told = rows(path, "tables/board.csv")
    assert [one["standing"] for one in told] == ["fact", "fact", "hypothesis", "hypothesis", "hypothesis"]
    assert "phone" not in {one["kind"]: one for one in told}["entity"]["subject"]
    assert world.OWN_PHONE not in member(path, "tables/board.csv").decode()
    assert member(path, "evidence/F0001.pdf") == b"a letter from the station"
    index = {one["number"]: one for one in rows(path, "evidence/index.csv")}
    assert index["E0004"]["file"] == "evidence/E0004.jpg"
    outside = index["F0001"]
    assert (outside["sha256"], outside["file"]) == (digest, "evidence/F0001.pdf")
    assert "李查证" in outside["method"]
    assert "派出所来函" in outside["method"]
    assert (index["F0002"]["file"], built.missing) == ("", 1)
    assert "未留存" in index["F0002"]["included_because"]
    assert "案件证据板" in text_of(member(path, "report.pdf"))


@pytest.mark.parametrize("named", [("--complaint", "K-0"), ("--testimony", "Y-1")], ids=lambda named: named[0])
def test_the_command_line_makes_and_checks_one(workspace: Path, tmp_path: Path, named: tuple[str, str]) -> None:
    target = tmp_path / "clue.zip"
    stated = ["--by", "李查证", "--purpose", "报案用途", "--recipient", "公安", "--organisation", "某某消费金融"]
    made = CliRunner().invoke(app, ["clue", "build", str(workspace), *named, "--out", str(target), *stated, "--json"])
    assert made.exit_code == 0, made.output
    known = json.loads(made.stdout)["keys"]["Ed25519"]
    checked = CliRunner().invoke(app, ["clue", "verify", str(target), "--fingerprint", known])
    assert checked.exit_code == 0, checked.output
    target.write_bytes(target.read_bytes() + b"more")
    assert CliRunner().invoke(app, ["clue", "verify", str(target)]).exit_code == 1


def test_one_subject_has_to_be_named(workspace: Path, tmp_path: Path) -> None:
    stated = ["--by", "李查证", "--purpose", "报案用途", "--recipient", "公安", "--organisation", "某某消费金融"]
    result = CliRunner().invoke(app, ["clue", "build", str(workspace), "--out", str(tmp_path / "x.zip"), *stated])
    assert isinstance(result.exception, InputError)
