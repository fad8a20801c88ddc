"""From rows of the run to dataclasses, and the JSON that some columns hold."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from mingjian.web.runs import Rows, Run

T = TypeVar("T")
AT_ONCE = 100
"""So many keys in one look-up."""


def by_key(run: Run, sql: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The rows of these keys, each under its own: the statement's first column, looked up in its ``IN ({})``.

    Keys alone, so that they are found by their index however large the table is; a join would read it whole.
    """
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        for row in run.query(sql.format(", ".join("?" * len(part))), part):
            found[next(iter(row.values()))] = row
    return found


def each(kind: type[T], rows: Rows) -> tuple[T, ...]:
    """One dataclass a row; the columns are named as its fields."""
    return tuple(kind(**row) for row in rows)


def first(kind: type[T], rows: Rows) -> T | None:
    """The first row, or None where there is none."""
    return kind(**rows[0]) if rows else None


def json_list(text: str | None) -> list[Any]:
    """A JSON array of a column; an absent or broken one is empty, so that a page still shows the rest."""
    value = _parsed(text)
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def json_object(text: str | None) -> dict[str, Any]:
    """A JSON object of a column."""
    value = _parsed(text)
    return dict(value) if isinstance(value, Mapping) else {}


def _parsed(text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError:
        return None
