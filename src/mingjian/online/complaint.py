"""A complaint as a caller sends it, alone or with its representatives, read as a delivery of it is read.

So that a telephone in whatever spelling is the same one online and in a run. A complaint that can be identified is
taken, whatever else of it cannot be read: that is left out and told, and goes into the next delivery as it was written,
where intake quarantines it. One without a time of receipt is received when it is taken in. Only what is no JSON object,
or has no number of its own, is refused: nobody could find it again.
"""

import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import pyarrow as pa

from mingjian.contract import TABLES, Field, FieldType, Language, Table
from mingjian.errors import InputError
from mingjian.intake import Problem, read_field

REPRESENTATIONS = "representations"
MOST_REPRESENTATIVES = 20
RECEIVED_AT = "received_at"

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class LeftOut:
    """What was not taken: a value of the complaint or of a representation by its number, or a whole representation."""

    table: str
    row: str
    field: str
    problem: Problem

    def as_json(self) -> dict[str, str]:
        """Which value and why, without the value."""
        text = self.problem.text(Language.ZH)
        return {"table": self.table, "row": self.row, "field": self.field, "code": self.problem.value, "text": text}


@dataclass(frozen=True)
class Arrival:
    """One row of ``complaints`` and the rows of ``representations`` that came with it."""

    complaint: pa.Table
    representations: pa.Table
    left_out: tuple[LeftOut, ...]
    written: Row
    """The complaint with what was left out as it was written, and without a time of receipt where none was readable."""
    written_representations: Any
    """The same of the representations: rows, but whatever was sent where it is no list of them."""


def parse_arrival(text: str, *, taken_at: datetime) -> Arrival:
    """A complaint whose object may hold a list ``representations``; InputError where it is none that can be identified.

    A representation needs no number of its own, and is the complaint's that it came with.
    """
    fields = _object(text)
    sent = fields.pop(REPRESENTATIONS, None) or []
    left_out: list[LeftOut] = []
    complaint_id = _identified(fields)
    complaint, written = _row("complaints", complaint_id, fields, left_out)
    acting, acting_written = _representations(complaint_id, sent, left_out)
    return Arrival(
        pa.Table.from_pylist(
            [complaint | {RECEIVED_AT: complaint[RECEIVED_AT] or taken_at}], schema=TABLES["complaints"].arrow_schema
        ),
        pa.Table.from_pylist(acting, schema=TABLES[REPRESENTATIONS].arrow_schema),
        tuple(left_out),
        written,
        acting_written,
    )


def _object(text: str) -> Row:
    try:
        fields = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        place = f": line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"the complaint is no JSON{place}") from None
    if not isinstance(fields, dict):
        raise InputError("the complaint must be a JSON object of the fields of one row of complaints")
    return fields


def _identified(fields: Row) -> str:
    table = TABLES["complaints"]
    found, problem = _value(table, table.field("complaint_id"), fields.get("complaint_id"))
    if found is None or problem is not None:
        raise InputError(
            "the complaint has no complaint_id: send it with a number of yours, by which it is found again"
        )
    return str(found)


def _representations(complaint_id: str, sent: Any, left_out: list[LeftOut]) -> tuple[list[Row], Any]:
    """The rows that were taken; and all that was sent, as it was written."""
    if not isinstance(sent, list):
        left_out.append(LeftOut("complaints", complaint_id, REPRESENTATIONS, Problem.NOT_ROWS))
        return [], sent
    taken: dict[str, Row] = {}
    written: list[Any] = []
    for number, one in enumerate(sent, start=1):
        name = f"{complaint_id}-R{number}"
        if not isinstance(one, dict) or len(taken) == MOST_REPRESENTATIVES:
            why = Problem.TOO_MANY_ROWS if isinstance(one, dict) else Problem.NOT_ROWS
            left_out.append(LeftOut(REPRESENTATIONS, name, REPRESENTATIONS, why))
            written.append(one)
            continue
        table = TABLES[REPRESENTATIONS]
        stated, problem = _value(table, table.field("representation_id"), one.get("representation_id"))
        key = str(stated) if stated is not None and problem is None else name
        if key in taken:
            left_out.append(LeftOut(REPRESENTATIONS, key, "representation_id", Problem.DUPLICATE_KEY))
            written.append(one)
            continue
        own = one | {"representation_id": key, "complaint_id": complaint_id}
        taken[key], as_written = _row(REPRESENTATIONS, key, own, left_out)
        written.append(as_written)
    return list(taken.values()), written


def _row(name: str, key: str, fields: Row, left_out: list[LeftOut]) -> tuple[Row, Row]:
    """What was read; and the same with what was left out as it was written."""
    table = TABLES[name]
    read: Row = {}
    written: Row = {}
    for field in table.fields:
        read[field.name], problem = _value(table, field, fields.get(field.name))
        written[field.name] = read[field.name]
        if problem is not None:
            left_out.append(LeftOut(name, key, field.name, problem))
            written[field.name] = fields.get(field.name)
    for unknown in sorted(set(fields) - set(table.columns)):
        left_out.append(LeftOut(name, key, unknown, Problem.COLUMN_NOT_UNDERSTOOD))
        written[unknown] = fields[unknown]
    return read, written


def _value(table: Table, field: Field, value: Any) -> tuple[Any, Problem | None]:
    """What was written in a field, and why it was not taken."""
    if field.type is FieldType.NUMBER and isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value):
            return None, Problem.NOT_A_NUMBER
        below = field.minimum is not None and value < field.minimum
        return (None, Problem.BELOW_MINIMUM) if below else (float(value), None)
    if value is None or value == "":
        return None, Problem.REQUIRED_MISSING if field.required else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # a number that is a name
    if not isinstance(value, str):
        return None, Problem.NOT_A_NUMBER if field.type is FieldType.NUMBER else Problem.NOT_A_TEXT
    read, problem = read_field(table, field, value)
    if read is None and problem is None and field.required:
        return None, Problem.REQUIRED_MISSING
    return read, problem
