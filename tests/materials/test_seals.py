from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mingjian.materials.examiners import seals
from mingjian.materials.seals.impression import BrokenImpressionError, Impression
from mingjian.materials.seals.lattice import Lattice
from mingjian.materials.seals.owner import misspelt, same_office_elsewhere
from mingjian.materials.seals.register import NameRegister
from mingjian.materials.specimen import Examination, Specimen, TraitKind
from mingjian.reading.page import Line, Page, PageOrigin, Region
from mingjian.reading.record import FileKind
from mingjian.reading.rendering import Rendering
from tests.materials import seal_drawing as drawing

FONT = drawing.fonts(unseen=False)[0]
HOSPITAL = drawing.Design("重庆市渝中区第三人民医院", FONT, "诊断证明专用章", "", 42, 42, 230)
COMPANY = drawing.Design("深圳市宝安区恒远商贸有限公司", FONT, "", "", 40, 40, 250)
OVAL = drawing.Design("成都市武侯区中医院", FONT, "发票专用章", "", 40, 30, 150, 4, 0.75, 1.0, 0)

Sheet = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def examined(sheet: Sheet, *said: str) -> Examination:
    """A scan at 150 dots per inch, as it was drawn, on which those lines were read."""
    page = Page(1, sheet, PageOrigin.IMAGE, 150.0)
    rendering = Rendering(FileKind.IMAGE, "image/png", (page,), (), None)
    return seals.examine(Specimen("0" * 64, b"", rendering, lines(*said)))


def lines(*said: str) -> tuple[Line, ...]:
    return tuple(Line(1, text, 0.99, Region(0, 20 * place, 400, 20 * place + 16)) for place, text in enumerate(said))


def plainly(*said: str) -> tuple[Line, ...]:
    """Lines of text that stands in the file."""
    return tuple(replace(line, confidence=1.0) for line in lines(*said))


def stamped(*stampings: tuple[drawing.Design, drawing.Pressing, tuple[int, int]], grey: bool = False) -> Sheet:
    random = np.random.default_rng(1)
    sheet = drawing.page(random, font=drawing.fonts(unseen=False)[2], dpi=150, size_mm=(150, 100))
    for design, pressing, at in stampings:
        ink = drawing.stamp(drawing.engrave(design), pressing, dpi=150, random=random)
        drawing.press(sheet, ink, at=at)
    return drawing.scan(sheet, random, grey=grey)


@pytest.fixture(scope="module")
def two_seals() -> Examination:
    return examined(
        stamped(
            (HOSPITAL, drawing.Pressing(turn=25, worn=0.2), (60, 80)),
            (OVAL, drawing.Pressing(turn=-10), (500, 150)),
        )
    )


def test_every_seal_on_a_page_is_found_in_its_place_and_read(two_seals: Examination) -> None:
    found = [trait for trait in two_seals.traits if trait.kind is TraitKind.SEAL]
    assert len(found) == 2
    register = [HOSPITAL.name, "重庆市渝中区第二人民医院", OVAL.name, "成都市武侯区人民医院"]
    by_name = {register[Impression.from_bytes(one.content).lattice.evidence(register).argmax()]: one for one in found}
    assert set(by_name) == {HOSPITAL.name, OVAL.name}
    region = by_name[HOSPITAL.name].place.region
    assert region is not None
    assert abs(region.right - region.left - 42 / 25.4 * 150) < 8


def test_the_size_is_known_where_the_file_states_a_scanners_resolution(two_seals: Examination) -> None:
    kept = [Impression.from_bytes(trait.content) for trait in two_seals.traits]
    sizes = sorted(size for one in kept for size in (one.width_mm or 0.0, one.height_mm or 0.0))
    assert sizes == pytest.approx([30, 40, 42, 42], abs=1)


