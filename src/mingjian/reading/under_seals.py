"""Text that a red seal covers: the signature and the day below a certificate, nearly always.

A seal's ink lets black print show through, and in red light the ink itself is nearly as bright as the paper. So the
bands of the page where red lies are read once more with the red taken for paper. Red headings stay as they were read:
only what is read surely, at a place that red covers, takes the place of what was read there before.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.reading.detection import Segment, segments
from mingjian.reading.line_reader import ReadLine, read_lines
from mingjian.reading.page import Pixels

__all__ = ["with_what_seals_cover"]

Read: TypeAlias = tuple[Segment, ReadLine]
Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom."""

_RED = 40
"""Grey levels by which red exceeds the other colours."""
_BLACK = 70
"""Of the red light that remains where black lies under red, at most; the paper's is far above."""
_JOINED = 31
"""Pixels across which specks of a seal belong together."""
_LEAST, _MOST = 0.05, 0.4
"""Of the page's longer side: what a seal measures either way."""
_SQUARE = 1.8
_MOST_BANDS = 4
_SURE = 0.85
"""Confidence from which a line takes the place of what was read before."""
_AS_SURE, _MUCH_SURER = 0.05, 0.1
_OVER, _AS_LONG = 0.5, 0.8
"""Of a line's area that lies over another one; of the length of what stood there that the new line must have."""


def with_what_seals_cover(pixels: Pixels, read: Sequence[Read]) -> list[Read]:
    """The lines of a flat page, those below red ink read without it."""
    lines = list(read)
    red = _red(pixels)
    if red.mean() < 0.001:
        return lines
    for box in _seals(red):
        found = [one for one in _covered(pixels, red, box) if one[1].confidence >= _SURE]
        # The longest first: a piece that was found askew across two lines is gone before the shorter one is tried.
        for segment, line in sorted(found, key=lambda one: -one[0].length):
            same = [other for other in lines if _shared(segment, other[0]) >= _OVER]
            if not any(_says_more(other, old, segment, line) for other, old in same):
                lines = [other for other in lines if not any(other is one for one in same)]
                lines.append((segment, line))
    return lines


def _says_more(before: Segment, old: ReadLine, segment: Segment, line: ReadLine) -> bool:
    """Whether what was read before is to stand: it is longer, and as sure, or much surer."""
    longer = segment.length < _AS_LONG * before.length and old.confidence > line.confidence - _AS_SURE
    return longer or old.confidence > line.confidence + _MUCH_SURER


def _red(pixels: Pixels) -> npt.NDArray[np.bool_]:
    others = np.maximum(pixels[..., 1], pixels[..., 2]).astype(np.int16)
    return np.asarray(pixels[..., 0].astype(np.int16) - others > _RED)


def _seals(red: npt.NDArray[np.bool_]) -> list[Box]:
    """Where red ink lies about as wide as it is high."""
    joined = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_JOINED, _JOINED), np.uint8))
    _, _, pieces, _ = cv2.connectedComponentsWithStats(joined)
    longest = max(red.shape)
    found = [
        (left, top, left + wide, top + tall)
        for left, top, wide, tall, _ in pieces[1:].tolist()
        if _LEAST * longest <= min(wide, tall)
        and max(wide, tall) <= _MOST * longest
        and max(wide, tall) <= _SQUARE * min(wide, tall)
    ]
    return sorted(found, key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))[:_MOST_BANDS]


def _covered(pixels: Pixels, red: npt.NDArray[np.bool_], box: Box) -> Iterator[Read]:
    """The lines that cross a seal, each read over its whole length."""
    left, top, right, bottom = box
    spare = (bottom - top) // 6
    start, end = max(0, top - spare), min(pixels.shape[0], bottom + spare)
    band = _bleached(pixels[start:end], red[start:end])
    crossing = [
        segment
        for segment in segments(band)
        if segment.length >= segment.height and _crosses(segment, (left, top - start, right, bottom - start))
    ]
    read = read_lines([segment.crop(band) for segment in crossing])
    for segment, line in zip(crossing, read, strict=True):
        yield Segment(segment.corners + np.array((0, start), np.float32)), line


def _bleached(pixels: Pixels, red: npt.NDArray[np.bool_]) -> Pixels:
    """In red light, the ink of the seal as bright as paper, so that black alone is left."""
    light = pixels[..., 0].astype(np.float32)
    near = cv2.dilate(red.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    ink = float(np.median(light[red])) if red.any() else 255.0
    paper = float(np.percentile(light, 80))
    raised = np.clip((light - _BLACK) / max(20.0, 0.9 * ink - _BLACK), 0, 1) * (paper - _BLACK) + _BLACK
    grey = np.where(near & (light > _BLACK), np.maximum(light, raised), light)
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _crosses(segment: Segment, box: Box) -> bool:
    (left, top), (right, bottom) = segment.corners.min(axis=0), segment.corners.max(axis=0)
    middle = (top + bottom) / 2
    return bool(box[1] < middle < box[3] and left < box[2] and box[0] < right)


def _shared(one: Segment, other: Segment) -> float:
    """Of the smaller segment's upright box, the share that lies in the other's."""
    (left, top), (right, bottom) = one.corners.min(axis=0), one.corners.max(axis=0)
    (left_, top_), (right_, bottom_) = other.corners.min(axis=0), other.corners.max(axis=0)
    across, down = min(right, right_) - max(left, left_), min(bottom, bottom_) - max(top, top_)
    if across <= 0 or down <= 0:
        return 0.0
    areas = ((right - left) * (bottom - top), (right_ - left_) * (bottom_ - top_))
    return float(across * down / max(1.0, min(areas)))
