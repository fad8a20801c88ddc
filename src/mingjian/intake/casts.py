"""The plainest spellings of each kind of value, recognised in SQL over whole columns.

An expression gives the typed value, or NULL where the spelling is not plain; those few values go one by one, each
distinct value once, through :mod:`mingjian.intake.values`, which is the definition of what is taken.
"""

from mingjian.contract import Field, FieldType
from mingjian.intake.kinds import Kind
from mingjian.intake.values import NULL_MARKS, TYPED_NULL_MARKS

SQL_TYPES = {
    FieldType.STRING: "VARCHAR",
    FieldType.NUMBER: "DOUBLE",
    FieldType.INTEGER: "BIGINT",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE",
    FieldType.DATETIME: "TIMESTAMPTZ",
}

_STRINGS = frozenset({Kind.IDENTIFIER, Kind.NAME, Kind.CODE, Kind.PATH})


def literal(text: str) -> str:
    """A string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def blank(kind: Kind, raw: str) -> str:
    """Whether the text says that there is no value."""
    if kind is Kind.VERBATIM:
        return f"({raw} IS NULL OR {raw} = '')"
    marks = NULL_MARKS if kind in _STRINGS else TYPED_NULL_MARKS
    return f"({raw} IS NULL OR {raw} IN ({', '.join(map(literal, sorted(marks)))}))"


def plain(kind: Kind, field: Field, raw: str) -> str:
    """The typed value of a plain spelling, else NULL; blanks are NULL too."""
    value = _plain(kind, field, raw)
    if field.minimum is not None:
        return f"(CASE WHEN {value} >= {field.minimum} THEN {value} END)"
    return value


def _plain(kind: Kind, field: Field, raw: str) -> str:
    match kind:
        case Kind.VERBATIM:
            return f"nullif({raw}, '')"
        case Kind.IDENTIFIER | Kind.PATH:
            marks = ", ".join(map(literal, sorted(NULL_MARKS)))
            return (
                f"(CASE WHEN regexp_full_match({raw}, '[!-~]([ -~]*[!-~])?') AND {raw} NOT IN ({marks}) THEN {raw} END)"
            )
        case Kind.CODE:
            return f"(CASE WHEN regexp_full_match({raw}, '[0-9A-Z]{{15,20}}') THEN {raw} END)"
        case Kind.PHONE:
            return f"(CASE WHEN regexp_full_match({raw}, '1[3-9][0-9]{{9}}') THEN {raw} END)"
        case Kind.ID_NUMBER:
            return f"(CASE WHEN regexp_full_match({raw}, '[1-9][0-9]{{16}}[0-9X]') THEN {raw} END)"
        case Kind.EMAIL:
            return f"(CASE WHEN regexp_full_match({raw}, '[0-9a-z._+-]+@[0-9a-z.-]+') THEN {raw} END)"
        case Kind.CHOICE | Kind.DEMANDS if field.values is not None:
            return f"(CASE WHEN {raw} IN ({', '.join(literal(value) for value in field.values)}) THEN {raw} END)"
        case Kind.NUMBER | Kind.RATE:
            return f"(CASE WHEN regexp_full_match({raw}, '-?[0-9]{{1,15}}(\\.[0-9]{{1,15}})?') THEN TRY_CAST({raw} AS DOUBLE) END)"
        case Kind.INTEGER:
            return f"(CASE WHEN regexp_full_match({raw}, '-?[0-9]{{1,15}}') THEN TRY_CAST({raw} AS BIGINT) END)"
        case Kind.BOOLEAN:
            return (
                f"(CASE WHEN {raw} IN ('true', 'True', 'TRUE', '1', '是') THEN true "
                f"WHEN {raw} IN ('false', 'False', 'FALSE', '0', '否') THEN false END)"
            )
        case Kind.DATE:
            return f"(CASE WHEN regexp_full_match({raw}, '(19|20)[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}') THEN TRY_CAST({raw} AS DATE) END)"
        case Kind.DATETIME:
            return (
                f"(CASE WHEN regexp_full_match({raw}, '(19|20)[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}([T ][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}"
                f"(\\.[0-9]{{1,6}})?(Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?') THEN TRY_CAST({raw} AS TIMESTAMPTZ) END)"
            )
        case _:
            return f"CAST(NULL AS {SQL_TYPES[field.type]})"
