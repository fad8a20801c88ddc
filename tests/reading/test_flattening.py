import cv2
import numpy as np
import pytest

from mingjian.reading.flattening import flatten
from mingjian.reading.page import Page, PageOrigin


@pytest.mark.parametrize("shaded", [False, True])
def test_a_sheet_is_cut_out_at_its_edges_and_not_at_a_shadows(*, shaded: bool) -> None:
    photo = np.full((900, 700, 3), 70, np.uint8)
    cv2.fillConvexPoly(photo, np.array([(90, 80), (620, 100), (600, 820), (80, 800)]), (235, 235, 235))
    light = np.ones((900, 700))
    if shaded:
        light = 1 - 0.45 / (1 + np.exp(-(np.arange(700) - 330) / 14)) * np.ones((900, 1))
    lit = cv2.GaussianBlur(np.rint(photo * light[..., None]).astype(np.uint8), (5, 5), 0)
    flat = flatten(Page(1, np.asarray(lit, np.uint8), PageOrigin.IMAGE, None))
    height, width = flat.pixels.shape[:2]
    right = cv2.perspectiveTransform(np.array([[[width, height / 2]]], np.float64), flat.to_given)[0, 0, 0]
    assert right > 590, "what lies in the shadow is a part of the sheet"
    assert (width < 600) is not shaded
