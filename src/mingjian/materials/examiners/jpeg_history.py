"""Did every part of a page go through the same earlier JPEG compression?

A page that was once saved as a JPEG keeps the traces: its coefficients lie near multiples of the earlier steps, so
that compressing it once more with these steps changes almost nothing (the ghost of H. Farid, "Exposing Digital
Forgeries from JPEG Ghosts", IEEE TIFS 2009; double quantisation after T. Bianchi and A. Piva, "Image Forgery
Localization via Block-Grained Analysis of JPEG Artifacts", IEEE TIFS 2012). What was typed, copied or pasted in
afterwards has never been through it, or on another grid, and changes as any picture would.

The page itself says what either looks like: its own blocks, and the same content with the grid shifted by half a block,
which has no such history. Where the two cannot be told apart (never compressed before, or compressed more strongly
since) the check does not apply. Blocks without ink are left out: they state nothing, and an empty patch is no
statement. So are coloured ones: of a seal's red the decoder cuts off what lies beyond the range of a colour, which
changes the brightness and wipes out its history on honest pages too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.a_contrario import Cluster, strike
from mingjian.materials.captions import on_caption
from mingjian.materials.jpeg_blocks import (
    SIDE,
    BlockGrid,
    Floats,
    below_paper,
    decoded,
    encoded,
    grid,
    luma,
    standard_table,
    transformed,
)
from mingjian.materials.orientation import Orientation
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.dissection import dissect
from mingjian.reading.page import Page, PageOrigin, Pixels, Region

NAME = "jpeg_history"
VERSION = 2

DIFFERS = "jpeg_history_differs"
EVEN = "jpeg_history_even"
UNKNOWN = "jpeg_history_unknown"

LEAST_INK = 60
"""Grey levels between the darkest and the brightest pixel of a block with ink."""
_DEPTH = 40
"""Grey levels below the paper around it that the darkest pixel of a block with ink has at least."""
_COLOUR = 40
"""Between the largest and the smallest of a pixel's three colours, beyond what the paper itself has."""
_BAR = 24
"""Pixels that a black area measures either way at least."""
FEWEST_BLOCKS = 80
"""With fewer inked blocks a page has no history that could be told."""
_SAMPLE = 800
_QUALITIES = tuple(range(30, 98, 2))
"""Below, a page is hardly legible; above, the steps are too small to leave a trace."""
_COARSER = 1.2
"""How much larger the earlier steps must be in the mean than the last ones. Those that are not leave no trace beside
the last compression: a page that seems to have them only shows that last one, to which blocks cut off at black and
white, as in every copy that a scanning program enhanced, fit worse than others."""
_TELLING = 0.5
"""How much rarer a block that departs must be on the page than on the shifted one, as a difference of shares."""
_MOST_DEPARTING = 0.2
"""Where more of a page departs, the earlier compression that was told is hardly the page's own."""
_LEAST_CHANCE = 0.005
"""No page is taken to be better than this: decoders round differently, and colours bleed."""
_SHARE = 0.8
"""Of what departs where no block has the history: a place that was put in departs nearly as a foreign page does."""
_BOUND = -5.0
"""One false alarm in a hundred thousand pages if blocks departed independently; neighbours do not, so it is set low."""
_ALL_OVER = 0.1
"""Share of the page: where more of it departs in clusters, something was written across the whole, as owners write what
a copy may be used for."""
_MOST_PLACES = 5
LEGIBLE, WRITTEN = 0.7, 0.4
"""Confidence from which a line was read; share of a place that such lines must cover, where the page was read."""


@dataclass(frozen=True)
class _History:
    quality: int
    """Of the earlier compression, in the scale of the Independent JPEG Group."""
    turned: bool
    """Whether the page was turned on its side since."""
    threshold: float
    """What changes by more, relative to a picture that was never compressed, departs."""
    telling: float
    foreign: float
    """Share of blocks that depart where none has the history."""


def examine(specimen: Specimen) -> Examination:
    """One observation a place that departs, or one for each page that does not."""
    observations: list[Observation] = []
    for page in specimen.rendering.pages:
        if page.origin is PageOrigin.RENDERED or page.shrunk:
            observations.append(Observation(UNKNOWN, CheckOutcome.NOT_APPLICABLE, place=Place(page.number)))
        else:
            observations.extend(_of_page(page, specimen))
    return Examination(tuple(observations))


