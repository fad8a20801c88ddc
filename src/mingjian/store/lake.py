"""The tables of one run: Parquet files in a folder, read and written by their names in the contract."""

import shutil
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.contract import OUTPUTS, TABLES, WORKINGS, Table
from mingjian.errors import InputError
from mingjian.store.engine import Engine

_OUTPUTS = frozenset(table.name for table in OUTPUTS)
_WORKINGS = frozenset(table.name for table in WORKINGS)


class Lake:
    """Reads ``<table>.parquet`` from ``folders`` (the first that has it) and writes into the first of them.

    With ``workings``, the contract's tables between stages stand in that folder instead.
    """

    def __init__(self, engine: Engine, *folders: Path, workings: Path | None = None) -> None:
        self.engine = engine
        self._folders = folders
        self._workings = workings
        self._read: dict[Path, ir.Table] = {}
        self._absent: dict[str, ir.Table] = {}

    def over(self, folder: Path) -> "Lake":
        """The tables that were there before this lake was written into; new ones go to ``folder``, and none into it."""
        return Lake(self.engine, folder, *self._folders[1:])

    def path(self, name: str) -> Path | None:
        """Where a table's file stands, or None where it is absent."""
        for folder in (self._home(name), *self._folders):
            path = folder / f"{name}.parquet"
            if path.exists():
                return path
        return None

    def has(self, name: str) -> bool:
        """Whether the table was delivered or written. An absent table means unknown, never zero."""
        return self._place(name) is not None

    def knows(self, name: str) -> bool:
        """Whether the table has any rows. An empty one tells as little as one that was not delivered."""
        path = self._place(name)
        files = () if path is None else path.glob("*.parquet") if path.is_dir() else (path,)
        return any(pq.read_metadata(file).num_rows for file in files)

    def table(self, name: str) -> ir.Table:
        """The table's rows; an absent table has its columns and no rows."""
        path = self._place(name)
        if path is None:
            if name not in self._absent:
                self._absent[name] = self.engine.read_arrow(TABLES[name].empty())
            return self._absent[name]
        if path.is_dir():  # parts come to it
            return self.engine.read(path)
        # To read a file's columns takes longer than to ask of a small one, and dozens of features ask of the same few.
        if path not in self._read:
            self._read[path] = self.engine.read(path)
        return self._read[path]

    def write(self, name: str, rows: ir.Table | pa.Table) -> None:
        """Writes a table whole, cast to its contract; columns beyond the contract are kept behind its own.

        What a run puts out stands in the order of its keys, so that the same run gives the same bytes again. Raises
        InputError where a column of the contract is missing or cannot be cast.
        """
        conforming = self._conform(name, rows)
        if name in _OUTPUTS and not isinstance(rows, pa.Table):
            conforming = conforming.order_by(TABLES[name].primary_key or TABLES[name].columns)
        path = self._home(name) / f"{name}.parquet"
        self.engine.write(conforming, path)
        self._read.pop(path, None)

    def write_part(self, name: str, part: str, rows: ir.Table | pa.Table) -> None:
        """Writes one stage's part of a table that several stages write, such as ``findings``."""
        self._parts(name).mkdir(exist_ok=True)
        self.engine.write(self._conform(name, rows), self._parts(name) / f"{part}.parquet")

    def seal(self, name: str) -> None:
        """Joins the parts of a table into its one file; a table that nobody wrote is written without rows."""
        if self.path(name) is None:
            self.write(name, self.table(name))

    def drop_parts(self, name: str) -> None:
        """Removes the parts of a table that is sealed."""
        shutil.rmtree(self._parts(name), ignore_errors=True)

    def _place(self, name: str) -> Path | None:
        parts = self._parts(name)
        return self.path(name) or (parts if parts.is_dir() else None)

    def _home(self, name: str) -> Path:
        return self._workings if self._workings is not None and name in _WORKINGS else self._folders[0]

    def _parts(self, name: str) -> Path:
        return self._home(name) / f"{name}.parts"

    def _conform(self, name: str, rows: ir.Table | pa.Table) -> ir.Table:
        return _conform(self.engine.read_arrow(rows) if isinstance(rows, pa.Table) else rows, TABLES[name])


def _conform(expression: ir.Table, contract: Table) -> ir.Table:
    missing = [column for column in contract.columns if column not in expression.columns]
    if missing:
        raise InputError(f"table {contract.name} lacks the columns {', '.join(missing)}")
    wanted = {field.name: expression[field.name].cast(IBIS_TYPES[field.type.value]) for field in contract.fields}
    extra = {column: expression[column] for column in expression.columns if column not in wanted}
    return expression.select(**wanted, **extra)


IBIS_TYPES = {
    "string": "string",
    "number": "float64",
    "integer": "int64",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamp('UTC', 6)",
}
"""Ibis types by the contract's field types."""
