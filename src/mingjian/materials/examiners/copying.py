"""Was a sign of a page copied to another place of it?

Two prints of one digit never come out alike: toner and paper differ, and so does the place of their edges between the
scanner's pixels. A copy is alike up to what the last compression made of it. How alike two honest prints can be depends
on the page, so the page tells: the pairs that are most alike are set beside the next ones, and those are reported that
stand apart from all others.

Pairs that lie apart by the same step were copied together and count as one. A drawn page repeats its signs lawfully,
and text typed over a scan repeats many: neither leaves a few pairs apart from the rest. Nothing is told of what was
photographed off a screen, which draws a sign as often as it likes, nor where the next pairs do not follow each other
closely: on a form that was filled in by hand they are of signs that look a little alike.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.captions import on_caption
from mingjian.materials.examiners.drawing import is_captured
from mingjian.materials.examiners.screens import SHARE, wave_share
from mingjian.materials.signs import Numbers, Signs, signs_of
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.page import Line, Page, PageOrigin, Pixels, Region

NAME = "copying"
VERSION = 3

COPIED = "sign_copied"
NONE = "signs_not_copied"
UNKNOWN = "signs_not_compared"

FEWEST = 80
"""Signs from which a page tells how alike its honest prints are."""
_FEWEST_STEPS = 12
"""Different steps between alike signs from which it does."""
_APART = 0.55
"""The reported pairs differ at most by that share of what the next ones do; honest ones follow each other closely."""
BY_CHANCE = 0.001
"""Of a page without copies, as many pairs so alike are expected at most, as the next ones thin out towards them."""
_MOST_COPIES = 3
"""Steps that may stand apart together: where more do, signs are alike for another reason."""
_ALIKE = 0.06
"""Of their range of grey levels, root of the mean square: what differs by more is no copy, however rare."""
_MARGIN = 2
"""Pixels around a sign that are compared too: an edge is told by what lies around it."""
_TALL = 0.75
"""Of the usual height of a sign, at least: small signs are alike by having few pixels."""
_LEAST_BOX = 60
_STEP = 2
"""Pixels by which two steps are still the same one."""
_OF_ONE_SIZE, _OF_ABOUT = 60, 240
"""Signs of one size that are compared with so many of about that size."""


@dataclass(frozen=True)
class _Pairs:
    """Signs that were compared, the most alike first."""

    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]
    apart: Numbers


def examine(specimen: Specimen) -> Examination:
    """An observation for either place of a sign that was copied, or one for each page without any."""
    return Examination(tuple(one for page in specimen.rendering.pages for one in _of_page(page, specimen.lines)))


def _of_page(page: Page, lines: tuple[Line, ...]) -> list[Observation]:
    whole = Place(page.number)
    signs = None if page.origin is PageOrigin.RENDERED else signs_of(page.pixels)
    if signs is None or len(signs) < FEWEST or not is_captured(signs):
        return [Observation(UNKNOWN, CheckOutcome.NOT_APPLICABLE, place=whole)]
    found = copies(page.pixels, signs)
    if found is None or (found and wave_share(page.pixels) >= SHARE):
        return [Observation(UNKNOWN, CheckOutcome.NOT_APPLICABLE, place=whole)]
    found = [pair for pair in found if not any(on_caption(page.number, region, lines) for region in pair)]
    if not found:
        return [Observation(NONE, CheckOutcome.CLEAR, 0.0, whole, {"page": page.number})]
    return [
        Observation(
            COPIED,
            CheckOutcome.SUSPECT,
            0.6,
            Place(page.number, region, page.dots_per_inch),
            {"page": page.number},
        )
        for pair in found
        for region in pair
    ]


def copies(pixels: Pixels, signs: Signs) -> list[tuple[Region, Region]] | None:
    """The two places of each copy; None where the page has too few prints of one sign to tell."""
    pairs = _compared(pixels, signs)
    steps = signs.boxes[pairs.second, :2] - signs.boxes[pairs.first, :2]
    groups: list[list[int]] = []
    for one in range(len(pairs.apart)):
        same = [group for group in groups if np.abs(steps[group[0]] - steps[one]).max() <= _STEP]
        if same:
            same[0].append(one)
        elif len(groups) == _FEWEST_STEPS:
            break
        else:
            groups.append([one])
    if len(groups) < _FEWEST_STEPS:
        return None
    nearest = pairs.apart[[group[0] for group in groups]]
    first = nearest[:_MOST_COPIES]
    gaps = np.flatnonzero((first < _APART * nearest[1 : _MOST_COPIES + 1]) & (first < _ALIKE))
    if not len(gaps):
        return []
    last = int(gaps[-1])
    if nearest[last + 1] < _APART * nearest[-1]:
        return None
    if expected_by_chance(float(nearest[last]), nearest[last + 1 :]) > BY_CHANCE:
        return []
    bound = _APART * nearest[last + 1]
    return [
        (_around(signs, pairs.first[members]), _around(signs, pairs.second[members]))
        for group in groups[: last + 1]
        if (members := [one for one in group if pairs.apart[one] <= bound])
    ]


def expected_by_chance(apart: float, honest: Numbers) -> float:
    """How many honest pairs differ by so little, if their number falls towards 0 as it does among the nearest ones.

    The exponent of that fall is Hill's estimate (Annals of Statistics 1975). Where few signs of a page are prints of
    one sign at all, the nearest pairs lie far from each other by nature, and one that leads them says little.
    """
    last = float(honest[-1])
    exponent = 1 / max(float(np.mean(np.log(last / honest[:-1]))), 1e-6)
    return float(len(honest) * (apart / last) ** exponent)


def _around(signs: Signs, members: npt.NDArray[np.int64]) -> Region:
    left, top = (int(value) for value in signs.boxes[members, :2].min(axis=0))
    right, bottom = (int(value) for value in signs.boxes[members, 2:].max(axis=0))
    return Region(left, top, right, bottom)


def _compared(pixels: Pixels, signs: Signs) -> _Pairs:
    """Signs of about one size, each laid over the other as well as whole pixels allow."""
    reach = _MARGIN + 1
    grey = np.pad(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float32), reach + 2, mode="edge")
    left, top = signs.boxes[:, 0] + 2, signs.boxes[:, 1] + 2
    wide, tall = signs.boxes[:, 2] - signs.boxes[:, 0], signs.boxes[:, 3] - signs.boxes[:, 1]
    usable = (tall >= _TALL * signs.height) & (wide * tall >= _LEAST_BOX)
    best: dict[tuple[int, int], float] = {}
    for width, height in sorted(set(zip(wide[usable].tolist(), tall[usable].tolist(), strict=True))):
        ones = np.flatnonzero(usable & (wide == width) & (tall == height))[:_OF_ONE_SIZE]
        others = np.flatnonzero(usable & (np.abs(wide - width) <= 1) & (np.abs(tall - height) <= 1))[:_OF_ABOUT]
        if len(others) < 2:
            continue
        windows = np.lib.stride_tricks.sliding_window_view(grey, (height + 2 * _MARGIN, width + 2 * _MARGIN))
        looks = windows[top[ones] + 1, left[ones] + 1].reshape(len(ones), -1)
        squares = np.full((len(ones), len(others)), np.inf)
        for down in range(3):
            for right in range(3):
                there = windows[top[others] + down, left[others] + right].reshape(len(others), -1)
                energy = (looks**2).sum(axis=1)[:, None] + (there**2).sum(axis=1)[None, :]
                np.minimum(squares, (energy - 2 * looks @ there.T) / looks.shape[1], out=squares)
        ranges = np.maximum(1.0, np.ptp(looks, axis=1))
        apart = np.sqrt(np.maximum(squares, 0)) / ranges[:, None]
        near = np.argwhere(apart < 4 * _ALIKE)
        for one, other in near:
            pair = (int(min(ones[one], others[other])), int(max(ones[one], others[other])))
            if pair[0] != pair[1]:
                best[pair] = min(float(apart[one, other]), best.get(pair, np.inf))
    ordered = sorted(best, key=lambda pair: best[pair])
    first, second = np.array(ordered, np.int64).reshape(-1, 2).T
    return _Pairs(first, second, np.array([best[pair] for pair in ordered]))
