"""Table files as Parquet with one column of text each: ``c0``, ``c1``, … in the order of the file."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from mingjian.errors import InputError
from mingjian.intake.casts import literal
from mingjian.intake.encoding import detect, transcode
from mingjian.intake.settings import IntakeSettings
from mingjian.intake.values import half_width

Connection = Any
"""A DuckDB connection."""


@dataclass(frozen=True)
class Staged:
    """The rows of one table file. ``columns[i]`` is the heading of the column ``names[i]`` of the Parquet file."""

    path: Path
    columns: tuple[str, ...]
    names: tuple[str, ...]
    types: tuple[str, ...]
    """DuckDB's types; ``VARCHAR`` where the file is text."""
    rows: int


def stage_parquet(connection: Connection, path: Path, settings: IntakeSettings) -> Staged:
    """A Parquet file is read where it stands. InputError where it cannot be read."""
    try:
        metadata = pq.read_metadata(path)
        described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(path))})").fetchall()
    except Exception as error:
        raise InputError(f"{path.name} is not a Parquet file that can be read: export it again") from error
    if metadata.num_rows > settings.max_rows or metadata.num_columns > settings.max_columns:
        raise InputError(f"{path.name} states more rows or columns than are taken: split it")
    names = tuple(str(row[0]) for row in described)
    return Staged(path, names, names, tuple(str(row[1]) for row in described), metadata.num_rows)


def stage_csv(connection: Connection, path: Path, scratch: Path, settings: IntakeSettings) -> Staged:
    """A delimited text file, copied once into Parquet."""
    encoding = detect(path)
    source = path
    if encoding.bom or encoding.name != "utf-8":
        source = scratch / "text.csv"
        transcode(path, encoding, source)
    with source.open(encoding="utf-8", newline="") as file:
        head = file.read(settings.max_columns * 300)
    delimiter = _delimiter(head)
    header = next(csv.reader(io.StringIO(head), delimiter=delimiter), [])
    if not header:
        raise InputError(f"{path.name} is empty: a table file begins with a line of column names")
    if len(header) > settings.max_columns:
        raise InputError(f"{path.name} has more than {settings.max_columns} columns")
    names = tuple(f"c{index}" for index in range(len(header)))
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    target = scratch / "staged.parquet"
    connection.execute(
        f"COPY (SELECT * FROM read_csv({literal(str(source))}, auto_detect=false, header=true, delim={literal(delimiter)}, "
        f"quote='\"', escape='\"', columns={{{columns}}}, strict_mode=true)) TO {literal(str(target))} "
        f"(FORMAT parquet, COMPRESSION lz4)"
    )
    return Staged(target, tuple(map(half_width, header)), names, ("VARCHAR",) * len(names), _rows(target))


def _rows(path: Path) -> int:
    return int(pq.read_metadata(path).num_rows)


def _delimiter(head: str) -> str:
    line = head.partition("\n")[0]
    return max(",\t;|", key=line.count)


def connect(settings: IntakeSettings, scratch: Path) -> Connection:
    """A DuckDB of our own, whose rows keep their order and whose overflow goes to ``scratch``."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = {literal(settings.memory_limit)}")
    connection.execute(f"SET temp_directory = {literal(str(scratch / 'overflow'))}")
    connection.execute("SET TimeZone = 'Asia/Shanghai'")
    connection.execute("SET enable_progress_bar = false")
    return connection
