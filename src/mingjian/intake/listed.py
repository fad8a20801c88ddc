"""A list of values that somebody hands over, in whatever table file: which column means what does not matter."""

import tempfile
from pathlib import Path

import duckdb

from mingjian.errors import InputError
from mingjian.intake import readers
from mingjian.intake.mapping import TableRule
from mingjian.intake.settings import IntakeSettings

MOST = 1_000_000
"""Cells of one list at most."""


def listed_values(path: Path, settings: IntakeSettings | None = None) -> tuple[str, ...]:
    """Every different value of a CSV, Excel or Parquet file, in the order of the file.

    Headings are values too, since a list often has none. InputError where it cannot be read or holds too much.
    """
    if not path.is_file():
        raise InputError(f"there is no file {path.name}: name a CSV, .xlsx or Parquet file")
    with tempfile.TemporaryDirectory() as place, duckdb.connect() as connection:
        staged = readers.stage(
            connection, path, TableRule(table="customers"), Path(place), settings or IntakeSettings()
        )
        values = dict.fromkeys(staged.columns)
        columns = ", ".join(f'CAST(staged."{name}" AS VARCHAR)' for name in staged.names)
        cursor = connection.execute(f"SELECT {columns} FROM {staged.relation}")  # our own names
        while rows := cursor.fetchmany(10_000):
            for row in rows:
                values |= dict.fromkeys(value.strip() for value in row if value and value.strip())
            if len(values) > MOST:
                raise InputError(f"{path.name} holds more than {MOST:,} values; split it")
    return tuple(value for value in values if value)
