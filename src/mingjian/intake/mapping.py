"""Mapping files: how a delivery in another form is read as the contract's tables.

A mapping file is YAML. Each entry under ``tables`` fills one table of the contract from the files that it names; a
file may fill several tables. What a mapping does not mention is read by the contract's own names. ``docs/intake.md``
explains every key with an example.
"""

import hashlib
import re
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from mingjian.contract import INTAKE, Table
from mingjian.errors import InputError

_RESERVED = frozenset({"placeholders", "file_row_number"})
_MAX_BYTES = 1024 * 1024
TABLE_NAMES = tuple(table.name for table in INTAKE)
FILE_TYPES = (".csv", ".txt", ".tsv", ".xlsx", ".parquet")

_Text: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
_Scalar: TypeAlias = str | int | float | bool


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ColumnRule(_Part):
    """How one field of the contract is filled. The steps apply in the order in which they stand here."""

    columns: tuple[_Text, ...] = Field(default=(), alias="from")
    """The source's heading; several are joined with ``separator``, empty ones left out."""
    separator: str = ""
    constant: _Scalar | None = None
    """One value for every row, instead of ``from``."""
    placeholder: bool = False
    """The constant stands in for something that the source does not know; the summary says so."""
    split: str | None = None
    """A regular expression that parts a list, such as ``[,、;]``; every part is translated by ``values``."""
    values: dict[str, str] = {}
    """What the source writes → what the contract calls it."""
    otherwise: str | None = None
    """What a written value that ``values`` does not name becomes; without it, it stays as it is."""
    default: _Scalar | None = None
    """What an empty cell becomes."""
    formats: tuple[_Text, ...] = ()
    """Date formats after C's strptime, for dates that intake would misread, such as ``%d/%m/%Y``."""
    prefix: str = ""
    """Put before the value; ``{file}`` is the file's name without its ending."""
    suffix: str = ""
    """Put behind the value: ``%`` for rates in per cent, ``万`` for sums in ten thousands."""


class TableRule(_Part):
    """How one table of the contract is filled."""

    table: Literal[TABLE_NAMES]  # type: ignore[valid-type]  # the names are the contract's
    files: tuple[_Text, ...] = ()
    """File names or patterns (``*.csv``); without them the table's own name."""
    sheet: str | None = None
    """The sheet of a workbook; without it the one that bears the table's name, or the first."""
    header_row: Annotated[int, Field(ge=1)] = 1
    """In which line the headings stand."""
    encoding: str | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    needs: tuple[_Text, ...] = ()
    """The entry applies only to files that have these headings."""
    only_where: str | None = None
    """A heading: rows in which it is empty belong to another table and are passed over."""
    columns: dict[str, ColumnRule] = {}
    keep: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")], _Text] = {}
    """Further columns to store as text behind the contract's: name → heading."""
    ignore: tuple[str, ...] = ()
    """Headings that are understood and not wanted."""

    @property
    def constants(self) -> dict[str, ColumnRule]:
        """The fields that hold one value for every row."""
        return {name: rule for name, rule in self.columns.items() if rule.constant is not None}


