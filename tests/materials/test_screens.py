import cv2
import numpy as np
import pytest
from PIL import Image

from mingjian.materials.examiners import screens
from mingjian.reading.page import Pixels
from tests.materials.papers import jpeg, png, scan, seen

DOT = 6
"""Pixels in which a screen's dot is drawn before a camera sees it."""


def off_a_screen(picture: Image.Image, *, degrees: float, pixels_a_dot: float) -> Image.Image:
    """A page shown on a screen with three stripes a dot and photographed by a camera turned by so much."""
    page = np.asarray(picture, np.float32)[:340, :340]
    dots = np.repeat(np.repeat(page, DOT, axis=0), DOT, axis=1)
    stripes = np.zeros((DOT, DOT, 3), np.float32)
    for colour in range(3):
        stripes[:-1, 2 * colour : 2 * colour + 2, colour] = 2.6
    shown = cv2.GaussianBlur(dots * np.tile(stripes, (340, 340, 1)), (0, 0), 1.5)
    side = round(340 * pixels_a_dot)
    turn = cv2.getRotationMatrix2D((170 * DOT, 170 * DOT), degrees, 2 * pixels_a_dot / DOT)
    turn[:, 2] += side - 170 * DOT
    large = cv2.warpAffine(shown, turn, (2 * side, 2 * side))
    taken = cv2.resize(cv2.GaussianBlur(large, (0, 0), 0.9), (side, side), interpolation=cv2.INTER_AREA)
    grain = np.random.default_rng(5).normal(0, 3, taken.shape)
    return Image.fromarray(np.clip(np.rint(taken + grain), 0, 255).astype(np.uint8))


def checks(data: bytes) -> list[tuple[str, str]]:
    return [(one.check, one.outcome.value) for one in seen(screens, data)]


@pytest.mark.parametrize(("degrees", "pixels_a_dot"), [(3.0, 1.9), (-5.0, 2.4), (7.0, 3.2)])
def test_what_was_photographed_off_a_screen_is_told_and_accuses_nobody(degrees: float, pixels_a_dot: float) -> None:
    picture = off_a_screen(scan(), degrees=degrees, pixels_a_dot=pixels_a_dot)
    assert checks(jpeg(picture, 88)) == [("screen_recaptured", "not_applicable")]


def shrunk(picture: Image.Image) -> Image.Image:
    """Saved, and made smaller: the grid of JPEG blocks is scaled with it."""
    small = picture.resize((round(picture.width * 0.83), round(picture.height * 0.83)), Image.Resampling.BILINEAR)
    return small.resize((picture.width, picture.height), Image.Resampling.NEAREST)


def ruled(picture: Image.Image) -> Pixels:
    """With fine level lines, as on squared paper."""
    page = np.array(picture)
    page[::12] = page[::12] // 10 * 9
    page[:, ::12] = page[:, ::12] // 10 * 9
    return page


@pytest.mark.parametrize(
    "picture", [scan(), shrunk(scan()), Image.fromarray(ruled(scan()))], ids=["scan", "scaled", "squared paper"]
)
@pytest.mark.parametrize("quality", [None, 60, 90])
def test_paper_shows_no_wave_of_a_screen(picture: Image.Image, quality: int | None) -> None:
    data = png(picture) if quality is None else jpeg(picture, quality)
    assert checks(data) == [("screen_not_seen", "not_applicable")]
