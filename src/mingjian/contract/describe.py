"""The contract as text that other systems read: a Frictionless data package, SQL, or a page for people."""

import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from mingjian.contract.intake import INTAKE
from mingjian.contract.labels import Label, field_label, table_label, value_label
from mingjian.contract.outputs import OUTPUTS
from mingjian.contract.schema import SNAPSHOT, Field, FieldType, Table
from mingjian.contract.truth import TRUTH

VERSION = "1.0.0"
"""Raised in its last place for an added column, in its middle place for an added table; nothing else ever changes."""


class Format(StrEnum):
    """What :func:`describe` can write."""

    FRICTIONLESS = "frictionless"
    SQL = "sql"
    MARKDOWN = "markdown"


class Part(StrEnum):
    """What a lender hands over, what a run writes, and the truth that runs over a simulated lender are scored by."""

    INTAKE = "intake"
    OUTPUTS = "outputs"
    TRUTH = "truth"

    @property
    def tables(self) -> tuple[Table, ...]:
        """The part's tables."""
        return {Part.INTAKE: INTAKE, Part.OUTPUTS: OUTPUTS, Part.TRUTH: tuple(TRUTH.values())}[self]


CONTRACT = (Part.INTAKE, Part.OUTPUTS)
"""What is agreed with others. The truth has tables of the same names, so it is described apart."""


def describe(form: Format, parts: Sequence[Part] = CONTRACT) -> str:
    """The parts in that form: the contract unless others are named."""
    if form is Format.FRICTIONLESS:
        return json.dumps(data_package(parts), ensure_ascii=False, indent=2) + "\n"
    if form is Format.SQL:
        return create_tables(table for part in parts for table in part.tables)
    return _page(parts)


def data_package(parts: Sequence[Part] = CONTRACT) -> dict[str, Any]:
    """A Frictionless data package; ``unit`` is a property of our own, which the specification allows."""
    return {
        "profile": "data-package",
        "name": f"mingjian-{parts[0]}" if len(parts) == 1 else "mingjian",
        "version": VERSION,
        "resources": [_resource(table, part) for part in parts for table in part.tables],
    }


def _resource(table: Table, part: Part) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(table, field) for field in table.fields]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": key.field, "reference": {"resource": key.table, "fields": key.references}}
            for key in table.foreign_keys
        ]
    return {
        "name": table.name,
        "path": f"{table.name}.{'csv' if part is Part.INTAKE else 'parquet'}",
        "title": table.title,
        "schema": schema,
    }


def _field(table: Table, field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": field.type.value}
    if label := _label(table, field):
        described["title"] = _both(label)
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.minimum is not None:
        constraints["minimum"] = _plain(field.minimum)
    if field.values is not None:
        constraints["enum"] = [value.value for value in field.values]
    if field.description:
        described["description"] = field.description
    if field.unit:
        described["unit"] = field.unit
    if constraints:
        described["constraints"] = constraints
    return described


_SQL_TYPES = {
    FieldType.STRING: "TEXT",
    FieldType.NUMBER: "DOUBLE PRECISION",
    FieldType.INTEGER: "BIGINT",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE",
    FieldType.DATETIME: "TIMESTAMP WITH TIME ZONE",
}


def create_tables(tables: Iterable[Table]) -> str:
    """``CREATE TABLE`` statements that PostgreSQL and DuckDB both take, with keys and checks.

    A foreign key is declared where its table stands before it, as the contract orders them.
    """
    statements: list[str] = []
    before: set[str] = set()
    for table in tables:
        statements.append(_create_table(table, before))
        before.add(table.name)
        statements.append(f"COMMENT ON TABLE {_quoted(table.name)} IS {_text(table.title)};")
        statements += [
            f"COMMENT ON COLUMN {_quoted(table.name)}.{_quoted(field.name)} IS {_text(_remark(field))};"
            for field in table.fields
            if _remark(field)
        ]
    return "\n".join(statements) + "\n"


def _create_table(table: Table, before: set[str]) -> str:
    lines = [_column(field) for field in table.fields]
    if table.primary_key:
        lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.primary_key))})")
    lines += [
        f"FOREIGN KEY ({_quoted(key.field)}) REFERENCES {_quoted(key.table)} ({_quoted(key.references)})"
        for key in table.foreign_keys
        if key.table in before
    ]
    return f"CREATE TABLE {_quoted(table.name)} (\n    " + ",\n    ".join(lines) + "\n);"


