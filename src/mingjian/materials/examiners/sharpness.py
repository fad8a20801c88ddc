"""Was something written over a picture of a page after it was taken?

A lens and a scanner spread every edge over more than one pixel: how steep an edge can come out, as a share of what
lies between the ink and the paper beside it, is set by them and the same for all that was on the paper, whatever
printer, pen or stamp put it there. Text that a program sets on the finished picture knows nothing of that: from paper
to full black in one pixel. A run of signs that are so, amid a line of others that are not, was not on the paper when
the picture was taken.

Saved smaller, sent by a messenger, printed and photographed once more it is as soft as all else, and nothing is told.
Where the whole page is sharpened there is nothing softer to set it beside.
"""

from collections.abc import Iterator

import numpy as np

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.captions import on_caption
from mingjian.materials.examiners.drawing import is_captured
from mingjian.materials.signs import Numbers, Signs, following, in_line, signs_of
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.page import Page, PageOrigin, Region

NAME = "sharpness"
VERSION = 1

SHARPER = "value_sharper_than_picture"
SOFT = "signs_as_soft_as_picture"
UNKNOWN = "sharpness_not_compared"

FEWEST = 80
"""Signs from which a page shows how steep its edges come out."""
_SOFT = 0.85
"""Of the contrast, from pixel to pixel: a page whose usual edge is steeper was sharpened, or never taken of paper."""
_ONE_PIXEL = (0.92, 1.1)
"""What an edge has that a program set: the whole step, and no more; what is steeper rings."""
_SPREADS = 4.0
"""Median deviations off the page's usual edge, at least."""
_LEAST_SPREAD = 0.02
_SHORTEST = 3
_ELSEWHERE = 0.02
"""Of the page's signs that may be so in other lines: a form that was filled in on a screen has many."""
_LEAST_OTHERS = 3
"""Signs of the same line that are as soft as most: a watermark and a fax machine's heading have a line of their own."""
_LEAST_CONTRAST = 20.0


def examine(specimen: Specimen) -> Examination:
    """One observation a run of signs that are sharper than the picture, or one for each page without any."""
    return Examination(tuple(one for page in specimen.rendering.pages for one in _of_page(page, specimen)))


def _of_page(page: Page, specimen: Specimen) -> Iterator[Observation]:
    place = Place(page.number)
    signs = None if page.origin is PageOrigin.RENDERED else signs_of(page.pixels)
    if signs is None or len(signs) < FEWEST or not is_captured(signs):
        yield Observation(UNKNOWN, CheckOutcome.NOT_APPLICABLE, place=place)
        return
    sharpness = _sharpness(signs)
    if float(np.median(sharpness)) > _SOFT:
        yield Observation(UNKNOWN, CheckOutcome.NOT_APPLICABLE, place=place)
        return
    found = [
        (members, region)
        for members in sharper(signs, sharpness)
        if not on_caption(page.number, region := _around(signs, members), specimen.lines)
    ]
    for members, region in found:
        values = {"page": page.number, "signs": len(members)}
        # By itself it asks for nobody: people fill in scanned forms on a screen, and write notes on their photos.
        yield Observation(
            SHARPER, CheckOutcome.NOT_APPLICABLE, 0.6, Place(page.number, region, page.dots_per_inch), values
        )
    if not found:
        yield Observation(SOFT, CheckOutcome.CLEAR, 0.0, place, {"page": page.number})


def sharper(signs: Signs, sharpness: Numbers) -> list[list[int]]:
    """Runs of signs whose edges are a program's, in lines of others that are the picture's; none where many are."""
    middle = float(np.median(sharpness))
    spread = max(_LEAST_SPREAD, 1.4826 * float(np.median(np.abs(sharpness - middle))))
    off = sharpness > middle + _SPREADS * spread
    drawn = off & (sharpness >= _ONE_PIXEL[0]) & (sharpness <= _ONE_PIXEL[1])
    seen = np.zeros(len(signs), np.bool_)
    runs = []
    for start in np.flatnonzero(drawn):
        if seen[start]:
            continue
        members = [int(start)]
        while (after := following(signs, members[-1])) is not None and drawn[after]:
            members.append(after)
        seen[members] = True
        line = in_line(signs, int(start))
        alone = int((off & ~line).sum()) <= max(2.0, _ELSEWHERE * len(signs))
        if len(members) >= _SHORTEST and alone and int((line & ~off).sum()) >= _LEAST_OTHERS:
            runs.append(members)
    return runs


def _sharpness(signs: Signs) -> Numbers:
    """Of each sign the steepest of its edges, as a share of its contrast."""
    return signs.steepness / np.maximum(signs.contrast, _LEAST_CONTRAST)


def _around(signs: Signs, members: list[int]) -> Region:
    left, top = (int(value) for value in signs.boxes[members, :2].min(axis=0))
    right, bottom = (int(value) for value in signs.boxes[members, 2:].max(axis=0))
    return Region(left, top, right, bottom)
