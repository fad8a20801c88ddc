"""Which pages of a long file are examined: a record of a hundred scanned pages must not hold up everybody's papers."""

from collections.abc import Sequence
from dataclasses import replace

from mingjian.reading.page import PageOrigin
from mingjian.reading.rendering import Rendering

__all__ = ["examined", "in_words"]


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


def in_words(pages: Sequence[int]) -> str:
    """Page numbers in ascending order as people write them: 3, 5–36."""
    runs: list[tuple[int, int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
