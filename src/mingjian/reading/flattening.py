"""A photographed or skewed page made flat and level, with the way back to the page as given."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import map_coordinates

from mingjian.reading.page import Page, PageOrigin, Pixels, Region

Homography = npt.NDArray[np.float64]

LONGEST_SIDE = 2600
"""Of a flattened page, in pixels: A4 at 220 dpi. A phone's 4,000 say nothing more of the text."""
_LOOK = 700
"""The side at which a sheet's edges and a page's skew are looked for."""
_SHEET = (0.2, 0.97)
"""The share of a photo that a sheet on a table takes."""
_LIGHTER = 18.0
"""Grey levels by which the sheet is lighter than what lies around it; less, and there is no edge to trust."""
_NEAR, _FAR = 5, 22
"""Pixels on either side of a sheet's side. A shadow's edge is soft: most of its step lies beyond the nearer ones."""
_SHARP = 0.7
"""The share of the farther step that the nearer pixels show: all of it at an edge of paper, a third at a shadow's."""
_MOST_SKEW = 15.0
_LEAST_SKEW = 0.15
"""Degrees; what is less is left as it is, because turning blurs."""


@dataclass(frozen=True)
class Flattened:
    """A page made flat: its pixels, and the homography from them to the page as given."""

    pixels: Pixels
    to_given: Homography
    given_size: tuple[int, int]
    """Width and height of the page as given."""

    def region(self, corners: npt.NDArray[np.float32]) -> Region:
        """The region of the page as given that holds these points of the flat one."""
        points = cv2.perspectiveTransform(corners.reshape(1, -1, 2).astype(np.float64), self.to_given)[0]
        width, height = self.given_size
        left, top = np.floor(points.min(axis=0)).astype(int)
        right, bottom = np.ceil(points.max(axis=0)).astype(int)
        left, top = min(max(int(left), 0), width - 1), min(max(int(top), 0), height - 1)
        return Region(left, top, min(max(int(right), left + 1), width), min(max(int(bottom), top + 1), height))

    def turned(self, quarters: int) -> "Flattened":
        """The same page, turned counter-clockwise by quarters."""
        if quarters % 4 == 0:
            return self
        height, width = self.pixels.shape[:2]
        # From the turned pixel back to the pixel before it.
        back = {
            1: ((0, -1, width - 1), (1, 0, 0)),
            2: ((-1, 0, width - 1), (0, -1, height - 1)),
            3: ((0, 1, 0), (-1, 0, height - 1)),
        }[quarters % 4]
        turned = np.ascontiguousarray(np.rot90(self.pixels, quarters % 4))
        return Flattened(turned, self.to_given @ np.array((*back, (0, 0, 1)), np.float64), self.given_size)


def flatten(page: Page) -> Flattened:
    """The sheet alone where it lies on a table, seen from straight above, its lines level or upright.

    Which side is up is for who can read: see :mod:`mingjian.reading.recognition`.
    """
    height, width = page.pixels.shape[:2]
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    if page.origin is PageOrigin.RENDERED:
        return _warped(page, np.diag((scale, scale, 1.0)), (round(width * scale), round(height * scale)))
    look = min(1.0, _LOOK / max(height, width))
    small = cv2.resize(page.pixels, None, fx=look, fy=look, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    corners = _sheet(np.asarray(grey, np.uint8))
    if corners is None:
        to_flat, size = np.diag((scale, scale, 1.0)), (width * scale, height * scale)
        angle = skew(np.asarray(grey, np.uint8))
    else:
        to_flat, size = _straightened(corners / look, scale)
        first = _warped(page, np.diag((look / scale, look / scale, 1.0)) @ to_flat, _whole(size, look / scale))
        angle = skew(np.asarray(cv2.cvtColor(first.pixels, cv2.COLOR_RGB2GRAY), np.uint8))
    if abs(angle) >= _LEAST_SKEW:
        turn, size = _turn(angle, size)
        to_flat = turn @ to_flat
    return _warped(page, to_flat, _whole(size, 1.0))


def skew(grey: npt.NDArray[np.uint8]) -> float:
    """Degrees by which the lines fall to the right (or, upright, lean), in ±15; 0 where there are no lines.

    The projection of the ink across the lines is most uneven in their own direction (Postl 1986).
    """
    ink = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 15, 12)
    ink[:8], ink[-8:], ink[:, :8], ink[:, -8:] = 0, 0, 0, 0
    down, across = np.nonzero(ink)
    if len(down) < 200:
        return 0.0
    points = np.stack([across, down]).astype(np.float64)

    def unevenness(degrees: float) -> float:
        radians = np.deg2rad(degrees)
        level = points[1] * np.cos(radians) - points[0] * np.sin(radians)
        upright = points[0] * np.cos(radians) + points[1] * np.sin(radians)
        best = 0.0
        for projected in (level, upright):
            counts = np.bincount(np.round(projected - projected.min()).astype(np.int64)).astype(np.float64)
            best = max(best, float((np.diff(counts) ** 2).sum()))
        return best

    coarse = max(
        np.arange(-_MOST_SKEW, _MOST_SKEW + 0.1, 0.5).tolist(), key=lambda angle: (unevenness(angle), -abs(angle))
    )
    fine = max((coarse + step / 10 for step in range(-5, 6)), key=lambda angle: (unevenness(angle), -abs(angle)))
    # A page without lines has no best direction: the level one is kept unless another is clearly better.
    return float(fine) if unevenness(fine) > 1.05 * unevenness(0.0) else 0.0


