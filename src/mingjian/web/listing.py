"""A table on screen: its columns, filters and order as data; its address says which part is shown.

The address is the whole state: whoever is sent it sees the same rows in the same columns. It never carries personal
data, so no filter of any table works on a name, a number or an address.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from mingjian.access import masking
from mingjian.contract import Language
from mingjian.intake.problems import said as problem_said
from mingjian.web.errors import BadAddressError
from mingjian.web.field_masks import mask_field
from mingjian.web.languages import Speech, local
from mingjian.web.probability import ProbabilityBar, probability_bar
from mingjian.web.runs import Run

Mask = Callable[[str | None], str]
KEPT_PAGE_ROWS = 200
"""Longer parts, which only exports ask for, are not kept."""


class Kind(StrEnum):
    """How a cell is shown and how it sorts in an export."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    DAY = "day"
    TIME = "time"
    PROBABILITY = "probability"
    TABLE = "table"
    FIELD = "field"
    PROBLEM = "problem"
    MASKED = "masked"
    SENTENCES = "sentences"


@dataclass(frozen=True)
class Column:
    """One column. ``sql`` is an expression over the listing's source; ``title`` is a message."""

    name: str
    title: str
    sql: str
    kind: Kind = Kind.TEXT
    vocabulary: str = ""
    mask: Mask | None = None
    link: str = ""
    """Where the cell leads, with ``{value}`` for the cell's own value."""
    low: str = ""
    high: str = ""
    """Expressions of a probability's interval."""
    unsure: str = ""
    """For a probability, the expression that says it is undecided."""
    beside: str = ""
    """For a masked value, the expression of the field that it stands in."""
    english: str = ""
    """For a sentence that the run wrote, the expression of the same in English."""
    late: bool = False
    """``sql`` looks up other tables by ``{key}``, the row's key: done for the rows of one page alone."""
    words: Callable[[Speech, str], str] | None = None
    """For sentences, who says them of the value, one a line."""
    shown: bool = True


@dataclass(frozen=True)
class Choice:
    """A filter for one of a column's values; the values stand in the contract."""

    name: str
    title: str
    sql: str
    values: tuple[str, ...]
    vocabulary: str

    @property
    def parameters(self) -> tuple[str, ...]:
        return (self.name,)

    def condition(self, chosen: Mapping[str, str]) -> tuple[str, list[object]]:
        value = chosen.get(self.name, "")
        if not value:
            return "", []
        if value not in self.values:
            raise BadAddressError(f"the filter {self.name} knows no such value")
        return f"{self.sql} = ?", [value]


@dataclass(frozen=True)
class Period:
    """A filter for days, both ends included, on Shanghai's calendar."""

    name: str
    title: str
    sql: str

    @property
    def parameters(self) -> tuple[str, ...]:
        return (f"{self.name}_from", f"{self.name}_to")

    def condition(self, chosen: Mapping[str, str]) -> tuple[str, list[object]]:
        parts: list[str] = []
        values: list[object] = []
        for parameter, sign, days in ((self.parameters[0], ">=", 0), (self.parameters[1], "<", 1)):
            if text := chosen.get(parameter, ""):
                try:
                    day = date.fromisoformat(text)
                except ValueError:
                    raise BadAddressError(f"the filter {parameter} takes a day such as 2026-05-12") from None
                parts.append(f"{self.sql} {sign} CAST(? AS TIMESTAMPTZ)")
                values.append(f"{day + timedelta(days=days)} 00:00:00+08:00")
        return " AND ".join(parts), values


@dataclass(frozen=True)
class Key:
    """A filter for one identifier of the lender's or of a run, such as a customer's or a template's."""

    name: str
    title: str
    sql: str

    @property
    def parameters(self) -> tuple[str, ...]:
        return (self.name,)

    def condition(self, chosen: Mapping[str, str]) -> tuple[str, list[object]]:
        value = chosen.get(self.name, "").strip()
        return (f"{self.sql} = ?", [value]) if value else ("", [])


@dataclass(frozen=True)
class Flag:
    """A filter that is on or off: a question with a name of its own."""

    name: str
    title: str
    sql: str

    @property
    def parameters(self) -> tuple[str, ...]:
        return (self.name,)

    def condition(self, chosen: Mapping[str, str]) -> tuple[str, list[object]]:
        return (self.sql, []) if chosen.get(self.name) == "1" else ("", [])


