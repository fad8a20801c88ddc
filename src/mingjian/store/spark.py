"""The engine on Apache Spark: the same verbs as :class:`mingjian.store.engine.DuckDBEngine`, on a cluster.

Needs the extra ``spark`` and Java 17. Functions reach the workers by their importable names, so a cluster's
workers need this package too.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from mingjian.contract import TIME_ZONE
from mingjian.errors import MissingExtraError
from mingjian.store.compiling import COMPILED, passing_name
from mingjian.store.engine import FileFunction, GroupFunction, embedded_database
from mingjian.store.lake import IBIS_TYPES

NO_OPTIONS: Mapping[str, str] = {}
BUCKETS_A_CORE = 2
"""A Python group costs about 9 ms, so groups travel in few buckets."""
EMBEDDED_MEMORY = "2GB"


class SparkEngine:
    """A Spark session. ``memory`` is the driver's and each executor's: Spark's own default of 1 GB fails here.

    ``options`` are Spark's own settings by name, such as a cluster asks for.
    """

    name = "spark"

    def __init__(
        self,
        *,
        master: str = "local[*]",
        memory: str = "4g",
        scratch: Path | None = None,
        options: Mapping[str, str] = NO_OPTIONS,
    ) -> None:
        session_builder = _session_builder()
        self._resources = ExitStack()
        self._scratch = Path(self._resources.enter_context(tempfile.TemporaryDirectory(dir=scratch)))
        # Workers must run this very interpreter, with the same packages.
        os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
        self._session: Any = (
            session_builder.master(master)
            .appName("mingjian")
            .config("spark.driver.memory", memory)
            .config("spark.executor.memory", memory)
            .config("spark.sql.shuffle.partitions", str(_cores()))
            .config("spark.sql.execution.arrow.pyspark.enabled", "true")
            .config("spark.sql.warehouse.dir", str(self._scratch / "warehouse"))
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.log.level", "ERROR")
            .config(map=dict(options))
            .getOrCreate()
        )
        self._resources.callback(self._session.stop)
        self.connection: Any = _connect(self._session)

    def read(self, path: Path) -> ir.Table:
        table: ir.Table = self.connection.read_parquet(str(path), table_name=passing_name("parquet"))
        # Spark's times are instants, but Ibis takes them for times without a zone.
        instants = {name: IBIS_TYPES["datetime"] for name, kind in table.schema().items() if kind.is_timestamp()}
        return table.cast(instants) if instants else table

    def read_arrow(self, table: pa.Table) -> ir.Table:
        # Through Parquet, as on DuckDB: Spark's own conversion loses types where a column is empty.
        path = self._scratch / f"{uuid4().hex}.parquet"
        pq.write_table(table, path)
        return self.read(path)

    def write(self, expression: ir.Table, path: Path) -> None:
        partial_path = path.with_name(f".{path.name}.{uuid4().hex}")
        folder = self._scratch / uuid4().hex
        try:
            self._frame(expression).coalesce(1).write.parquet(str(folder), compression="zstd")
            (part,) = folder.glob("part-*.parquet")
            _as_contract(part, partial_path)
            partial_path.replace(path)
        finally:
            partial_path.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)

    def materialise(self, expression: ir.Table) -> ir.Table:
        # Written out and read again, so that Spark's lineage does not grow from loop to loop.
        path = self._scratch / f"{uuid4().hex}.parquet"
        self._frame(expression).write.parquet(str(path))
        return self.read(path)

    def named(self, expression: ir.Table) -> ir.Table:
        # Spark reads of a file just what is needed, and its optimiser takes minutes over each use of a long expression.
        return self.materialise(expression)

    def map_files(self, function: FileFunction, paths: Sequence[str], schema: pa.Schema) -> ir.Table:
        if not paths:
            return self.read_arrow(schema.empty_table())
        frame = self._session.createDataFrame([(path,) for path in paths], "path string")

        def apply(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                for path in batch["path"].to_pylist():
                    yield from function(path).cast(schema).to_batches()

        spread = frame.repartition(min(len(paths), _cores() * 16))
        return self._kept(spread.mapInArrow(apply, _spark_schema(schema)))

    def map_groups(self, function: GroupFunction, table: ir.Table, *, by: str, schema: pa.Schema) -> ir.Table:
        from pyspark.sql import functions

        buckets = _cores() * BUCKETS_A_CORE
        frame = self._frame(table)
        frame = frame.withColumn("bucket__", functions.abs(functions.hash(frame[by])) % buckets)

        def apply(bucket: pa.Table) -> pa.Table:
            return function(bucket.drop_columns(["bucket__"])).cast(schema)

        return self._kept(frame.groupBy("bucket__").applyInArrow(apply, _spark_schema(schema)))

    def embedded(self) -> DuckDBPyConnection:
        return embedded_database(EMBEDDED_MEMORY, self._scratch, self._resources)

    def close(self) -> None:
        self._resources.close()

    def _frame(self, expression: ir.Table) -> Any:
        return self._session.sql(self.connection.compile(expression))

    def _kept(self, frame: Any) -> ir.Table:
        path = self._scratch / f"{uuid4().hex}.parquet"
        frame.write.parquet(str(path))
        return self.read(path)


def _connect(session: Any) -> Any:
    ibis.pyspark  # noqa: B018  # reached through ibis, the backend registers its options
    from ibis.backends.pyspark import Backend

    class ArrowBackend(Backend):  # type: ignore[misc]
        """Ibis on Spark whose results come as Arrow: by way of pandas, times lose their zone and nulls their type."""

        def compile(self, expression: ir.Expr, /, **options: Any) -> str:
            if any(value is not None and value is not False for value in options.values()):
                return cast("str", super().compile(expression, **options))
            return COMPILED.sql(expression, super().compile, dialect=self.name)

        def to_pyarrow(self, expression: ir.Expr, /, **options: Any) -> Any:
            if options.get("limit") is not None or options.get("params") is not None:
                return super().to_pyarrow(expression, **options)
            table = expression.as_table()
            result = session.sql(self.compile(table)).toArrow().cast(table.schema().to_pyarrow())
            return expression.__pyarrow_result__(result)

    backend = ArrowBackend().connect(session)
    session.conf.set("spark.sql.session.timeZone", TIME_ZONE)  # after Ibis, which sets it to UTC
    return backend


def _cores() -> int:
    return os.cpu_count() or 1


def _session_builder() -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtraError("spark", needed_for="the engine 'spark'") from None
    java = Path(os.environ["JAVA_HOME"]) / "bin" / "java" if "JAVA_HOME" in os.environ else shutil.which("java")
    if java is None or subprocess.run([java, "-version"], capture_output=True, check=False).returncode:  # noqa: S603  # the operator's own Java
        raise MissingExtraError(
            "spark", needed_for="the engine 'spark' (and Java 17: apt install openjdk-17-jre-headless)"
        )
    return SparkSession.builder


def _spark_schema(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


def _as_contract(source: Path, target: Path) -> None:
    # Spark writes times without a zone mark of the contract's kind; one reader must see the same from both engines.
    with pq.ParquetFile(source) as file:
        fields = [
            pa.field(field.name, pa.timestamp("us", tz="UTC") if pa.types.is_timestamp(field.type) else field.type)
            for field in file.schema_arrow
        ]
        schema = pa.schema(fields)
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            for batch in file.iter_batches():
                writer.write_table(pa.Table.from_batches([batch]).cast(schema))
