"""One staged file → typed rows: plain spellings in SQL, all others one by one, each distinct value once."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.contract import Table
from mingjian.intake.casts import blank, identifier, literal
from mingjian.intake.columns import Binding, Bound, empty
from mingjian.intake.kinds import digest_columns, path_fields
from mingjian.intake.staging import ROW, Connection, Staged
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

    @property
    def source(self) -> str:
        """SQL: the rows, each with its file and its number in it."""
        number = "" if self.numbered else f", file_row_number + 1 AS {ROW}"
        return (
            f"SELECT *, {literal(self.file)} AS {FILE}{number} "
            f"FROM read_parquet({literal(str(self.path))}, file_row_number=true)"
        )


def check(connection: Connection, table: Table, staged: Staged, bound: Bound, *, file: str, folder: Path) -> Checked:
    """Reads every value of the rows that belong to the table."""
    readings = _readings(connection, staged, bound, folder)
    selected, joins, problems = [], [], []
    by_name = {binding.field.name: binding for binding in bound.bindings}
    for field in table.fields:
        binding = by_name.get(field.name)
        if binding is None:
            selected.append(f"{empty(field)} AS {field.name}")
            continue
        value = binding.value
        reading = readings.get(field.name)
        if reading is not None:
            alias = f"reading_{field.name}"
            joins.append(
                f"LEFT JOIN read_parquet({literal(str(reading.path))}) AS {alias} ON {alias}.written = {binding.text}"
            )
            value = f"coalesce({value}, {alias}.value)"
            if reading.has_problems:
                problems.append(field.name)
                selected.append(f"{alias}.problem AS {PROBLEM}{field.name}")
                selected.append(
                    f"CASE WHEN {alias}.problem IS NOT NULL THEN {binding.text} END AS {WRITTEN}{field.name}"
                )
        selected.append(f"{value} AS {field.name}")
    for field in path_fields(table):
        # Filled once the files have been looked for; a table that names none keeps the columns empty.
        digest, size = digest_columns(field)
        selected += [f"CAST(NULL AS VARCHAR) AS {digest}", f"CAST(NULL AS BIGINT) AS {size}"]
    selected += [f"{expression} AS {identifier(name)}" for name, expression in bound.kept]
    # A join or a filter may change the order of rows; without either, a row's place is its number.
    numbered = staged.numbered or bool(joins) or bound.where != "true"
    if numbered:
        selected.append(f"{staged.row_number} AS {ROW}")
    target = folder / "checked.parquet"
    connection.execute(
        f"COPY (SELECT {', '.join(selected)} FROM {staged.source} {' '.join(joins)} "
        f"WHERE {bound.where}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )
    return Checked(
        target,
        file,
        pq.read_metadata(target).num_rows,
        bound.fields,
        frozenset(problems),
        tuple(name for name, _expression in bound.kept),
        numbered,
    )


@dataclass(frozen=True)
class _Readings:
    path: Path
    has_problems: bool


def _readings(connection: Connection, staged: Staged, bound: Bound, folder: Path) -> dict[str, _Readings]:
    """For each field with spellings that are not plain: a table of those spellings and what they came to."""
    if not bound.bindings:
        return {}
    odd = {
        binding.field.name: f"({binding.value}) IS NULL AND NOT {blank(binding.kind, binding.text)}"
        for binding in bound.bindings
    }
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in odd.values())
    counted = connection.execute(f"SELECT {counts} FROM {staged.source} WHERE {bound.where}").fetchall()[0]
    found = {}
    for binding, count in zip(bound.bindings, counted, strict=True):
        if count:
            name = binding.field.name
            spellings = connection.sql(
                f"SELECT DISTINCT {binding.text} AS written FROM {staged.source} WHERE {bound.where} AND {odd[name]}"
            ).to_arrow_reader(_BATCH)
            path = folder / f"reading-{name}.parquet"
            texts = (text for batch in spellings for text in batch.column(0).to_pylist())
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
