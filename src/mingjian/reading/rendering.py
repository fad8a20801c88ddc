"""A file's pages as pixels, and the text that stands in the file, from the sandbox."""

from dataclasses import dataclass

import numpy as np

from mingjian.reading.files import sandbox
from mingjian.reading.page import Line, Page, Region
from mingjian.reading.record import Box, DrawnPage, FileKind, Problem
from mingjian.reading.renderers import VERSION as VERSION

__all__ = ["VERSION", "Rendering", "render"]


@dataclass(frozen=True)
class Rendering:
    """What is seen of a file. ``problem`` tells why it, or some of its pages, could not be drawn."""

    kind: FileKind
    media_type: str
    pages: tuple[Page, ...]
    """As given, but for the turn that EXIF data ask for: that is how everyone sees the photo. Read-only."""
    lines: tuple[Line, ...]
    """Text that stands in the file; none where it has to be recognised."""
    problem: Problem | None


def render(data: bytes) -> Rendering:
    """Draws a file of any kind; a hostile one ends in a ``problem``, with the pages that were drawn before it.

    A plain text has lines without pages: their region is empty, and their page is 1.
    """
    drawing = sandbox().draw(data)
    pages = tuple(
        Page(
            drawn.number,
            np.frombuffer(pixels, np.uint8).reshape(drawn.height, drawn.width, 3),
            drawn.origin,
            drawn.dots_per_inch,
            drawn.shrunk,
        )
        for drawn, pixels in drawing.pages
    )
    if drawing.kind is FileKind.TEXT:
        text = sandbox().read(data).text or ""
        lines = tuple(Line(1, line.strip(), 1.0, Region(0, 0, 0, 0)) for line in text.splitlines() if line.strip())
    else:
        lines = tuple(
            Line(drawn.number, line.text, 1.0, region)
            for drawn, _ in drawing.pages
            for line in drawn.lines
            if (region := _within(line.box, drawn)) is not None
        )
    return Rendering(drawing.kind, drawing.media_type, pages, lines, drawing.problem)


def _within(box: Box, page: DrawnPage) -> Region | None:
    """The part of the box that lies on the page; None for text that stands beside it, where nobody sees it."""
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(page.width, max(box[2], left + 1)), min(page.height, max(box[3], top + 1))
    return Region(left, top, right, bottom) if left < right and top < bottom else None