def _sheet(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64] | None:
    """The corners of a light sheet on something darker, clockwise from the upper left one."""
    height, width = grey.shape
    smooth = cv2.GaussianBlur(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), (5, 5), 0)
    _, light = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    light = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    contours, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = cv2.convexHull(max(contours, key=cv2.contourArea))
    around = cv2.arcLength(largest, closed=True)
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(largest, tolerance * around, closed=True)
        if len(corners) <= 4:
            break
    if len(corners) != 4 or not cv2.isContourConvex(corners):
        return None
    area = cv2.contourArea(corners)
    if not _SHEET[0] <= area / (height * width) <= _SHEET[1] or area < 0.9 * cv2.contourArea(largest):
        return None
    inside = np.zeros_like(grey)
    cv2.fillConvexPoly(inside, corners, 255)
    if cv2.mean(smooth, inside)[0] - cv2.mean(smooth, cv2.bitwise_not(inside))[0] < _LIGHTER:
        return None
    points = corners.reshape(4, 2).astype(np.float64)
    # A sheet that leaves the picture on two sides has no corners to go by.
    edge = (points[:, 0] < 2) | (points[:, 0] > width - 3) | (points[:, 1] < 2) | (points[:, 1] > height - 3)
    if edge.sum() > 2:
        return None
    total, difference = points.sum(axis=1), points[:, 1] - points[:, 0]
    order = [int(total.argmin()), int(difference.argmin()), int(total.argmax()), int(difference.argmax())]
    # A shadow across the sheet parts it as well, and what it covers would be left unread.
    sharp = len(set(order)) == 4 and _has_sharp_sides(np.asarray(smooth, np.uint8), points[order])
    return points[order] if sharp else None


def _has_sharp_sides(grey: npt.NDArray[np.uint8], corners: npt.NDArray[np.float64]) -> bool:
    """Whether every side is an edge of paper; corners clockwise, so that the inside lies to the right of each side."""
    shares = np.linspace(0.1, 0.9, 60)[:, None]
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (end - start) / np.linalg.norm(end - start)
        side, inward = start + shares * (end - start), np.array((-along[1], along[0]))
        near, far = (
            _level(grey, side + reach * inward) - _level(grey, side - reach * inward) for reach in (_NEAR, _FAR)
        )
        if near < _SHARP * far:
            return False
    return True


def _level(grey: npt.NDArray[np.uint8], places: npt.NDArray[np.float64]) -> float:
    """The usual grey level at these places (across, down); beyond the picture that of its rim."""
    return float(np.median(map_coordinates(grey, places[:, ::-1].T, output=np.float64, order=1, mode="nearest")))


def _straightened(corners: npt.NDArray[np.float64], scale: float) -> tuple[Homography, tuple[float, float]]:
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = max(sides[0], sides[2]) * scale, max(sides[1], sides[3]) * scale
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), target), np.float64), (width, height)


def _turn(degrees: float, size: tuple[float, float]) -> tuple[Homography, tuple[float, float]]:
    """The turn that levels lines falling by so much, and the size that holds the whole page afterwards."""
    width, height = size
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    wide, high = height * sine + width * cosine, height * cosine + width * sine
    turn[:, 2] += ((wide - width) / 2, (high - height) / 2)
    return np.vstack([turn, (0, 0, 1)]), (wide, high)


def _whole(size: tuple[float, float], scale: float) -> tuple[int, int]:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _warped(page: Page, to_flat: Homography, size: tuple[int, int]) -> Flattened:
    height, width = page.pixels.shape[:2]
    back: Homography = np.asarray(np.linalg.inv(to_flat), np.float64)
    if np.allclose(to_flat, np.eye(3)):
        return Flattened(page.pixels, back, (width, height))
    scaled_only = np.allclose(to_flat, np.diag(np.diag(to_flat)))
    if scaled_only:
        pixels = cv2.resize(page.pixels, size, interpolation=cv2.INTER_AREA)
    else:
        pixels = cv2.warpPerspective(page.pixels, to_flat, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Flattened(np.asarray(pixels, np.uint8), back, (width, height))
