import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import cv2
import ibis
import numpy as np
import pyarrow as pa
import pytest

from mingjian.materials.checks import portrait_reuse
from mingjian.materials.examination import OBSERVATIONS, TRAITS
from mingjian.materials.examiners import drawing
from mingjian.materials.examiners import portraits as examiner
from mingjian.materials.portraits import BrokenPortraitError, Portrait
from mingjian.materials.specimen import Specimen, Trait, TraitKind
from mingjian.materials.weights import written
from mingjian.reading.page import Line, Page, PageOrigin, Pixels, Region
from mingjian.reading.record import FileKind
from mingjian.reading.rendering import Rendering
from mingjian.standards.identity import check_character
from mingjian.store.engine import Engine
from tests.materials.conftest import Write
from tests.materials.portrait_drawing import SCALE, card, certificate, copied, photo
from tests.materials.test_reuse import digest, rows, tables
from tests.materials.test_reuse import trait as trait_of


def number(serial: int) -> str:
    seventeen = f"5001121987031{2000 + serial}"
    return seventeen + check_character(seventeen)


def kept(pixels: Pixels, lines: Sequence[Line]) -> tuple[Trait, ...]:
    page = Page(1, pixels, PageOrigin.IMAGE, None)
    rendering = Rendering(FileKind.IMAGE, "image/jpeg", (page,), (), None)
    return examiner.examine(Specimen("0" * 64, b"", rendering, tuple(lines))).traits


def shown(person: int, *, seed: int, quality: int = 75) -> Portrait:
    """The photo of a copied card, of whomever it is."""
    sheet, lines = card(photo(person), "陈建国", number(person))
    (found,) = kept(copied(sheet, seed=seed, quality=quality), lines)
    assert found.kind is TraitKind.PORTRAIT
    assert found.text == number(person)
    return Portrait.from_bytes(found.content)


@pytest.fixture(scope="module")
def copies() -> list[tuple[Portrait, Portrait]]:
    """The photos of four people, each copied twice."""
    return [(shown(one, seed=2 * one, quality=60), shown(one, seed=2 * one + 1, quality=90)) for one in range(1, 5)]


def test_one_photo_is_known_again_and_another_persons_in_the_same_suit_is_not(
    copies: list[tuple[Portrait, Portrait]],
) -> None:
    assert all(one.is_same_picture(other) for one, other in copies)
    assert not any(one.is_same_picture(other) for (one, _), (_, other) in combinations(copies, 2))


def test_a_photo_that_is_stuck_on_a_certificate_is_found_in_its_frame() -> None:
    sheet, lines = certificate(photo(1), number(1))
    (found,) = kept(copied(sheet, seed=5), lines)
    assert found.kind is TraitKind.FRAMED_PORTRAIT
    assert found.place.region is not None
    assert abs(found.place.region.left - 110 * SCALE) < SCALE
    assert abs(found.place.region.bottom - 62 * SCALE) < SCALE
    assert Portrait.from_bytes(found.content).is_same_picture(shown(1, seed=6))


def test_the_photo_of_a_card_goes_with_the_number_in_that_cards_own_row() -> None:
    sheet, lines = card(photo(1), "陈建国", number(1))
    of_a_client = replace(lines[-1], text=f"委托人 {number(7)}", region=Region(160, 560, 700, 590))
    (found,) = kept(sheet, [*lines, of_a_client])
    assert found.text == number(1), "a lawyer's card beside what is a client's"
    assert kept(sheet, [*lines[:-1], of_a_client]) == (), "the card's own number was not read"


