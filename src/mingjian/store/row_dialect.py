"""The stages' expressions as SQLite's, for tables of a few rows.

Measured: a feature's expression over a handful of rows takes DuckDB 0.3 to 10 ms, nearly all of it spent on setting up
its operators, which are made for millions. SQLite sets up next to nothing. Ibis compiles to both; what its own dialect
lacks or says otherwise than DuckDB and Spark stands here. Times are text in Asia/Shanghai, as
:mod:`mingjian.store.rows` writes them.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.sqlite import SQLiteCompiler
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

from mingjian.contract import TIME_ZONE

_RANGE = "row_range"
_DEEPEST = 8
"""SQLite reads subqueries in subqueries to a depth of some twenty only, but any number of named ones."""
_DAY, _CLOCK = 10, 11
"""Characters of a day in a text such as ``2026-11-26 20:15:00``, and where its clock begins."""


class _Compiler(SQLiteCompiler):  # type: ignore[misc]  # Ibis types no compiler
    __slots__ = ()

    UNSUPPORTED_OPS = tuple(
        operation
        for operation in SQLiteCompiler.UNSUPPORTED_OPS
        if operation not in (ops.TryCast, ops.ArrayLength, ops.ArraySort, ops.ArrayStringJoin)
    )

    def visit_TryCast(self, op: Any, *, arg: Any, to: Any) -> Any:
        # SQLite's own DATE takes 2026-02-31 for the third of March.
        return self.f.row_date(arg) if to.is_date() else self.visit_Cast(op, arg=arg, to=to)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:
        if to.is_string() and op.arg.dtype.is_floating():
            return self.f.row_text(arg)  # all digits of a number, as the other engines write it
        return super().visit_Cast(op, arg=arg, to=to)

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:
        if dtype.is_timestamp() and value.tzinfo is not None:
            value = value.astimezone(ZoneInfo(TIME_ZONE)).replace(tzinfo=None)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_Greatest(self, _op: Any, *, arg: Any) -> Any:
        return self.f.row_greatest(*arg)  # SQLite's own is empty where one of them is

    def visit_Least(self, _op: Any, *, arg: Any) -> Any:
        return self.f.row_least(*arg)

    def visit_StartsWith(self, _op: Any, *, arg: Any, start: Any) -> Any:
        return self.f.substr(arg, 1, self.f.length(start)).eq(start)  # in a LIKE, _ and % would stand for any other

    def visit_DateArithmetic(self, op: Any, *, left: Any, right: Any) -> Any:
        if op.right.dtype.unit.short != "D":
            raise NotImplementedError("days are all that rows are moved by")
        sign = "+" if isinstance(op, ops.DateAdd | ops.TimestampAdd) else "-"
        day = self.f.date(left, self.f.concat(sign, right.this, " days"))
        return day if op.left.dtype.is_date() else self.f.concat(day, self.f.substr(left, _CLOCK))

    visit_TimestampAdd = visit_TimestampSub = visit_DateAdd = visit_DateSub = visit_DateArithmetic

    # Lists and structs are JSON texts. A list of distinct values is in order from the start.

    def visit_StructColumn(self, op: Any, *, names: Any, values: Any) -> Any:
        fields = [
            part
            for name, value, given in zip(names, values, op.values, strict=True)
            for part in (sge.convert(name), self._nested(value, given.dtype))
        ]
        return self.f.anon.json_object(*fields)

    def visit_ArrayCollect(self, op: Any, *, arg: Any, where: Any, **_how: Any) -> Any:
        if op.distinct:
            return self.agg.row_values(arg, where=where)
        return self.agg.json_group_array(self._nested(arg, op.arg.dtype), where=where)

    def _nested(self, value: Any, dtype: Any) -> Any:
        return self.f.json(value) if dtype.is_struct() or dtype.is_array() else value

    def visit_ArraySort(self, op: Any, *, arg: Any) -> Any:
        if not isinstance(op.arg, ops.ArrayCollect) or not op.arg.distinct:
            raise NotImplementedError("only distinct values are put in order")
        return arg

    def visit_ArraySlice(self, _op: Any, *, arg: Any, start: Any, stop: Any) -> Any:
        return self.f.row_slice(arg, start, stop)

    def visit_ArrayLength(self, _op: Any, *, arg: Any) -> Any:
        return self.f.json_array_length(arg)

    def visit_ArrayStringJoin(self, _op: Any, *, arg: Any, sep: Any) -> Any:
        return self.f.row_join(arg, sep)

    def visit_IntegerRange(self, _op: Any, *, start: Any, stop: Any, step: Any) -> Any:
        return self.f.anon[_RANGE](start, stop, step)

    def visit_Unnest(self, _op: Any, *, arg: Any, **_how: Any) -> Any:
        return arg  # see _join_ranges: SQLite has a row for each only of a table


def sql_of(expression: ir.Table) -> str:
    """The expression as one SELECT of SQLite, to be run on a connection that :func:`prepare` was given."""
    query = _Compiler().to_sqlglot(expression)
    for select in reversed(list(query.find_all(sge.Select))):  # from within, since what is joined is copied
        _join_ranges(select)
        _ask_membership(select)
    if _depth(query) > _DEEPEST:
        query = eliminate_subqueries(query)
    return str(query.sql(dialect=_Compiler.dialect))


def reader_of(expression: ir.Table) -> dict[str, Callable[[Any], Any]]:
    """For each column that SQLite gives back as something else than the other engines: what makes it theirs."""
    readers = {name: _reader(dtype) for name, dtype in expression.schema().items()}
    return {name: reader for name, reader in readers.items() if reader is not None}


def _reader(dtype: Any) -> Callable[[Any], Any] | None:
    if dtype.is_date():
        return date.fromisoformat
    if dtype.is_boolean():
        return bool
    return json.loads if dtype.is_array() or dtype.is_struct() else None


def _depth(query: Any) -> int:
    """How many SELECTs stand within each other."""
    depth = 0
    for select in query.find_all(sge.Select):
        within, above = 0, select
        while above := above.find_ancestor(sge.Select):
            within += 1
        depth = max(depth, within)
    return depth


def _join_ranges(select: Any) -> None:
    own = [one for column in select.expressions for one in column.find_all(sge.Anonymous) if one.this == _RANGE]
    for place, found in enumerate(own):
        start, stop, step = (int(part.this) for part in found.expressions)
        values = json.dumps(list(range(start, stop, step)))
        found.replace(sge.column("value", table=f"range_{place}"))
        select.join(f"JSON_EACH('{values}') AS range_{place}", join_type="CROSS", copy=False)


def _ask_membership(select: Any) -> None:
    """Semi- and anti-joins as conditions, which SQLite has in their place; by one key it looks up a list, made once."""
    for join in [one for one in select.args.get("joins") or () if one.kind in ("SEMI", "ANTI")]:
        there, condition = join.this, join.args["on"]
        sides = (condition.left, condition.right) if isinstance(condition, sge.EQ) else ()
        keys = [side for side in sides if isinstance(side, sge.Column)]
        found: sge.Expression
        if len(keys) == 2:
            own, theirs = sorted(keys, key=lambda key: key.table == there.alias_or_name)
            listed = sge.select(theirs.copy()).from_(there.copy()).where(theirs.copy().is_(sge.null()).not_())
            found = sge.In(this=own.copy(), query=listed.subquery())
        else:
            found = sge.Exists(this=sge.select("1").from_(there.copy()).where(condition.copy()))
        join.pop()
        select.where(found if join.kind == "SEMI" else sge.Is(this=found, expression=sge.true()).not_(), copy=False)


def prepare(connection: sqlite3.Connection, **functions: Callable[[Any], Any]) -> None:
    """Gives a connection the functions that expressions call: Ibis's own, and the given ones of one value."""
    ibis.sqlite.from_connection(connection)
    for name, function, count in (
        ("row_date", _date, 1),
        ("row_text", _text, 1),
        ("row_slice", _slice, 3),
        ("row_join", _join, 2),
        ("row_greatest", _greatest, -1),
        ("row_least", _least, -1),
    ):
        connection.create_function(name, count, function, deterministic=True)
    for name, of_one in functions.items():
        connection.create_function(name, 1, partial(_of_known, of_one), deterministic=True)
    connection.create_aggregate("row_values", 1, _Values)  # type: ignore[arg-type]  # its stub wants an int back


def _of_known(function: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else function(value)


def _date(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text or "").isoformat()
    except ValueError:
        return None


def _text(number: float | None) -> str | None:
    return None if number is None else repr(float(number))


def _slice(values: str | None, start: int | None, stop: int | None) -> str | None:
    return None if values is None else json.dumps(json.loads(values)[start:stop])


def _join(values: str | None, between: str) -> str | None:
    return None if values is None else between.join(json.loads(values))


def _greatest(*values: Any) -> Any:
    return max(_known(values), default=None)


def _least(*values: Any) -> Any:
    return min(_known(values), default=None)


def _known(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if value is not None]


class _Values:
    """Distinct values in order, as a JSON list; nothing where there are none."""

    def __init__(self) -> None:
        self._values: set[Any] = set()

    def step(self, value: Any) -> None:
        if value is not None:
            self._values.add(value)

    def finalize(self) -> str | None:
        return json.dumps(sorted(self._values)) if self._values else None
