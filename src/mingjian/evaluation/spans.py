"""How far two sets of character spans agree."""

from collections.abc import Iterable

Span = tuple[int, int]


def covered(spans: Iterable[Span]) -> set[int]:
    """All characters that the spans hold."""
    return {place for start, end in spans for place in range(start, end)}


def overlap(left: Span, right: Span) -> float:
    """The shared part of two spans over the shorter one: a mention that holds the other agrees with it wholly.

    The shorter one, because where a claim begins and ends is a matter of taste, and whether it was found is not.
    """
    shared = min(left[1], right[1]) - max(left[0], right[0])
    shorter = min(left[1] - left[0], right[1] - right[0])
    return max(0, shared) / shorter if shorter > 0 else 0.0


def matched(found: list[Span], true: list[Span], *, at_least: float = 0.5) -> tuple[int, int]:
    """How many found spans meet a true one, and how many true ones are met."""
    return (
        sum(any(overlap(one, other) >= at_least for other in true) for one in found),
        sum(any(overlap(one, other) >= at_least for other in found) for one in true),
    )
