"""Reads one sheet of an Excel workbook into Parquet, as a process of its own under limits of memory and time.

Started by :mod:`mingjian.intake.workbooks` as a script: it imports nothing of ours, so that it starts quickly and a
hostile workbook finds little to hold on to. The request comes as JSON in the one argument, the answer goes as JSON
to standard output.
"""

import json
import resource
import sys
from array import array
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.lib import StringBuilder
from python_calamine import CalamineWorkbook

_MEMORY_BYTES = 3 * 2**30
_BATCH_ROWS = 10_000


def text_of(value: object) -> str | None:
    """A cell as it would stand in a text file."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # A spreadsheet holds fifteen digits; a longer number has lost its end, and its form says so.
        if value.is_integer():
            return str(int(value)) if abs(value) < 1e15 else f"{value:.14e}"
        return repr(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else f"{float(value):.14e}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    return str(value)


def read(request: dict[str, Any]) -> dict[str, Any]:
    """What came of the sheet: its headings and how many rows, or a remark where it cannot be read."""
    workbook = CalamineWorkbook.from_path(request["path"])
    name = _sheet(workbook.sheet_names, request)
    if name is None:
        return {"remark": request["remarks"]["NO_SHEET"], "detail": request["sheet"] or ""}
    rows = workbook.get_sheet_by_name(name).iter_rows()
    titles = _titles(rows, request["header_row"])
    if not titles:
        return {"remark": request["remarks"]["EMPTY_SHEET"]}
    if len(titles) > request["max_columns"]:
        return {"remark": request["remarks"]["TOO_MANY_COLUMNS"], "detail": request["max_columns"]}
    folder = Path(request["folder"])
    names = [f"c{index}" for index in range(len(titles))]
    taken = _Writer(folder / "staged.parquet", [*names, request["row_column"]])
    rejected = _Writer(folder / "rejected.parquet", ["value", "code", "row"])
    # Empty rows count, so that a person finds row 7 where the spreadsheet shows it.
    for number, row in enumerate(rows, start=1):
        cells = [text_of(cell) for cell in row]
        if not any(cells):
            continue
        if any(cells[len(titles) :]):
            rejected.add([_joined(cells), request["columns_too_many"], number])
        elif sum(len(cell) for cell in cells if cell) > request["max_row_characters"]:
            rejected.add([_joined(cells), request["row_too_long"], number])
        else:
            cells += [None] * (len(titles) - len(cells))
            taken.add([*cells[: len(titles)], number])
    return {"titles": titles, "names": names, "rows": taken.close(), "rejected_rows": rejected.close()}


def _sheet(names: list[str], request: dict[str, Any]) -> str | None:
    if request["sheet"] is not None:
        return next((name for name in names if name.strip() == request["sheet"].strip()), None)
    own = next((name for name in names if name.strip().casefold() == request["table"]), None)
    return own or (names[0] if names else None)


def _titles(rows: Iterator[list[Any]], header_row: int) -> list[str]:
    titles: list[str] = []
    for number, row in enumerate(rows, start=1):
        titles = [" ".join((text_of(cell) or "").split()) for cell in row]
        if number >= header_row and any(titles):
            break
    while titles and not titles[-1]:
        titles.pop()
    return titles


def _joined(cells: Iterable[str | None]) -> str:
    return ",".join(cell or "" for cell in cells)[:2_000]


def _texts(values: Iterable[str | None]) -> Any:
    # Given a list, Arrow would import pandas to ask what it is, which takes as long as all else of this process.
    builder = StringBuilder()
    builder.append_values(values)
    return builder.finish()


def _numbers(values: Iterable[int]) -> Any:
    numbers = array("q", values)
    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(numbers)])


class _Writer:
    """Rows of text whose last column is a number, in batches."""

    def __init__(self, path: Path, names: list[str]) -> None:
        self._schema = pa.schema([*((name, pa.string()) for name in names[:-1]), (names[-1], pa.int64())])
        self._writer = pq.ParquetWriter(path, self._schema, compression="lz4")
        self._rows: list[list[Any]] = []
        self._count = 0

    def add(self, row: list[Any]) -> None:
        self._rows.append(row)
        if len(self._rows) == _BATCH_ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            *texts, numbers = zip(*self._rows, strict=True)
            columns = [*map(_texts, texts), _numbers(numbers)]
            self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self._count += len(self._rows)
        self._rows = []

    def close(self) -> int:
        self._flush()
        self._writer.close()
        return self._count


def main(argument: str) -> None:
    """Reads under limits and says what came of it; whatever goes wrong becomes a remark."""
    request = json.loads(argument)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (request["seconds"], request["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = read(request)
    except Exception:  # calamine raises its own errors, those of Rust on broken files, and MemoryError
        answer = {"remark": request["remarks"]["BROKEN_WORKBOOK"]}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
