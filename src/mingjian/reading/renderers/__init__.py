"""One renderer a kind of file: its pages as pixels, with the lines of text that stand in the file.

Only ever called inside the sandbox.
"""

import math
from collections.abc import Generator
from typing import Protocol, TypeAlias

from PIL import Image

from mingjian.reading.identify import kind_of, media_type
from mingjian.reading.record import Box, DrawnLine, DrawnPage, FileKind, Limits, Problem
from mingjian.reading.renderers import image, ofd, pdf

Drawing: TypeAlias = Generator[tuple[DrawnPage, Image.Image], None, Problem | None]
"""Each page with its picture, in red, green, blue; at the end why the file could not be drawn as a whole."""


class Renderer(Protocol):
    """What each module of this folder offers."""

    VERSION: int
    """Raised when the same bytes may come to be drawn otherwise."""

    def draw(self, data: bytes, media: str, limits: Limits, /) -> Drawing:
        """The pages of a file of this kind."""
        ...


_RENDERERS: dict[FileKind, Renderer] = {FileKind.IMAGE: image, FileKind.PDF: pdf, FileKind.OFD: ofd}

_SHRINKING = 1
VERSION = _SHRINKING + sum(renderer.VERSION for renderer in _RENDERERS.values())
"""Of all of them together."""


def draw(data: bytes, limits: Limits) -> tuple[FileKind, str, Drawing]:
    """What the file is, and its pages one after the other."""
    media = media_type(data)
    kind = kind_of(media)
    renderer = _RENDERERS.get(kind)
    drawing = _nothing(kind) if renderer is None else renderer.draw(data, media, limits)
    return kind, media, _within(limits, drawing)


def warm_up() -> None:
    """Loads what the renderers load at their first file."""
    ofd.warm_up()


def _nothing(kind: FileKind) -> Drawing:
    """A recording and a plain text have no pages, which is no fault of theirs."""
    yield from ()
    return None if kind in (FileKind.AUDIO, FileKind.TEXT) else Problem.UNSUPPORTED


def _within(limits: Limits, drawing: Drawing) -> Drawing:
    """The drawing, ended where its pages together take more pixels than one file may."""
    left = limits.drawn_pixels
    while True:
        try:
            page, picture = next(drawing)
        except StopIteration as end:
            problem: Problem | None = end.value
            return problem
        left -= page.width * page.height
        if left < 0:
            return Problem.TOO_MANY_PIXELS
        yield _shrunk(page, picture, limits.page_pixels)


def _shrunk(page: DrawnPage, picture: Image.Image, most: int) -> tuple[DrawnPage, Image.Image]:
    """The page no larger than that, by a whole number."""
    by = math.ceil(math.sqrt(page.width * page.height / most))
    if by < 2:
        return page, picture
    small = picture.reduce(by)
    lines = tuple(DrawnLine(line.text, _divided(line.box, by)) for line in page.lines)
    dots = None if page.dots_per_inch is None else page.dots_per_inch / by
    return DrawnPage(page.number, small.width, small.height, page.origin, dots, lines, shrunk=True), small


def _divided(box: Box, by: int) -> Box:
    left, top, right, bottom = box
    return left // by, top // by, right // by, bottom // by
