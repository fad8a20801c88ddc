from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from mingjian.store.compiling import Compiled, passing_name
from mingjian.store.engine import DuckDBEngine

Ask = Callable[[ir.Table, ir.Table], ir.Table]


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(workers=1)
    yield engine
    engine.close()


class Compiler:
    """Compiles anew, and counts how often."""

    def __init__(self) -> None:
        self.compiled = Compiled()
        self.times = 0

    def anew(self, expression: ir.Expr) -> str:
        self.times += 1
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def sql(self, expression: ir.Expr) -> str:
        return self.compiled.sql(expression, self.anew, dialect="duckdb")


def tables() -> tuple[ir.Table, ir.Table]:
    """Two tables such as an engine reads, with names that no other two have."""
    connection = ibis.duckdb.connect()
    one, other = (connection.create_table(passing_name("parquet"), schema={"n": "int64", "s": "string"}) for _ in "ab")
    return one, other


ASKED: dict[str, Ask] = {
    "the rows as they are": lambda one, _other: one,
    "a value": lambda one, _other: one.aggregate(most=one.n.max()),
    "a join": lambda one, other: one.join(other, "n").select("n", s=other.s),
    "a join, of the first": lambda one, other: one.join(other, "n").select("n", s=one.s),
    "one with itself": lambda one, _other: one.join(one.view(), "n").select("n"),
    "one twice over": lambda one, other: one.union(one).union(other),
    "a group and a window": lambda one, _other: one.mutate(place=ibis.row_number().over(group_by="s", order_by="n")),
    "a part used twice": lambda one, other: (lambda few: few.join(other, "n").union(few.join(other.view(), "n")))(
        one.filter(one.n > 3).group_by("n").agg(s=ibis._.s.max())
    ).select("n"),
    "a condition elsewhere": lambda one, other: one.filter(one.n.isin(other.n)),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_the_same_question_of_other_tables_is_compiled_once_and_is_of_those(ask: Ask) -> None:
    compiler = Compiler()
    compiler.sql(ask(*tables()))
    again = ask(*tables())
    assert compiler.sql(again) == str(ibis.to_sql(again, dialect="duckdb"))
    assert compiler.times == 1


def test_no_two_questions_are_taken_for_each_other() -> None:
    compiler = Compiler()
    for number, ask in enumerate(ASKED.values()):
        expression = ask(*tables())
        assert compiler.sql(expression) == str(ibis.to_sql(expression, dialect="duckdb"))
        assert compiler.times == number + 1


NEARLY_THE_SAME = {
    "a number's kind": (1, 1.0, True, Decimal(1)),
    "a sign": (0.0, -0.0),
    "digits": (Decimal("1.0"), Decimal("1.00")),
    "a zone": (
        datetime(2026, 5, 1, 20, tzinfo=UTC),
        datetime(2026, 5, 2, 4, tzinfo=timezone(timedelta(hours=8))),
    ),
    "nothing": (None, "", "None"),
    "a list": ([1, 2], [2, 1], [1.0, 2.0]),
}


@pytest.mark.parametrize("values", NEARLY_THE_SAME.values(), ids=NEARLY_THE_SAME)
def test_values_that_are_equal_but_written_differently_stay_themselves(values: tuple[object, ...]) -> None:
    compiler = Compiler()
    for value in values:
        expression = tables()[0].mutate(v=ibis.literal(value))
        assert compiler.sql(expression) == str(ibis.to_sql(expression, dialect="duckdb"))


def test_what_is_called_the_same_is_another_question_with_other_columns() -> None:
    compiler = Compiler()
    for kind in ("int64", "string"):
        table = ibis.duckdb.connect().create_table("complaints", schema={"n": kind})
        expression = table.mutate(n=table.n.cast("string"))
        assert compiler.sql(expression) == str(ibis.to_sql(expression, dialect="duckdb"))


def test_an_engine_answers_of_the_table_that_was_asked(engine: DuckDBEngine) -> None:
    for number in range(3):
        table = engine.read_arrow(pa.table({"n": [number, number]}))
        doubled = engine.materialise(table.distinct().mutate(double=ibis._.n * 2))
        assert doubled.to_pyarrow().to_pylist() == [{"n": number, "double": number * 2}]


def test_questions_nest_deeper_than_functions_may_call_each_other() -> None:
    compiler = Compiler()
    value = tables()[0].n
    for _ in range(3_000):
        value = value + 1
    shape, names = compiler.compiled._shape(value.op())  # Ibis itself cannot compile so much
    assert (shape, len(names)) == (compiler.compiled._shape(value.op())[0], 1)


def test_what_is_kept_stays_bounded() -> None:
    compiler = Compiler()
    compiler.compiled = Compiled(most_nodes=50)
    for number in range(100):
        compiler.sql(tables()[0].filter(ibis._.n == number))
        assert len(compiler.compiled._numbers) < 100
