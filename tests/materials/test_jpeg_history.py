from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from mingjian.materials.a_contrario import strike
from mingjian.materials.examiners import jpeg_history
from mingjian.materials.orientation import Orientation
from mingjian.materials.specimen import Specimen
from mingjian.reading.page import Region
from mingjian.reading.rendering import render
from tests.materials.papers import RETYPED, jpeg, opened, overlap, png, retyped, scan, seen


@pytest.mark.parametrize("last", [85, 95])
def test_a_sum_typed_into_a_page_that_was_a_jpeg_is_found_where_it_stands(last: int) -> None:
    changed = retyped(opened(jpeg(scan(), 60)))
    observations = seen(jpeg_history, jpeg(changed, last))
    assert [one.check for one in observations] == ["jpeg_history_differs"]
    place = observations[0].place
    assert place is not None
    assert place.region is not None
    assert overlap(place.region, RETYPED)


def test_it_is_found_in_a_png_too_and_where_a_phone_holds_the_page_on_its_side() -> None:
    changed = retyped(opened(jpeg(scan(), 60)))
    assert seen(jpeg_history, png(changed))[0].check == "jpeg_history_differs"
    exif = Image.Exif()
    exif[0x0112] = 6
    aside = jpeg(changed.rotate(90, expand=True), 92, exif=exif)
    place = seen(jpeg_history, aside)[0].place
    assert place is not None
    assert place.region is not None
    assert overlap(place.region, RETYPED)


@pytest.mark.parametrize("last", [80, 92, 100])
def test_a_page_that_was_only_saved_again_is_even(last: int) -> None:
    observations = seen(jpeg_history, jpeg(opened(jpeg(scan(), 60)), last))
    assert [(one.check, one.outcome.value) for one in observations] == [("jpeg_history_even", "clear")]


def test_a_page_that_was_drawn_smaller_than_it_is_stored_has_no_history_to_look_at() -> None:
    data = jpeg(retyped(opened(jpeg(scan(), 60))), 92)
    drawn = render(data)
    page = replace(drawn.pages[0], shrunk=True)
    specimen = Specimen("", data, replace(drawn, pages=(page,)), ())
    (one,) = jpeg_history.examine(specimen).observations
    assert one.check == "jpeg_history_unknown"
    assert jpeg_history.heat(page, specimen) is None


def sealed(picture: Image.Image) -> Image.Image:
    ImageDraw.Draw(picture).ellipse((380, 560, 560, 740), outline=(205, 30, 40), width=7)
    return picture


def marked(draw: Callable[[ImageDraw.ImageDraw], None]) -> Image.Image:
    """An old page that its owner drew on before sending it."""
    picture = opened(jpeg(scan(), 60))
    draw(ImageDraw.Draw(picture))
    return picture


@pytest.mark.parametrize(
    "picture",
    [
        opened(jpeg(sealed(scan()), 60)),
        opened(jpeg(sealed(scan()), 60)).rotate(90, expand=True),
        marked(lambda draw: draw.rectangle((300, 195, 560, 240), fill=(0, 0, 0))),
        marked(lambda draw: draw.ellipse((100, 190, 560, 250), outline=(230, 30, 30), width=6)),
    ],
    ids=["a red seal", "turned on its side", "blacked out", "a red circle around a sum"],
)
def test_seals_bars_and_marks_are_no_places_of_another_history(picture: Image.Image) -> None:
    assert [one.check for one in seen(jpeg_history, jpeg(picture, 92))] == ["jpeg_history_even"]


def test_the_last_compression_is_not_taken_for_an_earlier_one() -> None:
    enhanced = scan().point(lambda value: round(min(255, max(0, (value - 120) * 2.4))))
    assert seen(jpeg_history, jpeg(enhanced, 88))[0].check == "jpeg_history_unknown"


@pytest.mark.parametrize(
    "data",
    [png(scan()), jpeg(scan(), 90), jpeg(retyped(opened(jpeg(scan(), 90))), 50), png(Image.new("RGB", (400, 400)))],
    ids=["never compressed", "compressed once", "compressed more strongly since", "empty"],
)
def test_without_a_trace_of_an_earlier_compression_it_does_not_apply(data: bytes) -> None:
    (observation,) = seen(jpeg_history, data)
    assert (observation.check, observation.outcome.value) == ("jpeg_history_unknown", "not_applicable")


@given(number=st.integers(1, 8), left=st.integers(0, 5), top=st.integers(0, 3), seed=st.integers(0, 9))
def test_a_region_of_the_stored_pixels_is_found_again_where_they_are_seen(
    number: int, left: int, top: int, seed: int
) -> None:
    stored = np.zeros((7, 11, 3), np.uint8)
    stored[top : top + 3, left : left + 4] = seed + 1
    names = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # of Pillow's transpositions, as ImageOps.exif_transpose has it
    picture = Image.fromarray(stored)
    shown = np.asarray(picture.transpose(Image.Transpose(names[number])) if number > 1 else picture)
    region = Orientation(number).as_seen(Region(left, top, left + 4, top + 3), height=7, width=11)
    assert np.array_equal(Orientation(number).as_stored(shown), stored)
    assert (shown[region.top : region.bottom, region.left : region.right] == seed + 1).all()
    assert (shown > 0).all(axis=2).sum() == 12


@pytest.mark.soak
def test_chance_alone_strikes_nowhere() -> None:
    chooser = np.random.default_rng(5)
    examined = np.ones((120, 80), np.bool_)
    alarms = sum(
        bool(strike(chooser.random(examined.shape) < 0.02, examined, chance=0.02, share=0.5, bound=-3))
        for _ in range(40)
    )
    assert alarms == 0


def test_cells_that_depart_together_strike_and_are_enclosed() -> None:
    departing = np.zeros((60, 60), np.bool_)
    departing[20:23, 30:38] = True
    (cluster,) = strike(departing, np.ones_like(departing), chance=0.01, share=0.5, bound=-3)
    assert (cluster.top, cluster.left, cluster.bottom, cluster.right) == (20, 30, 23, 38)
    assert (cluster.departing, cluster.examined) == (24, 24)
