"""When a document says that it was made, and of what it speaks."""

from collections.abc import Iterator
from datetime import date, timedelta

from mingjian.contract.vocabulary import MaterialKind
from mingjian.materials.rules.dossier import WELL_READ, Document, Dossier, Doubt
from mingjian.materials.rules.people import calendar_day
from mingjian.reading.page import DocumentField, Line
from mingjian.standards import identity
from mingjian.standards.validity import Validity

_EVENTS = ("died_on", "admitted_on", "visited_on")
NEW_DEATH_FORM = date(2026, 7, 1)
_TITLE = "居民死亡医学证明"
_OLD_TITLE = "推断"


def issued_before_event(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """The year of January's papers may be a slip."""
    del dossier
    issued, event = _known(document, "issued_on"), _known(document, *_EVENTS)
    if issued is None or event is None:
        return
    if issued[1] < event[1]:
        score = 0.7 if document.sure_of(issued[0]) or document.sure_of(event[0]) else 0.5
        yield Doubt({"issued": issued[0].value, "event": event[0].value}, issued[0], score=score)


def issued_after_receipt(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """A day of grace for what is sent around midnight."""
    del dossier
    issued = _known(document, "issued_on", "printed_on")
    if issued is None or document.received_on is None:
        return
    if issued[1] > document.received_on + timedelta(days=1):
        yield Doubt(
            {"issued": issued[0].value, "received": document.received_on.isoformat()},
            issued[0],
            # A date that is typed once may be a slip; a system's date is none.
            sure=document.in_the_file(issued[0]),
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
    """The national form of July 2026 on a paper of an earlier day: issue and death both before it."""
    del dossier
    title, old = _title(document)
    issued, died = _known(document, "issued_on"), _known(document, "died_on")
    if title is None or old or issued is None:
        return
    if issued[1] < NEW_DEATH_FORM:
        both = died is not None and died[1] < NEW_DEATH_FORM
        yield Doubt({"issued": issued[0].value}, title, sure=both and document.sure_of(issued[0]), score=0.7)


def death_form_outdated(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Old stock is used up for a while."""
    del dossier
    title, old = _title(document)
    issued = _known(document, "issued_on")
    if title is not None and old and issued is not None and issued[1] >= NEW_DEATH_FORM:
        yield Doubt({"issued": issued[0].value}, title, score=0.5)


def death_number_differs_from_identity_number(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """On the new form alone."""
    del dossier
    title, old = _title(document)
    issued, number = _known(document, "issued_on"), document.first("document_number")
    valid = {
        parsed.number
        for one in document.all("id_number")
        if (parsed := identity.parse(one.value)).validity is Validity.VALID
    }
    if title is None or old or issued is None or issued[1] < NEW_DEATH_FORM or number is None or len(valid) != 1:
        return
    if document.certainty(number) >= WELL_READ and identity.normalise(number.value) not in valid:
        yield Doubt({"stated": number.value}, number, score=0.5)


def customer_active_after_death(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """The customer's own identity number, valid, on the certificate; a relative's death is another matter."""
    customer, died = dossier.customer, _known(document, "died_on")
    numbers = {identity.parse(one.value).number for one in document.all("id_number")}
    if died is None or not customer.id_number or numbers != {customer.id_number}:
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


def _known(document: Document, *names: str) -> tuple[DocumentField, date] | None:
    """A day that is read well, or that several places state alike."""
    one = document.first(*names)
    day = calendar_day(one.value) if one else None
    if one is None or day is None or document.certainty(one) < WELL_READ:
        return None
    return one, day


def _title(document: Document) -> tuple[Line | None, bool]:
    """The title's line, and whether it is the old form's."""
    if document.kind is not MaterialKind.DEATH_CERTIFICATE:
        return None, False
    titles = [line for line in document.lines if _TITLE in line.text and line.confidence >= WELL_READ]
    return (titles[0] if titles else None), any(_OLD_TITLE in line.text for line in document.lines)
