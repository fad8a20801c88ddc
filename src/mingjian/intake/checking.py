"""One staged file → typed rows: plain spellings in SQL, all others one by one, each distinct value once."""

from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.contract import Table
from mingjian.intake.casts import identifier, literal
from mingjian.intake.columns import Binding, Bound, empty
from mingjian.intake.kinds import digest_columns, path_fields
from mingjian.intake.staging import ROW, Connection, Staged, copy
from mingjian.intake.values import read

FILE = "file__"
PROBLEM = "problem__"
WRITTEN = "written__"
_BATCH = 50_000


@dataclass(frozen=True)
class Checked:
    """A file's rows with the table's fields, in ``path``.

    ``problems`` names the fields of which some value could not be read; beside such a field stand ``problem__<field>``
    and ``written__<field>``, both empty where the value was read.
    """

    path: Path
    file: str
    rows: int
    fields: frozenset[str]
    problems: frozenset[str]
    kept: tuple[str, ...]
    numbered: bool
    """Whether the rows carry their numbers in ``row__``; else they stand in the order of the file, all of them."""
    rejected: Path | None
    """Rows that could not be read (``staging.REJECTED``),"""
    rejected_rows: int
    """and how many they are."""

    @property
    def source(self) -> str:
        """SQL: the rows, each with its file and its number in it."""
        number = "" if self.numbered else f", file_row_number + 1 AS {ROW}"
        return (
            f"SELECT *, {literal(self.file)} AS {FILE}{number} "
            f"FROM read_parquet({literal(str(self.path))}, file_row_number=true)"
        )


def check(connection: Connection, table: Table, staged: Staged, bound: Bound, *, file: str, folder: Path) -> Checked:
    """Reads every value of the rows that belong to the table. A DuckDB error where the file cannot be read."""
    try:
        scan = _scan(connection, staged, bound)
    except duckdb.Error:
        if staged.patiently is None:
            raise
        staged = staged.patiently()
        scan = _scan(connection, staged, bound)
    if 2 in scan.oddness.values() or bound.where != "true":
        staged = staged.numbered(connection, folder)
    readings = _readings(connection, staged, bound, scan, folder)
    selected, joins, problems = [], [], []
    by_name = {binding.field.name: binding for binding in bound.bindings}
    for field in table.fields:
        binding = by_name.get(field.name)
        if binding is None:
            selected.append(f"{empty(field)} AS {field.name}")
            continue
        cast = binding.cast
        value = cast.value(scan.oddness[field.name])
        reading = readings.get(field.name)
        if reading is not None:
            alias = f"reading_{field.name}"
            source = f"read_parquet({literal(str(reading.path))})"
            joins.append(f"LEFT JOIN {source} AS {alias} ON {alias}.written = {cast.text}")
            value = f"coalesce({value}, {alias}.value)"
            if reading.has_problems:
                problems.append(field.name)
                selected.append(f"{alias}.problem AS {PROBLEM}{field.name}")
                selected.append(f"CASE WHEN {alias}.problem IS NOT NULL THEN {cast.text} END AS {WRITTEN}{field.name}")
        selected.append(f"{value} AS {field.name}")
    for field in path_fields(table):
        # Filled once the files have been looked for; a table that names none keeps the columns empty.
        digest, size = digest_columns(field)
        selected += [f"CAST(NULL AS VARCHAR) AS {digest}", f"CAST(NULL AS BIGINT) AS {size}"]
    selected += [f"{expression} AS {identifier(name)}" for name, expression in bound.kept]
    # A join or a filter may change the order of rows; without either, a row's place is its number.
    numbered = not staged.in_order or bool(joins) or bound.where != "true"
    if numbered:
        selected.append(f"{staged.row_number} AS {ROW}")
    target = folder / "checked.parquet"
    copy(
        connection,
        f"SELECT {', '.join(selected)} FROM {staged.relation} {' '.join(joins)} WHERE {bound.where}",
        target,
    )
    return Checked(
        target,
        file,
        scan.rows,
        bound.fields,
        frozenset(problems),
        tuple(name for name, _expression in bound.kept),
        numbered,
        staged.rejected,
        staged.rejected_rows,
    )


@dataclass(frozen=True)
class _Scan:
    """What a first look at every row told."""

    rows: int
    """Rows that belong to the table."""
    oddness: Dictionary[str, int]
    """By field: what of its column was found (``Cast.oddness``)."""


@dataclass(frozen=True)
class _Readings:
    path: Path
    has_problems: bool


def _scan(connection: Connection, staged: Staged, bound: Bound) -> _Scan:
    """Looks at every row and every column once, so that whatever cannot be read shows before anything is written."""
    oddness = [f"max({binding.cast.oddness})" for binding in bound.bindings]
    touched = [f"count(staged.{identifier(name)})" for name in staged.names]
    kept = [f"count({expression})" for _name, expression in bound.kept]
    found = connection.execute(
        f"SELECT count(*), {', '.join([*oddness, *touched, *kept])} FROM {staged.relation} WHERE {bound.where}"
    ).fetchall()[0]
    by_field = zip(bound.bindings, found[1:], strict=False)
    return _Scan(found[0], {binding.field.name: oddness or 0 for binding, oddness in by_field})


def _readings(connection: Connection, staged: Staged, bound: Bound, scan: _Scan, folder: Path) -> dict[str, _Readings]:
    """For each field with spellings that are not plain: a table of those spellings and what they came to."""
    found = {}
    for binding in bound.bindings:
        name = binding.field.name
        if scan.oddness[name] == 2:
            spellings = folder / f"spellings-{name}.parquet"
            query = f"SELECT DISTINCT {binding.cast.text} AS written FROM {staged.relation} WHERE {bound.where}"
            copy(connection, f"{query} AND {binding.cast.is_odd}", spellings, compression="lz4")
            path = folder / f"reading-{name}.parquet"
            batches = pq.ParquetFile(spellings).iter_batches(_BATCH)
            texts = (text for batch in batches for text in batch.column(0).to_pylist())
            found[name] = _Readings(path, has_problems=_write_readings(binding, texts, path))
    return found


def _write_readings(binding: Binding, texts: Iterable[str], target: Path) -> bool:
    schema = pa.schema([("written", pa.string()), ("value", binding.field.type.arrow), ("problem", pa.string())])
    has_problems = False
    with pq.ParquetWriter(target, schema, compression="lz4") as writer:
        batch: list[tuple[str, object, str | None]] = []
        for text in texts:
            value, problem = read(binding.kind, binding.field, text)
            has_problems = has_problems or problem is not None
            batch.append((text, value, None if problem is None else problem.value))
            if len(batch) == _BATCH:
                writer.write_table(_columns(batch, schema))
                batch = []
        if batch:
            writer.write_table(_columns(batch, schema))
    return has_problems


def _columns(batch: list[tuple[str, object, str | None]], schema: pa.Schema) -> pa.Table:
    return pa.table(
        [pa.array(list(column), type_) for column, type_ in zip(zip(*batch, strict=True), schema.types, strict=True)],
        schema.names,
    )
