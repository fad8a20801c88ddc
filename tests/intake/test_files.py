import os
from pathlib import Path

import pytest

from mingjian.intake import IntakeSettings
from mingjian.intake.delivery import Delivery
from mingjian.intake.problems import Problem
from mingjian.store.vault import Vault
from tests.intake.conftest import COMPLAINTS, Desk

MATERIALS = "material_id,complaint_id,path\nM1,C1,{}\n"


def test_a_submitted_file_goes_into_the_vault(desk: Desk) -> None:
    taken = desk.take({"materials.csv": MATERIALS.format("files/a.pdf"), "files/a.pdf": b"%PDF-1.4"})
    (row,) = taken.rows("materials")
    assert row["path"] == "files/a.pdf"
    assert row["file_bytes"] == 8
    assert Vault.open(desk.workspace.root).read(row["file_sha256"]) == b"%PDF-1.4"
    assert taken.summary.files_stored == 1


def test_recordings_and_seals_have_columns_of_their_own(desk: Desk) -> None:
    taken = desk.take(
        {
            "contacts.csv": "contact_id,customer_id,started_at,recording_path\n"
            "T1,U1,2026-03-05,a.wav\nT2,U1,2026-03-05,\n",
            "organisations.csv": "organisation_id,name,seal_path\nO1,示例医院,a.png\n",
            "a.wav": b"RIFF",
            "a.png": b"PNG",
        }
    )
    contacts = taken.rows("contacts")
    assert (contacts[0]["recording_bytes"], contacts[1]["recording_sha256"]) == (4, None)
    assert taken.rows("organisations")[0]["seal_bytes"] == 3


def test_a_missing_file_costs_the_row_nothing(desk: Desk) -> None:
    taken = desk.take({"materials.csv": MATERIALS.format("files/a.pdf")})
    (row,) = taken.rows("materials")
    assert (row["path"], row["file_sha256"]) == ("files/a.pdf", None)
    assert taken.problems == [("materials", 1, "path", "file_missing", False)]


def test_a_file_that_comes_later_is_found_and_one_that_came_before_is_kept(desk: Desk) -> None:
    desk.take({"materials.csv": MATERIALS.format("a.pdf")})
    second = desk.take({"materials.csv": MATERIALS.format("a.pdf"), "a.pdf": b"%PDF"})
    digest = second.rows("materials")[0]["file_sha256"]
    assert digest is not None
    third = desk.take({"materials.csv": MATERIALS.format("a.pdf") + "M2,C1,b.pdf\n"})
    assert {row["material_id"]: row["file_sha256"] for row in third.rows("materials")} == {"M1": digest, "M2": None}


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "a/../../secret.txt",
        "/etc/passwd",
        "C:\\secret.txt",
        "..\\secret.txt",
        "link.pdf",
        "dir/x.pdf",
        "pipe",
    ],
)
def test_a_path_that_leads_out_of_the_delivery_is_refused(desk: Desk, path: str) -> None:
    (desk.root / "secret.txt").write_text("secret")
    folder = desk.write({"complaints.csv": COMPLAINTS, "materials.csv": MATERIALS.format(path)})
    (folder / "link.pdf").symlink_to(desk.root / "secret.txt")
    (folder / "dir").symlink_to(desk.root)
    os.mkfifo(folder / "pipe")
    taken = desk.take_folder(folder)
    assert taken.rows("materials")[0]["file_sha256"] is None
    assert ("materials", 1, "path", "file_refused", False) in taken.problems
    assert list(Vault.open(desk.workspace.root).digests()) == []


def test_a_table_that_is_a_link_is_refused(desk: Desk) -> None:
    (desk.root / "outside.csv").write_text("customer_id\nU1\n")
    folder = desk.write({"complaints.csv": COMPLAINTS})
    (folder / "customers.csv").symlink_to(desk.root / "outside.csv")
    taken = desk.take_folder(folder)
    assert "customers" in taken.summary.tables_absent
    assert [row["code"] for row in taken.quarantine] == ["file_refused"]


def test_an_oversize_file_is_not_taken(desk: Desk) -> None:
    files: dict[str, str | bytes] = {"materials.csv": MATERIALS.format("a.pdf"), "a.pdf": b"x" * 2000}
    taken = desk.take(files, settings=IntakeSettings(max_file_bytes=1000))
    assert taken.problems == [("materials", 1, "path", "file_too_large", False)]


def test_one_file_of_two_rows_is_kept_once(desk: Desk) -> None:
    files: dict[str, str | bytes] = {
        "materials.csv": MATERIALS.format("a.pdf") + "M2,C1,b.pdf\n",
        "a.pdf": b"same",
        "b.pdf": b"same",
    }
    taken = desk.take(files)
    assert len(set(taken.column("materials", "file_sha256"))) == 1
    assert len(list(Vault.open(desk.workspace.root).digests())) == 1


def test_rows_that_share_a_path_stay_as_many_as_they_are(desk: Desk) -> None:
    taken = desk.take({"materials.csv": MATERIALS.format("a.pdf") + "M2,C1,a.pdf\n", "a.pdf": b"same"})
    assert sorted(taken.column("materials", "material_id")) == ["M1", "M2"]
    assert taken.summary.files_stored == 1


def test_a_csv_that_was_submitted_as_a_document_is_no_unknown_table(desk: Desk) -> None:
    taken = desk.take({"materials.csv": MATERIALS.format("statement.csv"), "statement.csv": "a,b\n"})
    assert taken.quarantine == []


def test_hidden_and_temporary_files_are_no_part_of_a_delivery(desk: Desk) -> None:
    folder = desk.write(
        {"complaints.csv": COMPLAINTS, ".DS_Store": b"x", "~$complaints.xlsx": b"x", ".git/config": b"x"}
    )
    assert [file.name for file in Delivery.open(folder).files] == ["complaints.csv"]


@pytest.mark.parametrize("written", ["", "a\0b", "x" * 5000, ".", "missing", "a" * 300])
def test_any_written_path_is_answered(desk: Desk, written: str) -> None:
    delivery = Delivery.open(desk.write({"complaints.csv": COMPLAINTS}))
    assert isinstance(delivery.locate(written), Problem)


def test_a_single_file_is_a_delivery(desk: Desk) -> None:
    folder = desk.write({"complaints.csv": COMPLAINTS, "customers.csv": "customer_id\nU1\n"})
    taken = desk.take_folder(Path(folder / "complaints.csv"))
    assert taken.column("complaints", "complaint_id") == ["C1"]
    assert "customers" in taken.summary.tables_absent
