"""Says whether a file was read, and keeps of each page by what its twins are found among files.

That is how it looks, what stands where, and its own number.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.depth import in_words
from mingjian.materials.specimen import Examination, Observation, Place, Specimen, Trait, TraitKind
from mingjian.materials.twins.layout import UNIT, Layout, Piece
from mingjian.materials.twins.page_hash import page_hash
from mingjian.reading.flattening import Flattened, flatten
from mingjian.reading.page import Line
from mingjian.reading.record import PASSING

NAME = "pages"
VERSION = 7

_OWN_NUMBER = re.compile(
    r"(病案号|住院号|门诊号|证明编号|证明书编号|证书编号|证明书号|(?<!许可证)登记号|流水号|(?<!受案)回执编号|票据号码|收据号)"
    r"[:：\s]*([A-Za-z0-9〔〕()（）\-]{6,30})"
)
"""Labels of numbers that one paper has and no other.

A form's own number (表号, 版本) is every paper's of it, a licence's (执业许可证登记号) every paper's of its office, and
that of a case (案号, 受案编号) all its victims'.
"""
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[：:]")
_PAGES = 10
"""So many first pages are kept of a file: forms are short."""


def examine(specimen: Specimen, /) -> Examination:
    """Whether there was text to read, and one trait a page that shows anything: a page alone is like no other."""
    traits = []
    for page in specimen.rendering.pages[:_PAGES]:
        flat = flatten(page)
        look = page_hash(flat.pixels)
        if look is None:
            continue
        lines = [line for line in specimen.lines if line.page == page.number]
        layout = Layout(look, tuple(piece for line in lines for piece in _parts(_piece(line, flat))))
        traits.append(Trait(TraitKind.PAGE, Place(page.number, None, page.dots_per_inch), layout.to_bytes()))
    traits.extend(_numbers(specimen))
    return Examination(tuple(_read(specimen)), tuple(traits))


def _read(specimen: Specimen) -> Iterator[Observation]:
    """Whether what the file says could be read; of a file that could not be opened, its reading says why."""
    if specimen.lines:
        yield Observation("text_read", CheckOutcome.CLEAR, values={"lines": len(specimen.lines)})
    elif specimen.rendering.pages:
        yield Observation("text_absent", CheckOutcome.UNREADABLE)
    if specimen.left:
        seen = len(specimen.rendering.pages)
        yield Observation(
            "pages_not_examined",
            CheckOutcome.UNREADABLE,
            values={"examined": seen, "pages": seen + len(specimen.left), "left": in_words(specimen.left)},
        )
    if specimen.rendering.problem in PASSING:
        # Of the machine perhaps, and no sign of anything; the next run tries again.
        yield Observation("pages_missing", CheckOutcome.UNREADABLE, values={"pages": len(specimen.rendering.pages)})


def _numbers(specimen: Specimen) -> Iterator[Trait]:
    """The paper's own numbers, with the label by which they are its own."""
    for line in specimen.lines:
        for label, number in _OWN_NUMBER.findall(line.text):
            if sum(map(str.isdigit, number)) >= 4:
                yield Trait(TraitKind.SERIAL_NUMBER, Place(line.page, line.region), b"", f"{label} {number.upper()}")


def _parts(piece: Piece) -> Iterator[Piece]:
    """A form's labels and what was filled in behind them, apart; letters of a line are about equally wide."""
    ends = [found.end() for found in _LABEL.finditer(piece.text)]
    starts = [found.start() for found in _LABEL.finditer(piece.text)]
    cuts = sorted({0, *starts, *ends, len(piece.text)})
    width = (piece.right - piece.left) / max(1, len(piece.text))
    for start, end in pairwise(cuts):
        text = piece.text[start:end].strip()
        if text:
            left, right = round(piece.left + start * width), round(piece.left + end * width)
            yield Piece(text, left, piece.top, right, piece.bottom)


def _piece(line: Line, flat: Flattened) -> Piece:
    """The line's box on the flat page, in units of its longer side."""
    region = line.region
    corners = np.array(
        [
            (region.left, region.top, 1),
            (region.right, region.top, 1),
            (region.right, region.bottom, 1),
            (region.left, region.bottom, 1),
        ],
        np.float64,
    )
    places = corners @ np.linalg.inv(flat.to_given).T
    places = places[:, :2] / places[:, 2:] * (UNIT / max(flat.pixels.shape[:2]))
    left, top = places.min(axis=0).round().astype(int)
    right, bottom = places.max(axis=0).round().astype(int)
    return Piece(line.text, int(left), int(top), int(right), int(bottom))
