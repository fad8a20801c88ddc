"""Facts that a document states, by the labels that documents write before them and by the form of what they are."""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mingjian.contract.vocabulary import MaterialKind
from mingjian.reading.fields.dates import Found, dates, weekdays
from mingjian.reading.fields.lexicon import Form, Labelled, labelled
from mingjian.reading.fields.numbers import credit_codes, identity_numbers, telephones
from mingjian.reading.fields.organisations import organisation_alone, organisations
from mingjian.reading.fields.prose import facts_in_prose
from mingjian.reading.fields.sums import sums, sums_in_words
from mingjian.reading.page import DocumentField, Line, Region

__all__ = ["VERSION", "fields"]

VERSION = 6
"""Raised when the same lines may come to be understood otherwise."""
_UNLABELLED = 0.8
"""What a value without a label is believed of a labelled one."""
_NAME = re.compile(r"[㐀-鿿·]{2,12}|[A-Z][A-Za-z.' -]{1,40}")
_LONGEST_NAME = 4
"""Characters of a name that no sign parts from its label: a longer run of them is a sentence, as is what begins so."""
_NO_NAME = re.compile(
    "(?:症状|病情|情况|一般|自述|自诉|主诉|诉|因|入院|出院|住院|转院|家属|本人|目前|现|无|有|神志|精神|生命|体征|术|好转|痊愈|要求|既往|平素|需|应|可|在|被|自)"
)
_NUMBER = re.compile(r"[A-Za-z0-9〔〕\[\]()()一-鿿-]*\d[A-Za-z0-9〔〕\[\]()()/一-鿿._-]*")
_SEX = re.compile(r"[男女]|\b(?:fe)?male\b", re.IGNORECASE)
_AGE = re.compile(r"(\d{1,3}) *(?:周?岁|$|\D)")
_SPAN = "valid_until"
_BEFORE_AN_END = re.compile(r"(?:至|到|截止|有效期限?|[-—–~])[于为: ]*$")
_BEHIND_AN_END = re.compile(r" *(?:[-—–~至到起止前]|以前|之前)")
"""What tells the days of a span of time, of which none is the day on which the paper was made."""


@dataclass(frozen=True)
class _Folded:
    """A line with its text in half width; the characters keep their places."""

    line: Line
    text: str


def fields(kind: MaterialKind, lines: Sequence[Line]) -> tuple[DocumentField, ...]:
    """The facts of one document in the order in which they stand, each once for each place."""
    folded = [_Folded(line, _fold(line.text)) for line in lines]
    found: list[DocumentField] = []
    for place, one in enumerate(folded):
        taken: list[tuple[int, int]] = []
        for label in labelled(one.text, kind):
            fact = _of_label(label, place, folded)
            if fact is not None:
                found.append(fact)
                taken.append((label.start, label.end))
        found += _by_form(one, taken)
    found += _of_prose(kind, folded, {fact.name for fact in found})
    found = _once(found)
    found += _signed_by(folded, found)
    return tuple(found)


def _of_prose(kind: MaterialKind, lines: Sequence[_Folded], known: Collection[str]) -> list[DocumentField]:
    """What running text states; where a label names the sex, the age or the day of an event, the label is believed."""
    stated = facts_in_prose(kind, [one.line for one in lines], [one.text for one in lines])
    return [
        _field(fact.field, Found(fact.value, fact.start, fact.end), lines[fact.line], offset=0)
        for fact in stated
        if fact.field not in known or fact.field in ("date", "id_number")
    ]


def _once(found: Sequence[DocumentField]) -> list[DocumentField]:
    """Each value once for each place: what a label names in another line is found there by its form again."""
    surest: dict[tuple[str, int, Region], float] = {}
    for fact in found:
        place = (fact.value, fact.page, fact.region)
        surest[place] = max(surest.get(place, 0.0), fact.confidence)
    return [fact for fact in dict.fromkeys(found) if fact.confidence == surest[fact.value, fact.page, fact.region]]


