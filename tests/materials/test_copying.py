from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from mingjian.materials.examiners import copying
from mingjian.materials.signs import signs_of
from mingjian.materials.specimen import Observation, Specimen
from mingjian.reading.page import Line, Region
from mingjian.reading.rendering import render
from tests.materials.papers import WORDS, jpeg, overlap, png, seen


def print_of(seed: int = 1, *, size: tuple[int, int] = (640, 800)) -> Image.Image:
    """A printed page as a scanner sees it: toner uneven, letters between its pixels, paper with grain."""
    chooser = np.random.default_rng(seed)
    wide, tall = size[0] * 4, size[1] * 4
    picture = Image.new("L", (wide, tall), 235)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(88)
    for top in range(120, tall - 160, 137):
        text = " ".join(chooser.choice(WORDS, 4)) + f" {chooser.integers(1, 999)}.{chooser.integers(10, 99)}"
        draw.text((120, top), text, fill=60, font=font)
    turned = picture.rotate(0.4, resample=Image.Resampling.BICUBIC, fillcolor=235)
    soft = np.asarray(turned.resize(size, Image.Resampling.BOX), np.float64)
    toner = chooser.normal(0, 30, soft.shape) * (235 - soft) / 175
    return Image.fromarray(np.clip(soft + toner + chooser.normal(0, 5, soft.shape), 0, 255).astype(np.uint8)).convert(
        "RGB"
    )


@pytest.fixture(scope="module")
def page() -> Image.Image:
    return print_of()


@dataclass(frozen=True)
class Copied:
    picture: Image.Image
    places: tuple[Region, Region]


@pytest.fixture(scope="module")
def copied(page: Image.Image) -> Copied:
    """The page with one sign of it laid over another one of about its size, far from it."""
    signs = signs_of(np.asarray(page))
    boxes = signs.boxes
    tall = boxes[:, 3] - boxes[:, 1]
    wide = boxes[:, 2] - boxes[:, 0]
    large = np.flatnonzero((tall >= signs.height) & (wide >= 10))
    middle = large[len(large) // 2]
    alike = np.flatnonzero(
        (np.abs(tall - tall[middle]) <= 1)
        & (np.abs(wide - wide[middle]) <= 1)
        & (np.abs(boxes[:, 1] - boxes[middle, 1]) > 100)
    )
    (left, top, right, bottom), (x, y) = boxes[middle], boxes[alike[0], :2]
    changed = page.copy()
    changed.paste(page.crop((left - 2, top - 2, right + 2, bottom + 2)), (int(x) - 2, int(y) - 2))
    source = Region(int(left), int(top), int(right), int(bottom))
    return Copied(changed, (source, Region(int(x), int(y), int(x + right - left), int(y + bottom - top))))


def regions(observations: tuple[Observation, ...]) -> list[Region]:
    return [one.place.region for one in observations if one.place is not None and one.place.region is not None]


@pytest.mark.parametrize("quality", [90, 95])
def test_a_sign_that_was_copied_is_found_at_both_places(copied: Copied, quality: int) -> None:
    observations = seen(copying, jpeg(copied.picture, quality))
    assert {one.check for one in observations} == {"sign_copied"}
    assert all(any(overlap(found, place) for found in regions(observations)) for place in copied.places)


@pytest.mark.parametrize("quality", [60, 75, 90])
def test_prints_of_one_sign_are_no_copies(page: Image.Image, quality: int) -> None:
    (observation,) = seen(copying, jpeg(page, quality))
    assert (observation.check, observation.outcome.value) == ("signs_not_copied", "clear")


def test_a_page_that_a_program_drew_is_not_compared() -> None:
    picture = Image.new("RGB", (640, 800), "white")
    for top in range(30, 760, 34):
        ImageDraw.Draw(picture).text((30, top), " ".join(WORDS[:6]), fill=(0, 0, 0), font=ImageFont.load_default(22))
    assert [one.check for one in seen(copying, png(picture))] == ["signs_not_compared"]


@pytest.mark.parametrize(
    ("text", "check"), [("由 扫描全能王 扫描创建", "signs_not_copied"), ("实付金额 3300.00 元", "sign_copied")]
)
def test_what_a_scanning_program_writes_of_itself_accuses_nobody(copied: Copied, text: str, check: str) -> None:
    data = jpeg(copied.picture, 90)
    lines = tuple(Line(1, text, 0.98, place) for place in copied.places)
    assert copying.examine(Specimen("0" * 64, data, render(data), lines)).observations[0].check == check


def test_a_photo_of_a_screen_which_draws_its_signs_alike_tells_nothing(copied: Copied) -> None:
    page = np.asarray(copied.picture, np.float64)
    down, across = np.mgrid[: page.shape[0], : page.shape[1]]
    wave = 5 * np.sin(2 * np.pi * (0.09 * across + 0.15 * down))
    seen_so = Image.fromarray(np.clip(page + wave[..., None], 0, 255).astype(np.uint8))
    assert copying.copies(np.asarray(seen_so), signs_of(np.asarray(seen_so)))
    assert [one.check for one in seen(copying, jpeg(seen_so, 95))] == ["signs_not_compared"]


def test_two_letters_that_a_hand_wrote_alike_amid_others_are_no_copies() -> None:
    """Few others are of one shape, so that nothing tells how alike two of them would be."""
    chooser = np.random.default_rng(8)
    page = Image.new("L", (2560, 3200), 235)
    for place in range(130):
        twins = place in (60, 61)
        size, turn = (104, 3.0) if twins else (int(chooser.integers(88, 122)), float(chooser.uniform(-9, 9)))
        letter = Image.new("L", (150, 170), 235)
        written = "g" if twins else str(chooser.choice(list("ABDEHKMNPQRSTUVWXYZ23456789")))
        ImageDraw.Draw(letter).text((30, 10), written, fill=60, font=ImageFont.load_default(size))
        turned = letter.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=235)
        page.paste(turned, (120 + place % 13 * 180, 120 + place // 13 * 280))
    soft = np.asarray(page.resize((640, 800), Image.Resampling.BOX), np.float64)
    seen_so = Image.fromarray(np.clip(soft + chooser.normal(0, 3, soft.shape), 0, 255).astype(np.uint8)).convert("RGB")
    assert [one.check for one in seen(copying, jpeg(seen_so, 92))] == ["signs_not_compared"]


@pytest.mark.parametrize(
    ("apart", "honest", "told"),
    [
        # A receipt on which a digit was copied: many prints of one sign, all about as far from each other.
        (0.028, [0.090, 0.093, 0.093, 0.095, 0.095, 0.095, 0.096, 0.096, 0.098], True),
        # A certificate of few words, two neighbouring nines of one printed number.
        (0.026, [0.050, 0.050, 0.054, 0.062, 0.066, 0.072, 0.074, 0.080, 0.089, 0.099, 0.104], False),
    ],
)
def test_the_nearest_pair_is_a_copy_only_where_the_next_ones_do_not_thin_out_towards_it(
    apart: float, honest: list[float], told: bool
) -> None:
    assert (copying.expected_by_chance(apart, np.array(honest)) <= copying.BY_CHANCE) is told
