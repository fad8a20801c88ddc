import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials import examination
from mingjian.materials.examination import examine_bytes, examine_files
from mingjian.materials.examiners import pages
from mingjian.materials.specimen import Examination, Observation, Place, Specimen, Trait, TraitKind
from mingjian.reading.page import Region
from mingjian.store.engine import Engine
from mingjian.store.vault import Vault
from tests.reading.documents import pdf_of


def picture(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), (shade, shade, shade)).save(file, "PNG")
    return file.getvalue()


def frames(count: int) -> bytes:
    """A scanned file of so many small pages."""
    file = io.BytesIO()
    first, *others = (Image.new("RGB", (60, 40), (90 + number,) * 3) for number in range(count))
    first.save(file, "TIFF", save_all=True, append_images=others)
    return file.getvalue()


class Shade:
    """An examiner of the tests: it tells how bright a page is, and counts how often it looked."""

    NAME = "shade"

    def __init__(self, version: int = 1) -> None:
        self.VERSION = version
        self.looked: list[str] = []

    def examine(self, specimen: Specimen) -> Examination:
        self.looked.append(specimen.sha256)
        page = specimen.rendering.pages[0]
        place = Place(page.number, Region(0, 0, 60, 40))
        shade = int(page.pixels.mean())
        return Examination(
            (Observation("page_shade", CheckOutcome.CLEAR, place=place, values={"shade": shade}),),
            (Trait(TraitKind.SIGNATURE, place, bytes([shade, 0, 255])),),
        )


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.open(tmp_path)


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def use(monkeypatch: pytest.MonkeyPatch, *examiners: Any) -> None:
    monkeypatch.setattr(examination, "EXAMINERS", examiners)


def test_a_file_is_examined_once_and_again_only_by_an_examiner_that_changed(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, vault: Vault, tmp_path: Path
) -> None:
    digest = vault.put_bytes(picture(90))
    other = SimpleNamespace(NAME="other", VERSION=1, examine=lambda _: Examination())
    first, changed = Shade(), Shade(version=2)
    for examiner in (first, first, changed):
        use(monkeypatch, examiner, other)
        found = examine_files(
            [digest, digest], vault=vault, folder=tmp_path, engine=engine, examiners=[examiner, other]
        )
        (observation,) = rows(found.observations)
    assert first.looked == [digest]
    assert changed.looked == [digest]
    assert observation["check"] == "page_shade"
    assert observation["values"] == '{"shade": 90}'
    assert observation["place"] == '{"page": 1, "region": [0, 0, 60, 40]}'
    (trait,) = rows(found.traits)
    assert trait["content"] == bytes([90, 0, 255])
    assert (trait["kind"], trait["right"]) == ("signature", 60)
    assert [(page["width"], page["height"]) for page in rows(found.pages)] == [(60, 40)]


def test_what_was_kept_and_cut_off_is_made_again(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, vault: Vault, tmp_path: Path
) -> None:
    digest = vault.put_bytes(picture(90))
    examiner = Shade()
    use(monkeypatch, examiner)
    examine_files([digest], vault=vault, folder=tmp_path / "kept", engine=engine, examiners=[examiner])
    (kept,) = (tmp_path / "kept").rglob("*.json.gz")
    kept.write_bytes(kept.read_bytes()[:-20])
    found = examine_files([digest], vault=vault, folder=tmp_path / "kept", engine=engine, examiners=[examiner])
    assert len(rows(found.observations)) == 1


def test_an_examiner_that_fails_costs_neither_the_others_nor_the_run(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, vault: Vault, tmp_path: Path
) -> None:
    def stumble(_specimen: Specimen) -> Examination:
        raise ZeroDivisionError

    digest = vault.put_bytes(picture(90))
    examiners: list[Any] = [SimpleNamespace(NAME="stumbles", VERSION=1, examine=stumble), Shade()]
    use(monkeypatch, *examiners)
    found = examine_files([digest], vault=vault, folder=tmp_path, engine=engine, examiners=examiners)
    outcomes = {row["check"]: row["outcome"] for row in rows(found.observations)}
    assert outcomes == {"examiner_failed": "unreadable", "page_shade": "clear"}
    # It is asked again in the next run: what made it stumble may have been ours.
    use(monkeypatch, *[SimpleNamespace(NAME="stumbles", VERSION=1, examine=Shade().examine)])
    again = examine_files(
        [digest], vault=vault, folder=tmp_path, engine=engine, examiners=[SimpleNamespace(NAME="stumbles", VERSION=1)]
    )
    assert [row["check"] for row in rows(again.observations)] == ["page_shade"]


def test_of_a_long_file_first_and_last_pictures_are_examined_and_the_others_are_said_not_to_be(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, vault: Vault, tmp_path: Path
) -> None:
    looked: list[tuple[list[int], tuple[int, ...]]] = []

    def look(specimen: Specimen) -> Examination:
        looked.append(([page.number for page in specimen.rendering.pages], specimen.left))
        return Examination()

    examiners: list[Any] = [SimpleNamespace(NAME="look", VERSION=1, examine=look), pages]
    use(monkeypatch, *examiners)
    digest = vault.put_bytes(frames(5))

    def left(most: int) -> list[str]:
        found = examine_files([digest], vault=vault, folder=tmp_path, engine=engine, examiners=examiners, most=most)
        return [row["values"] for row in rows(found.observations) if row["check"] == "pages_not_examined"]

    assert left(3) == left(3) == left(2) == ['{"examined": 3, "pages": 5, "left": "3–4"}']  # what is known stays known
    assert left(9) == left(9) == []
    assert looked == [([1, 2, 5], (3, 4)), ([1, 2, 3, 4, 5], ())]


def test_pages_that_carry_their_text_are_all_examined() -> None:
    specimen, _ = examine_bytes(pdf_of("one", "two", "three"), "", most=2, examiners=())
    assert [page.number for page in specimen.rendering.pages] == [1, 2, 3]
    assert specimen.left == ()


def test_a_missing_file_has_no_examination(engine: Engine, vault: Vault, tmp_path: Path) -> None:
    found = examine_files(["0" * 64], vault=vault, folder=tmp_path, engine=engine)
    assert rows(found.pages) == rows(found.lines) == rows(found.observations) == rows(found.traits) == []
