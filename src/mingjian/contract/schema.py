"""How a table is described: its fields, their types and limits, its keys."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import pyarrow as pa

TIME_ZONE = "Asia/Shanghai"
SNAPSHOT = "snapshot"

Vocabulary: TypeAlias = type[StrEnum]
"""The values that an enumerated field may take."""


class FieldType(StrEnum):
    """The types of the Frictionless Table Schema that the contract uses."""

    STRING = "string"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type that holds it; times are instants in UTC with microseconds."""
        return _ARROW_TYPES[self]


_ARROW_TYPES: dict[FieldType, pa.DataType] = {
    FieldType.STRING: pa.string(),
    FieldType.NUMBER: pa.float64(),
    FieldType.INTEGER: pa.int64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.DATE: pa.date32(),
    FieldType.DATETIME: pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True)
class Field:
    """One column: its name, type and what its values must satisfy."""

    name: str
    type: FieldType
    required: bool = False
    minimum: float | None = None
    values: Vocabulary | None = None
    description: str = ""
    known_at: str = ""
    """The time field of the same row from which on this value is known; ``SNAPSHOT`` for a fact that is
    delivered as it stands at the snapshot; empty where it is known with the row."""

    @property
    def unit(self) -> str:
        """The unit that the field's name states, or an empty string: yuan, seconds, days, months, fraction a year."""
        if self.type is FieldType.NUMBER and _PROBABILITY.search(self.name):
            return "probability in [0, 1]"
        for ending, unit in _UNITS:
            if self.name.endswith(ending):
                return unit
        return ""


_UNITS = (
    ("_yuan", "yuan (CNY)"),
    ("_s", "seconds"),
    ("days_past_due", "days"),
    ("_months", "months"),
    ("annual_rate", "fraction a year"),
)
_PROBABILITY = re.compile(r"probability|_(?:low|high)$")
"""Probabilities and the bounds of their intervals."""


@dataclass(frozen=True)
class ForeignKey:
    """A field whose values must stand in another table's field."""

    field: str
    table: str
    references: str


@dataclass(frozen=True)
class Table:
    """One table of the contract. ``primary_key`` is empty where rows have no key."""

    name: str
    title: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    known_at: str = ""
    """The field that says when the row became known; empty where a row is known with the row that its first
    foreign key names, or, without one, always. An empty value of the field counts as always known."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields' names in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"table {self.name} has no field {name}")

    @property
    def arrow_schema(self) -> pa.Schema:
        """The Arrow schema of the table's Parquet file."""
        return pa.schema([(field.name, field.type.arrow) for field in self.fields])

    def empty(self) -> pa.Table:
        """The table without rows."""
        return self.arrow_schema.empty_table()
