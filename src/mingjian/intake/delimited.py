"""Delimited text files: a fast reader for well-formed ones, a patient one for all others.

The fast reader is DuckDB's in its strict mode, which takes a file whole or refuses it. What it refuses is read again
line by line here, so that one broken quote, ragged row or spoilt byte costs its own row and no other.
"""

import codecs
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mingjian.intake.casts import literal
from mingjian.intake.encoding import Encoding, detect, transcode
from mingjian.intake.mapping import TableRule
from mingjian.intake.problems import Problem
from mingjian.intake.remarks import RemarkCode
from mingjian.intake.settings import IntakeSettings
from mingjian.intake.staging import Staged, StagingWriter, UnreadableFileError
from mingjian.standards.names import half_width

_DELIMITERS = (",", "\t", ";", "|")
_HEAD_BYTES = 2**20
_FAST_ROW_BYTES = 2 * 2**20
"""Longer rows go to the patient reader: the fast one holds many rows of the greatest length at once."""
_RECORD_LINES = 5_000
"""A quote that stays open longer is a slip."""
_CARRIAGE_RETURN = "\ue00d"
"""Stands for a lone carriage return inside a cell while the csv module reads it, which would refuse it."""


def stage(path: Path, rule: TableRule, folder: Path, settings: IntakeSettings) -> Staged:
    """The rows of a delimited text file. UnreadableFileError where it has no header line or too many columns."""
    encoding = detect(path, declared=rule.encoding)
    source, encoding = _as_utf8(path, encoding, folder)
    lines = _Lines(source, encoding, settings.max_row_bytes)
    head = _header(lines, rule)
    if not any(head.titles):
        raise UnreadableFileError(path.name, Problem.FILE_UNREADABLE, RemarkCode.NO_HEADER)
    if len(head.titles) > settings.max_columns:
        raise UnreadableFileError(path.name, Problem.FILE_UNREADABLE, RemarkCode.TOO_MANY_COLUMNS, settings.max_columns)
    patiently = partial(_stage_patiently, lines, head, folder)
    if not encoding.clean or rule.header_row != 1:
        return patiently()
    return _stage_fast(source, head, min(settings.max_row_bytes, _FAST_ROW_BYTES), patiently)


@dataclass(frozen=True)
class _Head:
    titles: tuple[str, ...]
    delimiter: str
    lines: int
    """How many physical lines stand before the first row."""


def _as_utf8(path: Path, encoding: Encoding, folder: Path) -> tuple[Path, Encoding]:
    """The file itself, or a copy in UTF-8 with plain line ends where only that can be read line by line."""
    if (encoding.name != "utf-8" and encoding.clean) or encoding.wide or _has_old_line_ends(path):
        target = folder / "text.csv"
        transcode(path, encoding, target)
        return target, Encoding("utf-8", 0, clean=encoding.clean, lossy=not encoding.clean)
    return path, encoding


