"""Is the grain of the paper the same all over a page?

A sensor's noise and a paper's fibre lie over a whole page at once: between the letters of a value as much as elsewhere
(noise-level inconsistency; B. Mahdian and S. Saic, "Using noise inconsistencies for blind image forensics", Image and
Vision Computing 2009). What was painted over, or pasted from another scan, has a grain of its own: often none.

How strong the grain is depends on how bright the paper is, on how much ink stands around (a JPEG rings, a lens blooms),
and on where on the page it lies. So each cell of bare paper is set beside cells that are alike in the first two, and
beside its wider surroundings. The page itself says how far cells of one kind differ; where that is far (strong
compression leaves grain in a few blocks alone, a scanning program bleaches paper to pure white) the check does not
apply. Grain that light has drowned in white is not compared, and of a place that stands in another light than most
writing of its page, half under the shadow of a hand, nothing is told: in shade a camera's grain is another.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.a_contrario import Cluster, strike
from mingjian.materials.captions import on_caption
from mingjian.materials.examiners.jpeg_history import LEGIBLE, WRITTEN, written_share
from mingjian.materials.jpeg_blocks import SIDE, Floats, below_paper, luma
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.page import Line, Page, PageOrigin, Pixels, Region

NAME = "noise"
VERSION = 5

DIFFERS = "noise_differs"
EVEN = "noise_even"
UNKNOWN = "noise_unknown"

_GRAIN = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
"""What is neither plane nor edge along an axis: of white noise it keeps the deviation (J. Immerkær, CVIU 1996)."""
_INK = 14
"""Grey levels, a little blurred, off the paper around it from which a pixel may be ink."""
_AWAY = 5
"""Pixels across that are kept clear around ink: its edge, and what the filter sees of it."""
_FEWEST_PIXELS = 20
"""Of 64 in a cell, bare."""
_FEWEST_CELLS = 400
_COLOUR = 40
_WHITE, _DARK = 253, 60
"""Beyond either the grain is cut off."""
_NEARLY_WHITE = 250
"""A pixel's grey level from which light may have cut off some of its grain."""
_MOST_DROWNED = 0.05
"""Share of a cell's bare pixels that may be so bright."""
_BLEACHED = 0.25
"""Share of bare cells so bright that they have lost their grain, from which the page was bleached."""
_LEAST = 0.35
"""Grey levels: a page with less has no grain that could be compared."""
_SPREAD = 0.45
"""Deviation of the logarithm among cells that are alike; where it is wider, grain tells nothing."""
_LEAST_SPREAD = 0.1
_TAIL, _TAIL_DEVIATIONS = 0.05, 1.645
"""Share of alike cells beyond so many deviations, if they were spread normally; where ink rings they are not, and the
deviation is taken from the tail."""
_BEYOND = 2.5
"""Deviations beyond which a cell departs."""
_FOLD = 0.6
"""Of the natural logarithm: cells depart by a factor of 1.8 at least, which no shade of paper explains."""
_LEAST_CHANCE = 0.003
_MOST_CHANCE = 0.06
_SHARE = 0.6
_BOUND = -8.0
"""Neighbouring cells are not independent, so it is set low."""
_BRIGHT_STEPS, _AROUND_STEPS = 3, 5
_WIDE = 25
"""Cells across of the wider surroundings."""
_MOST_PLACES = 3
_ALL_OVER = 0.05
_NEAR_INK = 0.6
"""Share of a place's cells that must lie by ink: bare paper states nothing."""
_LIKE_NOISE = 0.7
"""Mean over root mean square of what the filter leaves: 0.80 of noise, less of a pattern's lines and of specks."""
_FEWEST_DEPARTING = 8
"""Cells that depart, even without the fullest line of them: so letters ring above or below in a JPEG, while paper that
was put there lies on both sides of its letters."""
_SAME_LIGHT = 0.1
"""Of its grey level, by which the light around a place differs from elsewhere at most to be the same light."""
_FEWEST_IN_LIGHT = 1 / 3
"""Share of the page's cells by ink that lie in the same light as a place of which something is told."""
_BORDER = 2
"""Cells along the page's edge, where a scanner fills up."""


@dataclass(frozen=True)
class Grain:
    """The cells of a page, rows × columns."""

    excess: Floats
    """Deviations by which the logarithm of the grain exceeds what cells alike have."""
    fold: Floats
    """The same as a natural logarithm."""
    bare: npt.NDArray[np.bool_]
    by_ink: npt.NDArray[np.bool_]
    likeness: Floats
    """To noise: mean over root mean square of what the filter leaves."""
    light: Floats
    """Grey level of the bare paper in the wider surroundings."""


