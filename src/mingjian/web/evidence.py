"""What a sentence rests on, opened in place: the row, masked, in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from mingjian.contract import TABLES
from mingjian.web.entities import entity
from mingjian.web.errors import PageNotFoundError
from mingjian.web.field_masks import mask_field
from mingjian.web.languages import Speech
from mingjian.web.queries import evidence as query
from mingjian.web.runs import Run

_PAGES = {
    "complaints": "/complaints/",
    "customers": "/customers/",
    "letter_templates": "/templates/",
    "gangs": "/gangs/",
    "solicitations": "/adverts/",
}
_LONGEST = 400


class Track(StrEnum):
    """Which list of sentences an address counts in."""

    REASONS = "reasons"
    MERITS = "merits"
    CLAIMS = "claims"


@dataclass(frozen=True)
class ShownEvidence:
    """A row ready to show; without fields where this run holds no row of that number."""

    title: str
    address: str
    fields: tuple[tuple[str, str], ...]
    testimony: str = ""
    """The number of the consumer's report that it is, where it is one."""
    customer_id: str = ""
    """Whose report it is."""


def evidence_of(lists: Sequence[Sequence[Any]], sentence: int, item: int) -> str:
    """The number that an address points at."""
    try:
        return str(lists[sentence][item])
    except IndexError:
        raise PageNotFoundError("no such evidence") from None


def show_evidence(run: Run, speech: Speech, identifier: str, *, customer_id: str | None = None) -> ShownEvidence:
    """The row of that number."""
    if (entity := query.shared(run, identifier)) is not None:
        return _shared(speech, entity)
    found = query.row(run, identifier, customer_id=customer_id) or query.instalment(run, identifier)
    if found is None:
        return ShownEvidence(mask_field(None, identifier), "", ())
    table = TABLES[found.table]
    fields = [
        (speech.field(found.table, field.name), _say(speech, found.table, field.name, found.values.get(field.name)))
        for field in table.fields
        if found.values.get(field.name) not in (None, "")
    ]
    page = _PAGES.get(found.table)
    return ShownEvidence(
        title=f"{speech.table(found.table)} {_say(speech, found.table, found.key, found.values[found.key])}",
        address=f"{page}{quote(identifier, safe='')}" if page else "",
        fields=tuple(fields),
        testimony=str(found.values[found.key]) if found.table == "testimonies" else "",
        customer_id=str(found.values.get("customer_id") or "") if found.table == "testimonies" else "",
    )


def _shared(speech: Speech, found: query.SharedEntity) -> ShownEvidence:
    shown = entity(speech, found.entity_type, found.entity_id)
    return ShownEvidence(
        title=f"{shown.kind} {shown.name}",
        address=shown.address,
        fields=((speech.say("held by"), speech.count("%(num)s customer", "%(num)s customers", found.customers)),),
    )


def _say(speech: Speech, table: str, name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return speech.time(value)
    if isinstance(value, date):
        return speech.day(value)
    if isinstance(value, bool):
        return speech.say("yes") if value else speech.say("no")
    if isinstance(value, int | float):
        return _number(speech, name, value)
    if vocabulary := _VOCABULARIES.get((table, name), ""):
        return speech.label(value, vocabulary)
    text = mask_field(name, str(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _number(speech: Speech, name: str, value: float) -> str:
    if name.endswith("_yuan"):
        return speech.money(value)
    if name == "annual_rate":
        return speech.share(value)
    return speech.number(value, 0 if float(value).is_integer() else 2)


_VOCABULARIES = {
    (table.name, field.name): field.values.__name__
    for table in TABLES.values()
    for field in table.fields
    if field.values is not None
}
