"""Words that differ from their page, and pictures that a program drew."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from mingjian.materials.examiners import drawing, retyping
from mingjian.reading.page import Region
from tests.materials.papers import jpeg, overlap, png, seen

SIZE = (640, 800)
WORD = Region(400, 200, 520, 232)
FONT = ImageFont.load_default(22)


def drawn() -> Image.Image:
    """A page as a program draws it."""
    picture = Image.new("RGB", SIZE, "white")
    for top in range(30, SIZE[1] - 40, 34):
        ImageDraw.Draw(picture).text((30, top), f"total amount paid {top}.50 cash", "black", FONT)
    return picture


def scanned(seed: int) -> Image.Image:
    """A printed page as a scanner sees it: no two signs lie alike on the grid of its sensor."""
    chooser = np.random.default_rng(seed)
    large = Image.new("L", (4 * SIZE[0], 4 * SIZE[1]), 235)
    signs = list("abcdefghijkmnopqrstuvwxyzABCDEFGHKLMNPRSTUVWXYZ23456789")
    for top in range(30, SIZE[1] - 40, 34):
        for left in range(30, 520, 120):
            place = (4 * left + int(chooser.integers(8)), 4 * top + int(chooser.integers(6)))
            word = "".join(chooser.choice(signs, 6))
            ImageDraw.Draw(large).text(place, word, 60, ImageFont.load_default(int(chooser.integers(80, 97))))
    turned = large.rotate(0.5, Image.Resampling.BICUBIC, fillcolor=235).resize(SIZE, Image.Resampling.BOX)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.7)), np.float64)
    grained = soft + chooser.normal(0, 3, soft.shape)
    return Image.fromarray(np.clip(grained, 0, 255).astype(np.uint8)).convert("RGB")


def typed(page: Image.Image, region: Region, text: str) -> Image.Image:
    """The page with that text painted over what stood in the region."""
    changed = page.copy()
    pencil = ImageDraw.Draw(changed)
    pencil.rectangle((region.left, region.top, region.right, region.bottom), (235, 235, 235))
    pencil.text((region.left + 4, region.top + 2), text, (15, 15, 15), FONT)
    return changed


@pytest.mark.parametrize("quality", [75, 95])
def test_a_value_that_differs_as_a_whole_is_told_where_it_stands_and_asks_for_nobodys_look(quality: int) -> None:
    (observation,) = seen(retyping, jpeg(typed(scanned(1), WORD, "98765.40"), quality))
    assert (observation.check, observation.outcome.value) == ("value_differs", "not_applicable")
    assert observation.place is not None
    assert observation.place.region is not None
    assert overlap(observation.place.region, WORD)


@pytest.mark.parametrize("seed", [1, 2])
def test_signs_typed_close_to_others_on_either_side_are_a_suspicion(seed: int) -> None:
    middle = Region(174, 200, 296, 229)
    (observation,) = seen(retyping, jpeg(typed(scanned(seed), middle, "345678934"), 90))
    assert (observation.check, observation.outcome.value) == ("word_differs", "suspect")
    assert observation.place is not None
    assert observation.place.region is not None
    assert overlap(observation.place.region, middle)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("quality", [60, 95])
def test_the_words_of_one_scan_are_alike_and_a_scanner_made_them(seed: int, quality: int) -> None:
    data = jpeg(scanned(seed), quality)
    assert [one.check for one in seen(retyping, data)] == ["words_alike"]
    assert [one.check for one in seen(drawing, data)] == ["picture_captured"]


def test_a_heading_or_a_form_filled_in_by_another_printer_is_no_word_apart() -> None:
    form = scanned(1)
    for top in (64, 200, 336, 472):
        form = typed(form, Region(400, top, 520, top + 32), "12345678")
    assert [one.check for one in seen(retyping, jpeg(form, 90))] == ["words_alike"]
    heading = typed(scanned(2), Region(0, 192, 640, 232), "HEADING OF THE WHOLE PAGE")
    assert [one.check for one in seen(retyping, jpeg(heading, 90))] == ["words_alike"]


def test_a_word_under_a_red_seal_is_not_compared() -> None:
    page = np.asarray(typed(scanned(1), WORD, "98765.40")).copy()
    page[190:240, 380:540, 1:] = page[190:240, 380:540, 1:] // 3
    assert [one.check for one in seen(retyping, jpeg(Image.fromarray(page), 92))] == ["words_alike"]


@pytest.mark.parametrize("data", [png(drawn()), jpeg(drawn(), 95)], ids=["PNG", "JPEG"])
def test_what_a_program_drew_is_told_by_signs_that_repeat_to_the_pixel_and_has_no_word_apart(data: bytes) -> None:
    assert [(one.check, one.outcome.value) for one in seen(drawing, data)] == [("picture_drawn", "not_applicable")]
    assert [one.check for one in seen(retyping, data)] == ["words_not_compared"]


def test_of_a_page_without_text_nothing_is_said() -> None:
    blank = png(Image.new("RGB", (300, 300), "white"))
    assert [one.check for one in seen(drawing, blank)] == ["picture_of_unknown_make"]
    assert [one.check for one in seen(retyping, blank)] == ["words_not_compared"]