def examine(specimen: Specimen) -> Examination:
    """One observation a place that departs, or one for each page that does not."""
    return Examination(tuple(one for page in specimen.rendering.pages for one in _of_page(page, specimen.lines)))


def _of_page(page: Page, lines: tuple[Line, ...]) -> list[Observation]:
    place = Place(page.number)
    grain = None if page.origin is PageOrigin.RENDERED else grain_of(page.pixels)
    found = None if grain is None else departures(grain)
    if found is None:
        return [Observation(UNKNOWN, CheckOutcome.NOT_APPLICABLE, place=place)]
    told = []
    read = [line.region for line in lines if line.page == page.number and line.confidence >= LEGIBLE]
    for cluster, factor in found:
        region = Region(cluster.left * SIDE, cluster.top * SIDE, cluster.right * SIDE, cluster.bottom * SIDE)
        if on_caption(page.number, region, lines) or (read and written_share(region, read) < WRITTEN):
            continue
        told.append(
            Observation(
                DIFFERS,
                CheckOutcome.SUSPECT,
                cluster.departing / cluster.examined,
                Place(page.number, region, page.dots_per_inch),
                {"page": page.number, "percent": round(100 * factor)},
            )
        )
    return told or [Observation(EVEN, CheckOutcome.CLEAR, 0.0, place, {"page": page.number})]


def grain_of(pixels: Pixels) -> Grain | None:
    """How strong the grain of each cell is beside others; None where a page has none that could be compared."""
    brightness = luma(pixels)
    rows, columns = brightness.shape[0] // SIDE, brightness.shape[1] // SIDE
    if rows * columns < _FEWEST_CELLS:
        return None
    below = below_paper(np.asarray(cv2.GaussianBlur(brightness, (0, 0), 0.8), np.float32))
    strength = cv2.subtract(pixels.max(axis=2), pixels.min(axis=2))
    coloured = strength > _COLOUR + float(np.median(strength[::4, ::4]))
    residue = np.abs(cv2.filter2D(brightness, -1, _GRAIN))
    ink = ((np.abs(below) > _INK) | coloured).astype(np.uint8)
    clear = cv2.dilate(ink, np.ones((_AWAY, _AWAY), np.uint8)) == 0
    count = _cells(clear.astype(np.float32), rows, columns)
    enough = count >= _FEWEST_PIXELS
    many = np.maximum(count, 1)
    amount = _cells(residue * clear, rows, columns) / many
    energy = _cells(residue * residue * clear, rows, columns) / many
    level = np.asarray(_cells(brightness * clear, rows, columns) / many, np.float32)
    white = enough & (level > _WHITE)
    if enough.sum() < _FEWEST_CELLS or white.sum() > _BLEACHED * enough.sum():
        return None
    drowned = _cells((clear & (brightness >= _NEARLY_WHITE)).astype(np.float32), rows, columns) > _MOST_DROWNED * count
    bare = enough & ~white & ~drowned & (level > _DARK)
    if bare.sum() < _FEWEST_CELLS or float(np.median(amount[bare])) < _LEAST:
        return None
    around = np.asarray(cv2.blur(_cells(np.clip(below, 0, None), rows, columns), (3, 3)), np.float32)
    logarithm = np.log(np.maximum(amount, 0.02)).astype(np.float32)
    bare[:_BORDER] = bare[-_BORDER:] = False
    bare[:, :_BORDER] = bare[:, -_BORDER:] = False
    kinds = _kinds(level, around, bare)
    fold = np.zeros_like(logarithm)
    for kind in range(_BRIGHT_STEPS * _AROUND_STEPS):
        alike = kinds == kind
        fold[alike] = logarithm[alike] - (np.median(logarithm[alike]) if alike.any() else 0)
    fold -= _around(np.clip(fold, -1, 1), bare)  # sharpness falls off, light and paper change
    if 1.4826 * float(np.median(np.abs(fold[bare]))) > _SPREAD:
        return None
    excess = np.zeros_like(fold)
    for kind in range(_BRIGHT_STEPS * _AROUND_STEPS):
        alike = kinds == kind
        if alike.any():
            excess[alike] = _deviations(fold[alike])
    by_ink = cv2.dilate(_cells(ink.astype(np.float32), rows, columns), np.ones((3, 3), np.uint8)) > 4
    likeness = np.asarray(amount / np.sqrt(np.maximum(energy, 1e-6)), np.float32)
    return Grain(excess, fold, bare, by_ink, likeness, light=_around(level, bare))