Filter = Choice | Period | Key | Flag


@dataclass(frozen=True)
class Listing:
    """A table that can be shown; ``source`` is what follows FROM."""

    name: str
    title: str
    address: str
    source: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    order: str
    """The column sorted by at first, with ``-`` before it for the largest first."""
    key: str
    """An expression, or several, that tells rows apart, for an order without ties."""
    where: str = ""
    parameters: tuple[object, ...] = ()
    numbered: str = ""
    """An expression that counts the rows from 1 in the order that they have at first: a deep page is then looked up."""
    file: str = ""
    """Where its exports stand, where that is not its address with an ending."""

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise BadAddressError(f"the table {self.name} has no column of that name")


@dataclass(frozen=True)
class ListState:
    """What an address asks of a listing."""

    order: str
    page: int
    columns: tuple[str, ...]
    chosen: Mapping[str, str] = field(default_factory=dict)
    columns_stated: bool = False

    @property
    def sorted_by(self) -> str:
        return self.order.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.order.startswith("-")


@dataclass(frozen=True)
class Cell:
    """One value, said in the visitor's language; ``bar`` where it is a probability."""

    text: str
    kind: Kind
    code: str = ""
    link: str = ""
    bar: ProbabilityBar | None = None
    whole: bool = False
    """Whether it is short and stays on one line, as a name or a telephone does."""


@dataclass(frozen=True)
class Heading:
    """One column's head: its words, and the address that sorts by it."""

    name: str
    title: str
    kind: Kind
    address: str
    sorted: str


@dataclass(frozen=True)
class FilterField:
    """One control of the filter form."""

    kind: str
    name: str
    title: str
    value: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ListPage:
    """One page of a listing, ready to show."""

    title: str
    name: str
    address: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    base: int
    first: int
    page: int
    pages: int
    previous: str
    next: str
    fields: tuple[FilterField, ...]
    columns: tuple[tuple[str, str, bool], ...]
    order: str
    csv: str
    xlsx: str
    unfiltered: str
    action: str

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def filtered(self) -> bool:
        return any(field.value for field in self.fields)


def read_state(listing: Listing, query: Sequence[tuple[str, str]], kept_columns: str = "") -> ListState:
    """What the address says, checked against the listing; ``kept_columns`` are those chosen before."""
    values = dict(query)
    stated = [value for name, value in query if name == "columns"]
    names = [name for text in (stated or [kept_columns]) for name in text.split(".") if name]
    known = [column.name for column in listing.columns]
    if stated and (unknown := [name for name in names if name not in known]):
        raise BadAddressError(f"the table {listing.name} has no columns {len(unknown)} of the address name")
    chosen_columns = tuple(name for name in known if name in names)
    order = values.get("order") or listing.order
    listing.column(order.removeprefix("-"))
    page = values.get("page") or "1"
    if not page.isdecimal() or not 1 <= int(page) <= 1_000_000:
        raise BadAddressError("a page is a number from 1")
    parameters = {name for one in listing.filters for name in one.parameters}
    return ListState(
        order=order,
        page=int(page),
        columns=chosen_columns or tuple(column.name for column in listing.columns if column.shown),
        chosen={name: value for name, value in values.items() if name in parameters and value},
        columns_stated=bool(stated),
    )


def address(listing: Listing, state: ListState, *, suffix: str = "") -> str:
    """The address of a state; what is as at first is left out, so that addresses stay short."""
    values: list[tuple[str, str]] = sorted(state.chosen.items())
    if state.order != listing.order:
        values.append(("order", state.order))
    if state.columns != tuple(column.name for column in listing.columns if column.shown) or state.columns_stated:
        values.append(("columns", ".".join(state.columns)))
    if state.page != 1:
        values.append(("page", str(state.page)))
    place = f"{listing.file or listing.address}{suffix}" if suffix else listing.address
    return place + (f"?{urlencode(values)}" if values else "")


