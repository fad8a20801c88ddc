"""Spans of a text, asked whether any of them meets another one."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

__all__ = ["Spans"]


class Spans:
    """Spans, in whatever order, that may overlap; each question costs the logarithm of their number."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reached = list(accumulate((end for _, end in ordered), max))

    def meet(self, start: int, end: int) -> bool:
        """Whether one of them has a place in common with this span."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reached[before - 1] > start
