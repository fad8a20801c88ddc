"""A complaint as a caller sends it, alone or with its representatives, read after the contract."""

import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from mingjian.contract import TABLES, TIME_ZONE, Field, FieldType
from mingjian.errors import InputError

REPRESENTATIONS = "representations"
MOST_REPRESENTATIVES = 20


@dataclass(frozen=True)
class Arrival:
    """One row of ``complaints`` and the rows of ``representations`` that came with it."""

    complaint: pa.Table
    representations: pa.Table


def parse_arrival(text: str) -> Arrival:
    """A complaint whose object may hold a list ``representations``; InputError names the field that cannot be taken.

    A representation needs no number of its own, and is the complaint's that it came with.
    """
    fields = _object(text)
    sent = fields.pop(REPRESENTATIONS, None) or []
    complaint = _row("complaints", fields)
    if not isinstance(sent, list) or len(sent) > MOST_REPRESENTATIVES or not all(isinstance(one, dict) for one in sent):
        raise InputError(f"{REPRESENTATIONS} is a list of up to {MOST_REPRESENTATIVES} objects of the fields of a row")
    complaint_id = complaint["complaint_id"]
    rows = [
        _row(REPRESENTATIONS, {"representation_id": f"{complaint_id}-R{number}"} | one | {"complaint_id": complaint_id})
        for number, one in enumerate(sent, start=1)
    ]
    if len({row["representation_id"] for row in rows}) < len(rows):
        raise InputError("two of the representations have the same representation_id")
    return Arrival(
        pa.Table.from_pylist([complaint], schema=TABLES["complaints"].arrow_schema),
        pa.Table.from_pylist(rows, schema=TABLES[REPRESENTATIONS].arrow_schema),
    )


def parse_complaint(text: str) -> pa.Table:
    """One row of ``complaints`` from a JSON object of its fields; InputError names the field that cannot be taken."""
    return pa.Table.from_pylist([_row("complaints", _object(text))], schema=TABLES["complaints"].arrow_schema)


def _object(text: str) -> dict[str, Any]:
    try:
        fields = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"the complaint is no JSON: line {error.lineno}, column {error.colno}") from None
    if not isinstance(fields, dict):
        raise InputError("the complaint must be a JSON object of the fields of one row of complaints")
    return fields


def _row(table: str, fields: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(fields) - set(TABLES[table].columns))
    if unknown:
        raise InputError(f"{table} has no field {', '.join(unknown)}: 'mingjian schema' lists them")
    return {field.name: _value(field, fields.get(field.name)) for field in TABLES[table].fields}


def _value(field: Field, value: Any) -> Any:
    if value is None or value == "":
        if field.required:
            raise InputError(f"the complaint lacks {field.name}")
        return None
    if field.type is FieldType.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise InputError(f"{field.name} must be a number")
        return float(value)
    if not isinstance(value, str):
        raise InputError(f"{field.name} must be a text")
    if field.type is FieldType.DATETIME:
        try:
            time = datetime.fromisoformat(value)
        except ValueError:
            raise InputError(f"{field.name} must be a time such as 2026-11-21T18:00+08:00") from None
        return time if time.tzinfo else time.replace(tzinfo=ZoneInfo(TIME_ZONE))
    if field.values is not None and value not in list(field.values):
        raise InputError(f"{field.name} must be one of {', '.join(field.values)}")
    return value
