"""What lies over text on the pages of an OFD, numbers of which some digits are set in another font, red pictures.

Objects are drawn in the order in which they stand, so a white shape or a white picture behind a text in that order
hides it. A seal's picture is clear where it is white, and what is put on a page first is its background.
Only ever called inside the sandbox.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias

import numpy as np
from PIL import Image

from mingjian.reading.anatomy import Cover, MixedNumber, RedPicture
from mingjian.reading.ofd import Ofd, OfdPage, Picture, Shape, Text, Thing

__all__ = ["covers_of", "mixed_numbers_of", "red_pictures_of"]

_MOST_PAGES, _MOST_COVERS, _MOST_MIXED, _MOST_RED = 40, 50, 20, 10
_WHITE = 235
"""Of each colour, at least."""
_PAPER = 0.98
"""Share of a picture that is white where it hides what it covers and shows nothing itself."""
_HIDDEN = 0.7
"""Share of a text's characters that lie under a cover."""
_BACKGROUND = 0.5
"""Of the page: what is larger is its background, or a scan laid over its text layer."""
_LEVEL, _AS_TALL, _STEP = 0.1, 0.2, (0.2, 0.95)
"""Of the type's height: how far the feet and the sizes of two digits of one number may differ, and how far the next one
stands from the last."""
_FEWEST_DIGITS = 3
_SHOWN, _REDDER, _LEAST_SHOWN, _MOSTLY_RED = 200, 50, 100, 0.8
"""Of a picture of 96 × 96: darker than that it shows something, redder by so much it is red; how much shows, at least,
and the share of it that is red."""
_LARGEST_PICTURE = 40_000_000

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom in millimetres."""


def covers_of(package: Ofd) -> Iterator[Cover]:
    """Every white shape or picture that hides text, with that text."""
    found = 0
    for number in range(1, min(len(package), _MOST_PAGES) + 1):
        page = package.page(number)
        for place, thing in enumerate(page.things):
            box = _white_box(thing, page)
            if box is None:
                continue
            hidden = "".join(_within(one, box) for one in page.things[:place] if isinstance(one, Text))
            again = "".join(_within(one, box) for one in page.things[place + 1 :] if isinstance(one, Text))
            # What is written again on top is not hidden, as where a form draws its boxes twice.
            if not any(map(str.isalnum, hidden)) or _letters(hidden) in _letters(again):
                continue
            yield Cover(number, *_shares(box, page), hidden[:200], clear=0.0, red=0.0, dark=0.0)
            found += 1
            if found >= _MOST_COVERS:
                return


def _white_box(thing: Thing, page: OfdPage) -> Box | None:
    """Where a thing hides what lies below it; None where it does not, or is the page's background."""
    if isinstance(thing, Shape) and thing.fill is not None and min(thing.fill) >= _WHITE:
        across, down = zip(*(point for outline in thing.outlines for point in outline), strict=True)
        box = (min(across), min(down), max(across), max(down))
    elif isinstance(thing, Picture) and not thing.seal:
        box = _box_of(thing)
    else:
        return None
    if (box[2] - box[0]) * (box[3] - box[1]) > _BACKGROUND * page.width * page.height:
        return None
    return box if isinstance(thing, Shape) or _is_white(thing.data) else None


def _box_of(picture: Picture) -> Box:
    a, b, c, d, e, f = picture.matrix
    across, down = (e, a + e, c + e, a + c + e), (f, b + f, d + f, b + d + f)
    return min(across), min(down), max(across), max(down)


def red_pictures_of(package: Ofd) -> Iterator[RedPicture]:
    """Pictures in red that stand beside text; none of a page that is a scan, whatever text lies under that."""
    found = 0
    for number in range(1, min(len(package), _MOST_PAGES) + 1):
        page = package.page(number)
        pictures = [thing for thing in page.things if isinstance(thing, Picture)]
        boxes = [_box_of(picture) for picture in pictures]
        background = _BACKGROUND * page.width * page.height
        if any((box[2] - box[0]) * (box[3] - box[1]) > background for box in boxes):
            continue
        if not any(isinstance(thing, Text) and thing.characters.strip() for thing in page.things):
            continue
        for picture, box in zip(pictures, boxes, strict=True):
            if not picture.seal and _is_red(picture.data):
                yield RedPicture(number, *_shares(box, page))
                found += 1
                if found >= _MOST_RED:
                    return


