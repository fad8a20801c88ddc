"""What else was written about somebody may go as well, each thing whole, and not before it has had its time.

``retirements`` names what is about to go, of whatever kind. We state no law for how long a question to an
issuer, a decision on a document, a case, or a wish is kept: the period is the lender's, to be confirmed by its counsel.
What stands here is a floor of our own: half a year without a word, so that nothing fresh is cleared away.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from mingjian.store.migrations.versions import v0020_kept_for_their_time as before

revision = "0023"
down_revision = "0022"

LATELY = {"sqlite": "datetime('now', '-180 days')", "postgresql": "now() - interval '180 days'"}
_YEARS = {"sqlite": "datetime('now', '-1096 days')", "postgresql": "now() - interval '1096 days'"}
_NOT_REWRITTEN = "what happened is not rewritten"
_KINDS = ("matter", "material", "case", "package", "customer", "wish", "appointment")
_ENDED = "('concluded', 'closed')"
_LEADING = (
    "WITH RECURSIVE upward(matter_id) AS (SELECT CAST(NEW.subject_id AS TEXT) UNION SELECT CAST(j.into_id AS TEXT) "
    "FROM matter_joins AS j JOIN upward AS u ON j.matter_id = u.matter_id WHERE j.parted_at IS NULL) "
    "SELECT matter_id FROM upward"
)


def stays(kind: str, number: str) -> str:
    """That a row's subject is not about to go; ``kind`` is an SQL expression. Later kinds ask the same."""
    return f"NOT EXISTS (SELECT 1 FROM retirements AS r WHERE r.subject_type = {kind} AND r.subject_id = OLD.{number})"


def _of_kind(kind: str, *numbers: str) -> str:
    return " AND ".join(stays(f"'{kind}'", number) for number in numbers)


_OF_SUBJECT = stays("OLD.subject_type", "subject_id")
_OF_CUSTOMER = _of_kind("customer", "customer_id")
_STAYS: dict[str, str] = {
    **dict.fromkeys(
        (
            "matters", "arrivals", "arrival_corrections", "assignments", "pauses", "asked", "notices", "answered",
            "appeals",
        ),
        _of_kind("matter", "matter_id"),
    ),
    "matter_joins": _of_kind("matter", "matter_id", "into_id"),
    "interests": _OF_SUBJECT,
    "decisions": _OF_SUBJECT,
    "acts": _OF_SUBJECT,
    "opinions": (
        "NOT EXISTS (SELECT 1 FROM decisions AS d JOIN retirements AS r ON r.subject_type = d.subject_type "
        "AND r.subject_id = d.subject_id WHERE d.decision_id = OLD.decision_id)"
    ),
    "casework_events": (
        f"{_OF_SUBJECT} AND (OLD.subject_type <> 'customer' OR {_of_kind('wish', 'item_id')} "
        f"AND {_of_kind('appointment', 'item_id')})"
    ),
    "enquiries": _of_kind("material", "material_id"),
    "enquiry_replies": (
        "NOT EXISTS (SELECT 1 FROM enquiries AS q JOIN retirements AS r ON r.subject_type = 'material' "
        "AND r.subject_id = q.material_id WHERE q.enquiry_id = OLD.enquiry_id)"
    ),
    "cases": _of_kind("case", "case_id"),
    "case_evidence": _of_kind("case", "case_id"),
    "clue_handovers": _of_kind("package", "handover_id"),
    "contact_wishes": f"{_of_kind('wish', 'wish_id')} AND {_OF_CUSTOMER}",
    "accompaniments": f"{_of_kind('appointment', 'accompaniment_id')} AND {_OF_CUSTOMER}",
}  # fmt: skip
"""When a row of a table is not to be removed."""
_UNGUARDED = frozenset({"case_evidence", "clue_handovers", "accompaniments"})
"""Tables that had no such guard before."""
_NEVER = frozenset({"enquiries", "enquiry_replies", "cases", "contact_wishes"})
"""Tables of which nothing was ever removed before."""


