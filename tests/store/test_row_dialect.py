"""The same expressions over the same rows on DuckDB and on SQLite."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjian.contract import TIME_ZONE
from mingjian.store.row_dialect import prepare, sql_of
from mingjian.store.rows import plain

LEFT = pa.schema(
    [
        ("name", pa.string()),
        ("key", pa.string()),
        ("number", pa.float64()),
        ("whole", pa.int64()),
        ("day", pa.date32()),
        ("at", pa.timestamp("us", tz=TIME_ZONE)),
    ]
)
RIGHT = pa.schema([("key", pa.string()), ("other", pa.string()), ("mark", pa.string())])
MORNING = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)

left, right = ibis.table(LEFT, name="left_rows"), ibis.table(RIGHT, name="right_rows")

EXPRESSIONS: dict[str, ir.Table] = {
    "semi-join by one key": left.semi_join(right, "key").select("name"),
    "anti-join by one key": left.anti_join(right, "key").select("name"),
    "both, one after the other": left.semi_join(right, "key")
    .anti_join(right.rename(name="other").view(), "name")
    .select("name"),
    "anti-join by two keys": left.anti_join(right, ["key", left.name == right.other]).select("name"),
    "what begins with a text": left.anti_join(right, left.name.startswith(right.mark)).select("name"),
    "a day from a text": left.select("name", day=left.key.try_cast("date")),
    "greatest and least": left.select(
        "name", most=ibis.greatest(left.number, 1.5), least=ibis.least(left.number, left.whole.cast("float64"))
    ),
    "days moved": left.select(
        "name",
        before=(left.day - ibis.interval(days=3)).strftime("%Y-%m-%d"),
        on=(left.day + ibis.interval(days=0) <= left.day).cast("int64"),
    ),
    "moments moved": left.filter(left.at - ibis.interval(days=2) <= MORNING).select("name"),
    "a moment": left.filter(left.at >= ibis.literal(MORNING, type="timestamp('UTC', 6)")).select("name"),
    "the local day and hour": left.select("name", day=left.at.date(), hour=left.at.hour().cast("int64")),
    "days between": left.select("name", days=left.at.date().delta(left.day, unit="day").cast("int64")),
    "numbers as text": left.select("name", text=left.number.cast("string"), digits=left.whole.cast("string")),
    "division": left.select("name", half=left.whole / 2, share=left.number / left.whole.nullif(0)),
    "distinct values in order, the first two": left.group_by("key").agg(
        names=left.name.collect(where=left.number.notnull(), distinct=True).sort()[:2].join(",")
    ),
    "how many": left.group_by("key").agg(names=left.name.collect(distinct=True).length().cast("int64")),
    "one row a number": left.mutate(step=ibis.range(0, 3).unnest())
    .group_by("name")
    .agg(sum=lambda row: row.step.sum()),
}


@pytest.fixture(scope="module")
def duck() -> Iterator[Any]:
    connection = ibis.duckdb.connect()
    connection.raw_sql(f"SET TimeZone = '{TIME_ZONE}'")
    yield connection
    connection.disconnect()


def on_sqlite(expression: ir.Table, tables: dict[str, pa.Table]) -> list[tuple[Any, ...]]:
    with sqlite3.connect(":memory:") as connection:
        prepare(connection)
        for name, rows in tables.items():
            connection.execute(f"CREATE TABLE {name} ({', '.join(rows.column_names)})")
            values = [[plain(value) for value in row.values()] for row in rows.to_pylist()]
            connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * rows.num_columns)})", values)
        return connection.execute(sql_of(expression)).fetchall()


def on_duckdb(expression: ir.Table, tables: dict[str, pa.Table], duck: Any) -> list[tuple[Any, ...]]:
    for name, rows in tables.items():
        duck.create_table(name, rows, overwrite=True)
    found = duck.raw_sql(ibis.to_sql(expression, dialect="duckdb")).fetchall()
    return [tuple(plain(value) for value in row) for row in found]


def ordered(rows: list[tuple[Any, ...]]) -> list[str]:
    return sorted(repr(tuple(round(value, 9) if isinstance(value, float) else value for value in row)) for row in rows)


KEY = st.none() | st.sampled_from(["a", "A", "2026-02-28", "2026-02-31", ""])
NAME = st.none() | st.sampled_from(["x y", "x_y", "X y", "z", "名"])
MOMENT = st.integers(-500_000, 500_000).map(
    lambda seconds: MORNING + timedelta(seconds=seconds, microseconds=seconds % 3)
)
ROWS = st.lists(
    st.tuples(
        NAME,
        KEY,
        st.none() | st.floats(-1e6, 1e6, allow_subnormal=False),
        st.none() | st.integers(-5, 5),
        st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1)),
        st.none() | MOMENT,
    ),
    max_size=6,
)
OTHERS = st.lists(st.tuples(KEY, NAME, st.sampled_from(["x ", "x_", "%", "名", ""])), max_size=4)


@pytest.mark.parametrize("what", EXPRESSIONS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, others=OTHERS)
def test_both_engines_say_the_same(what: str, rows: Any, others: Any, duck: Any) -> None:
    tables = {
        "left_rows": pa.Table.from_pylist([dict(zip(LEFT.names, row, strict=True)) for row in rows], schema=LEFT),
        "right_rows": pa.Table.from_pylist([dict(zip(RIGHT.names, row, strict=True)) for row in others], schema=RIGHT),
    }
    assert ordered(on_sqlite(EXPRESSIONS[what], tables)) == ordered(on_duckdb(EXPRESSIONS[what], tables, duck))


def test_what_the_dialect_does_not_know_it_says() -> None:
    with pytest.raises(NotImplementedError, match="days"):
        sql_of(left.select(at=left.at - ibis.interval(hours=1)))
    with pytest.raises(NotImplementedError, match="distinct"):
        sql_of(left.agg(names=left.name.collect().sort()))


def test_deeply_nested_questions_are_read() -> None:
    asked = left
    for place in range(30):
        asked = asked.mutate(
            **{f"place_{place}": ibis.row_number().over(order_by=asked[f"place_{place - 1}"] if place else "name")}
        )
    rows = pa.Table.from_pylist([{"name": "x"}], schema=LEFT)
    assert on_sqlite(asked, {"left_rows": rows})[0][0] == "x"
