from datetime import UTC, datetime
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.contract import TABLES
from mingjian.errors import InputError, MissingExtraError
from mingjian.store.engine import DuckDBEngine, Engine
from mingjian.store.lake import Lake
from tests.store.files import COUNTS, LENGTHS, count_rows, length_of


def test_a_function_of_each_file_gives_the_same_rows_on_every_engine(engine: Engine, tmp_path: Path) -> None:
    paths = []
    for number in range(7):
        path = tmp_path / f"{number}.txt"
        path.write_text("字" * number)
        paths.append(str(path))
    rows = engine.map_files(length_of, paths, LENGTHS).order_by("path").to_pyarrow().to_pylist()
    assert rows == [{"path": f"{number}.txt", "characters": number} for number in range(7)]


def test_no_files_give_no_rows_but_the_columns(engine: Engine) -> None:
    table = engine.map_files(length_of, [], LENGTHS)
    assert table.columns == ("path", "characters")
    assert table.to_pyarrow().num_rows == 0


def test_a_function_of_groups_sees_each_group_whole_on_every_engine(engine: Engine) -> None:
    table = pa.table({"customer_id": [f"K{number % 50}" for number in range(1000)], "n": list(range(1000))})
    counts = engine.map_groups(count_rows, engine.read_arrow(table), by="customer_id", schema=COUNTS)
    rows = counts.to_pyarrow().to_pylist()
    assert sorted(row["customer_id"] for row in rows) == sorted(f"K{number}" for number in range(50))
    assert {row["rows"] for row in rows} == {20}


def test_what_is_named_gives_each_use_its_rows_on_every_engine(engine: Engine) -> None:
    rows = engine.named(
        engine.read_arrow(pa.table({"n": list(range(10)), "wide": ["字"] * 10})).mutate(double=ibis._.n * 2)
    )
    few = rows.filter(rows.n < 2).select(number="double")
    both = rows.select("n").join(few, rows.n == few.number)
    assert sorted(both.to_pyarrow()["n"].to_pylist()) == [0, 2]


def test_what_is_named_is_not_held_whole_because_it_is_used_twice() -> None:
    engine = DuckDBEngine(workers=1)
    rows = engine.read_arrow(pa.table({"n": list(range(10)), "wide": ["字"] * 10}))
    wide = rows.mutate(double=rows.n * 2).union(rows.mutate(double=rows.n * 3))

    def plan(rows: ir.Table) -> str:
        few = rows.filter(rows.n < 2).select(number="double")
        return str(engine.connection.raw_sql(f"EXPLAIN {ibis.to_sql(rows.join(few, rows.n == few.number))}").fetchall())

    assert "CTE" in plan(wide)  # else this could never fail
    assert "CTE" not in plan(engine.named(wide))
    engine.close()


def test_files_that_look_alike_keep_their_own_columns_and_rows(tmp_path: Path) -> None:
    """What an engine found out of one file it takes as known of others, of those that say the same of their columns."""
    engine = DuckDBEngine(workers=1)
    values = ("'[1]'", "'[1]'::JSON", "'[2]'::JSON", "1::TINYINT", "1::BIGINT", "'2026-05-01'::DATE", "'[3]'")
    for number, value in enumerate(values * 2):
        path = tmp_path / f"it's {number}.parquet"
        duckdb.sql(f"COPY (SELECT {value} AS a) TO '{str(path).replace(chr(39), chr(39) * 2)}'")
        known = ibis.duckdb.connect().read_parquet(path)
        assert engine.read(path).schema() == known.schema()
        assert engine.read(path).to_pyarrow() == known.to_pyarrow()
    engine.close()


def test_an_absent_table_is_there_once_it_is_written(engine: Engine, tmp_path: Path) -> None:
    lake = Lake(engine, tmp_path)
    assert [lake.table("letters").count().to_pyarrow().as_py() for _ in "ab"] == [0, 0]
    rows = [{"complaint_id": "K1"}]
    lake.write("letters", pa.Table.from_pylist(rows, schema=TABLES["letters"].arrow_schema))
    assert lake.table("letters").count().to_pyarrow().as_py() == 1