def upgrade() -> None:
    """Makes the table that names every kind, with its guard, and lets the others' guards ask it."""
    dialect = op.get_bind().dialect.name
    for table in _STAYS.keys() - _UNGUARDED:
        _execute(before.drop(dialect, table))
    _execute(_forget(dialect, "retirements_due"))
    op.drop_table("retirements")
    op.create_table(
        "retirements",
        sa.Column("subject_type", sa.String(20), primary_key=True),
        sa.Column("subject_id", sa.String(200), primary_key=True),
    )
    _execute(due(dialect))
    for table, stays in _STAYS.items():
        _execute(_forget(dialect, f"{table}_stay"))
        _execute(before.refuse(dialect, table, stays))


def downgrade() -> None:
    """Puts the guards back that knew matters alone."""
    dialect = op.get_bind().dialect.name
    for table in _STAYS:
        _execute(before.drop(dialect, table))
        _execute(_forget(dialect, f"{table}_stay"))
    _execute(_forget(dialect, "retirements_due"))
    op.drop_table("retirements")
    op.create_table("retirements", sa.Column("matter_id", sa.String(20), primary_key=True))
    _execute(before.before_retiring(dialect))
    for table, stays in before.STAYS.items():
        _execute(before.refuse(dialect, table, stays))
    for table in sorted(_NEVER):
        _execute(before.never(dialect, table))


def _execute(statements: Iterator[str]) -> None:
    for statement in statements:
        op.execute(sa.text(statement))


def _forget(dialect: str, name: str) -> Iterator[str]:
    if dialect == "postgresql":
        yield f"DROP FUNCTION IF EXISTS casework_{name}() CASCADE"


