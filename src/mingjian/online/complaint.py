"""A complaint as a caller sends it, read after the contract."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from mingjian.contract import TABLES, TIME_ZONE, Field, FieldType
from mingjian.errors import InputError

_CONTRACT = TABLES["complaints"]


def parse_complaint(text: str) -> pa.Table:
    """One row of ``complaints`` from a JSON object of its fields; InputError names the field that cannot be taken."""
    try:
        fields = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"the complaint is no JSON: line {error.lineno}, column {error.colno}") from None
    if not isinstance(fields, dict):
        raise InputError("the complaint must be a JSON object of the fields of one row of complaints")
    unknown = sorted(set(fields) - set(_CONTRACT.columns))
    if unknown:
        raise InputError(f"complaints has no field {', '.join(unknown)}: 'mingjian schema' lists them")
    row = {field.name: _value(field, fields.get(field.name)) for field in _CONTRACT.fields}
    return pa.Table.from_pylist([row], schema=_CONTRACT.arrow_schema)


def _value(field: Field, value: Any) -> Any:
    if value is None or value == "":
        if field.required:
            raise InputError(f"the complaint lacks {field.name}")
        return None
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