def test_a_whole_sheet_at_scale_tells_an_unusual_size_and_inverted_places() -> None:
    small = drawing.Design("渝中区重庆市第三人民医院", FONT, "", "", 26, 26, 230, 3.2, star_mm=4)
    sheet = np.full((1754, 1240, 3), 250, np.uint8)
    ink = drawing.stamp(drawing.engrave(small), drawing.Pressing(), dpi=150, random=np.random.default_rng(3))
    drawing.press(sheet, ink, at=(600, 900))
    found = {one.check: one for one in examined(sheet).observations}
    assert found["seal_size_unusual"].values["width"] == pytest.approx(26, abs=1)
    assert found["seal_places_inverted"].values["larger"] == "重庆市"


def test_the_seal_of_the_same_office_of_another_place_is_told() -> None:
    sheet = np.full((500, 600, 3), 250, np.uint8)
    seal = drawing.Design("重庆市奉节县人民医院", FONT, "", "", 42, 42, 230)
    ink = drawing.stamp(drawing.engrave(seal), drawing.Pressing(), dpi=150, random=np.random.default_rng(3))
    drawing.press(sheet, ink, at=(200, 150))
    found = {one.check: one for one in examined(sheet, "营山县人民医院", "疾病诊断证明书").observations}
    assert found["seal_of_another"].values == {"name": seal.name, "issuer": "营山县人民医院"}


@pytest.mark.parametrize(
    ("seal", "said"),
    [
        ("奉节县人民医院", ("奉节县人民医院",)),
        ("奉节县人民医院", ("营山县人民医院", "患者自奉节转入。")),
        ("重庆市中医院", ("重庆市渝中区中医院",)),
        ("重庆市渝中区中医院", ("重庆市中医院",)),
        ("江津市人民医院", ("重庆市江津区人民医院",)),
        ("万县市人民医院", ("重庆市万州区人民医院",)),
        ("重庆市渝中区人民医院", ("重庆市沙坪坝区中医院",)),
        ("恒远商贸有限公司", ("奉节县人民医院",)),
        ("", ("奉节县人民医院",)),
    ],
)
def test_a_seal_of_an_office_above_of_a_renamed_place_or_of_one_that_is_named_is_nobody_elses(
    seal: str, said: tuple[str, ...]
) -> None:
    assert same_office_elsewhere(seal, lines(*said)) is None


@pytest.mark.parametrize("name", ["王明之印", ""])
def test_a_persons_own_seal_and_a_small_mark_that_cannot_be_read_have_no_usual_size(name: str) -> None:
    mark = drawing.Design(name, FONT, "", "", 17, 17, 250, 3.6, star_mm=0 if name else 5)
    sheet = np.full((1754, 1240, 3), 250, np.uint8)
    ink = drawing.stamp(drawing.engrave(mark), drawing.Pressing(), dpi=150, random=np.random.default_rng(3))
    drawing.press(sheet, ink, at=(600, 900))
    found = examined(sheet)
    assert found.traits
    assert not [one.check for one in found.observations if one.check.startswith("seal_size")]


def test_a_grey_copy_of_a_seal_is_read_too() -> None:
    found = examined(stamped((COMPANY, drawing.Pressing(turn=-15, strength=0.9), (100, 90)), grey=True))
    kept = Impression.from_bytes(found.traits[0].content)
    assert not kept.red
    others = ["深圳市宝安区恒通商贸有限公司", "深圳市宝安区第三人民医院"]
    assert kept.lattice.evidence([COMPANY.name, *others]).argmax() == 0


def test_a_faded_seal_is_found_and_told_from_others_by_its_letters() -> None:
    pale = drawing.Pressing(turn=12, worn=0.2, strength=0.4)
    found = examined(stamped((HOSPITAL, pale, (60, 80))))
    kept = Impression.from_bytes(found.traits[0].content)
    others = ["重庆市渝中区第二人民医院", "重庆市渝北区第三人民医院", "成都市武侯区中医院"]
    assert kept.lattice.evidence([HOSPITAL.name, *others]).argmax() == 0


DAY = "2026年9月20日"


