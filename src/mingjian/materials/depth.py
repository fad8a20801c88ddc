"""Which pages of a long file are examined: a record of a hundred scanned pages must not hold up everybody's papers."""

from dataclasses import replace

from mingjian.reading.page import PageOrigin
from mingjian.reading.rendering import Rendering

__all__ = ["examined"]


def examined(drawn: Rendering, most: int) -> tuple[Rendering, tuple[int, ...]]:
    """The file with the pages that are examined, and the numbers of those that are not.

    Of pictures, which cost seconds each, so many at most: half of them first pages and half last ones, since names and
    sums stand at the beginning, seals and signatures at either end. A page that carries its text costs little.
    """
    written = {line.page for line in drawn.lines}
    pictures = [
        page.number for page in drawn.pages if page.origin is not PageOrigin.RENDERED or page.number not in written
    ]
    last = most // 2
    left = frozenset(pictures[most - last : len(pictures) - last])
    pages = tuple(page for page in drawn.pages if page.number not in left)
    return replace(drawn, pages=pages), tuple(sorted(left))
