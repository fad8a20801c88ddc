"""Excel workbooks (.xlsx), read in a process of its own, because a small file can unpack to a huge one.

A cell may repeat a long shared string a million times, so the size of what is packed says little: the limits hold
for the process, whatever the file does.
"""

import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mingjian.intake.mapping import TableRule
from mingjian.intake.problems import Problem
from mingjian.intake.remarks import RemarkCode
from mingjian.intake.settings import IntakeSettings
from mingjian.intake.staging import ROW, Staged, UnreadableFileError, parquet
from mingjian.standards.names import half_width

_SECONDS = 900
_CHUNK = 2**20


def stage(path: Path, rule: TableRule, folder: Path, settings: IntakeSettings) -> Staged:
    """The rows of one sheet. UnreadableFileError where there is none, or where the workbook is broken or a bomb."""
    _refuse_bomb(path, settings.max_workbook_bytes)
    request = {
        "path": str(path),
        "folder": str(folder),
        "table": rule.table,
        "sheet": rule.sheet,
        "header_row": rule.header_row,
        "max_columns": settings.max_columns,
        "max_row_characters": settings.max_row_bytes,
        "seconds": _SECONDS,
        "row_column": ROW,
        "remarks": {code.name: code.value for code in RemarkCode},
        "columns_too_many": Problem.COLUMNS_TOO_MANY,
        "row_too_long": Problem.ROW_TOO_LONG,
    }
    try:
        done = subprocess.run(  # noqa: S603  # our own script
            [sys.executable, "-I", str(Path(__file__).with_name("workbook_process.py")), json.dumps(request)],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise UnreadableFileError(path.name, Problem.FILE_UNREADABLE, RemarkCode.BROKEN_WORKBOOK) from None
    if "remark" in answer:
        code = RemarkCode(answer["remark"])
        raise UnreadableFileError(path.name, Problem.FILE_UNREADABLE, code, answer.get("detail", ""))
    names = tuple(answer["names"])
    return Staged(
        parquet(folder / "staged.parquet"),
        tuple(half_width(title) for title in answer["titles"]),
        names,
        ("VARCHAR",) * len(names),
        row_number=f"staged.{ROW}",
        in_order=False,
        rejected=folder / "rejected.parquet" if answer["rejected_rows"] else None,
        rejected_rows=int(answer["rejected_rows"]),
    )


def _refuse_bomb(path: Path, limit: int) -> None:
    """Unpacks every part of the archive into nothing and counts, since what an archive states of itself may lie."""
    broken = UnreadableFileError(path.name, Problem.FILE_UNREADABLE, RemarkCode.NOT_WHAT_IT_SAYS, ".xlsx")
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
                            RemarkCode.UNPACKS_TO_TOO_MUCH,
                            limit // 2**20,
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