def _kinds(level: Floats, around: Floats, bare: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """To which of the kinds of cells each belongs, about as bright with about as much ink around; -1 where not bare."""
    kinds = np.full(bare.shape, -1, np.int64)
    bright = np.digitize(level, np.quantile(level[bare], np.linspace(0, 1, _BRIGHT_STEPS + 1)[1:-1]))
    for shade in range(_BRIGHT_STEPS):
        same = bare & (bright == shade)
        if same.any():
            inked = np.digitize(around, np.quantile(around[same], np.linspace(0, 1, _AROUND_STEPS + 1)[1:-1]))
            kinds[same] = shade * _AROUND_STEPS + inked[same]
    return kinds


def _deviations(fold: Floats) -> Floats:
    """By how many deviations each of some alike cells is off their middle, either side by its own."""
    middle = float(np.median(fold))
    usual = max(_LEAST_SPREAD, 1.4826 * float(np.median(np.abs(fold - middle))))
    below = max(usual, (middle - float(np.quantile(fold, _TAIL))) / _TAIL_DEVIATIONS)
    above = max(usual, (float(np.quantile(fold, 1 - _TAIL)) - middle) / _TAIL_DEVIATIONS)
    return np.asarray(np.where(fold < middle, (fold - middle) / below, (fold - middle) / above), np.float32)


def departures(grain: Grain) -> list[tuple[Cluster, float]] | None:
    """Clusters of cells whose grain departs, with their grain as a share of the page's.

    None where many do, or some on several lines: one thing that was put there lies in one place, and where letters ring
    more than the bare paper is grained, line after line departs.
    """
    found: list[tuple[Cluster, float]] = []
    for side in (-1, 1):
        departing = grain.bare & (side * grain.excess > _BEYOND) & (side * grain.fold > _FOLD)
        chance = max(_LEAST_CHANCE, (departing.sum() + 1) / (grain.bare.sum() + 2))
        if chance > _MOST_CHANCE:
            return None
        for cluster in strike(departing, grain.bare, chance=float(chance), share=_SHARE, bound=_BOUND):
            box = np.s_[cluster.top : cluster.bottom, cluster.left : cluster.right]
            inside = departing[box]
            if inside.sum() - _fullest_line(inside) < _FEWEST_DEPARTING:
                continue
            if float(grain.by_ink[box][inside].mean()) < _NEAR_INK:
                continue
            if not _is_in_usual_light(grain, box, inside):
                continue
            if side > 0 and float(np.median(grain.likeness[box][inside])) < _LIKE_NOISE:
                continue
            found.append((cluster, float(np.exp(np.median(grain.fold[box][inside])))))
    covered = sum((one.right - one.left) * (one.bottom - one.top) for one, _ in found)
    lines_apart = any(one.bottom <= other.top for one, _ in found for other, _ in found)
    if covered > _ALL_OVER * grain.bare.size or len(found) > _MOST_PLACES or lines_apart:
        return None
    return sorted(found, key=lambda one: one[0].expected_by_chance)


def _is_in_usual_light(grain: Grain, box: tuple[slice, slice], inside: npt.NDArray[np.bool_]) -> bool:
    """Whether enough of the page's writing stands in the light of a place to compare it with."""
    here = float(np.median(grain.light[box][inside]))
    elsewhere = grain.light[grain.bare & grain.by_ink]
    return float(np.mean(np.abs(elsewhere - here) <= _SAME_LIGHT * here)) >= _FEWEST_IN_LIGHT


def _fullest_line(departing: npt.NDArray[np.bool_]) -> int:
    """How many cells depart in the row or column of a place in which most do."""
    return int(max(departing.sum(axis=0).max(), departing.sum(axis=1).max()))


def _cells(values: Floats, rows: int, columns: int) -> Floats:
    """Sums over cells."""
    whole = values[: rows * SIDE, : columns * SIDE]
    return np.asarray(whole.reshape(rows, SIDE, columns, SIDE).sum(axis=(1, 3)), np.float32)


def _around(values: Floats, bare: npt.NDArray[np.bool_]) -> Floats:
    """Of each cell the mean over the bare ones of its wider surroundings."""
    known = np.where(bare, values, 0).astype(np.float32)
    total = cv2.blur(known, (_WIDE, _WIDE), borderType=cv2.BORDER_REFLECT)
    share = cv2.blur(bare.astype(np.float32), (_WIDE, _WIDE), borderType=cv2.BORDER_REFLECT)
    return np.asarray(total / np.maximum(share, 0.02), np.float32)
