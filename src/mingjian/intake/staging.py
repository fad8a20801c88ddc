"""A table file, staged: its rows as Parquet, one column each in the order of the file, whatever the file was."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.contract import Language
from mingjian.errors import InputError
from mingjian.intake.casts import literal
from mingjian.intake.problems import Problem
from mingjian.intake.remarks import Remark, RemarkCode
from mingjian.intake.settings import IntakeSettings

Connection: TypeAlias = Any
"""A DuckDB connection; DuckDB ships no types that mypy --strict can use."""

ROW = "row__"
"""The column that holds a row's number where it is not the row's place in the Parquet file."""
REJECTED = pa.schema([("row", pa.int64()), ("value", pa.string()), ("code", pa.string())])


class UnreadableFileError(InputError):
    """A table file that cannot be read at all; ``problem`` says why, and ``remark`` what to do."""

    code = "unreadable_file"

    def __init__(self, name: str, problem: Problem, code: RemarkCode, detail: object = "") -> None:
        self.problem = problem
        self.remark = Remark(code, file=name, detail=str(detail))
        super().__init__(self.remark.text(Language.EN))


@dataclass(frozen=True)
class Staged:
    """The rows of one table file. ``columns[i]`` is the heading of the column ``names[i]`` of ``relation``."""

    relation: str
    """SQL: the rows, as ``staged``."""
    columns: tuple[str, ...]
    names: tuple[str, ...]
    types: tuple[str, ...]
    """DuckDB's types; ``VARCHAR`` where the file is text."""
    row_number: str | None
    """SQL: a row's number in the file, from 1, the header not counted; None where only its place tells it."""
    in_order: bool
    """Whether the rows are all of the file's, so that a row's place is its number."""
    rejected: Path | None = None
    """Rows that cannot be read, with the problem of each (``REJECTED``)."""
    rejected_rows: int = 0
    patiently: "Callable[[], Staged] | None" = None
    """How the file is read where reading ``relation`` fails; None where nothing else can be tried."""

    def numbered(self, connection: Connection, folder: Path) -> "Staged":
        """The same rows with their numbers: copied where only their place tells them."""
        if self.row_number is not None:
            return self
        target = folder / "numbered.parquet"
        copy(connection, f"SELECT * FROM {self.relation}", target, compression="lz4")
        return replace(self, relation=parquet(target), row_number=PLACE, patiently=None)


PLACE = "(staged.file_row_number + 1)"
"""The number of a row by its place in a Parquet file."""


def parquet(path: Path) -> str:
    """SQL: the rows of a Parquet file, as ``staged``."""
    return f"read_parquet({literal(str(path))}, binary_as_string=true, file_row_number=true) AS staged"


def copy(connection: Connection, query: str, target: Path, *, compression: str = "zstd") -> None:
    """Writes the rows of a query as a Parquet file.

    The query must be known to end well: DuckDB 2.0.0 hangs now and then where a query fails while its rows are
    written in order. What may fail is therefore scanned before.
    """
    level = ", COMPRESSION_LEVEL 1" if compression == "zstd" else ""
    connection.execute(f"COPY ({query}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION {compression}{level})")


class StagingWriter:
    """Writes rows of text into the staged Parquet file, and rows that cannot be read beside it."""

    def __init__(self, folder: Path, *, width: int) -> None:
        self.path = folder / "staged.parquet"
        self.rejected_path = folder / "rejected.parquet"
        self.names = tuple(f"c{index}" for index in range(width))
        schema = pa.schema([*((name, pa.string()) for name in self.names), (ROW, pa.int64())])
        self._writer = pq.ParquetWriter(self.path, schema, compression="lz4")
        self._rejected_writer = pq.ParquetWriter(self.rejected_path, REJECTED)
        self._schema = schema
        self._rows: list[list[str | None]] = []
        self._numbers: list[int] = []
        self._characters = 0
        self._rejected: list[tuple[int, str, str]] = []
        self.rows = 0
        self.rejected_rows = 0

    def add(self, number: int, row: list[str | None]) -> None:
        """One row that can be read; as many values as columns."""
        self._rows.append(row)
        self._numbers.append(number)
        self._characters += sum(len(value) for value in row if value)
        if len(self._rows) >= _BATCH_ROWS or self._characters >= _BATCH_CHARACTERS:
            self._flush()

    def reject(self, number: int, problem: Problem, value: str) -> None:
        """One row that cannot be read."""
        self._rejected.append((number, value[:_REJECTED_CHARACTERS], problem.value))
        if len(self._rejected) >= _BATCH_ROWS:
            self._flush_rejected()

    def _flush(self) -> None:
        columns: list[Any] = [pa.array(column, pa.string()) for column in zip(*self._rows, strict=True)]
        if self._rows:
            self._writer.write_table(pa.table([*columns, pa.array(self._numbers, pa.int64())], schema=self._schema))
        self.rows += len(self._rows)
        self._rows, self._numbers, self._characters = [], [], 0

    def _flush_rejected(self) -> None:
        if self._rejected:
            arrays = [list(column) for column in zip(*self._rejected, strict=True)]
            self._rejected_writer.write_table(pa.table(arrays, schema=REJECTED))
        self.rejected_rows += len(self._rejected)
        self._rejected = []

    def close(self, columns: tuple[str, ...]) -> Staged:
        """The staged file."""
        self._flush()
        self._flush_rejected()
        self._writer.close()
        self._rejected_writer.close()
        return Staged(
            parquet(self.path),
            columns,
            self.names,
            ("VARCHAR",) * len(self.names),
            row_number=f"staged.{ROW}",
            in_order=False,
            rejected=self.rejected_path if self.rejected_rows else None,
            rejected_rows=self.rejected_rows,
        )


_BATCH_ROWS = 20_000
_BATCH_CHARACTERS = 16 * 2**20
_REJECTED_CHARACTERS = 2_000


def connect(settings: IntakeSettings, scratch: Path) -> Connection:
    """A DuckDB of our own, whose rows keep their order and whose overflow goes to ``scratch``."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = {literal(settings.memory_limit)}")
    connection.execute(f"SET temp_directory = {literal(str(scratch / 'overflow'))}")
    connection.execute("SET TimeZone = 'Asia/Shanghai'")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET autoinstall_known_extensions = false")
    return connection
