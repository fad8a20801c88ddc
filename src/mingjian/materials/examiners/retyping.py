"""Was one word of a page put there otherwise than the words around it?

Who types a sum over another one, or pastes a line from elsewhere, seldom matches what the scanner or the camera made of
the rest: its blacks, and how steep its edges are. Both are measured sign by sign and compared with signs of as thick
a stroke on the same page, since thin strokes are always paler. A run of signs is reported where all of them belong to
the page's extremes, where chance would have that once in some hundred pages, and where others in the same line do not:
a bold line, a letterhead or a heading differs as a whole, and what was filled in by another printer differs in many
places.

A form on which one value alone was filled in by another printer, a numbering stamp or a black pen looks the same as one
on which that value was typed over, so a value that differs as a whole asks for nobody's look by itself. That some signs
of a value differ and those close by on either side do not has no such explanation.

A drawn page has no scanner in between: the check does not apply to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.captions import on_caption
from mingjian.materials.examiners.drawing import is_captured
from mingjian.materials.signs import Numbers, Signs, following, in_line, signs_of
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.page import Line, Page, PageOrigin, Region

NAME = "retyping"
VERSION = 3

DIFFERS = "word_differs"
VALUE = "value_differs"
ALIKE = "words_alike"
UNKNOWN = "words_not_compared"

FEWEST = 80
"""Signs from which a page has a usual look."""
_EXTREME = 0.03
"""Share of the page's signs that are called extreme, on either side of either measure."""
_MEASURES = 4
_SPREADS = 2.5
"""Median deviations beyond which an extreme sign lies: on a page that is all alike the last ones are not far."""
_BEYOND = 1.4
"""How many times further than 99 of 100 other signs half of the run must lie: the ends of a wide spread are no run."""
_BOUND = -2.5
"""Base-10 logarithm of how many such runs chance makes a page, if signs were extreme independently of each other."""
_SHORTEST = 3
_ELSEWHERE = 0.02
"""Of the page's signs that may be extreme outside of the run: where more are, the page is printed in two ways."""
_LEAST_OTHERS = 3
"""Signs of the same line that are nearer to the page's middle: a heading's are not."""
_CLOSE = 0.7
"""Of the height of a sign: signs of one value lie no further apart; a blank or a colon does."""
_LIKE = 41
"""Signs of nearest stroke among which one is judged."""
_CELL = 8
_LEVEL = 1.0
"""Grey levels: a page's spread is not taken to be smaller."""


@dataclass(frozen=True)
class _Run:
    members: tuple[int, ...]
    by_chance: float
    beyond: float
    within: bool
    """Whether the signs close by on either side are as most of the page."""


def examine(specimen: Specimen) -> Examination:
    """One observation a word that differs, or one for each page without any."""
    return Examination(tuple(one for page in specimen.rendering.pages for one in _of_page(page, specimen.lines)))


def _of_page(page: Page, lines: tuple[Line, ...]) -> list[Observation]:
    whole = Place(page.number)
    signs = None if page.origin is PageOrigin.RENDERED else signs_of(page.pixels)
    if signs is None or len(signs) < FEWEST or not is_captured(signs):
        return [Observation(UNKNOWN, CheckOutcome.NOT_APPLICABLE, place=whole)]
    run = departing(signs)
    if run is None:
        return [Observation(ALIKE, CheckOutcome.CLEAR, 0.0, whole, {"page": page.number})]
    left, top = (int(value) for value in signs.boxes[list(run.members), :2].min(axis=0))
    right, bottom = (int(value) for value in signs.boxes[list(run.members), 2:].max(axis=0))
    region = Region(left, top, right, bottom)
    if on_caption(page.number, region, lines):
        return [Observation(ALIKE, CheckOutcome.CLEAR, 0.0, whole, {"page": page.number})]
    place = Place(page.number, region, page.dots_per_inch)
    values = {"page": page.number, "signs": len(run.members)}
    score = min(1.0, run.beyond / 4)
    if run.within:
        return [Observation(DIFFERS, CheckOutcome.SUSPECT, score, place, values)]
    return [Observation(VALUE, CheckOutcome.NOT_APPLICABLE, score, place, values)]


