from dataclasses import replace

import cv2
import numpy as np
import pytest

from mingjian.materials.checks import personal_seal, square_seal_reuse
from mingjian.materials.examiners import seals as examiner
from mingjian.materials.exhibits import seals_of
from mingjian.materials.seals.squares import BrokenSquareSealError, SquareSeal, is_same_picture
from mingjian.materials.specimen import Examination, Specimen, TraitKind
from mingjian.materials.weights import written
from mingjian.reading.page import Page, PageOrigin, Pixels
from mingjian.reading.record import FileKind
from mingjian.reading.rendering import Rendering
from mingjian.store.engine import Engine
from tests.materials import seal_drawing as drawing
from tests.materials.conftest import Write
from tests.materials.test_reuse import rows, tables
from tests.materials.test_reuse import trait as trait_of

FONTS = drawing.fonts(unseen=False)
DPI = 150


def sheet() -> Pixels:
    """Half a sheet with a paragraph of print on it."""
    empty = np.full((1100, 1240, 3), 250, np.uint8)
    empty[60:414, 100:809] = drawing.page(np.random.default_rng(1), font=FONTS[2], dpi=DPI, size_mm=(120, 60))
    return empty


def examined(page: Pixels, *, seed: int = 1, quality: int = 80) -> Examination:
    seen = drawing.scan(page, np.random.default_rng(seed), quality=quality)
    rendering = Rendering(FileKind.IMAGE, "image/jpeg", (Page(1, seen, PageOrigin.IMAGE, float(DPI)),), (), None)
    return examiner.examine(Specimen("0" * 64, b"", rendering, ()))


def checks(examination: Examination) -> list[str]:
    return [one.check for one in examination.observations]


def pressed(die: drawing.Ink, *, seed: int, turn: float = 3.0, worn: float = 0.2) -> drawing.Ink:
    pressing = drawing.Pressing(turn=turn, worn=worn)
    return drawing.stamp(die, pressing, dpi=DPI, random=np.random.default_rng(seed))


def square_of(ink: drawing.Ink, *, seed: int, quality: int = 80) -> SquareSeal:
    page = sheet()
    drawing.press(page, ink, at=(300 + 10 * seed, 600))
    (found,) = [one for one in examined(page, seed=seed, quality=quality).traits if one.kind is TraitKind.NAME_SEAL]
    return SquareSeal.from_bytes(found.content)


@pytest.mark.parametrize("name", ["王小明印", "陈刚之印", "赵丽印"])
def test_a_name_seal_is_found_where_it_was_pressed_and_read_by_columns_from_the_right(name: str) -> None:
    page = sheet()
    drawing.press(page, pressed(drawing.engrave_square(name, FONTS[0]), seed=4), at=(420, 600))
    found = examined(page)
    (read,) = [one for one in found.observations if one.check == "name_seal_read"]
    assert read.values == {"name": name}
    assert read.place is not None
    assert read.place.region is not None
    assert 420 < read.place.region.left < read.place.region.right < 420 + 200
    assert "seal_absent" in checks(found), "it is no organisation's official seal"
    (shown,) = seals_of(found.traits)
    assert (shown.name, shown.ring) == (name, "")
    assert shown.upright.startswith("data:image/png")


@pytest.mark.parametrize(
    ("name", "personal"),
    [
        ("王明之印", True),
        ("欧阳娜印", True),
        *((name, False) for name in ("医院印章", "骑缝印", "档案印章", "社区之印", "收费印章", "核对印", "金融印章")),
    ],
)
def test_only_what_begins_with_a_surname_and_names_no_office_is_a_persons(name: str, personal: bool) -> None:
    assert SquareSeal(name, 1.0, None, None, np.zeros((160, 160), np.uint8)).is_personal is personal


def test_a_seal_for_a_purpose_is_read_in_its_row_and_is_nobodys_name() -> None:
    page = sheet()
    die = drawing.engrave_square("财务专用章", FONTS[3], side_mm=34, high_mm=12)
    drawing.press(page, pressed(die, seed=5), at=(420, 600))
    (read,) = [one for one in examined(page).observations if one.check == "square_seal_read"]
    assert read.values == {"name": "财务专用章"}


def test_a_round_seal_is_still_round_and_beside_a_square_one_both_are_told() -> None:
    page = sheet()
    official = drawing.engrave(drawing.Design("重庆市渝中区恒远商贸有限公司", FONTS[0], "", "", 42, 42, 250))
    drawing.press(page, pressed(official, seed=6, turn=-5), at=(700, 500))
    assert [one.kind for one in examined(page).traits] == [TraitKind.SEAL]
    drawing.press(page, pressed(drawing.engrave_square("李建国印", FONTS[1]), seed=7), at=(420, 600))
    assert {one.kind for one in examined(page).traits} == {TraitKind.SEAL, TraitKind.NAME_SEAL}