def dated(*, patch: bool, pressing: drawing.Pressing, chip_mm: float = 0.0) -> tuple[Sheet, Line]:
    """A day across the left side of a seal, under it or on a white patch over it; the rim may be chipped there."""
    sheet = np.full((500, 700, 3), 250, np.uint8)
    box = Region(150, 262, 330, 290)
    if not patch:
        _write(sheet, box)
    ink = drawing.stamp(drawing.engrave(HOSPITAL), pressing, dpi=150, random=np.random.default_rng(3))
    drawing.press(sheet, ink, at=(200, 150))
    if chip_mm:
        chipped = sheet.copy()
        middle, half = box.bottom, round(chip_mm * 150 / 25.4 / 2)
        chipped[middle - half : middle + half, :260] = 250
        red = sheet[..., 0].astype(int) > sheet[..., 1].astype(int) + 20
        sheet[red] = chipped[red]
    if patch:
        sheet[box.top - 4 : box.bottom + 4, box.left - 6 : box.right + 6] = 250
        _write(sheet, box)
    return drawing.scan(sheet, np.random.default_rng(4), quality=90), Line(1, DAY, 0.97, box)


def _write(sheet: Sheet, box: Region) -> None:
    picture = Image.fromarray(sheet)
    ImageDraw.Draw(picture).text((box.left, box.top), DAY, fill=(20, 20, 20), font=FONT.at(24))
    sheet[:] = np.asarray(picture)


@pytest.mark.parametrize(
    ("patch", "pressing", "chip_mm", "told"),
    [
        (True, drawing.Pressing(turn=8), 0.0, True),
        (False, drawing.Pressing(turn=8), 0.0, False),
        (False, drawing.Pressing(turn=8), 2.2, False),  # a seal that lost a piece of its rim
        (False, drawing.Pressing(turn=-20, worn=0.5), 0.0, False),
        (False, drawing.Pressing(turn=8, lean=0.9), 0.0, False),
        (True, drawing.Pressing(turn=8, worn=0.9), 0.0, False),  # on a worn rim one gap more says nothing
    ],
)
def test_a_rim_that_breaks_off_at_a_day_was_painted_over(
    *, patch: bool, pressing: drawing.Pressing, chip_mm: float, told: bool
) -> None:
    sheet, line = dated(patch=patch, pressing=pressing, chip_mm=chip_mm)
    page = Page(1, sheet, PageOrigin.IMAGE, 150.0)
    rendering = Rendering(FileKind.IMAGE, "image/png", (page,), (), None)
    found = {one.check: one for one in seals.examine(Specimen("0" * 64, b"", rendering, (line,))).observations}
    assert ("seal_rim_cut" in found) is told
    if told:
        assert found["seal_rim_cut"].values == {"text": DAY}


def test_a_page_of_print_has_no_seal() -> None:
    found = examined(stamped())
    assert [one.check for one in found.observations] == ["seal_absent"]
    assert not found.traits


def test_an_impression_is_kept_whole_and_broken_bytes_are_refused(two_seals: Examination) -> None:
    trait = two_seals.traits[0]
    kept = Impression.from_bytes(trait.content)
    assert kept.to_bytes() == trait.content
    assert kept.name == trait.text
    for broken in (b"", trait.content[:50], b"x" * 100):
        with pytest.raises(BrokenImpressionError):
            Impression.from_bytes(broken)


Ring = Callable[[str], Lattice]


def lattice_of(text: str, weak: tuple[str, ...] = ()) -> Lattice:
    """A line on which one text is certain, but for letters that are weak, or worn away (　)."""
    alphabet = ("", *sorted(set(text) - {"　"} | set("甲乙丙丁")))
    steps = np.full((4 * len(text) + 1, len(alphabet)), 1e-4)
    steps[:, 0] = 1
    for index, letter in enumerate(text):
        if letter != "　":
            steps[4 * index + 2, [0, alphabet.index(letter), alphabet.index("丁")]] = (1e-4, 1, float(letter in weak))
    return Lattice.of(steps / steps.sum(axis=1, keepdims=True), alphabet)


def test_the_name_that_is_written_fits_best_even_beside_its_own_part() -> None:
    lattice = lattice_of("重庆市第三人民医院")
    evidence = lattice.evidence(["人民医院", "重庆市第三人民医院", "重庆市第二人民医院", "重庆市第三人民医院分院"])
    assert evidence.argmax() == 1


