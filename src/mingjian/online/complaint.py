"""A complaint as a caller sends it, alone or with its representatives, read as a delivery of it is read.

So that a telephone in whatever spelling is the same one online and in a run. What cannot be read is left out and told,
and goes into the next delivery as it was written, where intake quarantines it: no complaint is refused over it.
"""

import json
import math
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from mingjian.contract import TABLES, Field, FieldType, Language, Table
from mingjian.errors import InputError
from mingjian.intake import Problem, read_field

REPRESENTATIONS = "representations"
MOST_REPRESENTATIVES = 20


@dataclass(frozen=True)
class LeftOut:
    """A value that was not taken: of the complaint, or of a representation by its number."""

    table: str
    row: str
    field: str
    problem: Problem
    written: str | float

    def as_json(self) -> dict[str, str]:
        """Which value and why, without the value."""
        text = self.problem.text(Language.ZH)
        return {"table": self.table, "row": self.row, "field": self.field, "code": self.problem.value, "text": text}


@dataclass(frozen=True)
class Arrival:
    """One row of ``complaints`` and the rows of ``representations`` that came with it."""

    complaint: pa.Table
    representations: pa.Table
    left_out: tuple[LeftOut, ...] = ()

    def as_written(self) -> tuple[pa.Table, pa.Table]:
        """Both tables with what was left out as it was written, for intake to find."""
        return self._with_written("complaints", self.complaint), self._with_written(
            REPRESENTATIONS, self.representations
        )

    def _with_written(self, table: str, rows: pa.Table) -> pa.Table:
        mine = [one for one in self.left_out if one.table == table]
        (key,) = TABLES[table].primary_key
        filled = [row | {one.field: one.written for one in mine if one.row == row[key]} for row in rows.to_pylist()]
        return pa.Table.from_pylist(filled, schema=rows.schema)


def parse_arrival(text: str) -> Arrival:
    """A complaint whose object may hold a list ``representations``; InputError names the field that cannot be taken.

    A representation needs no number of its own, and is the complaint's that it came with.
    """
    fields = _object(text)
    sent = fields.pop(REPRESENTATIONS, None) or []
    left_out: list[LeftOut] = []
    complaint = _row("complaints", fields, left_out)
    if not isinstance(sent, list) or len(sent) > MOST_REPRESENTATIVES or not all(isinstance(one, dict) for one in sent):
        raise InputError(f"{REPRESENTATIONS} is a list of up to {MOST_REPRESENTATIVES} objects of the fields of a row")
    complaint_id = complaint["complaint_id"]
    rows = [
        _row(
            REPRESENTATIONS,
            {"representation_id": f"{complaint_id}-R{number}"} | one | {"complaint_id": complaint_id},
            left_out,
        )
        for number, one in enumerate(sent, start=1)
    ]
    if len({row["representation_id"] for row in rows}) < len(rows):
        raise InputError("two of the representations have the same representation_id")
    return Arrival(
        pa.Table.from_pylist([complaint], schema=TABLES["complaints"].arrow_schema),
        pa.Table.from_pylist(rows, schema=TABLES[REPRESENTATIONS].arrow_schema),
        tuple(left_out),
    )


def parse_complaint(text: str) -> pa.Table:
    """One row of ``complaints`` from a JSON object of its fields; InputError names the field that cannot be taken."""
    return pa.Table.from_pylist([_row("complaints", _object(text), [])], schema=TABLES["complaints"].arrow_schema)


def _object(text: str) -> dict[str, Any]:
    try:
        fields = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"the complaint is no JSON: line {error.lineno}, column {error.colno}") from None
    if not isinstance(fields, dict):
        raise InputError("the complaint must be a JSON object of the fields of one row of complaints")
    return fields


def _row(name: str, fields: dict[str, Any], left_out: list[LeftOut]) -> dict[str, Any]:
    table = TABLES[name]
    unknown = sorted(set(fields) - set(table.columns))
    if unknown:
        raise InputError(f"{name} has no field {', '.join(unknown)}: 'mingjian schema' lists them")
    row: dict[str, Any] = {}
    problems: list[tuple[str, Problem]] = []
    for field in table.fields:
        row[field.name], problem = _value(table, field, fields.get(field.name))
        if problem is not None:
            problems.append((field.name, problem))
    (key,) = table.primary_key
    left_out += [LeftOut(name, row[key], field, problem, fields[field]) for field, problem in problems]
    return row


def _value(table: Table, field: Field, value: Any) -> tuple[Any, Problem | None]:
    if value is None or value == "":
        return _absent(field)
    if field.type is FieldType.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise InputError(f"{field.name} must be a number")
        if field.minimum is not None and value < field.minimum:
            return None, Problem.BELOW_MINIMUM
        return float(value), None
    if not isinstance(value, str):
        raise InputError(f"{field.name} must be a text")
    read, problem = read_field(table, field, value)
    if field.type is FieldType.DATETIME and problem is not None:
        raise InputError(f"{field.name} must be a time such as 2026-11-21T18:00+08:00")
    if field.values is not None and problem is not None:
        raise InputError(f"{field.name} must be one of {', '.join(field.values)}")
    if field.required and problem is not None:
        raise InputError(f"{field.name}: {problem.text(Language.EN, whole_row=True)}")
    return _absent(field) if read is None and problem is None else (read, problem)


def _absent(field: Field) -> tuple[None, None]:
    if field.required:
        raise InputError(f"the complaint lacks {field.name}")
    return None, None