def _has_old_line_ends(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return b"\r" in head and b"\n" not in head


def _stage_fast(path: Path, head: _Head, max_row_bytes: int, patiently: Callable[[], Staged]) -> Staged:
    names = tuple(f"c{index}" for index in range(len(head.titles)))
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    relation = (
        f"read_csv({literal(str(path))}, auto_detect=false, header=true, strict_mode=true, "
        f"max_line_size={max_row_bytes}, delim={literal(head.delimiter)}, quote='\"', escape='\"', "
        f"columns={{{columns}}}) AS staged"
    )
    return Staged(
        relation,
        head.titles,
        names,
        ("VARCHAR",) * len(names),
        row_number=None,
        in_order=True,
        patiently=patiently,
    )


class _Lines:
    """The physical lines of a file as bytes, none longer than a limit, which can be begun again."""

    def __init__(self, path: Path, encoding: Encoding, max_row_bytes: int) -> None:
        self.path = path
        self.encoding = encoding
        self.max_row_bytes = max_row_bytes

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            file.seek(self.encoding.bom)
            while line := file.readline(self.max_row_bytes + 1):
                yield line
                if len(line) > self.max_row_bytes:
                    while line and not line.endswith(b"\n"):
                        line = file.readline(self.max_row_bytes)

    def decode(self, line: bytes) -> str | None:
        """The line's text, or None where a byte of it was or is none."""
        try:
            text = codecs.decode(line, self.encoding.name)
        except UnicodeDecodeError:
            return None
        return None if self.encoding.lossy and "\ufffd" in text else text


def _header(lines: _Lines, rule: TableRule) -> _Head:
    """The headings; the delimiter is the one that parts them most often."""
    taken = ""
    count = 0
    for line in lines:
        count += 1
        if count < rule.header_row:
            continue
        text = line.decode(lines.encoding.name, "replace")
        if not taken and not text.strip() and rule.header_row == 1:
            continue
        taken += text
        if taken.count('"') % 2 == 0 or count - rule.header_row > 100:
            break
    delimiter = rule.delimiter or max(_DELIMITERS, key=_outside_quotes(taken).count)
    titles = _fields(taken, delimiter) or []
    while titles and not titles[-1].strip():
        titles.pop()  # trailing commas of a spreadsheet
    return _Head(tuple(" ".join(half_width(title).split()) for title in titles), delimiter, count)


def _outside_quotes(text: str) -> str:
    return "".join(text.split('"')[::2])


def _fields(record: str, delimiter: str) -> list[str] | None:
    """The cells of one record, or None where its quotes do not pair."""
    record = record.removesuffix("\n").removesuffix("\r")
    protected = record.replace("\r\n", "\n\0").replace("\r", _CARRIAGE_RETURN).replace("\n\0", "\r\n")
    csv.field_size_limit(2**31 - 1)  # the module's own limit of 128 KiB is below a long transcript
    try:
        cells = next(csv.reader([protected], delimiter=delimiter), [])
    except csv.Error:
        return None
    return [cell.replace(_CARRIAGE_RETURN, "\r") for cell in cells] if protected != record else cells


def _stage_patiently(lines: _Lines, head: _Head, folder: Path) -> Staged:
    writer = StagingWriter(folder, width=len(head.titles))
    reader = _PatientReader(lines, head, writer)
    reader.run()
    return writer.close(head.titles)


class _PatientReader:
    """Reads record by record; a record ends where its quotes pair and it has as many cells as the header."""

    def __init__(self, lines: _Lines, head: _Head, writer: StagingWriter) -> None:
        self.lines = lines
        self.head = head
        self.writer = writer
        self.number = 0
        self.pending: list[bytes] = []
        """Lines that were read ahead and belong to later records, the next one last."""

    def run(self) -> None:
        source = iter(self.lines)
        for _ in range(self.head.lines):
            next(source, None)
        while (line := self._next(source)) is not None:
            if line.strip(b"\r\n"):
                self.number += 1
                self._record(line, source)

    def _next(self, source: Iterator[bytes]) -> bytes | None:
        return self.pending.pop() if self.pending else next(source, None)

    def _record(self, line: bytes, source: Iterator[bytes]) -> None:
        if len(line) > self.lines.max_row_bytes:
            self._reject(Problem.ROW_TOO_LONG, line)
        elif b"\0" in line:
            self._reject(Problem.NUL_BYTE, line)
        elif line.count(b'"') % 2 == 0:
            if not self._take(line):
                self._reject(self._why(line), line)
        else:
            self._quoted_record(line, source)

    def _quoted_record(self, line: bytes, source: Iterator[bytes]) -> None:
        """A line with an open quote: the record goes on over lines, or the quote is a slip of this line alone."""
        ahead: list[bytes] = []
        size = len(line)
        quotes = line.count(b'"')
        while quotes % 2 and len(ahead) < _RECORD_LINES and size <= self.lines.max_row_bytes:
            following = self._next(source)
            if following is None:
                break
            ahead.append(following)
            size += len(following)
            quotes += following.count(b'"')
        whole = line + b"".join(ahead)
        if quotes % 2 == 0 and b"\0" not in whole and self._take(whole):
            return
        self.pending.extend(reversed(ahead))
        # 5" in an unquoted cell is an ordinary character; a quote that opens a cell and never closes is not.
        stripped = line.rstrip(b"\r\n")
        opens = any(cell.lstrip().startswith(b'"') for cell in stripped.split(self.head.delimiter.encode()))
        if opens or not self._take(line):
            self._reject(Problem.BROKEN_QUOTES if self.lines.decode(line) is not None else Problem.BAD_ENCODING, line)

    def _take(self, record: bytes) -> bool:
        text = self.lines.decode(record)
        cells = None if text is None else _fields(text, self.head.delimiter)
        width = len(self.head.titles)
        if cells is None or len(cells) < width or any(cells[width:]):
            return False
        self.writer.add(self.number, [cell or None for cell in cells[:width]])
        return True

    def _why(self, record: bytes) -> Problem:
        text = self.lines.decode(record)
        if text is None:
            return Problem.BAD_ENCODING
        cells = _fields(text, self.head.delimiter)
        if cells is None:
            return Problem.BROKEN_QUOTES
        return Problem.COLUMNS_TOO_FEW if len(cells) < len(self.head.titles) else Problem.COLUMNS_TOO_MANY

    def _reject(self, problem: Problem, record: bytes) -> None:
        self.writer.reject(self.number, problem, record[:8_000].decode(self.lines.encoding.name, "replace").rstrip())