def _fold(text: str) -> str:
    """Half width, character by character, so that places stay; Chinese punctuation becomes ASCII where it has one."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", sign)) == 1 else sign for sign in text)


def _of_label(label: Labelled, place: int, lines: Sequence[_Folded]) -> DocumentField | None:
    one = lines[place]
    rest = one.text[label.value_start : label.end]
    if rest.strip(" :_"):
        value = _value(label.row.form, rest)
        if value is None or (label.row.form is Form.NAME and not label.apart and _goes_on_as_prose(value)):
            return None
        return _field(label.row.field, value, one, offset=label.value_start)
    if label.end < len(one.text):
        return None  # an empty place in a form, with the next label behind it
    for other in (_to_the_right(one, lines), _below(one, lines)):
        if other is None or labelled(other.text, MaterialKind.OTHER):
            continue
        value = _value(label.row.form, other.text)
        if value is not None:
            return _field(label.row.field, value, other, offset=0)
    return None


def _goes_on_as_prose(name: Found) -> bool:
    """患者症状明显缓解: no name."""
    return len(name.value) > _LONGEST_NAME or _NO_NAME.match(name.value) is not None


def _value(form: Form, text: str) -> Found | None:
    """The first value of that form in a text."""
    return next(iter(_FORMS[form](text)), None)


def _matches(pattern: re.Pattern[str]) -> Callable[[str], tuple[Found, ...]]:
    def find(text: str) -> tuple[Found, ...]:
        return tuple(Found(match[0].strip(), match.start(), match.end()) for match in pattern.finditer(text))

    return find


def _names(text: str) -> tuple[Found, ...]:
    start = len(text) - len(text.lstrip(" :_"))
    match = _NAME.match(text, start)
    return (Found(match[0].strip(), match.start(), match.end()),) if match else ()


def _sexes(text: str) -> tuple[Found, ...]:
    return tuple(
        Found("male" if match[0].lower() in ("男", "male") else "female", match.start(), match.end())
        for match in _SEX.finditer(text)
    )


def _ages(text: str) -> tuple[Found, ...]:
    return tuple(
        Found(str(int(match[1])), match.start(1), match.end(1))
        for match in _AGE.finditer(text + "\n")
        if int(match[1]) < 130
    )


def _texts(text: str) -> tuple[Found, ...]:
    value = text.strip(" :_")
    start = text.find(value)
    return (Found(value, start, start + len(value)),) if value else ()


def _money(text: str) -> tuple[Found, ...]:
    found = sums(text)
    with_cents = tuple(one for one in found if "." in text[one.start : one.end] or "元" in text[one.start : one.end])
    return with_cents or found


_FORMS: dict[Form, Callable[[str], tuple[Found, ...]]] = {
    Form.NAME: _names,
    Form.SEX: _sexes,
    Form.AGE: _ages,
    Form.IDENTITY: identity_numbers,
    Form.CREDIT_CODE: credit_codes,
    Form.TELEPHONE: telephones,
    Form.DATE: dates,
    Form.NUMBER: _matches(_NUMBER),
    Form.TEXT: _texts,
    Form.ORGANISATION: organisations,
    Form.SUM: _money,
}

_BY_FORM: tuple[tuple[str, Callable[[str], tuple[Found, ...]]], ...] = (
    ("id_number", identity_numbers),
    ("credit_code", credit_codes),
    ("telephone", telephones),
    ("date", dates),
)
_BESIDE_LABELS: tuple[tuple[str, Callable[[str], tuple[Found, ...]]], ...] = (
    ("weekday", weekdays),
    ("amount_in_words", sums_in_words),
)


def _by_form(one: _Folded, taken: Sequence[tuple[int, int]]) -> list[DocumentField]:
    """Values that need no label: a date is one wherever it stands."""
    found = []
    for name, find in _BY_FORM:
        found += [
            _field(
                _SPAN if name == "date" and _ends_a_span(one.text, value) else name,
                value,
                one,
                offset=0,
                share=_UNLABELLED,
            )
            for value in find(one.text)
            if not any(start <= value.start < end for start, end in taken)
        ]
    for name, find in _BESIDE_LABELS:
        found += [_field(name, value, one, offset=0) for value in find(one.text)]
    return found


def _ends_a_span(text: str, day: Found) -> bool:
    return bool(_BEFORE_AN_END.search(text[: day.start]) or _BEHIND_AN_END.match(text, day.end))


def _signed_by(lines: Sequence[_Folded], found: Sequence[DocumentField]) -> list[DocumentField]:
    """The issuer and the day at the foot of a document, or the issuer in its heading, where no label names them."""
    names = {field.name for field in found}
    answer: list[DocumentField] = []
    if "issuer" not in names:
        # The heading's name is printed; that at the foot is often half under a seal.
        signed = ((one, name) for one in lines if (name := organisation_alone(one.text)) is not None)
        answer += [_field("issuer", name, one, offset=0, share=_UNLABELLED) for one, name in islice(signed, 1)]
    if "issued_on" not in names:
        dated = sorted((field for field in found if field.name == "date"), key=lambda one: (one.page, one.region.top))
        answer += [
            replace(date, name="issued_on", confidence=date.confidence * _UNLABELLED, labelled=False)
            for date in dated[-1:]
        ]
    return answer


def _field(name: str, value: Found, one: _Folded, *, offset: int, share: float = 1.0) -> DocumentField:
    start, end = offset + value.start, offset + value.end
    text = one.line.text[start:end].strip()
    return DocumentField(
        name,
        value.value,
        text,
        one.line.page,
        _part(one, start, end),
        one.line.confidence * share,
        labelled=share == 1.0,
    )


def _part(one: _Folded, start: int, end: int) -> Region:
    """The characters' share of the line's region: a Chinese character is twice as wide as a Latin one."""
    widths = [2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in one.line.text]
    whole, region = max(1, sum(widths)), one.line.region
    left = region.left + (region.right - region.left) * sum(widths[:start]) // whole
    right = region.left - (region.left - region.right) * sum(widths[:end]) // whole
    return Region(left, region.top, max(right, left), region.bottom)


def _to_the_right(one: _Folded, lines: Sequence[_Folded]) -> _Folded | None:
    here = one.line.region
    height = here.bottom - here.top
    beside = [
        other
        for other in lines
        if other.line.page == one.line.page
        and other.line.region.left >= here.right - height // 2
        and min(here.bottom, other.line.region.bottom) - max(here.top, other.line.region.top) > height // 2
    ]
    return min(beside, key=lambda other: other.line.region.left, default=None)


def _below(one: _Folded, lines: Sequence[_Folded]) -> _Folded | None:
    here = one.line.region
    height = here.bottom - here.top
    under = [
        other
        for other in lines
        if other.line.page == one.line.page
        and 0 < other.line.region.top - here.top <= 4 * height
        and other.line.region.top >= here.bottom - height // 2
        and other.line.region.left < here.right
        and here.left < other.line.region.right
    ]
    return min(under, key=lambda other: other.line.region.top, default=None)