class _File(_Part):
    name: _Text = "mapping"
    title: str = ""
    source: str = ""
    tables: tuple[TableRule, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """A checked mapping. The empty one reads a delivery by the contract's own names."""

    name: str = "contract"
    title: str = ""
    tables: tuple[TableRule, ...] = ()
    digest: str = ""
    """Of everything that changes what is stored, so that another mapping makes another version."""
    constants_given: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, path: Path) -> "Mapping":
        """The mapping in a file; InputError says what is wrong with it and where."""
        try:
            if path.stat().st_size > _MAX_BYTES:
                raise InputError(f"mapping {path.name} is larger than {_MAX_BYTES} bytes")
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise InputError(f"mapping {path.name} cannot be read: it must be a YAML file in UTF-8") from None
        return cls.parse(text, name=path.name)

    @classmethod
    def parse(cls, text: str, *, name: str) -> "Mapping":
        """The mapping that a YAML text writes."""
        try:
            content: Any = yaml.safe_load(text)
        except (yaml.YAMLError, RecursionError, ValueError):
            raise InputError(f"mapping {name} is not YAML: see docs/intake.md for an example") from None
        if not isinstance(content, dict):
            raise InputError(f"mapping {name} must hold the key 'tables': see docs/intake.md for an example")
        try:
            file = _File.model_validate(_with_short_forms(content))
        except ValidationError as error:
            places = "; ".join(f"{'.'.join(map(str, part['loc']))}: {part['msg']}" for part in error.errors()[:5])
            raise InputError(f"mapping {name}: {places}") from None
        for rule in file.tables:
            _check(rule, name)
        return cls(file.name, file.title, file.tables, digest=hashlib.sha256(text.encode()).hexdigest())

    def with_constants(self, constants: Dictionary[str, str]) -> "Mapping":
        """The mapping with values that the operator gives (``--set received_at=2026-03-05``).

        A key is a field's name, or ``table.field``. InputError where no table of the mapping has it.
        """
        if not constants:
            return self
        tables = self.tables or tuple(TableRule(table=table.name) for table in INTAKE)
        for key, value in constants.items():
            table_name, _, field_name = key.rpartition(".")
            found = False
            changed = []
            for rule in tables:
                contract = _contract(rule)
                takes = field_name in contract.columns and rule.table == (table_name or rule.table)
                if takes and (table_name or self.tables or rule.table == "complaints"):
                    found = True
                    changed.append(
                        rule.model_copy(update={"columns": {**rule.columns, field_name: ColumnRule(constant=value)}})
                    )
                else:
                    changed.append(rule)
            if not found:
                raise InputError(f"'{key}' is no field that can be set: write field=value or table.field=value")
            tables = tuple(changed)
        given = "\0".join(f"{key}={value}" for key, value in sorted(constants.items()))
        digest = hashlib.sha256(f"{self.digest}\0{given}".encode()).hexdigest()
        return replace(self, tables=tables, digest=digest, constants_given=tuple(sorted(constants)))

    def rules_for(self, file_name: str) -> tuple[TableRule, ...]:
        """The entries that read a file, by its name inside the delivery."""
        path = PurePosixPath(file_name)
        rules = tuple(rule for rule in self.tables if _reads(rule, path))
        if str(path.parent) == "." and path.stem.casefold() in TABLE_NAMES:
            # A pattern that happens to match makes no table of another one: that takes the file's name, or headings.
            own = path.stem.casefold()
            if not any(rule.table == own for rule in rules):
                rules = tuple(rule for rule in rules if rule.needs or path.name in rule.files)
        if rules or str(path.parent) != "." or path.suffix.lower() not in FILE_TYPES:
            return rules
        stem = path.stem.casefold()
        if stem in TABLE_NAMES and not any(rule.table == stem and rule.files for rule in self.tables):
            return (next((rule for rule in self.tables if rule.table == stem), TableRule(table=stem)),)
        return ()


def _reads(rule: TableRule, path: PurePosixPath) -> bool:
    return path.suffix.lower() in FILE_TYPES and any(
        fnmatch(str(path), pattern) or fnmatch(path.name, pattern) for pattern in rule.files
    )


def _contract(rule: TableRule) -> Table:
    return next(table for table in INTAKE if table.name == rule.table)


def _with_short_forms(content: dict[Any, Any]) -> dict[Any, Any]:
    """``field: 列名`` for ``field: {from: [列名]}``, one name for a list of one, a table's name for a whole entry."""
    tables = content.get("tables")
    if isinstance(tables, dict):
        tables = [{"table": name, **(entry or {})} for name, entry in tables.items() if isinstance(entry, dict | None)]
    if not isinstance(tables, list):
        return content
    return {**content, "tables": [_entry(entry) if isinstance(entry, dict) else entry for entry in tables]}


def _entry(entry: dict[Any, Any]) -> dict[Any, Any]:
    lists: dict[str, Any] = {
        key: [value] for key in ("files", "needs", "ignore") if isinstance(value := entry.get(key), str)
    }
    columns = entry.get("columns")
    if isinstance(columns, dict):
        lists["columns"] = {name: _column(rule) for name, rule in columns.items()}
    return {**entry, **lists}


def _column(rule: Any) -> Any:
    if isinstance(rule, str):
        return {"from": [rule]}
    if isinstance(rule, list):
        return {"from": rule}
    if isinstance(rule, dict):
        lists: dict[str, Any] = {key: [value] for key in ("from", "formats") if isinstance(value := rule.get(key), str)}
        values = rule.get("values")
        if isinstance(values, dict):
            # YAML reads 是, no and 1 as themselves, a boolean and a number: what the source wrote is text.
            lists["values"] = {_as_text(key): _as_text(value) for key, value in values.items()}
        return {**rule, **lists}
    return rule


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check(rule: TableRule, name: str) -> None:
    contract = _contract(rule)
    where = f"mapping {name}: table {rule.table}"
    for column, how in rule.columns.items():
        if column not in contract.columns:
            raise InputError(f"{where} has no field '{column}': put further columns under 'keep'")
        if bool(how.columns) == (how.constant is not None):
            raise InputError(f"{where}, field {column}: give either 'from' or 'constant'")
        if how.split is not None:
            try:
                re.compile(how.split)
            except re.error:
                raise InputError(f"{where}, field {column}: 'split' is not a regular expression") from None
    for column in rule.keep:
        if "__" in column or column.startswith("unmatched_") or column in _RESERVED:
            raise InputError(f"{where}: a column cannot be kept under the name '{column}', which intake uses itself")
        if column in contract.columns:
            raise InputError(f"{where}: '{column}' is a field of the contract: put it under 'columns'")
    if rule.encoding is not None:
        try:
            "".encode(rule.encoding)
        except LookupError:
            raise InputError(f"{where}: no encoding is called '{rule.encoding}'") from None
