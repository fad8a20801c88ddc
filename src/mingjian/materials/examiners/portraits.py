"""Keeps the photo of an identity card's holder, by where the card's own lines say that it stands.

No face is looked for: on every resident identity card the photo of 26 × 32 mm stands at one place beside the name
(GA 448, GA 461), and a certificate's stands in a frame of its own. The photo is kept with the identity number in its
card's own row, or with the only one on the file, and with none that was misread: whose it is nobody could say.
"""

import re
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.portraits import portrait_at
from mingjian.materials.specimen import Examination, Observation, Place, Specimen, Trait, TraitKind
from mingjian.reading.page import Line, Page, Pixels, Region
from mingjian.standards.identity import parse
from mingjian.standards.validity import Validity

NAME = "portraits"
VERSION = 2

_PAGES = 10
_MOST = 4
"""Of a page."""
_LONG = re.compile(r"(?<![0-9])[0-9][0-9Xx ]{15,20}[0-9Xx](?![0-9])")
"""What may be an identity number, whole or not."""
_NAME_LABEL = re.compile(r"^姓\s*名")
_NUMBER_LABEL = re.compile(r"^公\s*民\s*身\s*份\s*号")
_BETWEEN = 39.0
"""Millimetres from the middle of the name's line down to the number's, on the card."""
_CARD = (51.0, -2.5, 79.0, 32.0)
"""The photo beside the name's label: millimetres right of its left edge and below its middle; a little more than the
photo, since lines are found to a millimetre or two."""
_LOOK = 1000
"""The longest side of the page as frames are searched."""
_SIDE = (0.06, 0.35)
"""A framed photo's height as a share of that side."""
_SHAPE = (0.62, 0.88)
"""Its width by its height: 25 × 35 mm, 35 × 49 mm, 26 × 32 mm, with a few per cent either way."""
_WHOLE = 0.93
"""Share of its rectangle that is not paper."""
_PLAIN = 14.0
"""Grey levels by which the ground in both upper corners of a photo varies at most."""


def examine(specimen: Specimen, /) -> Examination:
    """One trait a photo of which is known whose number stands with it."""
    traits = [
        trait
        for page in specimen.rendering.pages[:_PAGES]
        for trait in _traits(page, [line for line in specimen.lines if line.page == page.number], specimen.lines)
    ]
    check = "portrait_kept" if traits else "portrait_absent"
    values = {"places": len(traits)} if traits else {}
    return Examination((Observation(check, CheckOutcome.NOT_APPLICABLE, values=values),), tuple(traits))


def _traits(page: Page, mine: Sequence[Line], lines: Sequence[Line]) -> Iterator[Trait]:
    """The photos of a page's cards, each with its card's number; else one in a frame on a file of one number."""
    cards = _on_cards(mine)
    places = [(TraitKind.PORTRAIT, region, number) for region, number in cards]
    if not cards and (number := _only_number(lines)) is not None:
        places = [(TraitKind.FRAMED_PORTRAIT, region, number) for region in _framed(page.pixels, mine)]
    for kind, region, number in places[:_MOST]:
        found = portrait_at(page.pixels, region)
        if found is not None:
            yield Trait(kind, Place(page.number, region, page.dots_per_inch), found.to_bytes(), number)


def _only_number(lines: Sequence[Line]) -> str | None:
    """The identity number of a file that has one alone; none where another may be a misread one."""
    found = [long[0] for line in lines for long in _LONG.finditer(line.text)]
    numbers = {_whole(one) for one in found}
    return numbers.pop() if len(numbers) == 1 else None


def _whole(text: str) -> str | None:
    """An identity number with its check digit."""
    number = parse(text)
    return number.number if number.validity is Validity.VALID and not number.from_fifteen else None


def _on_cards(lines: Sequence[Line]) -> list[tuple[Region, str]]:
    """Where the photos of the cards of a page stand, with the number in that card's own row."""
    names = [line.region for line in lines if _NAME_LABEL.match(line.text)]
    places = []
    for label in (line.region for line in lines if _NUMBER_LABEL.match(line.text)):
        above = [name for name in names if name.bottom < label.top and _are_below(name, label)]
        number = _in_row(label, lines)
        if above and number is not None:
            name = max(above, key=lambda region: region.top)
            scale = (label.top + label.bottom - name.top - name.bottom) / 2 / _BETWEEN
            middle = (name.top + name.bottom) / 2
            left, top, right, bottom = (round(side * scale) for side in _CARD)
            region = Region(name.left + left, round(middle) + top, name.left + right, round(middle) + bottom)
            places.append((region, number))
    return places


def _in_row(label: Region, lines: Sequence[Line]) -> str | None:
    """The one identity number that stands behind a label; a photo whose card's number was not read is nobody's."""
    found = set()
    for line in lines:
        middle = (line.region.top + line.region.bottom) / 2
        if line.region.left >= label.left and label.top <= middle <= label.bottom:
            found |= {_whole(long[0]) for long in _LONG.finditer(line.text)}
    return found.pop() if len(found) == 1 else None


def _are_below(name: Region, number: Region) -> bool:
    """Whether both labels begin at one edge, as on a card that lies nearly straight."""
    return abs(name.left - number.left) < 0.12 * (number.top - name.top)


def _framed(pixels: Pixels, lines: Sequence[Line]) -> list[Region]:
    """Upright rectangles of a photo's shape that stand on the paper, with a plain ground above a head."""
    scale = min(1.0, _LOOK / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    mask = _not_paper(small)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    longest = max(small.shape[:2])
    places = []
    for label in range(1, count):
        left, top, wide, tall, area = (int(value) for value in stats[label])
        if not _SIDE[0] * longest <= tall <= _SIDE[1] * longest or not _SHAPE[0] <= wide / tall <= _SHAPE[1]:
            continue
        if area < _WHOLE * wide * tall or not _has_plain_corners(small[top : top + tall, left : left + wide]):
            continue
        region = Region(*(round(side / scale) for side in (left, top, left + wide, top + tall)))
        if sum(_lies_in(line.region, region) for line in lines) <= 1:
            places.append(region)
    return places


def _not_paper(small: Pixels) -> npt.NDArray[np.uint8]:
    """Whatever is darker or more coloured than the paper and larger than letters, rules and a seal's strokes."""
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.int16)
    colour = small.max(axis=2).astype(np.int16) - small.min(axis=2)
    paper, tint = float(np.quantile(grey, 0.85)), float(np.median(colour))
    mask = np.asarray((grey < paper - 18) | (colour > tint + 25), np.uint8)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((25, 25), np.uint8)), np.uint8)


def _has_plain_corners(photo: Pixels) -> bool:
    tall, wide = photo.shape[0] // 8, photo.shape[1] // 6
    edge = max(1, photo.shape[1] // 20)
    corners = photo[edge : edge + tall, edge : edge + wide], photo[edge : edge + tall, -edge - wide : -edge]
    each = [corner.astype(np.float32).mean(axis=2) for corner in corners]
    return all(float(one.std()) < _PLAIN for one in each) and abs(float(each[0].mean() - each[1].mean())) < 3 * _PLAIN


def _lies_in(line: Region, photo: Region) -> bool:
    across, down = (line.left + line.right) / 2, (line.top + line.bottom) / 2
    return photo.left < across < photo.right and photo.top < down < photo.bottom
