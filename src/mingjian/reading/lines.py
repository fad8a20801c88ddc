"""All text of a file with its places: as it stands in the file, or recognised where the page is a picture."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from mingjian.reading import recognition, rendering
from mingjian.reading.page import Line, Page, PageOrigin
from mingjian.reading.rendering import Rendering

__all__ = ["VERSION", "lines_of"]

_CHOICE = 2
"""Raised when the same page may come to be taken from the file where it was recognised, or the other way round."""
VERSION = 10_000 * rendering.VERSION + 100 * recognition.VERSION + _CHOICE
"""Raised when the same file may come to have other lines."""
_SURE = 0.8
"""What stands beside a text layer is mostly ornament: it is taken for text only where it was read surely."""
_SIGNS, _HEIGHTS = 6, (8, 80)
"""So many pieces of ink of the height of type, in pixels at 150 dpi, are worth a look."""
_UNREADABLE = 0.3
"""The share of signs without a meaning from which a text layer says nothing: its font keeps its own numbering."""


def lines_of(drawn: Rendering) -> tuple[Line, ...]:
    """The lines of every page that was drawn, in reading order page by page; of a plain text those without a page.

    Costs seconds of processor time for each page that has to be recognised, and next to none for the others.
    """
    if not drawn.pages:
        return drawn.lines
    return tuple(line for page in drawn.pages for line in _of_page(page, drawn.lines))


def _of_page(page: Page, carried: Sequence[Line]) -> tuple[Line, ...]:
    own = tuple(line for line in carried if line.page == page.number)
    # The invisible text behind a scan is what some other machine recognised, or what somebody wishes to be copied:
    # what the page shows is what it says.
    if page.origin is PageOrigin.RENDERED and own and _says_something(own):
        return own + _beside(page, own)
    return recognition.recognise(page)


def _beside(page: Page, own: Sequence[Line]) -> tuple[Line, ...]:
    """What pictures and notes on the page say that its text layer does not."""
    pixels = page.pixels.copy()
    for line in own:
        spare = (line.region.bottom - line.region.top) // 5
        top, left = max(0, line.region.top - spare), max(0, line.region.left - spare)
        pixels[top : line.region.bottom + spare, left : line.region.right + spare] = 255
    dark = (cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) < 128).astype(np.uint8)
    _, _, pieces, _ = cv2.connectedComponentsWithStats(dark)
    heights = pieces[1:, cv2.CC_STAT_HEIGHT]
    if np.count_nonzero((heights >= _HEIGHTS[0]) & (heights <= _HEIGHTS[1])) < _SIGNS:
        return ()
    read = recognition.recognise(replace(page, pixels=pixels))
    return tuple(line for line in read if line.confidence >= _SURE)


def _says_something(lines: Sequence[Line]) -> bool:
    signs = [sign for line in lines for sign in line.text if not sign.isspace()]
    meaningless = sum(sign == "\ufffd" or unicodedata.category(sign) in ("Cc", "Cn", "Co") for sign in signs)
    return meaningless < _UNREADABLE * len(signs)
