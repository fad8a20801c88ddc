"""What a world with documents delivers."""

import hashlib
from pathlib import Path

import polars as pl
import pytest
from PIL import Image

from mingjian.agencies.agreements.paper import read_paper
from mingjian.contract import TABLES
from mingjian.contract.sentences import SENTENCES
from mingjian.contract.truth import TRUTH
from mingjian.simulation import WorldSettings, simulate
from mingjian.simulation.documents import archive
from tests.simulation.conftest import Simulated


def test_every_material_is_a_real_file_of_a_complaint(documented: Simulated) -> None:
    rows = documented.delivery("materials")
    assert rows.height >= 8
    assert rows["path"].is_unique().all()
    assert set(rows["complaint_id"].drop_nulls()) <= set(documented.delivery("complaints")["complaint_id"])
    for path in rows["path"]:
        assert (documented.folder / "delivery" / path).stat().st_size > (100 if path.endswith(".txt") else 3_000)


def test_agreements_come_with_reports_and_complaints_and_their_clauses_are_known(documented: Simulated) -> None:
    rows = documented.delivery("materials").filter(pl.col("kind") == "service_agreement")
    truth = documented.truth("agreements")
    assert rows.height == 2
    assert set(rows["material_id"]) == set(truth["material_id"])
    # Part of no truth about forgeries: nobody forged them, and nobody doubts that they were signed.
    assert not set(rows["material_id"]) & set(documented.truth("materials")["material_id"])
    reported = rows.drop_nulls("testimony_id")
    assert reported.height
    assert set(reported["testimony_id"]) <= set(documented.delivery("testimonies")["testimony_id"])
    clauses = documented.truth("agreement_clauses")
    assert set(clauses["material_id"]) == set(rows["material_id"])
    kinds = {f"clause_{kind}" for kind in clauses["kind"]}
    assert kinds <= set(SENTENCES)


def test_an_agreement_sent_as_a_pdf_is_read_whole_in_whatever_order_files_are_made(documented: Simulated) -> None:
    clauses = documented.truth("agreement_clauses")
    (pdf,) = documented.truth("agreements").filter(pl.col("capture") == "electronic")["material_id"]
    text = read_paper((documented.folder / "delivery" / "files" / f"{pdf}.pdf").read_bytes()).text.replace("\n", "")
    for said in clauses.filter(pl.col("material_id") == pdf)["text"]:
        assert said in text


def test_materials_and_verifications_keep_the_contract(documented: Simulated) -> None:
    for name, rows in (
        *((name, documented.delivery(name)) for name in ("materials", "verifications")),
        ("truth", documented.truth("materials")),
    ):
        table = TRUTH["materials"] if name == "truth" else TABLES[name]
        assert rows.columns == list(table.columns)
        for field in table.fields:
            if field.required:
                assert rows[field.name].null_count() == 0
            if field.values is not None:
                assert set(rows[field.name].drop_nulls()) <= {value.value for value in field.values}


def test_half_of_the_documented_complaints_are_forgers_and_each_forgery_says_how(documented: Simulated) -> None:
    truth = documented.truth("materials")
    forged = truth.filter("forged")
    handed_in = documented.delivery("materials").select("material_id", "complaint_id")
    of_complaints = truth.join(handed_in, on="material_id").drop_nulls("complaint_id")
    forgers = of_complaints.group_by("complaint_id").agg(pl.col("forged").any())["forged"]
    assert 0.25 < forgers.sum() / len(forgers) < 0.75, of_complaints
    assert forged["method"].null_count() == 0
    assert forged["den_id"].null_count() == 0
    assert truth.filter(~pl.col("forged"))["method"].null_count() == truth.height - forged.height


def test_what_stands_on_a_page_lies_within_it(documented: Simulated) -> None:
    places = documented.truth("material_places")
    paths = dict(documented.truth("materials").select("material_id", "path").iter_rows())
    for (material_id,), rows in places.group_by("material_id"):
        path = documented.folder / "delivery" / paths[str(material_id)]
        if path.suffix in (".jpg", ".png", ".tif"):
            with Image.open(path) as image:
                assert rows["right"].max() <= image.width + 6  # type: ignore[operator]
                assert rows["bottom"].max() <= image.height + 6  # type: ignore[operator]
                assert rows["left"].min() >= -6  # type: ignore[operator]


def test_an_edit_has_a_place_and_a_made_up_paper_has_none(documented: Simulated) -> None:
    truth = documented.truth("materials").filter("forged")
    edited = set(documented.truth("material_places").filter(pl.col("what") == "edit")["material_id"])
    for material_id, method in truth.select("material_id", "method").iter_rows():
        edits = ("retyped_field", "copied_digits", "matched_field", "edited_pdf", "edited_ofd")
        assert (material_id in edited) == (method in edits)


def test_questions_are_asked_after_a_document_came_and_answered_by_the_snapshot(documented: Simulated) -> None:
    rows = documented.delivery("verifications").join(documented.delivery("materials"), on="material_id")
    assert rows.height == documented.delivery("verifications").height
    assert (rows["asked_at"] > rows["received_at"]).all()
    answered = rows.drop_nulls("replied_at")
    assert (answered["replied_at"] <= documented.truth("world")["snapshot_at"][0]).all()
    assert (rows.filter(pl.col("replied_at").is_null())["reply"] == "pending").all()


def test_some_issuers_have_a_genuine_impression_on_file(documented: Simulated) -> None:
    rows = documented.delivery("organisations").drop_nulls("seal_path")
    assert rows.height >= 5
    for path in rows["seal_path"]:
        with Image.open(documented.folder / "delivery" / path) as image:
            assert image.info["dpi"][0] > 150


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    digests = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        simulate(
            WorldSettings(customers=120, complaints_per_customer=0.8, documented_complaints=3, seed=4),
            delivery=folder / "delivery",
            truth=folder / "truth",
        )
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        digests.append({str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files})
    assert digests[0] == digests[1]
    assert any(name.startswith("delivery/files/") for name in digests[0])


def test_an_electronic_certificate_whose_issuer_was_mistyped_is_told_as_that_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MISTYPED", 1.0)
    monkeypatch.setattr(archive, "ELECTRONIC_CERTIFICATE", 1.0)
    simulate(
        WorldSettings(customers=120, complaints_per_customer=0.8, documented_complaints=4, seed=4),
        delivery=tmp_path / "delivery",
        truth=tmp_path / "truth",
    )
    truth = pl.read_parquet(tmp_path / "truth" / "materials.parquet")
    certificates = truth.filter(~pl.col("forged"), pl.col("path").str.ends_with(".ofd"))
    assert certificates.height
    assert set(certificates["look_alike"]) == {"typing_error"}