def _column(field: Field) -> str:
    column = f"{_quoted(field.name)} {_SQL_TYPES[field.type]}"
    if field.required:
        column += " NOT NULL"
    if field.minimum is not None:
        column += f" CHECK ({_quoted(field.name)} >= {_plain(field.minimum)})"
    if field.values is not None:
        column += f" CHECK ({_quoted(field.name)} IN ({', '.join(_text(value.value) for value in field.values)}))"
    return column


def _remark(field: Field) -> str:
    return "; ".join(part for part in (field.unit, field.description) if part)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _plain(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number


def _label(table: Table, field: Field) -> Label | None:
    """What a field is called; None in the truth, which has names of its own that no screen shows."""
    try:
        return field_label(table.name, field.name)
    except KeyError:
        return None


def _value(value: StrEnum) -> str:
    try:
        return f"`{value.value}` {_both(value_label(value))}"
    except KeyError:
        return f"`{value.value}`"


def _both(label: Label) -> str:
    return f"{label.zh} · {label.en}"


_PARTS = {
    Part.INTAKE: (
        "What a lender delivers",
        "A delivery is a folder of these tables as `<table>.csv` (UTF-8 or GB18030, with a header), `.parquet` or "
        "`.xlsx`, and the files that `path` fields name. Only `complaints` is required. An absent table means "
        "unknown, never zero. Money is in yuan (CNY), a rate is a fraction a year, a duration is in seconds; a time "
        "without an offset is Asia/Shanghai.",
    ),
    Part.OUTPUTS: (
        "What a run writes",
        "Every table is written as `<table>.parquet`, with its columns, even where it has no rows. Probabilities are "
        "calibrated and in [0, 1]. No output decides anything: a person does.",
    ),
    Part.TRUTH: (
        "What is really so",
        "`mingjian simulate` writes these tables as `<table>.parquet`, apart from the delivery; `mingjian score` holds a "
        "run against them, or against any other truth in this form. No run ever reads them.",
    ),
}


def _page(parts: Sequence[Part]) -> str:
    lines = [
        "# The contract",
        "",
        "Generated from `src/mingjian/contract/` by `python -m mingjian.contract.pages docs`; a test keeps it fresh. A table, a "
        "field or a value may be added; none is ever renamed, retyped or given another meaning.",
    ]
    for part in parts:
        heading, text = _PARTS[part]
        lines += ["", f"## {heading}", "", text]
        for table in part.tables:
            lines += ["", *_table_section(table)]
    return "\n".join(lines) + "\n"


def _table_section(table: Table) -> list[str]:
    heading = table.title if table.name in TRUTH and table is TRUTH[table.name] else _named(table)
    lines = [f"### {table.name}", "", heading, ""]
    if table.primary_key:
        lines += [f"Key: {', '.join(f'`{name}`' for name in table.primary_key)}.", ""]
    lines += ["| field | 名称 · name | type | meaning and limits |", "| --- | --- | --- | --- |"]
    lines += [_row(table, field) for field in table.fields]
    for field in table.fields:
        if field.values is not None:
            values = "; ".join(map(_value, field.values))
            lines += ["", f"`{field.name}`: {values}."]
    return lines


def _named(table: Table) -> str:
    return f"{_both(table_label(table.name))}. {table.title.rpartition('. ')[2]}"


def _row(table: Table, field: Field) -> str:
    label = _label(table, field)
    limits: list[str] = []
    if field.required:
        limits.append("required")
    if field.minimum is not None:
        limits.append(f"at least {_plain(field.minimum)}")
    if field.unit:
        limits.append(field.unit)
    limits += [f"stands in `{key.table}.{key.references}`" for key in table.foreign_keys if key.field == field.name]
    if field.known_at == SNAPSHOT:
        limits.append("as it stands at the snapshot")
    if field.values is not None:
        limits.append("one of the values below")
    meaning = "; ".join([field.description, *limits] if field.description else limits).replace("|", "\\|")
    return f"| `{field.name}` | {_both(label) if label else ''} | {field.type} | {meaning} |"