def test_figures_of_the_code_beside_a_name_are_not_of_it() -> None:
    lattice = lattice_of("10100重庆市第三人民医院98089")
    assert "".join(glyph.character for glyph in lattice.name()) == "重庆市第三人民医院"
    match = NameRegister(["重庆市第三人民医院", "重庆市第二人民医院"]).match(lattice)
    assert match is not None
    assert (match.name, match.exact) == ("重庆市第三人民医院", True)
    assert match.evidence > 4


@pytest.mark.parametrize(
    "absent", ["重庆市第二人民医院", "重庆市人民医院", "重庆市渝中区第三人民医院", "重庆市第三人民医院分院北"]
)
def test_a_name_that_is_not_in_the_register_is_not_taken_for_one_like_it(absent: str) -> None:
    assert NameRegister([absent, "成都市第一中学"]).match(lattice_of("重庆市第三人民医院")) is None
    match = NameRegister([absent, "重庆市第三人民医院"]).match(lattice_of("重庆市第三人民医院"))
    assert match is not None
    assert match.exact


@pytest.mark.parametrize(
    ("worn", "name"),
    [
        ("重庆市第　人民　院", "重庆市第三人民医院"),
        ("重庆市　　人民医院", "重庆市第三人民医院"),
        ("重庆市　人　　院", None),  # there is room for one letter, and no such name is in the register
        ("　　　第　　民　　", None),
    ],
)
def test_worn_letters_are_settled_by_the_others_and_by_the_room_that_they_leave(worn: str, name: str | None) -> None:
    register = NameRegister(["重庆市第三人民医院", "重庆市人民医院", "成都市中医院"])
    match = register.match(lattice_of(worn))
    assert (match.name if match else None) == name


@pytest.mark.parametrize(
    ("text", "weak", "places"),
    [
        ("渝中区重庆市第三人民医院", (), ("渝中区", "重庆市")),
        ("101渝中区重庆市第三人民医院", (), ("渝中区", "重庆市")),
        ("渝中区重庆市第三人民医院", ("医",), ("渝中区", "重庆市")),
        ("渝中区重庆市第三人民医院", ("庆",), None),
        ("重庆市渝中区第三人民医院", (), None),
    ],
)
def test_places_are_inverted_where_their_own_letters_are_plain(
    text: str, weak: tuple[str, ...], places: tuple[str, str] | None
) -> None:
    assert seals.plainly_inverted(lattice_of(text, weak)) == places


@pytest.mark.parametrize(
    ("seal", "weak", "said", "misspelt_as"),
    [
        ("营山县人名医院", (), ("营山县人民医院",), "营山县人民医院"),
        ("县营山人民医院", (), ("营山县人民医院",), "营山县人民医院"),
        ("营山县人民医院", (), ("营山县人民医院",), None),
        ("营山县人名医院", ("名",), ("营山县人民医院",), None),  # worn
        ("营山县人　医院", (), ("营山县人民医院",), None),
        ("营山县人名医院", (), ("营山县人民医院", "（原营山县人名医院）"), None),
        ("营山县第二医院", (), ("营山县第一医院",), None),
        ("营山县人民医院", (), ("营山县第一人民医院",), None),  # its former name
        ("营山县人民医院医保办", (), ("营山县人民医院",), None),
        ("綦江县人民医院", (), ("綦江区人民医院",), None),
        ("襄樊市人民医院", (), ("襄阳市人民医院",), None),
        ("大坪乡人民政府", (), ("大坪镇人民政府",), None),
        ("幸福村民委员会", (), ("幸福居民委员会",), None),
        ("营山县卫生局", (), ("营山县卫健局",), None),
    ],
)
def test_the_issuers_name_with_a_letter_wrong_is_misspelt_and_another_or_a_former_name_is_not(
    seal: str, weak: tuple[str, ...], said: tuple[str, ...], misspelt_as: str | None
) -> None:
    assert misspelt(lattice_of(seal, weak), plainly(*said)) == misspelt_as
    assert misspelt(lattice_of(seal, weak), lines(*said)[:0]) is None


def test_a_register_without_names_matches_nothing() -> None:
    assert NameRegister([]).match(lattice_of("重庆市第三人民医院")) is None
