"""Which column of a file fills which field, and how: a mapping's rules over a file's headings, as SQL."""

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from mingjian.contract import Field, Table
from mingjian.contract.labels import field_label
from mingjian.intake.casts import (
    SQL_TYPES,
    TEXT,
    Cast,
    as_text,
    cast_changed,
    cast_text,
    cast_typed,
    identifier,
    literal,
)
from mingjian.intake.kinds import NAMES_THE_FACT, Kind, kind_of
from mingjian.intake.mapping import ColumnRule, TableRule
from mingjian.intake.staging import Staged
from mingjian.standards.names import half_width


@dataclass(frozen=True)
class Binding:
    """How one field is read from a staged file."""

    field: Field
    kind: Kind
    cast: Cast
    """From the value as it was written, after the mapping's steps."""


@dataclass(frozen=True)
class Bound:
    """A file's columns, as far as they are understood."""

    bindings: tuple[Binding, ...]
    kept: tuple[tuple[str, str], ...]
    """Further columns to store: name and SQL."""
    unknown: tuple[str, ...]
    """Headings that nothing reads."""
    where: str
    """SQL: which rows belong to this table."""

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields that the file fills."""
        return frozenset(binding.field.name for binding in self.bindings)


def heading(text: str) -> str:
    """A heading as it is compared: without case, width and whatever stands between its words."""
    return re.sub(r"[\s_\-./()::]+", "_", half_width(text)).strip("_").casefold()


def satisfies(staged: Staged, rule: TableRule) -> bool:
    """Whether the file has the headings that the rule needs."""
    present = set(map(heading, staged.columns))
    return all(heading(name) in present for name in rule.needs)


def bind(table: Table, staged: Staged, rule: TableRule, *, file_name: str) -> Bound:
    """The table's fields read from a staged file."""
    columns: dict[str, tuple[str, str]] = {}
    for title, name, source_type in zip(staged.columns, staged.names, staged.types, strict=True):
        # The first of two columns with one heading counts; the second is reported.
        columns.setdefault(heading(title), (f"staged.{identifier(name)}", source_type))
    used: set[str] = set()
    bindings = []
    for field in table.fields:
        column_rule = rule.columns.get(field.name)
        if column_rule is None:
            found = _by_contract(table, field, columns)
            if found is None:
                continue
            used.add(found)
            raw, source_type = columns[found]
            bindings.append(_direct(table, field, raw, source_type))
            continue
        sources = [heading(title) for title in column_rule.columns]
        used.update(sources)
        texts = [as_text(*columns[source]) for source in sources if source in columns]
        if column_rule.constant is not None:
            texts = [literal(_scalar(column_rule.constant))]
        if texts:
            stem = PurePosixPath(file_name).stem
            text = apply(column_rule, texts, stem=stem)
            kind = kind_of(table, field)
            bindings.append(Binding(field, kind, cast_text(kind, field, text)))
    fact = next((binding.cast.text for binding in bindings if binding.field.name == NAMES_THE_FACT), "NULL")
    bindings = [
        replace(binding, cast=cast_changed(fact, binding.cast.text)) if binding.kind is Kind.CHANGED else binding
        for binding in bindings
    ]
    kept = []
    for name, title in rule.keep.items():
        used.add(heading(title))
        if heading(title) in columns:
            kept.append((name, f"nullif({as_text(*columns[heading(title)])}, '')"))
    used.update(map(heading, rule.ignore))
    where = "true"
    if rule.only_where is not None:
        used.add(heading(rule.only_where))
        column = columns.get(heading(rule.only_where))
        where = f"trim(coalesce({as_text(*column)}, '')) <> ''" if column else "false"
    seen: set[str] = set()
    unknown = []
    for title in staged.columns:
        if title and (heading(title) not in used or heading(title) in seen):
            unknown.append(title)
        seen.add(heading(title))
    return Bound(tuple(bindings), tuple(kept), tuple(unknown), where)


def _by_contract(table: Table, field: Field, columns: dict[str, tuple[str, str]]) -> str | None:
    label = field_label(table.name, field.name)
    for title in (field.name, label.zh, label.en):
        if heading(title) in columns:
            return heading(title)
    return None


def _direct(table: Table, field: Field, raw: str, source_type: str) -> Binding:
    kind = kind_of(table, field)
    return Binding(field, kind, cast_typed(kind, field, raw, source_type))


def apply(rule: ColumnRule, texts: list[str], *, stem: str) -> str:
    """The rule's steps over the texts of its columns, as SQL; an empty cell stays empty unless it has a default."""
    trimmed = [f"nullif(trim({text}), '')" for text in texts] if len(texts) > 1 else texts
    text = trimmed[0] if len(trimmed) == 1 else f"concat_ws({literal(rule.separator)}, {', '.join(trimmed)})"
    if rule.split is not None:
        part = _translated(rule, "trim(part)")
        parts = f"regexp_split_to_array({text}, {literal(rule.split)})"
        text = (
            f"nullif(array_to_string(list_filter(list_transform({parts}, lambda part: {part}), "
            f"lambda part: part IS NOT NULL AND part <> ''), ';'), '')"
        )
    elif rule.values or rule.otherwise is not None:
        text = _translated(rule, text)
    if rule.default is not None:
        text = f"coalesce(nullif(trim({text}), ''), {literal(_scalar(rule.default))})"
    if rule.formats:
        formats = ", ".join(map(literal, rule.formats))
        text = f"coalesce(strftime(try_strptime(trim({text}), [{formats}]), '%Y-%m-%dT%H:%M:%S.%f'), {text})"
    if rule.prefix or rule.suffix:
        before, after = (literal(end.replace("{file}", stem)) for end in (rule.prefix, rule.suffix))
        written = f"trim({text})"
        text = f"(CASE WHEN {written} <> '' THEN concat({before}, {written}, {after}) END)"
    return text


def _translated(rule: ColumnRule, text: str) -> str:
    if not rule.values and rule.otherwise is None:
        return text
    written = f"trim({text})"
    cases = " ".join(
        f"WHEN {written} = {literal(source)} THEN nullif({literal(code)}, '')" for source, code in rule.values.items()
    )
    otherwise = text if rule.otherwise is None else literal(rule.otherwise)
    return f"(CASE WHEN coalesce({written}, '') = '' THEN NULL {cases} ELSE {otherwise} END)"


def _scalar(value: str | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def empty(field: Field) -> str:
    """A column without values."""
    return f"CAST(NULL AS {SQL_TYPES.get(field.type, TEXT)})"
