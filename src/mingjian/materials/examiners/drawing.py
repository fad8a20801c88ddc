"""Was a picture of a page ever on paper, or was it drawn by a program and saved as a picture?

A program draws the same character the same way to the pixel wherever it stands; paper, a lens and a sensor never do.
Nor is paper ever perfectly even: a fine scan that lies quite straight repeats its signs nearly as well as a program
does, but not its paper. Screenshots and what issuers send as pictures are drawn, lawfully. Which kinds of documents are
stamped on paper is no matter of the file: :mod:`mingjian.materials.checks.on_paper` asks that.
"""

from collections import defaultdict

import cv2
import numpy as np

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.jpeg_blocks import below_paper, luma
from mingjian.materials.signs import Numbers, Signs, signs_of
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.page import PageOrigin, Pixels

NAME = "drawn_pictures"
VERSION = 2

DRAWN = "picture_drawn"
CAPTURED = "picture_captured"
UNKNOWN = "picture_of_unknown_make"

FEWEST = 60
_SAME, _REPEATED = 0.035, 0.2
"""From this share of signs that another one repeats up to so much of their range of grey levels (root of the mean
square), a program drew them: it repeats a third or more, and a JPEG of quality 85 changes them by less. A tenth of a
pixel's shift, which no scan is free of, changes them by more."""
_ALIKE, _SINGLE = 0.05, 0.15
"""Where fewer are as alike as that, a scanner or a camera was between: neither a drawn page strongly compressed nor a
fine scan of few different signs, of which nothing is said."""
_BARE, _AWAY, _EVEN = 15, 25, 0.25
"""Grey levels below which there is no ink; pixels across which there is none, so that no JPEG block rings with it; and
the deviation of five by five pixels of a program's paper: scanners and cameras leave half a grey level and more."""
_MOST_COMPARED = 200
"""Signs of one size that are compared with each other."""


def examine(specimen: Specimen) -> Examination:
    """One observation a page that is a picture."""
    return Examination(
        tuple(
            Observation(*_made(page.pixels), place=Place(page.number))
            if page.origin is not PageOrigin.RENDERED
            else Observation(UNKNOWN, CheckOutcome.NOT_APPLICABLE, place=Place(page.number))
            for page in specimen.rendering.pages
        )
    )


def _made(pixels: Pixels) -> tuple[str, CheckOutcome]:
    signs = signs_of(pixels)
    if is_drawn(signs) and has_even_paper(pixels):
        return DRAWN, CheckOutcome.NOT_APPLICABLE  # no suspicion by itself: so is every screenshot
    return (CAPTURED, CheckOutcome.CLEAR) if is_captured(signs) else (UNKNOWN, CheckOutcome.NOT_APPLICABLE)


def is_drawn(signs: Signs) -> bool:
    """Whether so many signs are repeated to the pixel that a program drew them."""
    return len(signs) >= FEWEST and float(np.mean(_apart(signs) <= _SAME)) >= _REPEATED


def has_even_paper(pixels: Pixels) -> bool:
    """Whether most of what lies apart from ink is of one and the same brightness, as only a program's paper is."""
    brightness = luma(pixels)
    bare = cv2.erode((below_paper(brightness) < _BARE).astype(np.uint8), np.ones((_AWAY, _AWAY), np.uint8)) > 0
    if not bare.any():
        return False
    mean = cv2.blur(brightness, (5, 5))
    variance = cv2.blur(brightness * brightness, (5, 5)) - mean * mean
    return float(np.median(variance[bare])) < _EVEN**2


def is_captured(signs: Signs) -> bool:
    """Whether a camera or a scanner made the picture, as far as its signs tell."""
    return len(signs) >= FEWEST and float(np.mean(_apart(signs) <= _ALIKE)) < _SINGLE


def _apart(signs: Signs) -> Numbers:
    """How far each sign is from the one of its size that is most like it, in shares of its range of grey levels."""
    sizes: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, look in enumerate(signs.looks):
        sizes[look.shape].append(number)
    apart = np.full(len(signs), np.inf)
    for alike in sizes.values():
        compared = alike[:_MOST_COMPARED]
        if len(compared) < 2:
            continue
        flat = np.array([signs.looks[number].ravel() for number in compared], np.float64)
        energy = (flat**2).sum(axis=1)
        squares = np.maximum(energy[:, None] + energy[None, :] - 2 * flat @ flat.T, 0) / flat.shape[1]
        np.fill_diagonal(squares, np.inf)
        apart[compared] = np.sqrt(squares.min(axis=1))
    return np.asarray(apart / np.array([max(1.0, float(np.ptp(look))) for look in signs.looks]), np.float64)
