"""Parquet files, read where they stand: their columns keep their types."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.intake.casts import literal
from mingjian.intake.problems import Problem
from mingjian.intake.remarks import RemarkCode
from mingjian.intake.settings import IntakeSettings
from mingjian.intake.staging import PLACE, Connection, Staged, UnreadableFileError, parquet

_ROW_NUMBER = "file_row_number"
"""What DuckDB calls the number of a row; a file may have a column of that name."""


def stage(connection: Connection, path: Path, settings: IntakeSettings) -> Staged:
    """The rows of a Parquet file. UnreadableFileError where it is broken or states more than is taken."""
    try:
        metadata = pq.read_metadata(path)
        described = connection.execute(
            f"DESCRIBE SELECT * FROM read_parquet({literal(str(path))}, binary_as_string=true)"
        ).fetchall()
    except (pa.ArrowException, duckdb.Error, OSError, ValueError):
        # The libraries' messages may quote values; none of them goes on.
        raise UnreadableFileError(path.name, Problem.FILE_UNREADABLE, RemarkCode.NOT_WHAT_IT_SAYS, "Parquet") from None
    rows = metadata.num_rows
    if rows > settings.max_rows:
        raise UnreadableFileError(path.name, Problem.FILE_TOO_LARGE, RemarkCode.TOO_MANY_ROWS, settings.max_rows)
    if len(described) > settings.max_columns:
        raise UnreadableFileError(path.name, Problem.FILE_TOO_LARGE, RemarkCode.TOO_MANY_COLUMNS, settings.max_columns)
    unpacked = sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
    if unpacked > settings.max_table_bytes:
        limit = settings.max_table_bytes // 2**20
        raise UnreadableFileError(path.name, Problem.FILE_TOO_LARGE, RemarkCode.UNPACKS_TO_TOO_MUCH, limit)
    titles = tuple(str(row[0]) for row in described)
    types = tuple(str(row[1]) for row in described)
    if _ROW_NUMBER not in {title.casefold() for title in titles}:
        return Staged(parquet(path), titles, titles, types, row_number=PLACE, in_order=True)
    names = tuple(f"c{index}" for index in range(len(titles)))
    relation = f"read_parquet({literal(str(path))}, binary_as_string=true) AS staged({', '.join(names)})"
    return Staged(relation, titles, names, types, row_number=None, in_order=True)
