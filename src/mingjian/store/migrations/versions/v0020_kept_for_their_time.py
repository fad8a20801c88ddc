"""A matter that was answered long ago may go, whole; before its time nothing of it can be removed.

What stands in ``retirements`` is about to go, within the same transaction. The guard of that table asks once what the
guards of all others rely on: the last answer lies three years back at least (中国人民银行金融消费者权益保护实施办法
第三十八条), no case that is still open holds one of its complaints, and its entry stands in the audit log.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_YEARS = {"sqlite": "datetime('now', '-1096 days')", "postgresql": "now() - interval '1096 days'"}
_NOT_REWRITTEN = "what happened is not rewritten"
_LEADING = (
    "WITH RECURSIVE upward(matter_id) AS (SELECT CAST(NEW.matter_id AS TEXT) UNION SELECT CAST(j.into_id AS TEXT) "
    "FROM matter_joins AS j JOIN upward AS u ON j.matter_id = u.matter_id WHERE j.parted_at IS NULL) "
    "SELECT matter_id FROM upward"
)
_OF_MATTER = "OLD.matter_id NOT IN (SELECT matter_id FROM retirements)"
_OF_SUBJECT = f"OLD.subject_type <> 'matter' OR {_OF_MATTER.replace('matter_id', 'subject_id', 1)}"
STAYS: dict[str, str] = {
    "matters": _OF_MATTER,
    "arrivals": _OF_MATTER,
    "arrival_corrections": _OF_MATTER,
    "assignments": _OF_MATTER,
    "pauses": _OF_MATTER,
    "asked": _OF_MATTER,
    "notices": _OF_MATTER,
    "answered": _OF_MATTER,
    "appeals": _OF_MATTER,
    "matter_joins": f"{_OF_MATTER} AND {_OF_MATTER.replace('matter_id', 'into_id', 1)}",
    "interests": _OF_SUBJECT,
    "decisions": _OF_SUBJECT,
    "acts": _OF_SUBJECT,
    "opinions": (
        "NOT EXISTS (SELECT 1 FROM decisions AS d JOIN retirements AS r ON r.matter_id = d.subject_id "
        "WHERE d.subject_type = 'matter' AND d.decision_id = OLD.decision_id)"
    ),
    "casework_events": _OF_SUBJECT,
}
"""When a row of a table is not to be removed."""


def upgrade() -> None:
    """Makes the table with its guard, and lets the others' guards ask it."""
    dialect = op.get_bind().dialect.name
    op.create_table("retirements", sa.Column("matter_id", sa.String(20), primary_key=True))
    _execute(before_retiring(dialect))
    for table, stays in STAYS.items():
        _execute(drop(dialect, table))
        _execute(refuse(dialect, table, stays))


def downgrade() -> None:
    """Puts the guards back by which nothing was ever removed."""
    dialect = op.get_bind().dialect.name
    for table in STAYS:
        _execute(drop(dialect, table))
        _execute(never(dialect, table))
        if dialect == "postgresql":
            _execute((f"DROP FUNCTION casework_{table}_stay()",))
    op.drop_table("retirements")
    if dialect == "postgresql":
        _execute(("DROP FUNCTION casework_retirements_due()",))


def _execute(statements: Iterator[str] | tuple[str, ...]) -> None:
    for statement in statements:
        op.execute(sa.text(statement))


def before_retiring(dialect: str) -> Iterator[str]:
    """The guard of what is about to go."""
    answered = f"FROM answered WHERE matter_id IN ({_LEADING})"
    conditions = (
        (
            "a matter is kept for three years after its answer",
            f"NOT EXISTS (SELECT 1 {answered} AND reopened_at IS NULL) "
            f"OR EXISTS (SELECT 1 {answered} AND at >= {_YEARS[dialect]})",
        ),
        (
            "an open case holds it",
            "EXISTS (SELECT 1 FROM arrivals AS a JOIN case_evidence AS e ON e.kind = 'complaint' "
            "AND e.subject_id = a.complaint_id JOIN cases AS c ON c.case_id = e.case_id "
            "WHERE a.matter_id = NEW.matter_id AND c.status NOT IN ('concluded', 'closed'))",
        ),
        (
            "what goes is said",
            "NOT EXISTS (SELECT 1 FROM audit_entries WHERE sequence = (SELECT max(sequence) FROM audit_entries) "
            "AND action = 'retire' AND object_type = 'matter' AND object_key = NEW.matter_id)",
        ),
    )
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


def drop(dialect: str, table: str) -> Iterator[str]:
    """Takes away what keeps a table's rows from being removed."""
    if dialect == "sqlite":
        yield f"DROP TRIGGER {table}_no_delete"
    elif table == "casework_events":
        yield "DROP TRIGGER IF EXISTS casework_events_no_delete ON casework_events"
        yield "DROP TRIGGER casework_events_no_change ON casework_events"
    else:
        yield f"DROP TRIGGER {table}_no_delete ON {table}"
        yield f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}"


def refuse(dialect: str, table: str, stays: str) -> Iterator[str]:
    """Keeps a table's rows for as long as a condition holds."""
    if dialect == "sqlite":
        yield (
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_NOT_REWRITTEN}') WHERE {stays}; END"
        )
        return
    yield (
        f"CREATE FUNCTION casework_{table}_stay() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {stays} THEN RAISE EXCEPTION '{_NOT_REWRITTEN}'; END IF; RETURN OLD; END $$"
    )
    yield (
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION casework_{table}_stay()"
    )
    verbs, name = ("UPDATE OR TRUNCATE", "change") if table == "casework_events" else ("TRUNCATE", "truncate")
    yield (
        f"CREATE TRIGGER {table}_no_{name} BEFORE {verbs} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()"
    )


def never(dialect: str, table: str) -> Iterator[str]:
    """Keeps a table's rows for good."""
    if dialect == "sqlite":
        yield (
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_NOT_REWRITTEN}'); END"
        )
        return
    verbs, name = (
        ("UPDATE OR DELETE OR TRUNCATE", "change") if table == "casework_events" else ("DELETE OR TRUNCATE", "delete")
    )
    yield (
        f"CREATE TRIGGER {table}_no_{name} BEFORE {verbs} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()"
    )
