"""When a document says that it was made, and of what it speaks."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum

from mingjian.contract.vocabulary import MaterialKind
from mingjian.materials.rules.dossier import WELL_READ, Document, Dossier, Doubt
from mingjian.materials.rules.people import calendar_day, deceased_is
from mingjian.reading.fields.organisations import organisation_alone
from mingjian.reading.page import DocumentField, Line
from mingjian.standards import identity, names
from mingjian.standards.validity import Validity
from mingjian.standards.working_days import known_working_day

_EVENTS = ("died_on", "admitted_on", "visited_on", "employed_on")
_CERTIFICATES = frozenset(
    {
        MaterialKind.HARDSHIP_CERTIFICATE,
        MaterialKind.DIAGNOSIS_CERTIFICATE,
        MaterialKind.UNEMPLOYMENT_CERTIFICATE,
        MaterialKind.INCOME_CERTIFICATE,
        MaterialKind.DEATH_CERTIFICATE,
        MaterialKind.POLICE_RECEIPT,
    }
)
"""What offices write out and sign at its end."""
_PLAINLY_READ = 0.99
"""A day below a name is often under a seal, where one doubtful figure makes it another day."""
_HOSPITAL_DAYS = re.compile(r"(?<![一-鿿])(?:本次|实际)?(?:住院天数|(?<=实际)住院)[:： ]*(\d{1,3}) *[天日]")
"""As the form asks for it; what a physician advises (建议住院天数), or a year adds up to (累计住院天数), is no stay."""
_OF_ANOTHER = re.compile(r"累计|合计|年度|建议|预计")
_SEVERAL_STAYS = re.compile(
    r"(?:(?<=[一-鿿])(?<!本次)(?<!患者)(?<!病人)(?<!实际)[入出]院(?:日期|时间))|[上前末历]次|上一次|第[一二三四五1-9]次"
)
"""An earlier one has its days too: 上次出院日期, 首次入院时间."""
_STREET = re.compile(r"街道办事处$")
"""Writes papers in office hours. Committees of villages and quarters keep watch on days off; banks' counters and halls
of public services open on them; hospitals, police and employers always work."""
_OF_HARDSHIP = re.compile(r"(?:街道办事处|(?:乡|镇|区|县|市)人民政府|民政局|人力资源和社会保障局|残疾人联合会)$")
"""Offices whose letters about hardship a clerk writes. As registries of marriages some of them open on Saturdays."""
NEW_DEATH_FORM = date(2026, 7, 1)
_TITLE = "居民死亡医学证明"


class _Form(Enum):
    """The national forms of death certificate, by the year from which each is used."""

    OF_1992 = "居民死亡医学证明书"
    OF_2014 = "居民死亡医学证明（推断）书"
    OF_2026 = "居民死亡医学证明"


def issued_before_event(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """The year of January's papers may be a slip."""
    del dossier
    issued, event = _known(document, "issued_on"), _known(document, *_EVENTS)
    if issued is None or event is None:
        return
    if issued[1] < event[1]:
        score = 0.7 if document.sure_of(issued[0]) or document.sure_of(event[0]) else 0.5
        yield Doubt({"issued": issued[0].value, "event": event[0].value}, issued[0], score=score)