def test_times_are_local_in_expressions_on_every_engine(engine: Engine) -> None:
    table = engine.read_arrow(
        pa.table({"at": pa.array([datetime(2026, 5, 1, 20, 30, tzinfo=UTC)], pa.timestamp("us", "UTC"))})
    )
    row = table.select(hour=table["at"].hour(), day=table["at"].date()).to_pyarrow().to_pylist()[0]
    assert (row["hour"], row["day"].isoformat()) == (4, "2026-05-02")


def test_a_written_table_keeps_its_instants_and_its_contract_on_every_engine(engine: Engine, tmp_path: Path) -> None:
    contract = TABLES["complaints"]
    at = datetime(2026, 5, 1, 20, 30, 15, 123456, tzinfo=UTC)
    rows = pa.Table.from_pylist([{"complaint_id": "C1", "received_at": at}], schema=contract.arrow_schema)
    Lake(engine, tmp_path).write("complaints", rows)
    written = pq.read_table(tmp_path / "complaints.parquet")
    assert written.schema.names == list(contract.columns)
    assert written.schema.types == contract.arrow_schema.types
    assert written["received_at"][0].as_py() == at


def test_what_a_run_puts_out_stands_in_the_order_of_its_keys_on_every_engine(engine: Engine, tmp_path: Path) -> None:
    columns = {name: pa.array([None] * 40, kind) for name, kind in zip(*_schema_of("entities"), strict=True)}
    columns |= {
        "entity_type": pa.array(["phone"] * 40),
        "entity_id": [f"E{number * 7 % 40:02}" for number in range(40)],
    }
    lake = Lake(engine, tmp_path)
    lake.write("entities", engine.read_arrow(pa.table(columns)).filter(lambda row: row.entity_id != "E00"))
    written = pq.read_table(tmp_path / "entities.parquet").column("entity_id").to_pylist()
    assert written == [f"E{number:02}" for number in range(1, 40)]


def _schema_of(name: str) -> tuple[list[str], list[pa.DataType]]:
    schema = TABLES[name].arrow_schema
    return schema.names, schema.types


def test_a_table_that_nobody_wrote_is_sealed_with_its_columns_on_every_engine(engine: Engine, tmp_path: Path) -> None:
    lake = Lake(engine, tmp_path)
    lake.seal("gangs")
    assert pq.read_schema(tmp_path / "gangs.parquet").names == list(TABLES["gangs"].columns)


def test_parts_are_sealed_into_one_table_on_every_engine(engine: Engine, tmp_path: Path) -> None:
    lake = Lake(engine, tmp_path)
    schema = TABLES["findings"].arrow_schema
    for room in ("letters", "agencies"):
        lake.write_part("findings", room, pa.Table.from_pylist([{"subject_id": room}], schema=schema))
    assert sorted(lake.table("findings").to_pyarrow()["subject_id"].to_pylist()) == ["agencies", "letters"]
    lake.seal("findings")
    lake.drop_parts("findings")
    assert sorted(pq.read_table(tmp_path / "findings.parquet")["subject_id"].to_pylist()) == ["agencies", "letters"]
    assert [path.name for path in tmp_path.iterdir()] == ["findings.parquet"]


def test_a_table_without_a_column_of_its_contract_is_refused(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lacks the columns"):
        Lake(engine, tmp_path).write("gangs", pa.table({"gang_id": ["G1"]}))


def test_tables_between_stages_stand_apart(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "workings").mkdir()
    lake = Lake(engine, tmp_path, workings=tmp_path / "workings")
    lake.write("letters", TABLES["letters"].empty())
    lake.write("claims", TABLES["claims"].empty())
    assert (tmp_path / "workings" / "letters.parquet").exists()
    assert (tmp_path / "claims.parquet").exists()
    assert lake.has("letters")


def test_spark_without_java_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from mingjian.store.spark import SparkEngine

    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingExtraError, match="Java 17"):
        SparkEngine()