def test_red_boxes_rules_tables_and_buttons_are_no_square_seals() -> None:
    page = sheet()
    red = (200, 40, 45)
    cv2.rectangle(page, (100, 480), (1140, 900), red, 3)  # a form's frame
    for down in (560, 640, 720):
        cv2.line(page, (100, down), (1140, down), red, 2)
    cv2.rectangle(page, (180, 930), (196, 946), red, 2)  # a box to be ticked
    cv2.rectangle(page, (400, 940), (560, 1000), red, -1)  # a button
    found = examined(page)
    assert {one.kind for one in found.traits} <= {TraitKind.SEAL}


@pytest.mark.parametrize(("side", "worn"), [(44, 0.2), (44, 0.7), (46, 0.7), (60, 0.2)])
def test_a_seal_that_was_pressed_into_a_printed_red_box_is_the_round_one(side: int, worn: float) -> None:
    page = sheet()
    wide = round(side / 25.4 * DPI)
    cv2.rectangle(page, (500, 500), (500 + wide, 500 + wide), (200, 40, 45), 3)
    ink = pressed(
        drawing.engrave(drawing.Design("重庆市渝中区恒远商贸有限公司", FONTS[0], "", "", 42, 42, 250)), seed=9
    )
    drawing.press(page, ink, at=(500 + (wide - ink.shape[1]) // 2, 500 + (wide - ink.shape[0]) // 2))
    assert [one.kind for one in examined(page).traits] == [TraitKind.SEAL]


def test_a_piece_of_a_seal_at_the_pages_edge_is_told_as_a_piece() -> None:
    page = sheet()
    die = drawing.engrave(drawing.Design("重庆市渝中区恒远商贸有限公司", FONTS[0], "", "", 42, 42, 250))
    ink = pressed(die, seed=8, turn=0, worn=0.0)
    drawing.press(page, np.ascontiguousarray(ink[:, : ink.shape[1] * 4 // 10]), at=(1240 - ink.shape[1] * 4 // 10, 500))
    found = examined(page)
    assert "seal_partial" in checks(found)
    assert "seal_partial" not in checks(examined(sheet()))


def test_a_pasted_picture_is_known_again_and_a_stamp_pressed_twice_is_not() -> None:
    die = drawing.engrave_square("张明之印", FONTS[0])
    picture = pressed(die, seed=11)
    one, other = square_of(picture, seed=1, quality=70), square_of(picture, seed=2, quality=92)
    assert is_same_picture(one, other)
    assert not is_same_picture(one, square_of(pressed(die, seed=12, turn=-4), seed=3))
    assert not is_same_picture(one, square_of(pressed(drawing.engrave_square("李军之印", FONTS[0]), seed=11), seed=4))
    assert SquareSeal.from_bytes(one.to_bytes()).name == "张明之印"
    with pytest.raises(BrokenSquareSealError):
        SquareSeal.from_bytes(b"broken")


FIRMS = [
    {"organisation_id": "O-1", "name": "恒远商贸有限公司", "kind": "employer"},
    {"organisation_id": "O-2", "name": "鑫达建筑有限公司", "kind": "employer"},
    {"organisation_id": "O-3", "name": "两行名录的公司", "kind": "employer", "uscc": ""},
    {"organisation_id": "O-4", "name": "两行名录的公司", "kind": "employer", "uscc": "91500103MA5U3K7X1A"},
]


def test_a_heads_seal_weighs_a_little_on_papers_of_two_firms_alone_and_nothing_where_it_is_the_only_one(
    engine: Engine, write: Write
) -> None:
    picture = pressed(drawing.engrave_square("张明之印", FONTS[0]), seed=11)
    one, other = square_of(picture, seed=1, quality=70), square_of(picture, seed=2, quality=92)
    traits = [trait_of(place, "name_seal", seal.to_bytes(), seal.name) for place, seal in ((1, one), (2, other))]
    found = tables(engine, write, traits, 2, organisations=FIRMS, paper={"kind": "income_certificate"})

    def said(*issuers: str) -> dict[str, str]:
        named = found.submissions.mutate(
            issuer_name=(found.submissions.material_id == "M-1").ifelse(issuers[0], issuers[1])
        )
        findings = rows(square_seal_reuse.find(replace(found, submissions=named)))
        return {subject: row["check"] for subject, row in findings.items()}

    two = dict.fromkeys(("M-1", "M-2"), "name_seal_of_two_issuers")
    assert said("恒远商贸有限公司", "鑫达建筑有限公司") == two
    assert {row["outcome"] for row in rows(square_seal_reuse.find(found)).values()} <= {"not_applicable", "clear"}
    assert 0 < written()["name_seal_of_two_issuers"] < 1, "one person heads several firms of a group"
    assert set(said("恒远商贸有限公司", "恒远商贸有限公司").values()) == {"name_seal_of_one_issuer"}
    assert said("恒远商贸有限公司", "不在名录的公司") == {"M-1": "name_seal_of_one_issuer"}
    assert said("恒远商贸有限公司", "两行名录的公司") == {"M-1": "name_seal_of_one_issuer"}, (
        "one firm or two, who knows"
    )
    alone = rows(personal_seal.find(found))
    assert {row["check"] for row in alone.values()} == {"seal_personal_alone"}
    assert {row["outcome"] for row in alone.values()} == {"not_applicable"}
    assert "seal_personal_alone" not in written()