def discharged_before_admission(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Each day with its label; a paper about several stays is not compared."""
    del dossier
    stay = _stay(document)
    if stay is not None and stay[1][1] < stay[0][1]:
        (admitted, _), (discharged, _) = stay
        yield Doubt({"admitted": admitted.value, "discharged": discharged.value}, discharged, score=0.6)


def hospital_days_differ(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Whether the day of admission or that of discharge counts, or both, is each hospital's own."""
    del dossier
    stay = _stay(document)
    if stay is None or stay[1][1] < stay[0][1]:
        return
    counted = (stay[1][1] - stay[0][1]).days
    found = [
        (line, match)
        for line in document.lines
        if (match := _HOSPITAL_DAYS.search(line.text)) and not _OF_ANOTHER.search(line.text[: match.start()])
    ]
    if len({match[1] for _, match in found}) != 1:
        return
    line, match = found[0]
    if abs(int(match[1]) - counted) > 1 and line.confidence >= WELL_READ:
        yield Doubt({"stated": int(match[1]), "counted": counted}, line, score=0.5)


def _stay(document: Document) -> tuple[tuple[DocumentField, date], tuple[DocumentField, date]] | None:
    """The one admission and the one discharge, each read well; None where there are several or either is unknown."""
    admitted, discharged = _known(document, "admitted_on"), _known(document, "discharged_on")
    if admitted is None or discharged is None or not (admitted[0].labelled and discharged[0].labelled):
        return None
    several = any(len({one.value for one in document.all(name)}) > 1 for name in ("admitted_on", "discharged_on"))
    named = any(_SEVERAL_STAYS.search(line.text) for line in document.lines)
    return None if several or named else (admitted, discharged)


def issued_after_receipt(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """A day of grace for what is sent around midnight.

    Only a day with a label counts, and the one below a certificate's last name: cards are valid until a day to come,
    and plans of repayment end on one.
    """
    del dossier
    issued = _issued(document, "issued_on", "printed_on")
    day = calendar_day(issued.value) if issued else None
    if issued is None or day is None or document.received_on is None or document.certainty(issued) < WELL_READ:
        return
    if day > document.received_on + timedelta(days=1):
        yield Doubt(
            {"issued": issued.value, "received": document.received_on.isoformat()},
            issued,
            # A day that is typed once may be a slip, or put forward; that a system printed is neither.
            sure=document.in_the_file(issued) and (issued.name == "printed_on" or document.stands_twice(issued.value)),
            score=0.8,
        )


def impossible_day(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """30 February."""
    del dossier
    for one in document.fields:
        dated = one.name == "date" or one.name.endswith("_on")
        if dated and calendar_day(one.value) is None and document.certainty(one) >= WELL_READ:
            yield Doubt({"day": one.text}, one, score=0.7 if document.sure_of(one) else 0.5)
            return


def weekday_differs(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """A weekday counts for the date of its own line alone."""
    del dossier
    for weekday in document.all("weekday"):
        days = {
            one.value
            for one in document.fields
            if (one.name == "date" or one.name.endswith("_on"))
            and one.page == weekday.page
            and abs(one.region.top - weekday.region.top) <= (weekday.region.bottom - weekday.region.top) // 2
        }
        if len(days) != 1 or document.certainty(weekday) < WELL_READ:
            continue
        day = calendar_day(next(iter(days)))
        if day is not None and day.isoweekday() != int(weekday.value):
            yield Doubt({"day": day.isoformat(), "stated": weekday.text}, weekday, score=0.4)
            return


def death_form_not_yet_in_force(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """The national form of July 2026 on a paper of an earlier day: issue and death both before it.

    Where its day was not read, a paper was issued by the day on which it came.
    """
    del dossier
    title, form = _form(document)
    issued, died = _known(document, "issued_on"), _known(document, "died_on")
    if title is None or form is not _Form.OF_2026:
        return
    if issued is None:
        if document.received_on is not None and document.received_on < NEW_DEATH_FORM:
            values = {"issued": document.received_on.isoformat(), "how_zh": "收到", "how_en": "received"}
            yield Doubt(values, title, score=0.7)
    elif issued[1] < NEW_DEATH_FORM:
        both = died is not None and died[1] < NEW_DEATH_FORM
        # Of a title that was recognised a part may be missing, and the older ones differ in just their endings.
        sure = both and title.confidence >= 1.0 and issued[0].labelled and document.sure_of(issued[0])
        values = {"issued": issued[0].value, "how_zh": "出具", "how_en": "issued"}
        yield Doubt(values, title, sure=sure, score=0.7)


def death_form_outdated(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Old stock is used up for a while."""
    del dossier
    title, form = _form(document)
    issued = _known(document, "issued_on")
    if title is not None and form is _Form.OF_2014 and issued is not None and issued[1] >= NEW_DEATH_FORM:
        yield Doubt({"issued": issued[0].value}, title, score=0.5)


def death_form_of_before_2014(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """The form of 1992 after a year in which old stock was used up: the row's first day."""
    del dossier
    title, form = _form(document)
    issued = _known(document, "issued_on")
    if title is not None and form is _Form.OF_1992 and issued is not None:
        yield Doubt({"issued": issued[0].value}, title, score=0.5)


def death_number_differs_from_identity_number(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """On the new form alone."""
    del dossier
    title, form = _form(document)
    issued, number = _known(document, "issued_on"), document.first("document_number")
    valid = {
        parsed.number
        for one in document.all("id_number")
        if (parsed := identity.parse(one.value)).validity is Validity.VALID
    }
    new = title is not None and form is _Form.OF_2026 and issued is not None and issued[1] >= NEW_DEATH_FORM
    if not new or number is None or len(valid) != 1:
        return
    if document.certainty(number) >= WELL_READ and identity.normalise(number.value) not in valid:
        yield Doubt({"stated": number.value}, number, score=0.5)


def customer_active_after_death(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """The customer's own identity number, valid, on the certificate; a relative's death is another matter."""
    customer, died = dossier.customer, _known(document, "died_on")
    numbers = {identity.parse(one.value).number for one in document.all("id_number")}
    if died is None or not customer.id_number or numbers != {customer.id_number}:
        return
    # The child who reports a death stands on the paper too, perhaps as the only one whose number was read.
    if not deceased_is(customer.name, document):
        return
    # The day itself says nothing: a record may be of the morning.
    spoken = [day for day in customer.spoken_on if day > died[1] + timedelta(days=1)]
    logged_in = [day for day in customer.logged_in_on if day > died[1] + timedelta(days=1)]
    if spoken or logged_in:
        first = min(spoken + logged_in)
        yield Doubt(
            {"died": died[0].value, "calls": len(spoken), "logins": len(logged_in), "first": first.isoformat()},
            died[0],
            # Somebody else may pick up once and say yes.
            sure=len(set(spoken)) >= 2,
            score=0.9 if spoken else 0.6,
        )


def issued_on_closed_day(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Officials stay on duty, and days are written ahead, so it is no more than worth knowing.

    What is text of the file was written by an office's system, which writes on any day; so are cards of the disabled
    and of the unemployed, of which nothing is asked at all.
    """
    del dossier
    issuer, issued = document.first("issuer"), _issued(document, "issued_on")
    day = calendar_day(issued.value) if issued else None
    if issuer is None or issued is None or day is None or document.in_the_file(issued):
        return
    well_read = min(document.certainty(issuer), document.certainty(issued)) >= WELL_READ
    office = names.normalise(issuer.value)
    closes = _OF_HARDSHIP if document.kind is MaterialKind.HARDSHIP_CERTIFICATE else _STREET
    if well_read and closes.search(office) and known_working_day(day) is False:
        yield Doubt({"day": day.isoformat(), "issuer": issuer.value}, issued, score=0.2)


def _issued(document: Document, *fields: str) -> DocumentField | None:
    """The day of issue that is read best, of those that say so: by a label, or below a certificate's last name."""
    stated = [one for one in document.all(*fields) if one.labelled or _is_beneath_a_name(document, one)]
    return max(stated, key=document.certainty, default=None)


def _is_beneath_a_name(document: Document, day: DocumentField) -> bool:
    """Whether a certificate ends as they do: an organisation's name, and straight below it a day without a label."""
    if document.kind not in _CERTIFICATES or document.certainty(day) < _PLAINLY_READ:
        return False
    here, height = day.region, day.region.bottom - day.region.top
    lines = [line for line in document.lines if line.page == day.page]
    row = [
        line
        for line in lines
        if line.region.top + height // 2 < here.bottom and here.top + height // 2 < line.region.bottom
    ]
    above = [
        line
        for line in lines
        if line.region.left < here.right
        and here.left < line.region.right
        and line.region.bottom <= here.top + height // 2
    ]
    last = max(above, key=lambda line: line.region.bottom, default=None)
    # Beside and behind it pieces of the seal may have been read; what stands before it says what day it is.
    return (
        any(line.text.strip() == day.text for line in row)
        and not any(line.region.right <= here.left + height // 2 for line in row)
        and last is not None
        and here.top - last.region.bottom <= 2 * height
        and organisation_alone(last.text) is not None
    )


def _known(document: Document, *names: str) -> tuple[DocumentField, date] | None:
    """A day that is read well, or that several places state alike."""
    one = document.first(*names)
    day = calendar_day(one.value) if one else None
    if one is None or day is None or document.certainty(one) < WELL_READ:
        return None
    return one, day


def _form(document: Document) -> tuple[Line | None, _Form | None]:
    """The title's line and its form; nothing where the title is not known word for word."""
    if document.kind is not MaterialKind.DEATH_CERTIFICATE:
        return None, None
    written = [(line, names.normalise(line.text).strip("《》")) for line in document.lines]
    # 推断 may stand on a line of its own.
    inferred = any("推断" in text for _, text in written)
    for line, text in written:
        if line.confidence < WELL_READ:
            continue
        if inferred and _TITLE in text:
            return line, _Form.OF_2014
        if text in (_TITLE, f"{_TITLE}书"):
            alone = any(other == "书" for _, other in written)
            return line, _Form.OF_1992 if alone or text != _TITLE else _Form.OF_2026
    return None, None