def _is_red(data: bytes) -> bool:
    """Whether most of what a picture shows on white is red."""
    try:
        with Image.open(BytesIO(data)) as opened:
            if opened.width * opened.height > _LARGEST_PICTURE:
                return False
            clear = opened.convert("RGBA")
            ground = Image.new("RGBA", clear.size, "white")
            pixels = np.asarray(Image.alpha_composite(ground, clear).convert("RGB").resize((96, 96)), np.int16)
    # Pillow's plugins raise whatever a broken picture makes them trip over.
    except Exception:
        return False
    shown = pixels.min(axis=2) < _SHOWN
    red = shown & (pixels[..., 0] - pixels[..., 1:].max(axis=2) > _REDDER)
    return bool(shown.sum() >= _LEAST_SHOWN and red.sum() >= _MOSTLY_RED * shown.sum())


def _is_white(data: bytes) -> bool:
    """Whether a picture is opaque and white all over."""
    try:
        with Image.open(BytesIO(data)) as opened:
            if opened.width * opened.height > _LARGEST_PICTURE:
                return False
            pixels = np.asarray(opened.convert("RGBA").resize((64, 64)))
    # Pillow's plugins raise whatever a broken picture makes them trip over.
    except Exception:
        return False
    return float((pixels.min(axis=2) >= _WHITE).mean()) >= _PAPER


def _within(text: Text, box: Box) -> str:
    """The text, where most of its characters stand within the box."""
    inside = [box[0] <= x + text.size / 4 <= box[2] and box[1] <= y - text.size / 3 <= box[3] for x, y in text.places]
    return text.characters if inside and sum(inside) >= _HIDDEN * len(inside) else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _shares(box: Box, page: OfdPage) -> Box:
    return box[0] / page.width, box[1] / page.height, box[2] / page.width, box[3] / page.height


@dataclass(frozen=True)
class _Digit:
    character: str
    x: float
    y: float
    size: float
    typeface: str


def mixed_numbers_of(package: Ofd) -> Iterator[MixedNumber]:
    """Numbers that are set in two fonts, at one height on one line."""
    found = 0
    for number in range(1, min(len(package), _MOST_PAGES) + 1):
        page = package.page(number)
        for run in _runs(_digits(page.things)):
            digits = [one for one in run if one.character.isdigit()]
            fonts = Counter(one.typeface for one in digits)
            if len(digits) < _FEWEST_DIGITS or len(fonts) < 2 or "" in fonts:
                continue
            others = fonts.most_common(1)[0][0]
            font = next(one.typeface for one in digits if one.typeface != others)
            size = run[0].size
            box = (run[0].x, run[0].y - size, run[-1].x + size / 2, run[0].y)
            text = "".join(one.character for one in run)
            yield MixedNumber(number, *_shares(box, page), text[:60], font, others)
            found += 1
            if found >= _MOST_MIXED:
                return


def _digits(things: Sequence[Thing]) -> list[_Digit]:
    """The digits, commas and points of level text."""
    return [
        _Digit(character, x, y, thing.size, thing.typeface)
        for thing in things
        if isinstance(thing, Text) and abs(thing.angle) < 1
        for character, (x, y) in zip(thing.characters, thing.places, strict=True)
        if character in "0123456789,."
    ]


def _runs(digits: list[_Digit]) -> Iterator[list[_Digit]]:
    """Digits that stand close by on one line, from left to right."""
    rows: list[list[_Digit]] = []
    for one in sorted(digits, key=lambda one: one.y):
        if rows and abs(one.y - rows[-1][0].y) <= _LEVEL * one.size:
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        run: list[_Digit] = []
        for one in sorted(row, key=lambda one: one.x):
            if run:
                step = (one.x - run[-1].x) / run[-1].size
                if not (_STEP[0] <= step <= _STEP[1] and abs(one.size - run[-1].size) <= _AS_TALL * one.size):
                    yield run
                    run = []
            run.append(one)
        if run:
            yield run