def heat(page: Page) -> Numbers | None:
    """How far the ink of each place of the page departs from signs of as thick a stroke, in [0, 1].

    One cell eight pixels; None where the check does not apply.
    """
    signs = None if page.origin is PageOrigin.RENDERED else signs_of(page.pixels)
    if signs is None or len(signs) < FEWEST or not is_captured(signs):
        return None
    cells = np.zeros([-(-side // _CELL) for side in page.pixels.shape[:2]])
    for measure in (signs.steepness, signs.darkness):
        excess = _beside_like(measure, signs.stroke)
        apart = np.abs(excess - np.median(excess))
        spread = max(_LEVEL, 1.4826 * float(np.median(apart)))
        strength = np.clip((apart / spread - _SPREADS) / _SPREADS, 0, 1)
        for (left, top, right, bottom), value in zip(signs.boxes // _CELL, strength, strict=True):
            place = cells[top : bottom + 1, left : right + 1]
            np.maximum(place, value, out=place)
    return cells


def departing(signs: Signs) -> _Run | None:
    """The run of signs that departs most; None where none does."""
    found = [
        run
        for measure in (signs.steepness, signs.darkness)
        for side in (1.0, -1.0)
        for run in _runs(signs, side * measure, side * _beside_like(measure, signs.stroke))
    ]
    return min(found, key=lambda run: run.by_chance, default=None)


def _beside_like(measure: Numbers, stroke: Numbers) -> Numbers:
    """By how much each sign exceeds those with about as thick a stroke."""
    order = np.argsort(stroke, kind="stable")
    padded = np.pad(measure[order], _LIKE // 2, mode="reflect")
    result = np.empty_like(measure)
    result[order] = measure[order] - np.median(np.lib.stride_tricks.sliding_window_view(padded, _LIKE), axis=1)
    return result


def _runs(signs: Signs, measure: Numbers, excess: Numbers) -> Iterator[_Run]:
    """Runs of signs that are extreme; ``measure`` as it was taken, ``excess`` beside signs of as thick a stroke."""
    number = len(signs)
    middle = float(np.median(excess))
    spread = max(_LEVEL, 1.4826 * float(np.median(np.abs(excess - middle))))
    extreme = (excess > np.quantile(excess, 1 - _EXTREME)) & (excess > middle + _SPREADS * spread)
    seen = np.zeros(number, np.bool_)
    for start in np.flatnonzero(extreme):
        if seen[start]:
            continue
        members = [int(start)]
        while (after := following(signs, members[-1])) is not None and extreme[after]:
            members.append(after)
        seen[members] = True
        by_chance = np.log10(number * _MEASURES) + len(members) * np.log10(_EXTREME)
        if len(members) < _SHORTEST or by_chance > _BOUND:
            continue
        outside = np.delete(np.arange(number), members)
        halfway = (np.median(measure) + np.median(measure[members])) / 2
        line = outside[in_line(signs, int(start))[outside] & (measure[outside] < halfway)]
        beyond = float(np.median(excess[members])) / max(_LEVEL, float(np.quantile(excess[outside], 0.99)))
        alone = extreme[outside].sum() <= max(2.0, _ELSEWHERE * number)
        if alone and len(line) >= _LEAST_OTHERS and beyond >= _BEYOND:
            yield _Run(tuple(members), float(by_chance), beyond, _is_within(signs, members, measure < halfway))


def _is_within(signs: Signs, members: list[int], ordinary: npt.NDArray[np.bool_]) -> bool:
    """Whether an ordinary sign stands close by on either side of the run and of what belongs to it."""
    return all(_ends_in(signs, members[end], step, ordinary) for end, step in ((0, -1), (-1, 1)))


def _ends_in(signs: Signs, one: int, step: int, ordinary: npt.NDArray[np.bool_]) -> bool:
    """Whether the first ordinary sign on that side is reached without a gap."""
    here: int | None = one
    while here is not None and not ordinary[here]:
        here = _close(signs, here, step)
    return here is not None


def _close(signs: Signs, one: int, step: int) -> int | None:
    """The next sign of the same value, to the right or to the left; None where a gap ends it."""
    left, right = signs.boxes[:, 0], signs.boxes[:, 2]
    gaps = left - right[one] if step > 0 else left[one] - right
    onwards = left > left[one] if step > 0 else left < left[one]
    near = np.flatnonzero(in_line(signs, one) & onwards & (gaps < _CLOSE * signs.height))
    return int(near[np.argmin(gaps[near])]) if len(near) else None
