"""Text on pages, recognised: offline, on a processor, with the models of the installation."""

import re
from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from mingjian.reading.detection import Segment, segments
from mingjian.reading.flattening import Flattened, flatten
from mingjian.reading.line_reader import ReadLine, read_lines
from mingjian.reading.page import Line, Page, Pixels
from mingjian.reading.under_seals import with_what_seals_cover

__all__ = ["VERSION", "recognise", "recognise_line", "upright"]

VERSION = 4
"""Raised when the same page may come to be read otherwise."""
LEAST_CONFIDENCE = 0.5
"""Below it, what was read is mostly texture, a seal's rim or a signature."""
NARROWED, NARROWED_NUMBERS = 0.65, 0.78
"""Of a line's width, at the first reading: of Chinese characters, and of digits and letters, which are half as wide.

A digit needs three of the network's steps, or one of two equal neighbours is lost.
"""
DOUBTFUL = 0.6
"""The confidence of a character below which its line is read again."""
_WIDE = 0.62
"""Of a line's height: ink that hangs together for so long is no digit."""
_MOSTLY = 0.8
_LONG_NUMBER = re.compile(r"[0-9]{7}[0-9Xx]")
_TRIAL = 4
"""So many of the longest lines tell which side of a page is up."""
_SURE, _CLEARLY = 0.9, 0.05


def recognise(page: Page) -> tuple[Line, ...]:
    """The lines of a page in reading order, each in its region of the page as given."""
    flat, found = _level(page)
    crops = [segment.crop(flat.pixels) for segment in found]
    longest = _longest(found)
    read = dict(zip(longest, _read_thriftily([crops[index] for index in longest]), strict=True))
    if _is_upside_down(crops, read):
        flat, found = _turned_over(flat)
        crops, read = [segment.crop(flat.pixels) for segment in found], {}
    others = [index for index in range(len(crops)) if index not in read]
    read.update(zip(others, _read_thriftily([crops[index] for index in others]), strict=True))
    lines = with_what_seals_cover(flat.pixels, [(segment, read[index]) for index, segment in enumerate(found)])
    line_of = {id(segment): line for segment, line in lines}
    return tuple(
        Line(page.number, line.text.strip(), line.confidence, flat.region(segment.corners))
        for segment in _in_reading_order([segment for segment, _ in lines])
        if (line := line_of[id(segment)]).text.strip() and line.confidence >= LEAST_CONFIDENCE
    )


def recognise_line(pixels: Pixels) -> tuple[str, float]:
    """The text of one upright line that was cropped or unwrapped, and the mean confidence of its characters."""
    (line,) = read_lines([pixels])
    return line.text, line.confidence


def upright(page: Page) -> Flattened:
    """The page flat, level, and the right way up."""
    flat, found = _level(page)
    crops = {index: found[index].crop(flat.pixels) for index in _longest(found)}
    read = dict(zip(crops, _read_thriftily(list(crops.values())), strict=True))
    return _turned_over(flat)[0] if _is_upside_down(crops, read) else flat


def _read_thriftily(crops: Sequence[Pixels]) -> tuple[ReadLine, ...]:
    """Reads the lines narrowed, and as they are where a character is doubtful or a long number was narrowed much.

    Cost goes with the width. Measured on degraded pages of five layouts: at 0.55 of the width 60 errors more in a table
    of numbers and one more in prose, at 0.65 four more and none, from 0.75 on as at all of it.
    """
    narrowed = [_narrowing(crop) for crop in crops]
    read = list(read_lines([_narrow(crop, share) for crop, share in zip(crops, narrowed, strict=True)]))
    again = [
        index
        for index, line in enumerate(read)
        if narrowed[index] < 1
        and (
            any(glyph.confidence < DOUBTFUL for glyph in line.glyphs)
            or (narrowed[index] < NARROWED_NUMBERS and _LONG_NUMBER.search(line.text))
        )
    ]
    for index, line in zip(again, read_lines([crops[index] for index in again]), strict=True):
        # Of a number that lost a digit the rest is as sure as before.
        longer = len(line.text) > len(read[index].text) and _LONG_NUMBER.search(line.text)
        if longer or line.confidence > read[index].confidence:
            read[index] = line
    return tuple(read)


def _narrowing(crop: Pixels) -> float:
    """The share of its width at which a line is read first, by the ink that hangs together."""
    height, width = crop.shape[:2]
    if width < 4 * height:
        return 1.0
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    rows = np.nonzero(ink.sum(axis=1) > 0.02 * width)[0]
    if not len(rows):
        return NARROWED
    columns = np.concatenate([[0], ink[rows[0] : rows[-1] + 1].max(axis=0), [0]]).astype(np.int8)
    changes = np.diff(columns)
    lengths = np.nonzero(changes < 0)[0] - np.nonzero(changes > 0)[0]
    wide = lengths[lengths >= _WIDE * (rows[-1] - rows[0] + 1)].sum()
    return NARROWED if wide >= _MOSTLY * lengths.sum() else NARROWED_NUMBERS


def _narrow(crop: Pixels, share: float) -> Pixels:
    if share == 1:
        return crop
    height, width = crop.shape[:2]
    return np.asarray(cv2.resize(crop, (round(width * share), height), interpolation=cv2.INTER_AREA), np.uint8)


def _level(page: Page) -> tuple[Flattened, tuple[Segment, ...]]:
    """The page with its lines level, and the pieces of lines in reading order, should it be the right way up."""
    flat = flatten(page)
    found = segments(flat.pixels)
    lying = sum(segment.length for segment in found if segment.length >= segment.height)
    standing = sum(segment.height for segment in found if segment.length < segment.height)
    if standing > 2 * lying:
        flat = flat.turned(1)
        found = segments(flat.pixels)
    return flat, _in_reading_order(found)


def _turned_over(flat: Flattened) -> tuple[Flattened, tuple[Segment, ...]]:
    turned = flat.turned(2)
    return turned, _in_reading_order(segments(turned.pixels))


def _longest(found: Sequence[Segment]) -> tuple[int, ...]:
    lying = [index for index, segment in enumerate(found) if segment.length >= segment.height]
    return tuple(sorted(lying, key=lambda index: -found[index].length / max(1.0, found[index].height))[:_TRIAL])


def _is_upside_down(crops: Sequence[Pixels] | Mapping[int, Pixels], read: Mapping[int, ReadLine]) -> bool:
    """Whether lines that were not read surely read better the other way round."""
    if not read:
        return False
    here = _mean_confidence(list(read.values()))
    if here >= _SURE:
        return False
    # A beginning tells as much as the whole line.
    turned = [_turned(crops[index])[:, : crops[index].shape[0] * 8] for index in read]
    return _mean_confidence(read_lines(turned)) > here + _CLEARLY


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
