"""Text on pages, recognised: offline, on a processor, with the models of the installation."""

from collections.abc import Sequence

import cv2
import numpy as np

from mingjian.reading.detection import Segment, segments
from mingjian.reading.flattening import Flattened, flatten
from mingjian.reading.line_reader import ReadLine, read_lines
from mingjian.reading.page import Line, Page, Pixels

__all__ = ["VERSION", "recognise", "recognise_line", "upright"]

VERSION = 1
"""Raised when the same page may come to be read otherwise."""
LEAST_CONFIDENCE = 0.5
"""Below it, what was read is mostly texture, a seal's rim or a signature."""
NARROWED = 0.65
"""Of a line's width, at the first reading."""
DOUBTFUL = 0.6
"""The confidence of a character below which its line is read again."""
_TRIAL = 4
"""So many of the longest lines tell which side of a page is up."""
_CLEARLY = 0.05


def recognise(page: Page) -> tuple[Line, ...]:
    """The lines of a page in reading order, each in its region of the page as given."""
    flat, found = _upright(page)
    read = _read_thriftily([segment.crop(flat.pixels) for segment in found])
    return tuple(
        Line(page.number, line.text.strip(), line.confidence, flat.region(segment.corners))
        for segment, line in zip(found, read, strict=True)
        if line.text.strip() and line.confidence >= LEAST_CONFIDENCE
    )


def recognise_line(pixels: Pixels) -> tuple[str, float]:
    """The text of one upright line that was cropped or unwrapped, and the mean confidence of its characters."""
    (line,) = read_lines([pixels])
    return line.text, line.confidence


def _read_thriftily(crops: Sequence[Pixels]) -> tuple[ReadLine, ...]:
    """Reads the lines narrowed, and as they are where a character is doubtful.

    Cost goes with the width. Measured on a degraded certificate: the same errors at 0.7 of the width as at all of it,
    one more at 0.6, three more at 0.5, most of them punctuation.
    """
    read = list(read_lines([_narrowed(crop) for crop in crops]))
    doubtful = [index for index, line in enumerate(read) if any(glyph.confidence < DOUBTFUL for glyph in line.glyphs)]
    for index, again in zip(doubtful, read_lines([crops[index] for index in doubtful]), strict=True):
        if again.confidence > read[index].confidence:
            read[index] = again
    return tuple(read)


def _narrowed(crop: Pixels) -> Pixels:
    height, width = crop.shape[:2]
    if width < 4 * height:
        return crop
    narrow = cv2.resize(crop, (round(width * NARROWED), height), interpolation=cv2.INTER_AREA)
    return np.asarray(narrow, np.uint8)


def upright(page: Page) -> Flattened:
    """The page flat, level, and the right way up."""
    return _upright(page)[0]


def _upright(page: Page) -> tuple[Flattened, tuple[Segment, ...]]:
    flat = flatten(page)
    found = segments(flat.pixels)
    lying = sum(segment.length for segment in found if segment.length >= segment.height)
    standing = sum(segment.height for segment in found if segment.length < segment.height)
    if standing > 2 * lying:
        flat = flat.turned(1)
        found = segments(flat.pixels)
    if _is_upside_down(flat.pixels, found):
        flat = flat.turned(2)
        found = segments(flat.pixels)
    return flat, _in_reading_order(found)


def _is_upside_down(pixels: Pixels, found: Sequence[Segment]) -> bool:
    """Whether the longest lines read better the other way round."""
    longest = sorted(found, key=lambda segment: -segment.length / max(1.0, segment.height))[:_TRIAL]
    # What is long beyond measure costs much and says no more.
    crops = [_start(segment.crop(pixels)) for segment in longest if segment.length >= segment.height]
    if not crops:
        return False
    here = _mean_confidence(read_lines(crops))
    return here < 0.9 and _mean_confidence(read_lines([_turned(crop) for crop in crops])) > here + _CLEARLY


def _start(crop: Pixels) -> Pixels:
    return crop[:, : crop.shape[0] * 8]


def _turned(crop: Pixels) -> Pixels:
    return np.ascontiguousarray(np.rot90(crop, 2))


def _mean_confidence(read: Sequence[ReadLine]) -> float:
    return sum(line.confidence for line in read) / len(read)


def _in_reading_order(found: Sequence[Segment]) -> tuple[Segment, ...]:
    """Rows from above, and in a row from the left: pieces whose middles lie within half a line's height are a row."""
    rows: list[list[Segment]] = []
    for segment in sorted(found, key=lambda one: one.middle[1]):
        row = rows[-1] if rows else []
        if row and abs(segment.middle[1] - row[-1].middle[1]) < 0.5 * min(segment.height, row[-1].height):
            row.append(segment)
        else:
            rows.append([segment])
    return tuple(segment for row in rows for segment in sorted(row, key=lambda one: one.middle[0]))
