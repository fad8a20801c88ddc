"""Excel workbooks (.xlsx), read in a process of its own, because a small file can unpack to a huge one.

A cell may repeat a long shared string a million times, so the size of what is packed says little: the limits hold
for the process, whatever the file does.
"""

import json
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from mingjian.intake.mapping import TableRule
from mingjian.intake.problems import Problem
from mingjian.intake.settings import IntakeSettings
from mingjian.intake.staging import Staged, StagingWriter, UnreadableFileError
from mingjian.standards.names import half_width

_SECONDS = 900
_MEMORY_BYTES = 3 * 2**30
_CHUNK = 2**20


@dataclass(frozen=True)
class _Request:
    path: str
    folder: str
    table: str
    sheet: str | None
    header_row: int
    max_columns: int
    max_value_characters: int


def stage(path: Path, rule: TableRule, folder: Path, settings: IntakeSettings) -> Staged:
    """The rows of one sheet. UnreadableFileError where there is none, or where the workbook is broken or a bomb."""
    _refuse_bomb(path, settings.max_workbook_bytes)
    request = _Request(
        str(path), str(folder), rule.table, rule.sheet, rule.header_row, settings.max_columns, settings.max_row_bytes
    )
    try:
        done = subprocess.run(  # noqa: S603  # our own module
            [sys.executable, "-m", "mingjian.intake.workbooks", json.dumps(asdict(request))],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise UnreadableFileError(
            path.name, Problem.FILE_UNREADABLE, "the workbook is broken or unpacks to too much; export it as CSV"
        ) from None
    if "advice" in answer:
        raise UnreadableFileError(path.name, Problem.FILE_UNREADABLE, answer["advice"])
    names = tuple(answer["names"])
    rejected_rows = int(answer["rejected_rows"])
    return Staged(
        Path(answer["path"]),
        tuple(answer["columns"]),
        names,
        ("VARCHAR",) * len(names),
        int(answer["rows"]),
        numbered=True,
        rejected=Path(answer["rejected"]) if rejected_rows else None,
        rejected_rows=rejected_rows,
    )


def _refuse_bomb(path: Path, limit: int) -> None:
    """Unpacks every part of the archive into nothing and counts, since what an archive states of itself may lie."""
    broken = UnreadableFileError(path.name, Problem.FILE_UNREADABLE, "not an Excel workbook (.xlsx); export it again")
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            for part in archive.infolist():
                for size in _unpacked(file, part):
                    unpacked += size
                    if unpacked > limit:
                        raise UnreadableFileError(
                            path.name,
                            Problem.FILE_TOO_LARGE,
                            f"the workbook unpacks to more than {limit // 2**20} MiB; export it as CSV",
                        )
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, IndexError):
        raise broken from None


def _unpacked(file: Any, part: zipfile.ZipInfo) -> Iterator[int]:
    file.seek(part.header_offset + 26)
    lengths = file.read(4)
    file.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:4], "little"), 1)
    remaining = part.compress_size
    if part.compress_type == zipfile.ZIP_STORED:
        yield remaining
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise ValueError("a workbook's parts are stored or deflated")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while remaining > 0 and not inflater.eof:
        data = file.read(min(_CHUNK, remaining))
        if not data:
            return
        remaining -= len(data)
        while data:
            yield len(inflater.decompress(data, _CHUNK))
            data = inflater.unconsumed_tail


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


def _read(request: _Request) -> dict[str, object]:
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(request.path)
    name = _sheet(workbook.sheet_names, request)
    if name is None:
        return {"advice": f"the workbook has no sheet '{request.sheet}'"}
    rows = workbook.get_sheet_by_name(name).iter_rows()
    titles: list[str] = []
    for number, row in enumerate(rows, start=1):
        titles = [" ".join(half_width(text_of(cell) or "").split()) for cell in row]
        if number >= request.header_row and any(titles):
            break
    while titles and not titles[-1]:
        titles.pop()
    if not titles:
        return {"advice": "the sheet is empty; a table begins with a line of column names"}
    if len(titles) > request.max_columns:
        return {"advice": f"the sheet has more than {request.max_columns} columns; is this the right one?"}
    writer = StagingWriter(Path(request.folder), width=len(titles))
    # Empty rows count, so that a person finds row 7 where the spreadsheet shows it.
    for number, row in enumerate(rows, start=1):
        cells = [text_of(cell) for cell in row]
        if not any(cells):
            continue
        if any(cells[len(titles) :]):
            writer.reject(number, Problem.COLUMNS_TOO_MANY, ",".join(cell or "" for cell in cells))
        elif sum(len(cell) for cell in cells if cell) > request.max_value_characters:
            writer.reject(number, Problem.ROW_TOO_LONG, ",".join(cell or "" for cell in cells))
        else:
            cells += [None] * (len(titles) - len(cells))
            writer.add(number, cells[: len(titles)])
    staged = writer.close(tuple(titles))
    return {
        "path": str(staged.path),
        "columns": staged.columns,
        "names": staged.names,
        "rows": staged.rows,
        "rejected": str(writer.rejected_path),
        "rejected_rows": staged.rejected_rows,
    }


def _sheet(names: list[str], request: _Request) -> str | None:
    if request.sheet is not None:
        return next((name for name in names if half_width(name) == half_width(request.sheet)), None)
    own = next((name for name in names if half_width(name).casefold() == request.table), None)
    return own or (names[0] if names else None)


def main(argument: str) -> None:
    """Reads one sheet under limits and says on standard output what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = _read(_Request(**json.loads(argument)))
    except MemoryError:
        answer = {"advice": "the workbook unpacks to too much; export it as CSV"}
    except Exception:  # calamine raises its own errors and, on broken files, those of Rust
        answer = {"advice": "the workbook is broken; export it again, or as CSV"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
