import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from mingjian.contract.vocabulary import MaterialKind
from mingjian.materials.checks import typed_later
from mingjian.materials.examiners import sharpness
from mingjian.materials.specimen import Examination, Place, Specimen, Trait, TraitKind
from mingjian.reading.page import Line, Region
from mingjian.reading.rendering import render
from tests.materials.papers import WORDS, jpeg, overlap, png, seen

FONT = ImageFont.load_default(22)
PLACE = Region(320, 396, 520, 430)
"""Of a value in the middle of a line, behind others."""


def page(*, typed: str = "", soft: float = 0.8, everywhere: bool = False) -> Image.Image:
    """A printed page that lay a little askew under a lens; what is typed is set on the finished picture."""
    chooser = np.random.default_rng(3)
    sheet = Image.new("L", (2560, 3200), 232)
    for line in range(20):
        text = " ".join(chooser.choice(WORDS, 3 if line == 10 else 6))
        ImageDraw.Draw(sheet).text((120, 140 + 144 * line), text, fill=40, font=ImageFont.load_default(88))
    askew = sheet.rotate(0.4, resample=Image.Resampling.BICUBIC, fillcolor=232).resize((640, 800), Image.Resampling.BOX)
    soften = askew.filter(ImageFilter.GaussianBlur(soft)) if soft else askew.filter(ImageFilter.SHARPEN)
    seen_so = np.asarray(soften, np.float64)
    toner = chooser.normal(0, 15, seen_so.shape) * np.clip(232 - seen_so, 0, None) / 175
    grained = Image.fromarray(np.uint8(np.clip(seen_so + toner + chooser.normal(0, 4, seen_so.shape), 0, 255)))
    for top in range(PLACE.top + 2, 760, 36) if everywhere else (PLACE.top + 2,):
        ImageDraw.Draw(grained).text((PLACE.left, top), typed, fill=0, font=FONT)
    return grained.convert("RGB")


def photographed_again(picture: Image.Image) -> Image.Image:
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.7)), np.float64)
    return Image.fromarray(np.uint8(np.clip(soft + np.random.default_rng(4).normal(0, 8, soft.shape), 0, 255)))


@pytest.mark.parametrize("quality", [None, 90])
def test_what_a_program_wrote_on_the_finished_picture_is_sharper_than_it(quality: int | None) -> None:
    picture = page(typed="8642.15 Hm")
    observations = seen(sharpness, png(picture) if quality is None else jpeg(picture, quality))
    assert {(one.check, one.outcome.value) for one in observations} == {
        ("value_sharper_than_picture", "not_applicable")
    }
    assert all(one.place and one.place.region and overlap(one.place.region, PLACE) for one in observations)


@pytest.mark.parametrize(
    ("picture", "check"),
    [
        (page(), "signs_as_soft_as_picture"),
        (photographed_again(page(typed="8642.15 Hm")), "signs_as_soft_as_picture"),
        # A form that was filled in on a screen.
        (page(typed="8642.15 Hm", everywhere=True), "signs_as_soft_as_picture"),
        (page(typed="8642.15 Hm", soft=0.0), "sharpness_not_compared"),
    ],
)
def test_nothing_is_told_of_what_was_photographed_again_nor_of_a_form_nor_of_a_sharpened_page(
    picture: Image.Image, check: str
) -> None:
    assert {one.check for one in seen(sharpness, png(picture))} == {check}


def test_what_an_owner_wrote_over_a_copy_accuses_nobody() -> None:
    data = png(page(typed="8642.15 Hm"))
    lines = (Line(1, "仅供办理停息挂账使用", 0.98, PLACE),)
    found = sharpness.examine(Specimen("0" * 64, data, render(data), lines)).observations
    assert [one.check for one in found] == ["signs_as_soft_as_picture"]


@pytest.mark.parametrize(
    ("kind", "sealed", "asked"),
    [
        (MaterialKind.DIAGNOSIS_CERTIFICATE, True, ["typed_on_stamped_paper"]),
        (MaterialKind.DIAGNOSIS_CERTIFICATE, False, []),
        (MaterialKind.POWER_OF_ATTORNEY, True, []),
    ],
)
def test_only_a_paper_that_an_office_stamped_asks_for_a_look(
    kind: MaterialKind, sealed: bool, asked: list[str]
) -> None:
    observations = seen(sharpness, png(page(typed="8642.15 Hm")))
    seal = Trait(TraitKind.SEAL, Place(1), b"", "")
    found = list(typed_later.of_one(kind, Examination(observations, (seal,) if sealed else ())))
    assert sorted({one.check for one in found}) == asked
    assert {one.outcome.value for one in found} <= {"suspect"}
