"""The plainest spellings of each kind of value, recognised in SQL over whole columns.

:func:`plain` gives the typed value, or NULL where the spelling is not plain; those few values go one by one, each
distinct value once, through :mod:`mingjian.intake.values`, which is the definition of what is taken.
"""

from mingjian.contract import Field, FieldType
from mingjian.contract.vocabulary import Demand
from mingjian.intake.kinds import Kind
from mingjian.intake.values import EMPTY_WORDS, NULL_MARKS, STRING_KINDS
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
_CLOCK = r"[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"


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


def blank(kind: Kind, text: str) -> str:
    """Whether the text says, plainly, that there is no value."""
    if kind is Kind.VERBATIM:
        return f"({text} IS NULL OR {text} = '')"
    marks = NULL_MARKS if kind in STRING_KINDS or kind is Kind.CHOICE else NULL_MARKS | EMPTY_WORDS
    return f"({text} IS NULL OR {text} IN ({_listed(marks)}))"


def plain(kind: Kind, field: Field, text: str) -> str:
    """The typed value of a plain spelling, else NULL; blanks are NULL too."""
    return _above_minimum(field, _plain(kind, field, text))


def typed(field: Field, raw: str, source_type: str) -> str | None:
    """The value of a column whose type is the field's own already; None where it must be read as text."""
    value = None
    if field.type is FieldType.NUMBER and source_type in _FRACTIONS:
        value = f"(CASE WHEN isfinite({raw}) THEN CAST({raw} AS DOUBLE) END)"
    elif field.type is FieldType.NUMBER and (source_type in _WHOLE_NUMBERS or source_type.startswith("DECIMAL")):
        value = f"CAST({raw} AS DOUBLE)"
    elif field.type is FieldType.INTEGER and source_type in _WHOLE_NUMBERS:
        value = f"CAST({raw} AS BIGINT)"
    elif field.type is FieldType.BOOLEAN and source_type == "BOOLEAN":
        value = raw
    elif field.type in {FieldType.DATE, FieldType.DATETIME} and source_type in _TIMES:
        cast = f"TRY_CAST({raw} AS {SQL_TYPES[field.type]})"
        value = f"(CASE WHEN {cast} BETWEEN '1900-01-01' AND '2100-12-31' THEN {cast} END)"
    return None if value is None else _above_minimum(field, value)


def _above_minimum(field: Field, value: str) -> str:
    return value if field.minimum is None else f"(CASE WHEN {value} >= {field.minimum} THEN {value} END)"


def _plain(kind: Kind, field: Field, text: str) -> str:
    cast = f"TRY_CAST({text} AS {SQL_TYPES[field.type]})"
    match kind:
        case Kind.VERBATIM:
            return f"nullif({text}, '')"
        case Kind.IDENTIFIER | Kind.PATH:
            # Full-width forms, invisible marks and space around it are not plain; nor is a spreadsheet's 1.23E+15.
            return _where(
                f"regexp_full_match({text}, '[!-~]([ -~]*[!-~])?') AND {text} NOT IN ({_listed(NULL_MARKS)}) "
                f"AND NOT contains({text}, 'E+') AND NOT contains({text}, 'e+')",
                text,
            )
        case Kind.NAME:
            return _where(
                f"NOT regexp_matches({text}, {literal(unusual_characters())}) "
                f"AND {text} NOT IN ({_listed(NULL_MARKS)})",
                text,
            )
        case Kind.CODE:
            return _where(f"regexp_full_match({text}, '[0-9A-Z]{{12,20}}')", text)
        case Kind.PHONE:
            return _where(f"regexp_full_match({text}, '1[3-9][0-9]{{9}}')", text)
        case Kind.ID_NUMBER:
            return _where(f"regexp_full_match({text}, '[1-9][0-9]{{16}}[0-9X]')", text)
        case Kind.EMAIL:
            return _where(f"regexp_full_match({text}, '[0-9a-z._+-]+@[0-9a-z.-]+')", text)
        case Kind.PROVINCE:
            return _where(f"{text} IN ({_listed(frozenset(PROVINCES))})", text)
        case Kind.DEMANDS:
            codes = "|".join(Demand)
            parts = f"string_split({text}, ';')"
            return _where(
                f"regexp_full_match({text}, '({codes})(;({codes}))*') AND list_unique({parts}) = len({parts})", text
            )
        case Kind.CHOICE if field.values is not None:
            return _where(f"{text} IN ({_listed(frozenset(field.values))})", text)
        case Kind.NUMBER:
            return _where(f"regexp_full_match({text}, '-?[0-9]{{1,15}}(\\.[0-9]{{1,15}})?')", cast)
        case Kind.INTEGER:
            return _where(f"regexp_full_match({text}, '-?[0-9]{{1,15}}')", cast)
        case Kind.BOOLEAN:
            no = _where(f"{text} IN ('false', '0', '否')", "false")
            return f"(CASE WHEN {text} IN ('true', '1', '是') THEN true ELSE {no} END)"
        case Kind.DATE:
            return _where(f"regexp_full_match({text}, '{_DAY}')", cast)
        case Kind.DATETIME:
            return _where(f"regexp_full_match({text}, '{_DAY}({_CLOCK})?')", cast)
        case _:
            return f"CAST(NULL AS {SQL_TYPES[field.type]})"


def _where(condition: str, value: str) -> str:
    return f"(CASE WHEN {condition} THEN {value} END)"


def _listed(texts: frozenset[str]) -> str:
    return ", ".join(map(literal, sorted(texts)))
