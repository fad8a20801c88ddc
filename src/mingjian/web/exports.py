"""A listing as a file: the same rows, order, columns and masks as on screen, all pages of it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import xlsxwriter

from mingjian.web.languages import Speech
from mingjian.web.listing import Listing, ListState, count_rows, exported, read_rows
from mingjian.web.runs import Run

_ROWS_A_PIECE = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(listing: Listing, state: ListState, run: Run, speech: Speech, *, limit: int) -> Iterator[str]:
    """UTF-8 with a mark at its start, which Excel needs to read Chinese."""
    return csv_lines(_lines(listing, state, run, speech, limit=limit))


def csv_lines(rows: Iterable[Sequence[str | float | int | None]]) -> Iterator[str]:
    """Rows as UTF-8 text with a mark at its start, which Excel needs to read Chinese; no cell begins like a formula."""
    yield "\ufeff"
    rows = iter(rows)
    # Many rows a piece: a server hands each piece to a thread and takes it back.
    while part := tuple(islice(rows, _ROWS_A_PIECE)):
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\r\n").writerows([_harmless(one) for one in row] for row in part)
        yield lines.getvalue()


def to_xlsx(listing: Listing, state: ListState, run: Run, speech: Speech, *, limit: int) -> bytes:
    """A workbook: the rows, and a second sheet that says which run, day, filter and base they are from."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(speech.say(listing.title)[:31])
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(_lines(listing, state, run, speech, limit=limit)):
            sheet.write_row(number, 0, [_harmless(one) for one in row], bold if number == 0 else None)
        about = book.add_worksheet(speech.say("About")[:31])
        for number, (title, value) in enumerate(_about(listing, state, run, speech, limit=limit)):
            about.write_row(number, 0, (title, value))
    return target.getvalue()


def _lines(listing: Listing, state: ListState, run: Run, speech: Speech, *, limit: int) -> Iterator[list[Any]]:
    columns = [listing.column(name) for name in state.columns]
    yield [speech.say(column.title) for column in columns]
    for row in read_rows(listing, state, run, limit=limit):
        yield [exported(column, row, speech) for column in columns]


def _harmless(value: str | float | None) -> str | float | int | None:
    # A cell that begins like a formula is run by spreadsheets (OWASP: CSV injection); an apostrophe makes it text.
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _about(listing: Listing, state: ListState, run: Run, speech: Speech, *, limit: int) -> Iterator[tuple[str, str]]:
    total = count_rows(listing, state, run)
    base = count_rows(listing, replace(state, chosen={}), run)
    yield speech.say("Run"), run.name
    yield speech.say("As of"), speech.time(run.as_of)
    yield (
        speech.say("Rows"),
        speech.say("%(shown)s of %(base)s", shown=speech.number(min(total, limit)), base=speech.number(base)),
    )
    yield from sorted(state.chosen.items())
