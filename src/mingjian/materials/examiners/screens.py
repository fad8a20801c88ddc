"""Was a page photographed off a screen?

A screen's dots and a camera's beat against each other: the same fine wave, slanted as the screen was held, lies over
all of the picture, most plainly where it is blank (moiré; B. Mahdian, A. Novozámský and S. Saic, "Identification of
aliasing-based patterns in re-captured LCD screens", ICIP 2015). Paper shows none. A tinted or guilloched background is
printed with such waves, too, and who has a paper only on a screen photographs the screen in good faith: so by itself it
is no ground for doubt, and it weighs a little.

That no wave is seen says nothing: a screen held quite straight, or photographed in focus from near, shows none.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.jpeg_blocks import Floats, below_paper, luma
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.page import Page, PageOrigin, Pixels

NAME = "screens"
VERSION = 1

RECAPTURED = "screen_recaptured"
UNSEEN = "screen_not_seen"

_SIDE = 256
"""Of a tile, in pixels."""
_MOST_TILES = 40
_FEWEST_TILES = 4
_INK = 20
"""Grey levels below the paper from which a pixel is taken for ink, and replaced by paper: letters recur, too."""
_BLUR = 2.0
"""Pixels by which ink is blurred first: the dots of a screen that was seen from near are as dark as letters."""
_MOST_INK = 0.6
"""Of a tile: with more it tells nothing."""
_LOWEST, _HIGHEST = 8, 124
"""Cycles a tile: slower waves are shades and rows of text, faster ones the camera's own mosaic."""
_AXIS = 2
"""Cycles a tile off either axis: upright and level waves are those of tables, scanners and JPEG blocks."""
_BLOCKS, _OFF_BLOCKS = 32, 1
"""Cycles a tile at whose multiples JPEG blocks lie."""
_MIRROR = 4.0
"""How many times stronger a wave is than the mirrored one: the upright grid of scaled JPEG blocks has both alike."""
_AROUND = 15
"""Frequencies across whose mean a peak is set beside."""
_STRONG = 30.0
"""How many times that mean a peak has. Of noise one of exp(30) does, of a tile's 30,000 frequencies none."""
_MOST_PEAKS = 8
"""Of a tile and colour."""
_SAME = 4
"""Cycles a tile by which one wave differs from tile to tile: a screen is seen in perspective."""
SHARE = 0.5
"""Of the tiles that must show the same wave."""


def examine(specimen: Specimen) -> Examination:
    """One observation a page."""
    return Examination(tuple(_of_page(page) for page in specimen.rendering.pages))


def _of_page(page: Page) -> Observation:
    place = Place(page.number)
    share = 0.0 if page.origin is PageOrigin.RENDERED else wave_share(page.pixels)
    if share < SHARE:
        return Observation(UNSEEN, CheckOutcome.NOT_APPLICABLE, place=place)
    values = {"page": page.number, "percent": round(100 * share)}
    return Observation(RECAPTURED, CheckOutcome.NOT_APPLICABLE, min(1.0, share), place, values)


def wave_share(pixels: Pixels) -> float:
    """Share of the page's tiles over which the commonest fine slanted wave lies; 0 where too few can be judged."""
    tiles = [_peaks(tile) for tile in _tiles(pixels)]
    if len(tiles) < _FEWEST_TILES:
        return 0.0
    every = np.concatenate(tiles)
    if not len(every):
        return 0.0
    votes = np.zeros(len(every), np.int64)
    for tile in tiles:
        if len(tile):
            apart = np.abs(every[:, None, :] - tile[None, :, :]).max(axis=2)
            votes += (apart <= _SAME).any(axis=1)
    return float(votes.max()) / len(tiles)


def _tiles(pixels: Pixels) -> Iterator[tuple[Floats, Floats]]:
    """Brightness and colour (red less blue) of tiles spread evenly over the page, its ink replaced by paper."""
    brightness = luma(pixels)
    below = below_paper(brightness)
    broad = cv2.GaussianBlur(below, (0, 0), _BLUR)
    ink = cv2.dilate((broad > _INK).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    colour = pixels[:, :, 0].astype(np.float32) - pixels[:, :, 2]
    corners = [
        (top, left)
        for top in range(0, pixels.shape[0] - _SIDE + 1, _SIDE)
        for left in range(0, pixels.shape[1] - _SIDE + 1, _SIDE)
    ]
    for top, left in corners[:: -(-len(corners) // _MOST_TILES) if corners else 1]:
        cut = np.s_[top : top + _SIDE, left : left + _SIDE]
        if ink[cut].mean() > _MOST_INK:
            continue
        paper = ~ink[cut]
        yield _bare(-below[cut], paper), _bare(colour[cut], paper)


def _bare(signal: Floats, paper: npt.NDArray[np.bool_]) -> Floats:
    return np.where(paper, signal - signal[paper].mean(), 0).astype(np.float32)


def _peaks(signals: tuple[Floats, Floats]) -> npt.NDArray[np.int64]:
    """Shape n × 2: cycles down and across a tile of the waves that stand out; across is never negative."""
    found = []
    for signal in signals:
        if not signal.any():
            continue
        power = np.abs(np.fft.rfft2(signal * _WINDOW)) ** 2
        logarithm = np.log(np.fft.fftshift(power, axes=0) + 1e-3).astype(np.float32)
        # The mean logarithm of noise lies by Euler's constant below that of its mean.
        usual = cv2.blur(logarithm, (_AROUND, _AROUND), borderType=cv2.BORDER_REFLECT) + np.euler_gamma
        above = np.asarray(logarithm - usual, np.float32)
        mirrored = cv2.dilate(np.roll(above[::-1], 1, axis=0), np.ones((3, 3), np.uint8))
        excess = np.where(_WANTED & (above - mirrored > np.log(_MIRROR)), above, -np.inf)
        order = np.argsort(excess, axis=None)[::-1][:_MOST_PEAKS]
        order = order[excess.ravel()[order] > np.log(_STRONG)]
        rows, columns = np.unravel_index(order, excess.shape)
        found.append(np.stack([rows - _SIDE // 2, columns], axis=1))
    return np.concatenate(found).astype(np.int64) if found else np.zeros((0, 2), np.int64)


def _window() -> Floats:
    one = np.hanning(_SIDE)
    return np.asarray(one[:, None] * one[None, :], np.float32)


def _wanted() -> npt.NDArray[np.bool_]:
    """Frequencies at which a wave is looked for."""
    down, across = np.meshgrid(np.arange(_SIDE) - _SIDE // 2, np.arange(_SIDE // 2 + 1), indexing="ij")
    fast = np.hypot(down, across) >= _LOWEST
    within = (np.abs(down) <= _HIGHEST) & (across <= _HIGHEST)
    slanted = (np.abs(down) > _AXIS) & (across > _AXIS)
    off = [np.abs((one + _BLOCKS // 2) % _BLOCKS - _BLOCKS // 2) for one in (down, across)]
    return np.asarray(fast & within & slanted & ~((off[0] <= _OFF_BLOCKS) & (off[1] <= _OFF_BLOCKS)))


_WINDOW, _WANTED = _window(), _wanted()
