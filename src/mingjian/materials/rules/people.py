"""Who a document is about: identity numbers against sex, age, birth date, and against the customer on file."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from rapidfuzz.distance import Levenshtein

from mingjian.materials.rules.dossier import WELL_READ, Document, Dossier, Doubt
from mingjian.reading.page import DocumentField, Line
from mingjian.standards import identity, names
from mingjian.standards.identity import IdentityNumber, Sex
from mingjian.standards.validity import Validity

_SEXES = {"male": Sex.MALE, "female": Sex.FEMALE}
_TRADITIONAL_AGE = 2
"""By the traditional count one is up to two years older."""
_OF_AGE = 18
_RELATIVES = re.compile(
    r"监护|家属|亲属|申报人|申领人|报告人|陪护|陪同|联系人|代理人|受托人|代办人|经办人|户主|父亲|母亲|配偶|[儿女]子|女儿"
)
"""Others whose numbers stand on a paper about somebody."""


def identity_number_fails_check(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """A digit may be misread or mistyped, so it never proves anything.

    Eighteen digits without a label may be an order's or a waybill's: there a place and a birthday seldom stand.
    """
    del dossier
    numbers = [(one, identity.parse(one.value)) for one in document.all("id_number")]
    if any(number.validity is Validity.VALID for _, number in numbers):
        return
    for one, number in numbers:
        likely = one.labelled or (number.region is not None and number.birth_date is not None)
        if likely and number.validity is Validity.FAILS_CHECK_DIGIT and document.certainty(one) >= WELL_READ:
            yield Doubt({"number": one.value}, one, score=0.7 if document.sure_of(one) else 0.5)
            return


def sex_differs_from_identity_number(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Proves falsity together with the age alone: one field is a slip, two are another person."""
    del dossier
    number, sex = _number(document), document.first("sex")
    if number is None or sex is None or number.sex is None or document.certainty(sex) < WELL_READ:
        return
    stated = _SEXES.get(sex.value)
    if stated is not None and stated is not number.sex:
        wrong_age = _age_gap(document, number) or 0
        together = _of_one_person(document, number, "sex", "age")
        if _may_be_a_relatives(document, number, "sex"):
            return
        yield Doubt(
            {"stated_zh": _sex_zh(stated), "stated_en": stated.value, "number": number.number},
            sex,
            sure=together and abs(wrong_age) > 2 * _TRADITIONAL_AGE,
            score=0.8,
        )


