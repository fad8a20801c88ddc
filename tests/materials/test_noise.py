import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from mingjian.materials.examiners import noise
from mingjian.materials.specimen import Specimen
from mingjian.reading.page import Line, Pixels, Region
from mingjian.reading.rendering import render
from tests.materials.papers import WORDS, jpeg, overlap, png, seen

PLACE = Region(320, 400, 520, 436)


def scan(grain: float, *, seed: int = 1) -> Pixels:
    """A printed page under a scanner whose noise has that deviation."""
    chooser = np.random.default_rng(seed)
    picture = Image.new("L", (640, 800), 228)
    font = ImageFont.load_default(20)
    for top in range(40, 760, 36):
        ImageDraw.Draw(picture).text((30, top), " ".join(chooser.choice(WORDS, 8)), fill=50, font=font)
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.7)), np.float64)
    noisy = soft[:, :, None] + chooser.normal(0, grain, (*soft.shape, 3))
    return np.asarray(np.clip(np.rint(noisy), 0, 255), np.uint8)


def pasted(*, grain: float, seed: int = 2) -> Image.Image:
    """A page of ordinary grain with a value of a scan with another one."""
    page = scan(2.0)
    place = np.s_[PLACE.top : PLACE.bottom, PLACE.left : PLACE.right]
    page[place] = scan(grain, seed=seed)[place]
    return Image.fromarray(page)


def test_a_value_pasted_from_a_scan_of_another_grain_is_found() -> None:
    observations = seen(noise, png(pasted(grain=8.0)))
    assert {(one.check, one.outcome.value) for one in observations} == {("noise_differs", "suspect")}
    found = [one.place.region for one in observations if one.place is not None]
    assert all(region is not None and overlap(region, PLACE) for region in found)


def test_grain_that_departs_on_several_lines_is_that_of_the_page() -> None:
    page = scan(2.0)
    other = scan(8.0, seed=2)
    for top in (PLACE.top, PLACE.top + 72):
        place = np.s_[top : top + 36, PLACE.left : PLACE.right]
        page[place] = other[place]
    assert [one.check for one in seen(noise, png(Image.fromarray(page)))] == ["noise_unknown"]


@pytest.mark.parametrize("quality", [None, 95])
def test_a_page_as_its_scanner_made_it_is_even(quality: int | None) -> None:
    picture = Image.fromarray(scan(2.0))
    assert [one.check for one in seen(noise, png(picture) if quality is None else jpeg(picture, quality))] == [
        "noise_even"
    ]


def test_grain_that_grows_towards_one_side_is_that_of_the_page() -> None:
    quiet, loud = scan(1.5).astype(np.float64), scan(4.0).astype(np.float64)
    across = np.linspace(0, 1, quiet.shape[1])[None, :, None]
    page = Image.fromarray(np.rint(quiet * (1 - across) + loud * across).astype(np.uint8))
    assert "suspect" not in {one.outcome.value for one in seen(noise, png(page))}


def test_of_a_place_in_another_light_than_most_writing_nothing_is_told() -> None:
    page = np.asarray(pasted(grain=8.0), np.float64)
    light = np.ones(page.shape[:2])
    light[300:540, 200:] = 0.7  # a hand's shadow
    soft = np.asarray(Image.fromarray(np.uint8(255 * light)).filter(ImageFilter.GaussianBlur(25)), np.float64) / 255
    shaded = Image.fromarray(np.rint(page * soft[:, :, None]).astype(np.uint8))
    assert "suspect" not in {one.outcome.value for one in seen(noise, png(shaded))}


def test_grain_that_light_has_drowned_is_not_compared() -> None:
    page = scan(2.0).astype(np.float64)
    lit = page + 24.0  # paper at 252: half of its grain is cut off
    lit[PLACE.top : PLACE.bottom, PLACE.left : PLACE.right] -= 24.0
    grain = noise.grain_of(np.asarray(np.clip(lit, 0, 255), np.uint8))
    assert grain is None or not grain.bare[: PLACE.top // 8 - 1].any()


@pytest.mark.parametrize("data", [jpeg(Image.fromarray(scan(2.0)), 40), png(Image.fromarray(scan(0.0)))])
def test_a_page_without_grain_is_not_compared(data: bytes) -> None:
    assert [one.check for one in seen(noise, data)] == ["noise_unknown"]


def test_a_place_without_writing_states_nothing() -> None:
    data = png(pasted(grain=8.0))
    lines = (Line(1, "本人自愿申请", 0.98, Region(30, 40, 600, 64)),)
    assert [one.check for one in noise.examine(Specimen("0" * 64, data, render(data), lines)).observations] == [
        "noise_even"
    ]


@pytest.mark.parametrize(("below", "places"), [(False, 0), (True, 1)])
def test_a_line_of_cells_above_letters_is_how_they_ring_and_paper_on_both_sides_was_put_there(
    below: bool, places: int
) -> None:
    departing, bare = np.zeros((100, 100), np.bool_), np.ones((100, 100), np.bool_)
    bare[50:53, 20:33] = False  # a word
    for row, columns in ((50, range(20, 33)), (52, range(20, 33) if below else (20,))):
        bare[row, list(columns)] = departing[row, list(columns)] = True
    bare[50, 21:26] = departing[50, 21:26] = False  # so that the line is not tried by itself
    high = np.where(departing, 5.0, 0.0).astype(np.float32)
    likeness = np.full(bare.shape, 0.8, np.float32)
    grain = noise.Grain(high, high * np.float32(0.5), bare, np.ones_like(bare), likeness, np.full_like(likeness, 220))
    assert len(noise.departures(grain) or []) == places
