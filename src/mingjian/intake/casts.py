"""The plainest spellings of each kind of value, recognised in SQL over whole columns.

A :class:`Cast` tells plain spellings from odd ones; the few odd values go one by one, each distinct value once,
through :mod:`mingjian.intake.values`, which is the definition of what is taken.
"""

from dataclasses import dataclass

from mingjian.contract import Field, FieldType
from mingjian.contract.vocabulary import Demand
from mingjian.intake.kinds import CHANGED_FACTS, Kind
from mingjian.intake.values import EMPTY_WORDS, NULL_MARKS, OF_THE_FACT, OFFSET_HOURS, STRING_KINDS
from mingjian.standards.devices import INNER_ADDRESS, UNNAMED_DEVICE
from mingjian.standards.names import unusual_characters
from mingjian.standards.regions import PROVINCES

TEXT = "VARCHAR"
SQL_TYPES = {
    FieldType.STRING: TEXT,
    FieldType.NUMBER: "DOUBLE",
    FieldType.INTEGER: "BIGINT",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE",
    FieldType.DATETIME: "TIMESTAMPTZ",
}
_WHOLE_NUMBERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})
_FRACTIONS = frozenset({"FLOAT", "DOUBLE"})
_TIMES = frozenset({"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "DATE"})
_DAY = r"(19|20)[0-9]{2}(-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}"
_CHINESE_DAY = r"(19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日"
_CLOCK = rf"[T ][0-9]{{1,2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]{{1,6}})?)?(Z|[+-]{OFFSET_HOURS}:[0-5][0-9])?"


def literal(text: str) -> str:
    """A string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def as_text(raw: str, source_type: str) -> str:
    """A column of any type as text; numbers that stand for keys lose the ``.0`` that a data frame gave them."""
    if source_type == TEXT:
        return raw
    if source_type in _FRACTIONS:
        return (
            f"(CASE WHEN {raw} = round({raw}) AND abs({raw}) < 1e15 THEN CAST(CAST({raw} AS BIGINT) AS VARCHAR) "
            f"WHEN NOT isnan({raw}) THEN CAST({raw} AS VARCHAR) END)"
        )
    return f"CAST({raw} AS VARCHAR)"


@dataclass(frozen=True)
class Cast:
    """How one column of written values becomes one of typed values, as SQL."""

    text: str
    """The value as it is written."""
    is_plain: str
    """Whether it is spelled plainly; never true of an empty one."""
    converted: str
    """The typed value of a plain spelling."""
    is_blank: str
    """Whether it says, plainly, that there is no value."""

    @property
    def oddness(self) -> str:
        """Of one value: 0 plain or absent, 1 a mark for nothing, 2 anything else. A column's is its greatest."""
        return (
            f"(CASE WHEN {self.is_plain} THEN 0 WHEN {self.text} IS NULL THEN 0 WHEN {self.is_blank} THEN 1 ELSE 2 END)"
        )

    @property
    def is_odd(self) -> str:
        """Whether a value must be read one by one."""
        return f"({self.oddness} = 2)"

    def value(self, oddness: int) -> str:
        """The typed value, NULL where there is none or it is odd, in a column of that oddness.

        What a column is known not to hold need not be looked for again.
        """
        if oddness == 0:
            return self.converted
        condition = f"NOT {self.is_blank}" if oddness == 1 else self.is_plain
        return f"(CASE WHEN {condition} THEN {self.converted} END)"


def cast_text(kind: Kind, field: Field, text: str) -> Cast:
    """The cast of a column of text."""
    is_plain, converted = _plain(kind, field, text)
    return Cast(text, is_plain, converted, _blank(kind, text))


def cast_changed(fact: str, text: str) -> Cast:
    """The cast of what a fact was or became; ``fact`` is SQL that says which, and is read along with the value."""
    plain = " OR ".join(
        f"({fact} = {literal(name)} AND {_plain(kind, field, text)[0]})"
        for name, (kind, field) in CHANGED_FACTS.items()
    )
    both = f"(CASE WHEN {text} IS NOT NULL THEN concat(coalesce({fact}, ''), {literal(OF_THE_FACT)}, {text}) END)"
    return Cast(both, f"({text} <> '' AND coalesce({plain}, false))", text, f"({text} = '')")


def cast_typed(kind: Kind, field: Field, raw: str, source_type: str) -> Cast:
    """The cast of a column that has a type: as it stands where the type is the field's own, else as text."""
    text = as_text(raw, source_type)
    value = _typed(field, raw, source_type)
    if value is None:
        return cast_text(kind, field, text)
    is_plain = f"{value} IS NOT NULL" if field.minimum is None else f"{value} >= {field.minimum}"
    if kind is Kind.RATE:
        is_plain = f"{is_plain} AND {value} <= 1"
    return Cast(text, f"({is_plain})", value, _blank(kind, text))


def _typed(field: Field, raw: str, source_type: str) -> str | None:
    is_whole = source_type in _WHOLE_NUMBERS
    if field.type is FieldType.NUMBER and source_type in _FRACTIONS:
        return f"(CASE WHEN isfinite({raw}) THEN CAST({raw} AS DOUBLE) END)"
    if field.type is FieldType.NUMBER and (is_whole or source_type.startswith("DECIMAL")):
        return f"CAST({raw} AS DOUBLE)"
    if field.type is FieldType.INTEGER and is_whole:
        return f"CAST({raw} AS BIGINT)"
    if field.type is FieldType.BOOLEAN and source_type == "BOOLEAN":
        return raw
    if field.type in {FieldType.DATE, FieldType.DATETIME} and source_type in _TIMES:
        cast = f"TRY_CAST({raw} AS {SQL_TYPES[field.type]})"
        return f"(CASE WHEN {cast} BETWEEN '1900-01-01' AND '2100-12-31' THEN {cast} END)"
    return None


def _blank(kind: Kind, text: str) -> str:
    if kind is Kind.VERBATIM:
        return f"({text} = '')"
    marks = NULL_MARKS if kind in STRING_KINDS or kind is Kind.CHOICE else NULL_MARKS | EMPTY_WORDS
    return f"({text} IN ({_listed(marks)}))"


def _plain(kind: Kind, field: Field, text: str) -> tuple[str, str]:
    """When a spelling is plain, and what it is then."""
    match kind:
        case Kind.VERBATIM:
            return f"({text} <> '')", text
        case Kind.IP:
            spelled = f"regexp_full_match({text}, '[0-9]{{1,3}}([.][0-9]{{1,3}}){{3}}')"
            return f"({spelled} AND NOT regexp_matches({text}, {literal(f'^({INNER_ADDRESS})')}))", text
        case Kind.DEVICE:
            named = f"NOT regexp_full_match({text}, {literal(UNNAMED_DEVICE)})"
            return f"({named} AND {_plain(Kind.IDENTIFIER, field, text)[0]})", text
        case Kind.IDENTIFIER | Kind.PATH:
            # Full-width forms, invisible marks and space around it are not plain; nor is a plus, as in 1.23E+15.
            # No mark for nothing is longer than four characters.
            spelled = f"(regexp_full_match({text}, '[!-*,-~]([ -*,-~]*[!-*,-~])?') AND NOT suffix({text}, '.0'))"
            return f"({spelled} AND (strlen({text}) > 4 OR {text} NOT IN ({_listed(NULL_MARKS)})))", text
        case Kind.NAME:
            usual = f"NOT regexp_matches({text}, {literal(unusual_characters())})"
            return f"({usual} AND {text} NOT IN ({_listed(NULL_MARKS)}))", text
        case Kind.CODE:
            return f"regexp_full_match({text}, '[0-9A-Z]{{12,20}}')", text
        case Kind.PHONE:
            return f"regexp_full_match({text}, '1[3-9][0-9]{{9}}')", text
        case Kind.ID_NUMBER:
            return f"regexp_full_match({text}, '[1-9][0-9]{{16}}[0-9X]')", text
        case Kind.EMAIL:
            return f"regexp_full_match({text}, '[0-9a-z._+-]+@[0-9a-z.-]+')", text
        case Kind.PROVINCE:
            return f"({text} IN ({_listed(frozenset(PROVINCES))}))", text
        case Kind.DEMANDS:
            codes = "|".join(Demand)
            parts = f"string_split({text}, ';')"
            spelled = f"regexp_full_match({text}, '({codes})(;({codes}))*')"
            return f"({spelled} AND list_unique({parts}) = len({parts}))", text
        case Kind.CHOICE if field.values is not None:
            return f"({text} IN ({_listed(frozenset(field.values))}))", text
        case Kind.NUMBER:
            pattern = _digits(field, r"[0-9]{1,15}(\.[0-9]{1,20})?")
            return f"regexp_full_match({text}, '{pattern}')", f"TRY_CAST({text} AS DOUBLE)"
        case Kind.RATE:
            return f"regexp_full_match({text}, '0(\\.[0-9]{{1,20}})?')", f"TRY_CAST({text} AS DOUBLE)"
        case Kind.INTEGER:
            return f"regexp_full_match({text}, '{_digits(field, '[0-9]{1,15}')}')", f"TRY_CAST({text} AS BIGINT)"
        case Kind.BOOLEAN:
            return f"({text} IN ('true', '1', '是', 'false', '0', '否'))", f"({text} IN ('true', '1', '是'))"
        case Kind.DATE:
            return _date(field, text, "")
        case Kind.DATETIME:
            return _date(field, text, f"({_CLOCK})?")
        case _:
            return "false", f"CAST(NULL AS {SQL_TYPES[field.type]})"


def _digits(field: Field, pattern: str) -> str:
    """The pattern, kept to what cannot lie below the field's minimum."""
    if field.minimum is None:
        return f"-?{pattern}"
    return pattern if field.minimum <= 0 else pattern.replace("[0-9]{1,15}", "[1-9][0-9]{0,14}", 1)


def _date(field: Field, text: str, clock: str) -> tuple[str, str]:
    type_ = SQL_TYPES[field.type]
    plainly = f"TRY_CAST({text} AS {type_})"
    chinese = f"TRY_CAST(replace(replace(replace({text}, '年', '-'), '月', '-'), '日', '') AS {type_})"
    return (
        f"(CASE WHEN regexp_full_match({text}, '{_DAY}{clock}') THEN {plainly} IS NOT NULL "
        f"WHEN regexp_full_match({text}, '{_CHINESE_DAY}{clock}') THEN {chinese} IS NOT NULL ELSE false END)",
        f"coalesce({plainly}, {chinese})",
    )


def _listed(texts: frozenset[str]) -> str:
    return ", ".join(map(literal, sorted(texts)))