def age_differs_from_identity_number(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Two years either way are traditional age, or a birthday in between."""
    del dossier
    number, age = _number(document), document.first("age")
    if number is None or age is None or document.certainty(age) < WELL_READ:
        return
    gap = _age_gap(document, number)
    if gap is not None and abs(gap) > _TRADITIONAL_AGE:
        sex = document.first("sex")
        also = sex is not None and number.sex is not None and _SEXES.get(sex.value) not in (None, number.sex)
        together = _of_one_person(document, number, "sex", "age")
        if _may_be_a_relatives(document, number, "age"):
            return
        yield Doubt(
            {"stated": int(age.value), "counted": int(age.value) - gap, "number": number.number},
            age,
            sure=together and also and abs(gap) > 2 * _TRADITIONAL_AGE,
            score=0.7,
        )


def birth_date_differs_from_identity_number(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Of machine-printed cards it is a contradiction where more than one digit differs."""
    del dossier
    number, born = _number(document), document.first("born_on")
    if number is None or born is None or number.birth_date is None or document.certainty(born) < WELL_READ:
        return
    if born.value != number.birth_date.isoformat():
        far = Levenshtein.distance(born.value, number.birth_date.isoformat()) > 1
        together = _of_one_person(document, number, "born_on")
        if _may_be_a_relatives(document, number, "born_on"):
            return
        yield Doubt(
            {"stated": born.value, "number": number.number},
            born,
            sure=far and together and document.in_the_file(born),
            score=0.8 if far else 0.4,
        )


def name_differs_from_customer(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """A single character may be misread or written otherwise; two may not."""
    number, name = _number(document), document.first("person_name")
    if number is None or name is None or not dossier.customer.name or document.certainty(name) < WELL_READ:
        return
    # A label that was taken for a name (委托人签名) counts for nothing beside the right name.
    others = all(_other_name(one.value, dossier.customer.name) for one in document.all("person_name"))
    if number.number == dossier.customer.id_number and others and not _may_be_a_relatives(document, number):
        yield Doubt({"stated": name.value}, name, score=0.7)


def identity_number_differs_from_customer(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """The check digit excludes a misread digit; every number of the document must be another's."""
    number, name = _number(document), document.first("person_name")
    known = identity.parse(dossier.customer.id_number)
    if number is None or name is None or known.validity is not Validity.VALID:
        return
    stated = {identity.parse(one.value).number for one in document.all("id_number")}
    if names.normalise(name.value) == names.normalise(dossier.customer.name) and known.number not in stated:
        place = document.first("id_number")
        yield Doubt({"number": number.number}, place, score=0.7)


def documents_name_different_people(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Two documents of one complaint."""
    number, name = _number(document), document.first("person_name")
    if number is None or name is None or document.certainty(name) < WELL_READ:
        return
    if _may_be_a_relatives(document, number):
        return
    for other in dossier.documents:
        their_number, their_name = _number(other), other.first("person_name")
        if other.material_id == document.material_id or their_number is None or their_name is None:
            continue
        if other.certainty(their_name) < WELL_READ or their_number.number != number.number:
            continue
        if _may_be_a_relatives(other, their_number):
            continue
        pairs = [(one, another) for one in document.all("person_name") for another in other.all("person_name")]
        if all(_other_name(one.value, another.value) for one, another in pairs):
            values = {"stated": name.value, "elsewhere": their_name.value}
            yield Doubt(values, name, score=0.6, evidence=(other.material_id,))
            return


def names_somebody_else(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Nowhere on the paper stands the customer's name or number, nor does another paper name both people."""
    customer, name = dossier.customer, document.first("person_name")
    if not customer.name or name is None or document.certainty(name) < WELL_READ:
        return
    text = "".join(line.text for line in document.lines)
    theirs = {identity.parse(one.value).number for one in document.all("id_number", "relative_id_number")}
    if names.stands_in(customer.name, text) or (customer.id_number and customer.id_number in theirs):
        return
    if not all(_other_name(one.value, customer.name) for one in document.all("person_name")):
        return
    papers = ("".join(line.text for line in other.lines) for other in dossier.documents if other is not document)
    if any(names.stands_in(customer.name, other) and names.stands_in(name.value, other) for other in papers):
        return
    yield Doubt({"stated": name.value}, name, score=0.0)


def deceased_is(name: str, document: Document) -> bool:
    """Whether a death certificate is of somebody of that name, and of nobody else whom it names."""
    stated = document.all("person_name")
    if not name or not stated or any(_other_name(one.value, name) for one in stated):
        return False
    # A relative who reports the death has a name and a number too.
    return any("死者" in line.text for line in document.lines) or not _names_relatives(document.lines)


def _of_one_person(document: Document, number: IdentityNumber, *facts: str) -> bool:
    """Whether number, name and these facts stand together, each with its label, and nobody else is named among them."""
    of_number = [one for one in document.all("id_number") if _is(one, number)]
    of_facts = [one for name in ("person_name", *facts) for one in document.all(name)]
    whole = [*of_number, *of_facts]
    if not of_number or {one.name for one in of_facts} != {"person_name", *facts} or not all(o.labelled for o in whole):
        return False
    if len({one.page for one in whole}) > 1 or len({one.value for one in document.all("person_name")}) > 1:
        return False
    top, bottom = min(one.region.top for one in whole), max(one.region.bottom for one in whole)
    between = [
        line
        for line in document.lines
        if line.page == whole[0].page and line.region.bottom > top and line.region.top < bottom
    ]
    return not _names_relatives(between)


def _may_be_a_relatives(document: Document, number: IdentityNumber, *facts: str) -> bool:
    """Whether the paper names somebody else too, and does not say whose the number is; or a child has a parent's."""
    if _is_a_childs(document, number):
        return True
    return _names_relatives(document.lines) and not _of_one_person(document, number, *facts)


def _names_relatives(lines: Iterable[Line]) -> bool:
    return any(_RELATIVES.search(names.normalise(line.text)) for line in lines)


def _is_a_childs(document: Document, number: IdentityNumber) -> bool:
    """A child on a grown-up's number: offices enter a parent's card for who has none."""
    age, day = document.first("age"), _day(document)
    counted = number.age_on(day) if day else None
    return age is not None and counted is not None and int(age.value) < _OF_AGE <= counted


def _is(one: DocumentField, number: IdentityNumber) -> bool:
    return identity.parse(one.value).number == number.number


def _number(document: Document) -> IdentityNumber | None:
    """The one valid number that the document states; None where there is none, or several people's."""
    found = {number.number: number for one in document.all("id_number") if (number := _valid(one)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _valid(one: DocumentField) -> IdentityNumber | None:
    number = identity.parse(one.value)
    return number if number.validity is Validity.VALID and not number.from_fifteen else None


def _age_gap(document: Document, number: IdentityNumber) -> int | None:
    """By how many years the stated age is too high."""
    age = document.first("age")
    day = _day(document)
    counted = number.age_on(day) if day else None
    return int(age.value) - counted if age is not None and counted is not None else None


def _day(document: Document) -> date | None:
    """When the age was stated: the death, the visit, the issue, or else the receipt; never later."""
    for name in ("died_on", "visited_on", "admitted_on", "issued_on"):
        one = document.first(name)
        day = calendar_day(one.value) if one else None
        if day is not None and (document.known_on is None or day <= document.known_on):
            return day
    return document.known_on


def calendar_day(value: str) -> date | None:
    """A day of the calendar; None for one that no calendar has."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _other_name(one: str, other: str) -> bool:
    first, second = names.normalise(one), names.normalise(other)
    return Levenshtein.distance(first, second) > 1


def _sex_zh(sex: Sex) -> str:
    return "男" if sex is Sex.MALE else "女"
