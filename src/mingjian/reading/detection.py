"""Where the lines of text are on a page (differentiable binarisation, Liao et al. 2020, with PP-OCRv6's weights)."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.reading import models
from mingjian.reading.page import Pixels

LONGEST_SIDE = 1120
"""An A4 page is looked at with 96 dots per inch, where print of 6 points is 8 pixels high."""
_STEP = 32
"""Both sides of the network's input are multiples of it."""
_PROBABLE = 0.3
_MEAN_PROBABILITY = 0.5
_GROWTH = 1.6
"""The network marks the core of a line; the line itself is larger by this share of area over perimeter."""
_SMALLEST = 3.0
_MOST = 1500


@dataclass(frozen=True)
class Segment:
    """A piece of a line: the corners from the upper left one clockwise, in pixels, as seen by who reads it."""

    corners: npt.NDArray[np.float32]

    @property
    def length(self) -> float:
        """Along the text."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        """Across the text."""
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        across, down = self.corners.mean(axis=0)
        return float(across), float(down)

    def crop(self, pixels: Pixels) -> Pixels:
        """The segment alone, made level."""
        width, height = max(1, round(self.length)), max(1, round(self.height))
        target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        turn = cv2.getPerspectiveTransform(self.corners, target)
        cropped = cv2.warpPerspective(
            pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(cropped, np.uint8)


def segments(pixels: Pixels) -> tuple[Segment, ...]:
    """The pieces of lines on a page whose text runs more or less level, in no order."""
    height, width = pixels.shape[:2]
    if min(height, width) < 2:
        return ()
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    across, down = (max(_STEP, round(side * scale / _STEP) * _STEP) for side in (width, height))
    small = cv2.resize(pixels, (across, down), interpolation=cv2.INTER_AREA)
    batch = (small[:, :, ::-1].transpose(2, 0, 1)[None] / np.float32(127.5) - np.float32(1)).astype(np.float32)
    probability = models.load(models.DETECTION).run(batch)[0, 0]
    mask = cv2.dilate((probability > _PROBABLE).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    ratio = np.array((width / across, height / down), np.float32)
    found = []
    for contour in contours[:_MOST]:
        box = cv2.minAreaRect(contour)
        if min(box[1]) < _SMALLEST or _mean(probability, contour) < _MEAN_PROBABILITY:
            continue
        (middle, (long, short), angle) = box
        grown = long * short * _GROWTH / (2 * (long + short))
        corners = cv2.boxPoints((middle, (long + 2 * grown, short + 2 * grown), angle)) * ratio
        found.append(Segment(_from_upper_left(corners.astype(np.float32))))
    return tuple(found)


def _mean(probability: npt.NDArray[np.float32], contour: npt.NDArray[np.integer | np.floating]) -> float:
    left, top, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    corners = cv2.boxPoints(cv2.minAreaRect(contour)) - (left, top)
    cv2.fillPoly(mask, [corners.astype(np.int32)], 1)
    return float(cv2.mean(probability[top : top + height, left : left + width], mask)[0])


def _from_upper_left(corners: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The corners clockwise, from the one that is upper left of a level or an upright line."""
    by_side = corners[np.argsort(corners[:, 0], kind="stable")]
    left = by_side[:2][np.argsort(by_side[:2, 1], kind="stable")]
    right = by_side[2:][np.argsort(by_side[2:, 1], kind="stable")]
    return np.stack([left[0], right[0], right[1], left[1]])
