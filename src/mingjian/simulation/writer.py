"""Tables written in parts, so that a million customers never stand in memory at once."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.contract import Table
from mingjian.errors import writing_to

Columns = Mapping[str, Any]
"""Columns by name: numpy arrays or lists, all of one length."""


class TableWriter:
    """Appends parts to ``FOLDER/<table>.parquet``; every table appears, with its columns, even without rows."""

    def __init__(self, folder: Path, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        with writing_to(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._files = {
                name: pq.ParquetWriter(folder / f"{name}.parquet", table.arrow_schema, compression="zstd")
                for name, table in tables.items()
            }
        self.rows = dict.fromkeys(tables, 0)

    def append(self, name: str, columns: Columns) -> None:
        """Adds rows; a column of the contract that is not given is empty."""
        schema = self._tables[name].arrow_schema
        length = len(next(iter(columns.values())))
        unknown = set(columns) - set(schema.names)
        if unknown:
            raise KeyError(f"table {name} has no columns {sorted(unknown)}")
        arrays = [
            _array(columns[column.name], column.type) if column.name in columns else pa.nulls(length, column.type)
            for column in schema
        ]
        if length:
            self._files[name].write_table(pa.Table.from_arrays(arrays, schema=schema))
            self.rows[name] += length

    def append_rows(self, name: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
        """Adds rows that stand one by one; none add nothing."""
        if rows:
            self.append(name, dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()


def _array(values: Any, kind: pa.DataType) -> pa.Array:
    """Arrow's form of a column; an empty text is an absent one, and times are seconds since 1970 in UTC."""
    if pa.types.is_timestamp(kind):
        seconds = np.asarray(values, dtype="datetime64[s]").astype("datetime64[us]")
        return pa.array(seconds).cast(pa.timestamp("us")).cast(kind)
    if pa.types.is_date32(kind):
        return pa.array(np.asarray(values, dtype="datetime64[D]"))
    if pa.types.is_string(kind):
        texts = values.tolist() if isinstance(values, np.ndarray) else list(values)
        return pa.array([text or None for text in texts], type=kind)
    if isinstance(values, np.ndarray):
        return pa.array(values).cast(kind)
    return pa.array(values, type=kind)
