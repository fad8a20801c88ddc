"""The two verbs of an engine: run this table expression; map this function over these files or groups.

The same stage code runs on embedded DuckDB here and on a Spark cluster there (:mod:`mingjian.store.spark`).
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any, Protocol, cast
from uuid import uuid4

import duckdb
import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection
from ibis.backends.duckdb import Backend

from mingjian.contract import TIME_ZONE
from mingjian.store.compiling import COMPILED, passing_name

FileFunction = Callable[[str], pa.Table]
GroupFunction = Callable[[pa.Table], pa.Table]


class Engine(Protocol):
    """What a stage may ask of the machine that it runs on."""

    name: str
    connection: Any
    """The Ibis backend, for expressions alone; its session time zone is Asia/Shanghai."""

    def read(self, path: Path) -> ir.Table:
        """The rows of a Parquet file, or of a folder of Parquet files."""
        ...

    def read_arrow(self, table: pa.Table) -> ir.Table:
        """A table in memory as a table of the engine."""
        ...

    def write(self, expression: ir.Table, path: Path) -> None:
        """Computes the expression into one Parquet file at ``path``, which appears whole or not at all."""
        ...

    def materialise(self, expression: ir.Table) -> ir.Table:
        """Computes the expression once into the engine's scratch space, so that later uses do not repeat it."""
        ...

    def named(self, expression: ir.Table) -> ir.Table:
        """The expression for several uses, each of which reads just what it needs of it anew.

        For what is quick to read and wide: an engine may hold as a whole what a query uses twice.
        """
        ...

    def map_files(self, function: FileFunction, paths: Sequence[str], schema: pa.Schema) -> ir.Table:
        """The rows of ``function(path)`` for every path; the function is importable by name and sees nothing else."""
        ...

    def map_groups(self, function: GroupFunction, table: ir.Table, *, by: str, schema: pa.Schema) -> ir.Table:
        """The rows of ``function(bucket)``, where a bucket holds whole groups: all rows of some values of ``by``.

        Groups are bucketed because a call costs about 9 ms on Spark; the function splits its bucket by ``by``.
        """
        ...

    def embedded(self) -> DuckDBPyConnection:
        """An empty database in this process, for what is small and has to come out alike on every engine."""
        ...

    def close(self) -> None:
        """Gives back the engine's memory and scratch space."""
        ...


IN_PROCESS_ROWS = 2_000
"""Up to so many rows, sending them to another process costs more than the work."""
BUCKET_ROWS = 50_000
"""So many rows of text are some hundred megabytes as Python values, for each process at once."""


