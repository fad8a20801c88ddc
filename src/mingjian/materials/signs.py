"""The single signs on a page, and how each was put there: how dark, how steep its edges, how thick its strokes.

No text is recognised: a sign is a connected piece of ink of about the height that most have. Of Chinese characters the
parts are signs too.
"""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.reading.page import Pixels

__all__ = ["Numbers", "Signs", "following", "in_line", "signs_of"]

Numbers: TypeAlias = npt.NDArray[np.float64]

_CONTRAST = 50
"""Grey levels below the paper around it from which a pixel is ink."""
_HEIGHTS = (8, 90)
"""In pixels: smaller signs have no shape, larger ones are pictures."""
_USUAL = (0.6, 1.5)
"""Of the height of most: commas and headings stand apart."""
_LEAST_AREA = 20
_MOST_PIECES = 20_000
"""More pieces of ink than any page of text has: a picture, or noise."""
_GAP, _OFF = 1.3, 0.6
"""Of the height of a sign: how far the next one of a run may lie, and how much higher or lower."""
_COLOUR = 45
"""Between the largest and the smallest of a pixel's three colours: a seal, a marker, a logo."""


@dataclass(frozen=True)
class Signs:
    """The signs of a page, from left to right, as one array a property."""

    boxes: npt.NDArray[np.int64]
    """n × 4: left, top, right and bottom in pixels; right and bottom do not belong to it."""
    looks: tuple[npt.NDArray[np.uint8], ...]
    """The grey levels in each box."""
    darkness: Numbers
    """Grey level that a tenth of its ink stays below."""
    contrast: Numbers
    """Grey levels from that up to the paper around it."""
    steepness: Numbers
    """Grey levels from pixel to pixel at its steepest edges."""
    stroke: Numbers
    """Pixels across its strokes, about."""
    height: float
    """Pixels that most are high; 0 without any."""

    def __len__(self) -> int:
        return len(self.boxes)


def signs_of(pixels: Pixels) -> Signs:
    """The signs of usual height in black or grey ink on a page (height × width × 3)."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.resize(cv2.medianBlur(small, 21), grey.shape[::-1]).astype(np.int16)
    ink = (grey < paper - _CONTRAST).astype(np.uint8)
    number, pieces, sizes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    labels, stats = np.asarray(pieces, np.int32), np.asarray(sizes, np.int32)
    if number > _MOST_PIECES:
        return _none()
    tall, wide, area = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_AREA]
    sized = (tall >= _HEIGHTS[0]) & (tall <= _HEIGHTS[1]) & (wide < 3 * tall) & (area >= _LEAST_AREA)
    sized[0] = False
    if not sized.any():
        return _none()
    usual = float(np.percentile(tall[sized], 60))
    chosen = np.flatnonzero(sized & (tall >= _USUAL[0] * usual) & (tall <= _USUAL[1] * usual))
    edges = np.maximum(_between(grey, 1), _between(grey, 0))
    found = [one for label in chosen if (one := _sign(int(label), stats[label], labels, grey, edges, pixels))]
    if not found:
        return _none()
    found.sort(key=lambda one: one[0])
    boxes, looks, darkness, steepness, stroke = zip(*found, strict=True)
    places = np.array(boxes, np.int64)
    around = paper[(places[:, 1] + places[:, 3]) // 2, (places[:, 0] + places[:, 2]) // 2]
    contrast = around - np.array(darkness)
    return Signs(places, looks, np.array(darkness), contrast, np.array(steepness), np.array(stroke), usual)


def in_line(signs: Signs, one: int) -> npt.NDArray[np.bool_]:
    """Which signs stand in the same line."""
    middles = (signs.boxes[:, 1] + signs.boxes[:, 3]) / 2
    return np.asarray(np.abs(middles - middles[one]) < _OFF * signs.height)


def following(signs: Signs, one: int) -> int | None:
    """The next sign to the right, where it is near."""
    gaps = signs.boxes[:, 0] - signs.boxes[one, 2] + 3
    near = in_line(signs, one) & (gaps >= 0) & (gaps < _GAP * signs.height)
    near[: one + 1] = False
    found = np.flatnonzero(near)
    return int(found[0]) if len(found) else None


_Sign: TypeAlias = tuple[tuple[int, int, int, int], npt.NDArray[np.uint8], float, float, float]


def _sign(
    label: int,
    stats: npt.NDArray[np.int32],
    labels: npt.NDArray[np.int32],
    grey: npt.NDArray[np.uint8],
    edges: npt.NDArray[np.uint8],
    pixels: Pixels,
) -> _Sign | None:
    """One sign; None where colour lies on or under it."""
    left, top, wide, tall, area = (int(value) for value in stats[:5])
    around = np.s_[max(0, top - 2) : top + tall + 2, max(0, left - 2) : left + wide + 2]
    coloured = pixels[around].astype(np.int16)
    if np.mean(coloured.max(axis=2) - coloured.min(axis=2) > _COLOUR) > 0.1:
        return None
    inside = np.s_[top : top + tall, left : left + wide]
    mask = labels[inside] == label
    steep = edges[around].ravel()
    count = max(4, area // 10)
    steepness = float(np.partition(steep, len(steep) - count)[-count:].mean())
    # Ink on either side of an outline: twice the area over its length.
    core = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=0)
    stroke = 2 * area / max(1, area - int(core.sum()))
    look = grey[inside]
    return (left, top, left + wide, top + tall), look, float(np.percentile(look[mask], 10)), steepness, stroke


def _between(grey: npt.NDArray[np.uint8], axis: int) -> npt.NDArray[np.uint8]:
    first = np.take(grey, [0], axis=axis).astype(np.int16)
    return np.abs(np.diff(grey.astype(np.int16), axis=axis, prepend=first)).astype(np.uint8)


def _none() -> Signs:
    nothing = np.zeros(0)
    return Signs(np.zeros((0, 4), np.int64), (), nothing, nothing, nothing, nothing, 0.0)
