"""Rows as a file: CSV and Excel for people, Parquet and JSON for programs. Written row by row, so any size fits."""

import csv
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from mingjian.errors import InputError

BATCH = 10_000
SHEET_ROWS = 1_048_575
"""Rows below the heading that an Excel sheet can hold."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _csv(rows: Iterator[dict[str, Any]], schema: pa.Schema, target: Path) -> int:
    count = 0
    with target.open("w", encoding="utf-8-sig", newline="") as file:  # Excel reads Chinese only after the mark
        writer = csv.writer(file)
        writer.writerow(schema.names)
        for row in rows:
            writer.writerow([_cell(row[column]) for column in schema.names])
            count += 1
    return count


def _xlsx(rows: Iterator[dict[str, Any]], schema: pa.Schema, target: Path) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    target.open("wb").close()  # xlsxwriter would find out at the end only, and leave its scratch files open
    with xlsxwriter.Workbook(str(target), options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, schema.names)
        for row in rows:
            count += 1
            if count > SHEET_ROWS:
                raise InputError(f"an Excel sheet holds {SHEET_ROWS:,} rows and the table has more: use --format csv")
            sheet.write_row(count, 0, [_cell(row[column]) for column in schema.names])
    return count


def _json(rows: Iterator[dict[str, Any]], schema: pa.Schema, target: Path) -> int:
    count = 0
    with target.open("w", encoding="utf-8") as file:
        file.write("[")
        for row in rows:
            ordered = {column: row[column] for column in schema.names}
            file.write(("\n" if count == 0 else ",\n") + json.dumps(ordered, ensure_ascii=False, default=_iso))
            count += 1
        file.write("\n]\n")
    return count


def _parquet(rows: Iterator[dict[str, Any]], schema: pa.Schema, target: Path) -> int:
    count = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        while batch := list(islice(rows, BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


WRITERS: dict[str, Callable[[Iterator[dict[str, Any]], pa.Schema, Path], int]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "json": _json,
}


def _iso(value: Any) -> str:
    return str(value.isoformat())


def _cell(value: Any) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    if not isinstance(value, str):
        return _iso(value)
    # A cell that begins like a formula is run by spreadsheets (OWASP: CSV injection); an apostrophe makes it text.
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