def _conditions(dialect: str, kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    lately = LATELY[dialect]
    answered = f"FROM answered WHERE matter_id IN ({_LEADING})"
    on_open_board = (
        "EXISTS (SELECT 1 FROM case_evidence AS e JOIN cases AS c ON c.case_id = e.case_id "
        f"WHERE c.status NOT IN {_ENDED} AND "
    )
    of_open_case = (
        "EXISTS (SELECT 1 FROM {table} AS t JOIN cases AS c ON c.case_id = t.case_id "
        f"WHERE t.{{key}} = NEW.subject_id AND c.status NOT IN {_ENDED})"
    )
    return (
        ("this is kept for good", f"NEW.subject_type NOT IN ({', '.join(map(repr, kinds))})"),
        (
            "a matter is kept for three years after its answer",
            f"NEW.subject_type = 'matter' AND (NOT EXISTS (SELECT 1 {answered} AND reopened_at IS NULL) "
            f"OR EXISTS (SELECT 1 {answered} AND at >= {_YEARS[dialect]}))",
        ),
        (
            "what was written about lately stays",
            "NEW.subject_type IN ('material', 'case', 'package', 'customer') AND EXISTS (SELECT 1 FROM casework_events "
            f"AS e WHERE e.subject_type = NEW.subject_type AND e.subject_id = NEW.subject_id AND e.at >= {lately}) "
            "OR NEW.subject_type = 'customer' AND EXISTS (SELECT 1 FROM contact_wishes AS w "
            f"WHERE w.customer_id = NEW.subject_id AND w.at >= {lately})",
        ),
        (
            "a wish that stands, or stood lately, stays",
            "NEW.subject_type = 'wish' AND NOT EXISTS (SELECT 1 FROM contact_wishes AS w "
            f"WHERE w.wish_id = NEW.subject_id AND w.until < {lately})",
        ),
        (
            "an appointment that is to come, or was lately, stays",
            "NEW.subject_type = 'appointment' AND NOT EXISTS (SELECT 1 FROM accompaniments AS a "
            f"WHERE a.accompaniment_id = NEW.subject_id AND a.ended_at < {lately}) "
            "OR NEW.subject_type = 'customer' AND EXISTS (SELECT 1 FROM accompaniments AS a "
            f"WHERE a.customer_id = NEW.subject_id AND a.ended_at IS NULL AND a.meets_at >= {lately})",
        ),
        (
            "a case that is not at its end stays",
            "NEW.subject_type = 'case' AND NOT EXISTS (SELECT 1 FROM cases AS c WHERE c.case_id = NEW.subject_id "
            f"AND c.status IN {_ENDED})",
        ),
        (
            "a complaint of theirs is kept",
            "NEW.subject_type = 'customer' AND EXISTS (SELECT 1 FROM matters WHERE customer_id = NEW.subject_id)",
        ),
        (
            "an open case holds it",
            "NEW.subject_type = 'matter' AND EXISTS (SELECT 1 FROM arrivals AS a JOIN case_evidence AS e "
            "ON e.kind = 'complaint' AND e.subject_id = a.complaint_id JOIN cases AS c ON c.case_id = e.case_id "
            f"WHERE a.matter_id = NEW.subject_id AND c.status NOT IN {_ENDED}) "
            f"OR NEW.subject_type = 'material' AND {on_open_board} e.kind = 'material' "
            "AND e.subject_id = NEW.subject_id) "
            f"OR NEW.subject_type = 'customer' AND {on_open_board} e.customer_id = NEW.subject_id) "
            f"OR NEW.subject_type = 'package' AND {of_open_case.format(table='clue_handovers', key='handover_id')} "
            "OR NEW.subject_type = 'appointment' AND "
            f"{of_open_case.format(table='accompaniments', key='accompaniment_id')}",
        ),
        (
            "what goes is said",
            "NOT EXISTS (SELECT 1 FROM audit_entries AS l WHERE l.sequence = (SELECT max(sequence) FROM audit_entries) "
            "AND l.action = 'retire' AND l.object_type = NEW.subject_type AND (l.object_key = NEW.subject_id "
            "OR l.object_key = (SELECT k.pseudonym FROM person_keys AS k WHERE k.person_type = NEW.subject_type "
            "AND k.person_id = NEW.subject_id)))",
        ),
    )


def forget_due(dialect: str) -> Iterator[str]:
    """Takes the guard of what is about to go away, for one that knows another kind."""
    if dialect == "sqlite":
        yield "DROP TRIGGER retirements_due"
        yield "DROP TRIGGER retirements_no_update"
        return
    yield from _forget(dialect, "retirements_due")
    yield "DROP TRIGGER retirements_no_update ON retirements"


def due(dialect: str, *, kinds: tuple[str, ...] = (), also: tuple[tuple[str, str], ...] = ()) -> Iterator[str]:
    """The guard of what is about to go; of later kinds with the conditions under which they stay."""
    conditions = (*_conditions(dialect, (*_KINDS, *kinds)), *also)
    if dialect == "sqlite":
        checks = "".join(f"SELECT RAISE(ABORT, '{said}') WHERE {condition}; " for said, condition in conditions)
        yield f"CREATE TRIGGER retirements_due BEFORE INSERT ON retirements BEGIN {checks}END"
        yield (
            "CREATE TRIGGER retirements_no_update BEFORE UPDATE ON retirements "
            f"BEGIN SELECT RAISE(ABORT, '{_NOT_REWRITTEN}'); END"
        )
        return
    checks = "".join(f"IF {condition} THEN RAISE EXCEPTION '{said}'; END IF; " for said, condition in conditions)
    yield (
        "CREATE FUNCTION casework_retirements_due() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN {checks}RETURN NEW; END $$"
    )
    yield (
        "CREATE TRIGGER retirements_due BEFORE INSERT ON retirements "
        "FOR EACH ROW EXECUTE FUNCTION casework_retirements_due()"
    )
    yield (
        "CREATE TRIGGER retirements_no_update BEFORE UPDATE ON retirements "
        "FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()"
    )