def read_rows(listing: Listing, state: ListState, run: Run, *, limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """The rows of a state, in its order; a page that somebody asked for before is not asked for again.

    Columns that look up other tables are worked out for the page alone, unless the order needs them for every row.
    """
    sql, parameters = _statement(listing, state, limit=limit, offset=offset)
    if limit > KEPT_PAGE_ROWS:
        return run.query(sql, parameters)
    return run.page((sql, *parameters), lambda: run.query(sql, parameters))


def _statement(listing: Listing, state: ListState, *, limit: int, offset: int) -> tuple[str, list[object]]:
    where, parameters = _where(listing, state)
    columns = [listing.column(name) for name in state.columns]
    order = listing.column(state.sorted_by)
    late = [] if order.late else [column for column in columns if column.late]
    early = [part for column in columns if column not in late for part in _expressions(listing, column)]
    direction = ("DESC" if state.descending else "ASC") + " NULLS LAST"
    page = f"LIMIT {limit:d} OFFSET {offset:d}"
    if listing.numbered and not state.chosen and state.order == listing.order:
        place = f"{listing.numbered} > {offset:d} AND {listing.numbered} <= {offset + limit:d}"
        where, page = f"{where} AND {place}" if where else f" WHERE {place}", f"LIMIT {limit:d}"
    source = f"FROM {listing.source}{where}"
    by = order.sql.replace("{key}", listing.key)
    if not late:
        return f"SELECT {', '.join(early)} {source} ORDER BY {by} {direction}, {listing.key} {page}", parameters
    inner = ", ".join([f"{listing.key} AS key__", f"{by} AS order__", *early])
    outer = ", ".join(f'{column.sql.replace("{key}", "page.key__")} AS "{column.name}"' for column in late)
    return (
        f"WITH page AS MATERIALIZED (SELECT {inner} {source} ORDER BY order__ {direction}, key__ {page}) "
        f"SELECT page.*, {outer} FROM page ORDER BY order__ {direction}, key__",
        parameters,
    )


def _expressions(listing: Listing, column: Column) -> list[str]:
    parts = {
        "": column.sql.replace("{key}", listing.key),
        "__low": column.low,
        "__high": column.high,
        "__unsure": column.unsure,
        "__field": column.beside,
        "__english": column.english,
    }
    return [f'{sql} AS "{column.name}{suffix}"' for suffix, sql in parts.items() if sql]


def count_rows(listing: Listing, state: ListState, run: Run) -> int:
    """How many rows a state has on all its pages."""
    where, parameters = _where(listing, state)
    sql = f"SELECT count(*) AS total FROM {listing.source}{where}"
    return run.once((sql, *parameters), lambda: int(run.query(sql, parameters)[0]["total"]))


def _where(listing: Listing, state: ListState) -> tuple[str, list[object]]:
    conditions = [listing.where] if listing.where else []
    parameters: list[object] = list(listing.parameters)
    for one in listing.filters:
        condition, values = one.condition(state.chosen)
        if condition:
            conditions.append(condition)
            parameters += values
    return (f" WHERE {' AND '.join(conditions)}" if conditions else ""), parameters


def show(listing: Listing, state: ListState, run: Run, speech: Speech, *, rows_a_page: int) -> ListPage:
    """One page of the listing."""
    total = count_rows(listing, state, run)
    everything = replace(state, chosen={}, page=1)
    base = total if not state.chosen else count_rows(listing, everything, run)
    pages = max(1, -(-total // rows_a_page))
    state = replace(state, page=min(state.page, pages))
    offset = (state.page - 1) * rows_a_page
    found = read_rows(listing, state, run, limit=rows_a_page, offset=offset)
    columns = [listing.column(name) for name in state.columns]
    return ListPage(
        title=speech.say(listing.title),
        name=listing.name,
        address=listing.address,
        headings=tuple(_heading(listing, state, column, speech) for column in columns),
        rows=tuple(tuple(cell(column, row, speech) for column in columns) for row in found),
        total=total,
        base=base,
        first=offset + 1,
        page=state.page,
        pages=pages,
        previous=address(listing, replace(state, page=state.page - 1)) if state.page > 1 else "",
        next=address(listing, replace(state, page=state.page + 1)) if state.page < pages else "",
        fields=tuple(_field(one, name, state, speech) for one in listing.filters for name in one.parameters),
        columns=tuple((one.name, speech.say(one.title), one.name in state.columns) for one in listing.columns),
        order=state.order,
        csv=address(listing, replace(state, page=1), suffix=".csv"),
        xlsx=address(listing, replace(state, page=1), suffix=".xlsx"),
        unfiltered=address(listing, everything),
        action=listing.address,
    )


def cell(column: Column, row: Mapping[str, Any], speech: Speech) -> Cell:
    """One value as it is shown: masked, in words, with a unit."""
    value = _said(column, row, speech)
    link = column.link.format(value=quote(str(value), safe="")) if column.link and value else ""
    if column.kind is Kind.PROBABILITY:
        low, high = row.get(f"{column.name}__low"), row.get(f"{column.name}__high")
        unsure = bool(row.get(f"{column.name}__unsure"))
        bar = probability_bar(speech, value, low=low, high=high, undecided=unsure) if value is not None else None
        return Cell(speech.probability(value), column.kind, bar=bar)
    if column.kind is Kind.MASKED:
        return Cell(mask_field(row[f"{column.name}__field"], value) or "—", column.kind)
    code = str(value or "") if column.kind is Kind.CODE else ""
    return Cell(say(column, value, speech), column.kind, code, link, whole=column.mask in _SHORT)


_SHORT = (masking.mask_name, masking.mask_phone, masking.mask_id_number)
"""Masks of what is short: Chinese would else break a name after each character."""


def _said(column: Column, row: Mapping[str, Any], speech: Speech) -> Any:
    return row[f"{column.name}__english" if column.english and speech.language is Language.EN else column.name]


def say(column: Column, value: Any, speech: Speech) -> str:
    """The words for a column's value; an absent text is a dash, since it is not known to be anything."""
    if value is None or value == "":
        return "—"
    if column.mask is not None:
        return column.mask(str(value))
    if column.words is not None:
        return column.words(speech, str(value))
    if column.kind is Kind.CODE:
        return speech.label(value, column.vocabulary)
    if column.kind is Kind.TABLE:
        return speech.table(str(value))
    if column.kind is Kind.FIELD:
        return speech.field("", str(value))
    if column.kind is Kind.PROBLEM:
        return problem_text(str(value), speech)
    if column.kind is Kind.DAY:
        return speech.day(value)
    if column.kind is Kind.TIME:
        return speech.time(value)
    if column.kind is Kind.NUMBER:
        return speech.number(value, 2 if isinstance(value, float) and not value.is_integer() else 0)
    if column.kind is Kind.MONEY:
        return speech.money(value)
    if column.kind is Kind.SHARE:
        return speech.share(value)
    return str(value)


def problem_text(code: str, speech: Speech) -> str:
    """What is wrong with a quarantined row and what to do; a text as it stands where another version wrote it."""
    return problem_said(code, speech.language)


def exported(column: Column, row: Mapping[str, Any], speech: Speech) -> str | float | int | None:
    """A value for an export: masked as on screen, numbers as numbers, times in Shanghai."""
    value = _said(column, row, speech)
    if column.kind is Kind.MASKED:
        return cell(column, row, speech).text
    if column.kind in (Kind.NUMBER, Kind.MONEY, Kind.SHARE, Kind.PROBABILITY):
        number: float | int | None = value
        return number
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M:%S")
    return None if value is None or value == "" else say(column, value, speech)


def _heading(listing: Listing, state: ListState, column: Column, speech: Speech) -> Heading:
    largest_first = column.kind not in (Kind.TEXT, Kind.CODE)
    is_sorted = state.sorted_by == column.name
    descending = not state.descending if is_sorted else largest_first
    turned = replace(state, page=1, order=f"-{column.name}" if descending else column.name)
    return Heading(
        name=column.name,
        title=speech.say(column.title),
        kind=column.kind,
        address=address(listing, turned),
        sorted=("descending" if state.descending else "ascending") if is_sorted else "",
    )


def _field(one: Filter, name: str, state: ListState, speech: Speech) -> FilterField:
    value = state.chosen.get(name, "")
    title = speech.say(one.title)
    match one:
        case Choice():
            name_of = speech.table if one.vocabulary == "table" else partial(speech.label, vocabulary=one.vocabulary)
            options = tuple((code, name_of(code)) for code in one.values)
            return FilterField("choice", name, title, value, options)
        case Period():
            ends = speech.say("from") if name.endswith("_from") else speech.say("to")
            return FilterField("day", name, f"{title} {ends}", value)
        case Flag():
            return FilterField("flag", name, title, value)
        case Key():
            return FilterField("key", name, title, value)