class DuckDBEngine:
    """Embedded DuckDB with a process pool beside it.

    ``memory_limit`` is DuckDB's own, such as ``"2GB"``; what does not fit goes to the scratch folder on disk.
    """

    name = "duckdb"

    def __init__(self, *, memory_limit: str = "2GB", workers: int | None = None, scratch: Path | None = None) -> None:
        self._resources = ExitStack()
        self._scratch = Path(self._resources.enter_context(tempfile.TemporaryDirectory(dir=scratch)))
        self._memory_limit = memory_limit
        self._workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self.connection: Any = _Backend().connect(
            memory_limit=memory_limit, temp_directory=str(self._scratch), preserve_insertion_order=False
        )
        self.connection.raw_sql(f"SET TimeZone = '{TIME_ZONE}'")

    def read(self, path: Path) -> ir.Table:
        name = passing_name("parquet")
        if path.is_dir():
            parts: ir.Table = self.connection.read_parquet(str(path / "*.parquet"), table_name=name)
            return parts
        # To have DuckDB describe a file takes longer than to ask of a small one: it is asked once for files alike.
        written = _columns_written(path)
        if written in _SCHEMAS:
            return cast("ir.Table", self.connection.view_of(path, name, _SCHEMAS[written]))
        table: ir.Table = self.connection.read_parquet(str(path), table_name=name)
        _SCHEMAS[written] = table.schema()
        return table

    def read_arrow(self, table: pa.Table) -> ir.Table:
        path = self._scratch / f"{uuid4().hex}.parquet"
        pq.write_table(table, path)
        return self.read(path)

    def write(self, expression: ir.Table, path: Path) -> None:
        partial_path = path.with_name(f".{path.name}.{uuid4().hex}")
        try:
            self.connection.to_parquet(expression, str(partial_path), compression="zstd")
            partial_path.replace(path)
        finally:
            partial_path.unlink(missing_ok=True)

    def materialise(self, expression: ir.Table) -> ir.Table:
        path = self._scratch / f"{uuid4().hex}.parquet"
        self.connection.to_parquet(expression, str(path))
        return self.read(path)

    def named(self, expression: ir.Table) -> ir.Table:
        view: ir.Table = self.connection.create_view(passing_name("named"), expression)
        return view

    def map_files(self, function: FileFunction, paths: Sequence[str], schema: pa.Schema) -> ir.Table:
        target = self._folder()
        size = max(1, len(paths) // (self._workers * 16))
        chunks = [list(paths[start : start + size]) for start in range(0, len(paths), size)]
        self._each(partial(_apply_to_files, function, schema, target), chunks)
        return self._read_parts(target, schema)

    def map_groups(self, function: GroupFunction, table: ir.Table, *, by: str, schema: pa.Schema) -> ir.Table:
        # Each worker reads its own bucket from disk: sending tables between processes costs more than Parquet.
        source = self.materialise(table)
        rows = source.count().to_pyarrow().as_py()
        if rows == 0:
            return self.read_arrow(schema.empty_table())
        if rows <= IN_PROCESS_ROWS:
            return self.read_arrow(function(source.to_pyarrow()).cast(schema))
        buckets = max(self._workers * 4, rows // BUCKET_ROWS)
        folder, target = self._folder(), self._folder()
        bucketed = self.connection.compile(source.mutate(bucket__=source[by].hash().abs() % buckets))
        self.connection.raw_sql(f"COPY ({bucketed}) TO '{folder}' (FORMAT parquet, PARTITION_BY (bucket__))")
        self._each(partial(_apply_to_bucket, function, schema, target), sorted(folder.iterdir()))
        return self._read_parts(target, schema)

    def embedded(self) -> DuckDBPyConnection:
        return embedded_database(self._memory_limit, self._scratch, self._resources)

    def _folder(self) -> Path:
        folder = self._scratch / uuid4().hex
        folder.mkdir()
        return folder

    def _read_parts(self, folder: Path, schema: pa.Schema) -> ir.Table:
        return self.read(folder) if any(folder.iterdir()) else self.read_arrow(schema.empty_table())

    def _each(self, function: Callable[[Any], None], parts: Sequence[Any]) -> None:
        if self._workers == 1 or len(parts) < 2:
            for part in parts:
                function(part)
            return
        if self._pool is None:
            # Forking a process whose DuckDB threads hold locks can hang the child, hence the fork server. One pool
            # for the whole run: a worker takes seconds to import what it needs.
            self._pool = ProcessPoolExecutor(
                self._workers, mp_context=get_context("forkserver"), initializer=_end_with_parent
            )
            self._resources.callback(self._pool.shutdown)
        for _ in self._pool.map(function, parts):
            pass

    def close(self) -> None:
        self.connection.disconnect()
        self._resources.close()


def embedded_database(memory_limit: str, scratch: Path, resources: ExitStack) -> DuckDBPyConnection:
    """An empty DuckDB that spills to ``scratch`` and is closed with ``resources``."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "temp_directory": str(scratch),
    }
    return resources.enter_context(closing(duckdb.connect(config=config)))


_NEEDS_PREPARING = (ops.InMemoryTable, ops.ScalarUDF, ops.AggUDF, ops.GeoSpatialUnOp, ops.GeoSpatialBinOp)

_SCHEMAS: dict[str, ibis.Schema] = {}
"""The columns that DuckDB finds in a file, by what the file says of them. There are as many as tables have shapes."""


def _columns_written(path: Path) -> str:
    """A Parquet file's columns with their physical and logical types, in its own words."""
    return str(pq.read_metadata(path).schema).split("\n", 1)[1]


class _Backend(Backend):  # type: ignore[misc]
    """Ibis on DuckDB that compiles what it compiled before by filling in the names of its tables."""

    def compile(self, expression: ir.Expr, /, **options: Any) -> str:
        if any(value is not None and value is not False for value in options.values()):
            with _selects_as_written():
                return cast("str", super().compile(expression, **options))
        return COMPILED.sql(expression, self._compile_anew, dialect=self.name)

    def view_of(self, path: Path, name: str, schema: ibis.Schema) -> ir.Table:
        """The rows of a Parquet file whose columns are known."""
        place = str(path).replace("'", "''")
        self.con.execute(f"CREATE TEMPORARY VIEW \"{name}\" AS SELECT * FROM read_parquet('{place}')")
        table: ir.Table = ops.DatabaseTable(name, schema=schema, source=self).to_expr()
        return table

    def _run_pre_execute_hooks(self, expression: ir.Expr) -> None:
        # Ibis looks through the expression four times for what ours seldom hold.
        if expression.op().find(_NEEDS_PREPARING):
            super()._run_pre_execute_hooks(expression)

    def _compile_anew(self, expression: ir.Expr) -> str:
        with _selects_as_written():
            return cast("str", super().compile(expression))


@contextmanager
def _selects_as_written() -> Iterator[None]:
    """Leaves nested selects to DuckDB's optimiser, which folds them in no time.

    Ibis would fold them too, and takes longer for it than for all else that it does: over small tables a run spends
    most of its time there.
    """
    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before


def _end_with_parent() -> None:
    # A worker whose parent was killed would wait for work for ever.
    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _apply_to_files(function: FileFunction, schema: pa.Schema, target: Path, paths: Sequence[str]) -> None:
    with pq.ParquetWriter(target / f"{uuid4().hex}.parquet", schema) as writer:
        for path in paths:
            writer.write_table(function(path).cast(schema))


def _apply_to_bucket(function: GroupFunction, schema: pa.Schema, target: Path, bucket: Path) -> None:
    rows = pa.concat_tables([pq.read_table(path, partitioning=None) for path in sorted(bucket.glob("*.parquet"))])
    pq.write_table(function(rows).cast(schema), target / f"{uuid4().hex}.parquet")
