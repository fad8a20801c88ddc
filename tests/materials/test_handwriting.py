import json
from dataclasses import replace
from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest

from mingjian.materials.checks import ink_reuse
from mingjian.materials.examiners import handwriting as examiner
from mingjian.materials.handwriting import BrokenHandwritingError, Handwriting
from mingjian.materials.specimen import Specimen, Trait, TraitKind
from mingjian.reading.page import Line, Page, PageOrigin, Pixels, Region
from mingjian.reading.record import FileKind
from mingjian.reading.rendering import Rendering
from mingjian.store.engine import Engine
from tests.materials.conftest import Write
from tests.materials.hand_drawing import hand, page, scanned, write
from tests.materials.test_reuse import rows, tables
from tests.materials.test_reuse import trait as trait_of


def kept(pixels: Pixels, label: str = "委托人签名：", printed: str = "") -> tuple[Trait, ...]:
    """What is kept of a page whose lines were read, the handwriting not."""
    text = label + printed
    lines = (
        Line(1, "本人委托上述受托人代为办理有关事宜。", 0.99, Region(100, 82, 640, 118)),
        Line(1, text, 0.99, Region(100, 222, 100 + 30 * len(text), 258)),
    )
    sheet = Page(1, pixels, PageOrigin.IMAGE, 150.0)
    return examiner.examine(
        Specimen("0" * 64, b"", Rendering(FileKind.IMAGE, "image/jpeg", (sheet,), (), None), lines)
    ).traits


def signed(words: Pixels, *, seed: int, scale: float = 1.0, quality: int = 80) -> Handwriting:
    (found,) = kept(scanned(page(words, scale=scale), seed=seed, quality=quality))
    assert found.kind is TraitKind.SIGNATURE
    return Handwriting.from_bytes(found.content)


HANDS = (0, 1, 2, 3)


@pytest.fixture(scope="module")
def pasted() -> list[tuple[Handwriting, Handwriting]]:
    """One piece of ink of each hand, pasted into two papers at two sizes and qualities."""
    return [
        (signed(ink, seed=1, quality=70), signed(ink, seed=2, scale=1.06, quality=90))
        for ink in (write(hand(number), seed=100 + number) for number in HANDS)
    ]


def test_pasted_ink_is_known_again_and_what_the_same_hand_writes_anew_is_not(
    pasted: list[tuple[Handwriting, Handwriting]],
) -> None:
    for number, (one, other) in zip(HANDS, pasted, strict=True):
        assert one.is_same_ink(other)
        # As carefully as nobody writes.
        assert not one.is_same_ink(signed(write(hand(number), seed=200 + number, care=0.01), seed=3))
    assert not any(one.is_same_ink(other) for (one, _), (other, _) in combinations(pasted, 2))


def test_print_a_seal_and_an_agents_part_are_no_customers_handwriting() -> None:
    ink = write(hand(1), seed=101)
    assert kept(scanned(page(None, printed="王明明"), seed=1), printed="王明明") == ()
    assert kept(scanned(page(None), seed=1)) == ()
    assert kept(scanned(page(ink, label="受托人签名："), seed=1), label="受托人签名：") == ()
    red = np.asarray(page(ink), np.uint8).copy()
    red[190:290, 300:500][red[190:290, 300:500].max(axis=2) < 200] = (205, 40, 45)
    assert kept(red) == ()


def test_handwriting_is_kept_whole_and_broken_bytes_are_refused(
    pasted: list[tuple[Handwriting, Handwriting]],
) -> None:
    one = pasted[0][0]
    assert np.array_equal(Handwriting.from_bytes(one.to_bytes()).picture, one.picture)
    with pytest.raises(BrokenHandwritingError):
        Handwriting.from_bytes(b"broken")


def test_one_piece_of_ink_on_papers_of_different_people_is_a_question(
    engine: Engine, write: Write, pasted: list[tuple[Handwriting, Handwriting]]
) -> None:
    (one, other), (alone, _) = pasted[:2]
    traits = [trait_of(number, "signature", ink.to_bytes()) for number, ink in enumerate((one, other, alone, one), 1)]
    found = tables(engine, write, traits, paper={"kind": "power_of_attorney"})

    def said(*names: tuple[int, str]) -> dict[str, str]:
        stated = [
            {"material_id": f"M-{paper}", "number": number, "field": "person_name", "value": name, "confidence": 1.0}
            for number, (paper, name) in enumerate(names, start=1)
        ]
        facts = engine.read_arrow(pa.Table.from_pylist(stated, schema=found.facts.schema().to_pyarrow()))
        findings = rows(ink_reuse.find(replace(found, facts=facts)))
        assert all((row["check"] == "handwriting_reused") == (row["outcome"] == "suspect") for row in findings.values())
        return {subject: row["values"] for subject, row in findings.items() if row["check"] == "handwriting_reused"}

    different = said((1, "陈建国"), (2, "王明"), (3, "赵丽"))
    assert {subject: json.loads(values) for subject, values in different.items()} == {
        "M-1": {"households": 2},
        "M-2": {"households": 2},
    }
    assert said((1, "陈建国"), (2, "王明"), (2, "陈建国")) == {}, "a parent or a guarantor signs both"
    assert said((1, "陈建国"), (3, "赵丽")) == {}, "nobody knows whom the other paper names"