def heat(page: Page, specimen: Specimen) -> Floats | None:
    """One cell a block of the page as it is seen: 1 where it departs, else 0; None where the check does not apply."""
    if page.origin is PageOrigin.RENDERED or page.shrunk:
        return None
    table, orientation = _coding(page, specimen)
    stored = orientation.as_stored(page.pixels)
    found = _departing(stored, table)
    if found is None:
        return None
    height, width = stored.shape[:2]
    cells = np.zeros([-(-side // SIDE) for side in page.pixels.shape[:2]], np.float32)
    for row, column in np.argwhere(found.departing):
        block = Region(column * SIDE, row * SIDE, (column + 1) * SIDE, (row + 1) * SIDE)
        seen = orientation.as_seen(block, height=height, width=width)
        cells[seen.top // SIDE, seen.left // SIDE] = 1
    return cells


def _of_page(page: Page, specimen: Specimen) -> list[Observation]:
    table, orientation = _coding(page, specimen)
    stored = orientation.as_stored(page.pixels)
    found = departures(stored, table)
    if found is None:
        return [Observation(UNKNOWN, CheckOutcome.NOT_APPLICABLE, place=Place(page.number))]
    quality, clusters = found
    height, width = stored.shape[:2]
    places = [
        (cluster, orientation.as_seen(_region(cluster), height=height, width=width))
        for cluster in clusters[:_MOST_PLACES]
    ]
    lines = [line.region for line in specimen.lines if line.page == page.number and line.confidence >= LEGIBLE]
    told = [
        Observation(
            DIFFERS,
            CheckOutcome.SUSPECT,
            cluster.departing / cluster.examined,
            Place(page.number, region, page.dots_per_inch),
            {
                "quality": quality,
                "page": page.number,
                "departing": cluster.departing,
                "examined": cluster.examined,
            },
        )
        for cluster, region in places
        if not lines
        or (written_share(region, lines) >= WRITTEN and not on_caption(page.number, region, specimen.lines))
    ]
    place = Place(page.number)
    return told or [Observation(EVEN, CheckOutcome.CLEAR, 0.0, place, {"quality": quality, "page": page.number})]


def _region(cluster: Cluster) -> Region:
    return Region(cluster.left * SIDE, cluster.top * SIDE, cluster.right * SIDE, cluster.bottom * SIDE)


def written_share(region: Region, lines: Sequence[Region]) -> float:
    """How much of a region is writing: what was blacked out, pixelated or scribbled over states nothing any more."""
    seen = np.zeros((region.bottom - region.top, region.right - region.left), np.bool_)
    for line in lines:
        seen[
            max(0, line.top - region.top) : max(0, line.bottom - region.top),
            max(0, line.left - region.left) : max(0, line.right - region.left),
        ] = True
    return float(seen.mean())


def _coding(page: Page, specimen: Specimen) -> tuple[Floats, Orientation]:
    """The last steps of quantisation, ones where the pixels were stored as they are or nobody knows, and the turn."""
    none = np.ones(SIDE * SIDE, np.float32)
    if page.origin is not PageOrigin.IMAGE or specimen.rendering.media_type != "image/jpeg":
        return none, Orientation(1)
    coding = dissect(specimen.data).jpeg
    if coding is None:
        return none, Orientation(1)
    return np.maximum(np.array(coding.luma_table, np.float32), 1), Orientation(coding.orientation)


@dataclass(frozen=True)
class _Departing:
    """The blocks of a page that have not been through its earlier compression; rows × columns."""

    history: _History
    departing: npt.NDArray[np.bool_]
    inked: npt.NDArray[np.bool_]
    chance: float
    """Share of blocks that depart by themselves."""


def departures(pixels: Pixels, table: Floats) -> tuple[int, tuple[Cluster, ...]] | None:
    """The quality of the earlier compression and the blocks without it; None where no earlier one can be told.

    ``pixels`` as they were stored, ``table`` the 64 steps of the last compression.
    """
    found = _departing(pixels, table)
    if found is None:
        return None
    clusters = strike(
        found.departing, found.inked, chance=found.chance, share=_SHARE * found.history.foreign, bound=_BOUND
    )
    covered = sum((one.right - one.left) * (one.bottom - one.top) for one in clusters)
    return None if covered > _ALL_OVER * found.inked.size else (found.history.quality, clusters)


def _departing(pixels: Pixels, table: Floats) -> _Departing | None:
    offset = np.s_[SIDE // 2 :, SIDE // 2 :]
    brightness = luma(pixels)
    page, shifted = grid(brightness), grid(brightness[offset])
    deeper = below_paper(brightness)
    left_out = np.maximum(_near_colour(pixels), _near_bars(deeper))
    inked = _inked(page, grid(deeper), grid(left_out))
    foreign_inked = _inked(shifted, grid(deeper[offset]), grid(left_out[offset]))
    if inked.sum() < FEWEST_BLOCKS or foreign_inked.sum() < FEWEST_BLOCKS:
        return None
    chooser = np.random.default_rng(0)  # the same page always gives the same answer
    sample = encoded(page.blocks[_some(inked, chooser)], table)
    foreign = encoded(shifted.blocks[_some(foreign_inked, chooser)], table)
    history = _history(sample, foreign, table)
    if history is None or history.telling < _TELLING:
        return None
    index = np.flatnonzero(inked)
    changes = _change(encoded(page.blocks[index], table), _earlier(history.quality, turned=history.turned), table)
    departing = np.zeros(inked.shape, np.bool_)
    departing[index] = changes > history.threshold
    chance = max(_LEAST_CHANCE, (departing.sum() + 1) / (len(index) + 2))
    if chance > _MOST_DEPARTING:
        return None
    cells = (page.rows, page.columns)
    return _Departing(history, departing.reshape(cells), inked.reshape(cells), float(chance))


def _near_colour(pixels: Pixels) -> Floats:
    """Height × width: 1 where there is colour, beyond that of the paper, within the reach of a block's colours."""
    strength = cv2.subtract(pixels.max(axis=2), pixels.min(axis=2))
    strong = (strength > _COLOUR + float(np.median(strength[::4, ::4]))).astype(np.uint8)
    return np.asarray(cv2.dilate(strong, np.ones((SIDE + 1, SIDE + 1), np.uint8)), np.float32)


def _near_bars(deeper: Floats) -> Floats:
    """Height × width: 1 near what is blacked out: broader than any stroke of a letter."""
    ink = (deeper >= _DEPTH).astype(np.uint8)
    bars = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_BAR, _BAR), np.uint8))
    return np.asarray(cv2.dilate(bars, np.ones((SIDE + 1, SIDE + 1), np.uint8)), np.float32)


def _inked(page: BlockGrid, deeper: BlockGrid, left_out: BlockGrid) -> npt.NDArray[np.bool_]:
    """Blocks with black or grey ink: white letters, as a camera writes day and place over its photo, are none."""
    darkest, brightest = deeper.blocks.max(axis=1), -deeper.blocks.min(axis=1)
    inked = (np.ptp(page.blocks, axis=1) >= LEAST_INK) & (darkest >= np.maximum(_DEPTH, brightest))
    return np.asarray(inked & (left_out.blocks.max(axis=1) == 0))


def _some(wanted: npt.NDArray[np.bool_], chooser: np.random.Generator) -> npt.NDArray[np.int64]:
    return chooser.permutation(np.flatnonzero(wanted))[:_SAMPLE]


def _history(sample: Floats, foreign: Floats, table: Floats) -> _History | None:
    """The earlier compression that tells the page best from its shifted self; None where none could leave a trace."""
    usable = [quality for quality in _QUALITIES if _is_coarser(quality, table)]
    if not usable:
        return None
    coarse = max((_told(sample, foreign, table, quality, turned=False) for quality in usable), key=_telling)
    near = [
        _told(sample, foreign, table, quality, turned=turned)
        for turned in (False, True)
        for quality in range(coarse.quality - 1, coarse.quality + 2)
        if _is_coarser(quality, table)
    ]
    return max(coarse, *near, key=_telling)


def _is_coarser(quality: int, table: Floats) -> bool:
    return float(standard_table(quality).mean()) >= _COARSER * float(table.mean())


def _earlier(quality: int, *, turned: bool) -> Floats:
    """The steps of the earlier compression, as they lie on the page now."""
    steps = standard_table(quality)
    return np.ascontiguousarray(steps.reshape(SIDE, SIDE).T).reshape(-1) if turned else steps


def _telling(history: _History) -> float:
    return history.telling


def _told(sample: Floats, foreign: Floats, table: Floats, quality: int, *, turned: bool) -> _History:
    earlier = _earlier(quality, turned=turned)
    own, other = np.sort(_change(sample, earlier, table)), np.sort(_change(foreign, earlier, table))
    thresholds = np.quantile(other, np.linspace(0.05, 0.95, 19))
    apart = np.searchsorted(own, thresholds) / len(own) - np.searchsorted(other, thresholds) / len(other)
    best = int(np.argmax(apart))
    foreign_share = 1 - np.searchsorted(other, thresholds[best]) / len(other)
    return _History(quality, turned, float(thresholds[best]), float(apart[best]), float(foreign_share))


_ROUNDING = 20.0
"""Energy a block that rounding to whole grey levels leaves, beside which smaller changes mean nothing."""


def _change(coefficients: Floats, earlier: Floats, table: Floats) -> Floats:
    """What compressing blocks as the page is said to have been changes: 0 nothing, about 1 as in any picture.

    ``coefficients`` (n × 64) are quantised by ``table``. The first coefficient, a block's mean, is left out.
    """
    values = transformed(decoded(coefficients, table))
    again = encoded(decoded(np.rint(values / earlier), earlier), table)
    changed = (((again - coefficients) * table)[:, 1:] ** 2).sum(axis=1)
    usual = np.minimum(values[:, 1:] ** 2, earlier[1:] ** 2 / 12).sum(axis=1)
    return np.asarray(changed / (usual + _ROUNDING))