def test_what_is_no_photo_of_a_holder_is_not_kept() -> None:
    figure = np.full((32 * SCALE, 26 * SCALE, 3), (225, 232, 240), np.uint8)
    cv2.ellipse(figure, (13 * SCALE, 14 * SCALE), (7 * SCALE, 9 * SCALE), 0, 0, 360, (150, 155, 165), -1)
    cv2.ellipse(figure, (13 * SCALE, 34 * SCALE), (12 * SCALE, 10 * SCALE), 0, 0, 360, (150, 155, 165), -1)
    sheet, lines = card(figure, "陈建国", number(1))
    assert kept(copied(sheet, seed=1), lines) == (), "the figure that stands where there is no photo"
    for size in ((7, 9), (3, 2)):
        cv2.ellipse(figure, (13 * SCALE, 14 * SCALE), (size[0] * SCALE, size[1] * SCALE), 0, 0, 360, (90, 140, 190), -1)
        cv2.ellipse(figure, (13 * SCALE, 15 * SCALE), (2 * SCALE, 3 * SCALE), 0, 0, 360, (30, 40, 60), -1)
    sheet, lines = card(figure, "陈建国", number(1))
    assert kept(sheet, lines) == (), "the figure with a face that a program drew into a file"
    random = np.random.default_rng(3)
    code = np.kron(random.integers(0, 2, (32, 26)), np.ones((SCALE, SCALE))).astype(np.uint8)[:, :, None] * 235
    sheet, lines = certificate(np.repeat(code, 3, axis=2), number(1))
    assert kept(copied(sheet, seed=1), lines) == (), "a matrix code"
    sheet, lines = card(photo(1), "陈建国", number(1))
    torn = [replace(line, text=line.text.replace("1987", "1981")) for line in lines]
    assert kept(sheet, torn) == (), "of a number that was misread nobody can say whose it is"


def test_a_kept_photo_comes_back_whole_and_broken_bytes_are_refused(copies: list[tuple[Portrait, Portrait]]) -> None:
    one = copies[0][0]
    assert np.array_equal(Portrait.from_bytes(one.to_bytes()).picture, one.picture)
    with pytest.raises(BrokenPortraitError):
        Portrait.from_bytes(b"broken")


def test_one_photo_on_papers_of_different_people_is_a_question(
    engine: Engine, write: Write, copies: list[tuple[Portrait, Portrait]]
) -> None:
    (one, other), (alone, _) = copies[:2]
    pictures = [one.to_bytes(), other.to_bytes(), alone.to_bytes()]
    traits = [trait_of(place, "portrait", picture) for place, picture in enumerate(pictures, start=1)]
    found = tables(engine, write, traits, paper={"kind": "identity_card"})

    def said(
        numbers: Sequence[str],
        *,
        kind: str = "identity_card",
        names: Sequence[str] = (),
        trait: TraitKind = TraitKind.PORTRAIT,
    ) -> dict[str, str]:
        texts = [{**one, "text": text, "kind": trait.value} for one, text in zip(traits, numbers, strict=True)]
        held = engine.read_arrow(pa.Table.from_pylist(texts, schema=TRAITS))
        stated = [
            {"material_id": f"M-{place}", "number": 1, "field": "person_name", "value": name, "confidence": 1.0}
            for place, name in enumerate(names, start=1)
        ]
        facts = engine.read_arrow(pa.Table.from_pylist(stated, schema=found.facts.schema().to_pyarrow()))
        submitted = found.submissions.mutate(kind=ibis.literal(kind))
        examined = replace(found.examinations, traits=held)
        findings = rows(portrait_reuse.find(replace(found, facts=facts, examinations=examined, submissions=submitted)))
        reused = {subject: row for subject, row in findings.items() if row["check"] == "portrait_reused"}
        assert all(row["outcome"] == "suspect" and json.loads(row["place"])["page"] == 1 for row in reused.values())
        return {subject: row["values"] for subject, row in reused.items()}

    different = said([number(1), number(2), number(3)])
    assert {subject: json.loads(values) for subject, values in different.items()} == {
        "M-1": {"households": 2},
        "M-2": {"households": 2},
    }
    assert said([number(1), number(1), number(3)]) == {}, "a lawyer's or a relative's own card with two complaints"
    assert said([number(1), number(2), number(3)], names=["陈建国", "陈建国", "王明"]) == {}, (
        "a number that was renewed"
    )
    assert said([number(1), number(2), number(3)], kind="lawyer_letter") == {}, "a letter may show a lawyer to many"
    framed = TraitKind.FRAMED_PORTRAIT
    three = [number(1), number(2), number(3)]
    assert set(said(three, kind="disability_certificate", trait=framed)) == {"M-1", "M-2"}
    assert said(three, kind="diagnosis_certificate", trait=framed) == {}, "a form's own picture, a physician's photo"
    seen = [{"sha256": digest(1), "check": drawing.DRAWN, "outcome": "not_applicable", "values": "{}"}]
    drawn = engine.read_arrow(pa.Table.from_pylist(seen, schema=OBSERVATIONS))
    found = replace(found, examinations=replace(found.examinations, observations=drawn))
    assert said([number(1), number(2), number(3)]) == {}, "an app's figure for whom it has no photo of"
    assert written()["portrait_reused"] == written()["handwriting_reused"]
