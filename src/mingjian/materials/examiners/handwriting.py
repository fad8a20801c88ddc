"""Keeps what was written by hand where a customer signs and where a form asks who they are.

Only there: what an office writes, a physician's signature and a letterhead's calligraphy stand on many papers lawfully,
and so does the agent's part of an authorisation, which law firms fill in once and copy. A label must say whose it is.
"""

import re
import unicodedata
from collections.abc import Iterator
from statistics import median

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.handwriting import written_at
from mingjian.materials.specimen import Examination, Observation, Place, Specimen, Trait, TraitKind
from mingjian.reading.page import Line, Page, Region

NAME = "handwriting"
VERSION = 1

_PAGES = 10
_SIGNED = r"(?:委托人|授权人|申请人|投诉人|申诉人|借款人|承诺人|声明人|本人)\(?(?:亲笔)?(?:签名|签字|签章)[^:]{0,8}:"
_FILLED = r"(?:患者|病人|死者|委托人|授权人|申请人|投诉人|被证明人)(?:姓名|身份证号码?):"
_LABELS = re.compile(f"(?P<signed>{_SIGNED})|(?P<filled>{_FILLED})")
_ROOM, _ABOVE = 12, 1.8
"""Heights of print to the right of a label, and above and below its middle, in which is looked."""
_MOST = 20
"""Of a page."""


def examine(specimen: Specimen, /) -> Examination:
    """One trait a place where something is written by hand."""
    traits = [trait for page in specimen.rendering.pages[:_PAGES] for trait in _traits(page, specimen.lines)]
    check = "handwriting_kept" if traits else "handwriting_absent"
    values = {"places": len(traits)} if traits else {}
    return Examination((Observation(check, CheckOutcome.NOT_APPLICABLE, values=values),), tuple(traits))


def _traits(page: Page, lines: tuple[Line, ...]) -> Iterator[Trait]:
    mine = [line for line in lines if line.page == page.number]
    if not mine:
        return
    # A line in which a hand wrote is taller than its label's print.
    height = round(median(line.region.bottom - line.region.top for line in mine))
    found = [(line, label) for line in mine for label in _LABELS.finditer(_fold(line.text))]
    for line, label in found[:_MOST]:
        across, down = _room(line, label, height, page)
        written = written_at(page.pixels, across=across, down=down, height=height)
        if written is not None:
            kind = TraitKind.SIGNATURE if label["signed"] else TraitKind.HANDWRITING
            place = Place(page.number, Region(across[0], down[0], across[1], down[1]), page.dots_per_inch)
            yield Trait(kind, place, written.to_bytes(), label[0].rstrip(":"))


def _room(line: Line, label: re.Match[str], height: int, page: Page) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where on the page is looked: behind the label, as far as the next one in its line."""
    region, text = line.region, _fold(line.text)
    # Evenly wide letters where all is print, the print's own width where a hand wrote wider.
    step = min((region.right - region.left) / len(text), float(height))
    left = region.left + round(label.end() * step)
    following = _LABELS.search(text, label.end())
    right = region.left + round(following.start() * step) if following else left + _ROOM * height
    middle = (region.top + region.bottom) / 2
    tall, wide = page.pixels.shape[:2]
    down = max(0, round(middle - _ABOVE * height)), min(tall, round(middle + _ABOVE * height))
    return (max(0, left), min(wide, right)), down


def _fold(text: str) -> str:
    """Half width, character by character, so that places stay."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", sign)) == 1 else sign for sign in text)
