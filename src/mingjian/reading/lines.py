"""All text of a file with its places: as it stands in the file, or recognised where the page is a picture."""

import unicodedata
from collections.abc import Sequence

from mingjian.reading import recognition, rendering
from mingjian.reading.page import Line, Page, PageOrigin
from mingjian.reading.rendering import Rendering

__all__ = ["VERSION", "lines_of"]

_CHOICE = 1
"""Raised when the same page may come to be taken from the file where it was recognised, or the other way round."""
VERSION = 10_000 * rendering.VERSION + 100 * recognition.VERSION + _CHOICE
"""Raised when the same file may come to have other lines."""
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
        return own
    return recognition.recognise(page)


def _says_something(lines: Sequence[Line]) -> bool:
    signs = [sign for line in lines for sign in line.text if not sign.isspace()]
    meaningless = sum(sign == "\ufffd" or unicodedata.category(sign) in ("Cc", "Cn", "Co") for sign in signs)
    return meaningless < _UNREADABLE * len(signs)
