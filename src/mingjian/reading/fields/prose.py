"""Facts in running text: 兹证明张三，女，27岁，身份证号码…，于2026年3月20日来院就诊.

Sex and age are told by the identity number in whose sentence they stand, an event by the verb behind its day. Lines
that were broken at the margin are joined first, so that a day or a number which begins in one and ends in the next is
whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingjian.contract.vocabulary import MaterialKind
from mingjian.reading.fields.dates import Found, dates
from mingjian.reading.fields.numbers import identity_numbers
from mingjian.reading.page import Line

__all__ = ["Stated", "facts_in_prose"]

_FULL = 0.85
"""Of the page's rightmost text: a line that ends there was broken at the margin."""
_LEADING = 2.6
"""Heights of a line from its top to that of the next one of a paragraph, at most."""
_MOST_LINES = 12
_STOPS = "。;:!?"
_SEX = re.compile(r"(?:(?<=[,(、 ])|^)(?:性别:?)?([男女])性?(?=[,)、 。]|$)")
_AGE = re.compile(r"(?:(?<=[,(、 ])|(?<=现年)|(?<=年龄)|(?<=年龄:)|^)(\d{1,3}) ?周?岁")
_RELATIVES = re.compile(r"其[父母妻夫子女]|之[父母子女]|父亲|母亲|儿子|女儿|妻子|丈夫|配偶|家属|监护人|[兄弟姐妹]")
"""Where one is named too, the sex and the age may be theirs."""
_BEHIND = 14
"""Characters behind an identity number in which its owner's sex and age may follow."""
_PLANNED = re.compile(r"(?:拟|定于|预约|预计|计划|将于|将在|建议|至|到|截至|截止)于?$")
_EVENTS: tuple[tuple[str, re.Pattern[str], frozenset[MaterialKind]], ...] = (
    (
        "visited_on",
        re.compile(r"[^。,;]{0,4}?(?:来院|来我院|就诊|门诊|急诊|初诊|接诊|来诊)"),
        frozenset({MaterialKind.DIAGNOSIS_CERTIFICATE, MaterialKind.MEDICAL_RECORD}),
    ),
    (
        "admitted_on",
        re.compile(r"[^。,;]{0,6}?(?:入院|住院|收治)"),
        frozenset({MaterialKind.DIAGNOSIS_CERTIFICATE, MaterialKind.MEDICAL_RECORD}),
    ),
    (
        "died_on",
        re.compile(r"[^。,;]{0,8}?(?:死亡|去世|病故|病逝|身故|逝世|离世|身亡)"),
        frozenset({MaterialKind.DEATH_CERTIFICATE}),
    ),
    (
        "employed_on",
        re.compile(r" ?(?:起|入职)[^。,;]{0,3}?(?:我|本|该)(?:单位|公司|处|厂|店)"),
        frozenset({MaterialKind.INCOME_CERTIFICATE}),
    ),
)
"""Field, the words close behind its day, and the kinds of document that are about it."""


@dataclass(frozen=True)
class Stated:
    """A value in a paragraph, with the line in which most of it stands and the characters there."""

    field: str
    value: str
    line: int
    """Position among the lines that were given."""
    start: int
    end: int


@dataclass(frozen=True)
class _Paragraph:
    """Lines that are one text. ``starts`` are where each begins in it."""

    text: str
    lines: tuple[int, ...]
    starts: tuple[int, ...]

    def stated(self, field: str, found: Found) -> Stated:
        """The value in that line of the paragraph in which most of its characters stand."""
        parts = []
        for line, start, end in zip(self.lines, self.starts, (*self.starts[1:], len(self.text)), strict=True):
            parts.append((min(found.end, end) - max(found.start, start), -line, start, end))
        _, line, start, end = max(parts)
        return Stated(field, found.value, -line, max(found.start, start) - start, min(found.end, end) - start)

    def is_broken(self, found: Found) -> bool:
        """Whether the value begins in one line and ends in another, where no line shows it whole."""
        return any(found.start < start < found.end for start in self.starts)


def facts_in_prose(kind: MaterialKind, lines: Sequence[Line], texts: Sequence[str]) -> Iterator[Stated]:
    """What running text states; ``texts`` are the lines' in half width, character by character."""
    for paragraph in _paragraphs(lines, texts):
        yield from _of_person(paragraph)
        for day in dates(paragraph.text):
            if paragraph.is_broken(day):
                yield paragraph.stated("date", day)
            if _PLANNED.search(paragraph.text[: day.start]):
                continue
            for field, words, kinds in _EVENTS:
                if kind in kinds and words.match(paragraph.text, day.end):
                    yield paragraph.stated(field, day)
                    break


def _of_person(paragraph: _Paragraph) -> Iterator[Stated]:
    """Sex and age of the one person whose identity number the paragraph states."""
    numbers = identity_numbers(paragraph.text)
    for number in numbers:
        if paragraph.is_broken(number):
            yield paragraph.stated("id_number", number)
    if len(numbers) != 1:
        return
    (number,) = numbers
    begin = max((paragraph.text.rfind(stop, 0, number.start) for stop in "。;!?"), default=-1) + 1
    end = min(number.end + _BEHIND, len(paragraph.text))
    if _RELATIVES.search(paragraph.text, begin, end):
        return
    for field, pattern in (("sex", _SEX), ("age", _AGE)):
        found = list(pattern.finditer(paragraph.text, begin, end))
        if len(found) > 1:
            return  # more than one person
        for match in found:
            value = {"男": "male", "女": "female"}.get(match[1], match[1])
            if field == "sex" or 0 < int(value) < 130:
                yield paragraph.stated(field, Found(value, match.start(1), match.end(1)))


def _paragraphs(lines: Sequence[Line], texts: Sequence[str]) -> Iterator[_Paragraph]:
    """Each line with those that continue it; a line that continues another begins none."""
    rightmost: dict[int, int] = {}
    for line in lines:
        rightmost[line.page] = max(rightmost.get(line.page, 0), line.region.right)
    follows = {place: _continuation(place, lines, texts, rightmost) for place in range(len(lines))}
    continued = {other for other in follows.values() if other is not None}
    for place in range(len(lines)):
        if place in continued:
            continue
        members: list[int] = []
        here: int | None = place
        while here is not None and here not in members and len(members) < _MOST_LINES:
            members.append(here)
            here = follows[here]
        starts = [sum(len(texts[one]) for one in members[:count]) for count in range(len(members))]
        yield _Paragraph("".join(texts[one] for one in members), tuple(members), tuple(starts))


def _continuation(place: int, lines: Sequence[Line], texts: Sequence[str], rightmost: dict[int, int]) -> int | None:
    """The line that goes on where this one was broken at the margin; None where it was not."""
    line, text = lines[place], texts[place].rstrip()
    here = line.region
    height = here.bottom - here.top
    if not text or text[-1] in _STOPS or here.right < _FULL * rightmost[line.page]:
        return None
    below = [
        other
        for other in range(len(lines))
        if lines[other].page == line.page
        and height // 2 < lines[other].region.top - here.top <= _LEADING * height
        and here.left - 4 * height <= lines[other].region.left <= here.left + height
    ]
    return min(below, key=lambda other: lines[other].region.top, default=None)
