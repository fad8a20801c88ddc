"""What may happen once happens once, a case begins as a suspicion, and nothing is replaced.

The guards of before looked at what is written first. These look at what is written over it: a pause is ended, a review
begun, a join parted and a wish taken back once, the two that a person does by a person's own entry in the ledger.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

Conditions = tuple[tuple[str, str], ...]
_PEOPLE = "('handler', 'investigator', 'reviewer', 'protection')"
_WITH_THE_POLICE = "('reported', 'accepted', 'declined', 'filed', 'concluded')"
_NOT_REWRITTEN = "what happened is not rewritten"


def _unsaid(kind: str, subject_type: str, subject: str, item: str) -> str:
    """That no person's entry of the ledger says so."""
    return (
        f"NOT EXISTS (SELECT 1 FROM casework_events AS e WHERE e.subject_type = '{subject_type}' "
        f"AND e.subject_id = NEW.{subject} AND e.item_id = NEW.{item} AND e.kind = '{kind}' "
        "AND (NOT EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM accounts AS a JOIN account_roles AS r "
        f'ON r.account_id = a.account_id WHERE a.name = e."by" AND a.disabled_at IS NULL AND r.role IN {_PEOPLE})))'
    )


_ON_IT = "{0}.subject_type = 'case' AND {0}.subject_id = NEW.case_id AND {0}.question = 'report'"
_REPORTED_BEFORE = (
    (
        "two people decide that a case is reported",
        f"NEW.status IN {_WITH_THE_POLICE} AND NOT EXISTS (SELECT 1 FROM acts "
        "WHERE subject_type = 'case' AND subject_id = NEW.case_id AND question = 'report' AND answer = 'hand_over')",
    ),
)
# What is with the police goes on there, whatever is decided here since.
_REPORTED = (
    (
        "two people decide that a case is reported",
        f"NEW.status IN {_WITH_THE_POLICE} AND NOT EXISTS (SELECT 1 FROM acts AS h WHERE {_ON_IT.format('h')} "
        "AND h.answer = 'hand_over' AND ((NEW.status = OLD.status OR NEW.status <> 'reported' "
        f"AND OLD.status IN {_WITH_THE_POLICE}) OR NOT EXISTS (SELECT 1 FROM acts AS l WHERE {_ON_IT.format('l')} "
        "AND l.at > h.at)))",
    ),
)
_GUARDS: tuple[tuple[str, str, str, Conditions], ...] = (
    (
        "pauses",
        "pauses_end_once",
        "UPDATE",
        (
            (_NOT_REWRITTEN, "OLD.ended_on IS NOT NULL"),
            ("a pause does not end before it began", "NEW.ended_on < NEW.started_on"),
            (
                "a person ends a pause",
                f"NEW.ended_on IS NOT NULL AND {_unsaid('resume', 'matter', 'matter_id', 'pause_id')}",
            ),
        ),
    ),
    (
        "answered",
        "answered_reopened_once",
        "UPDATE",
        (
            (_NOT_REWRITTEN, "OLD.reopened_at IS NOT NULL"),
            (
                "an appeal opens a matter again",
                "NEW.reopened_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appeals WHERE matter_id = NEW.matter_id)",
            ),
        ),
    ),
    ("matter_joins", "matter_joins_parted_once", "UPDATE", ((_NOT_REWRITTEN, "OLD.parted_at IS NOT NULL"),)),
    (
        "contact_wishes",
        "contact_wishes_lifted_once",
        "UPDATE",
        (
            (_NOT_REWRITTEN, "OLD.until IS NOT NULL"),
            (
                "a person notes that a customer takes a wish back",
                f"NEW.until IS NOT NULL AND {_unsaid('may_contact', 'customer', 'customer_id', 'wish_id')}",
            ),
        ),
    ),
    (
        "assignments",
        "assignments_without_interest",
        "INSERT",
        (
            (
                "whoever has an interest is not given it",
                "EXISTS (SELECT 1 FROM interests AS i JOIN matters AS m ON m.matter_id = NEW.matter_id "
                "WHERE i.name = NEW.assignee AND ((i.subject_type = 'customer' AND i.subject_id = m.customer_id "
                "AND m.customer_id <> '') OR (i.subject_type = 'matter' AND i.subject_id IN (WITH RECURSIVE "
                "handled(matter_id) AS (SELECT CAST(NEW.matter_id AS TEXT) UNION SELECT CAST(j.matter_id AS TEXT) "
                "FROM matter_joins AS j JOIN handled AS h ON j.into_id = h.matter_id WHERE j.parted_at IS NULL) "
                "SELECT matter_id FROM handled))))",
            ),
        ),
    ),
    ("cases", "cases_begin", "INSERT", (("a case begins as a suspicion", "NEW.status <> 'suspicion'"),)),
)
"""Table, trigger, what it comes before, and what must not be the case."""
_FIXED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("interests", ()),
    ("contact_wishes", ("wish_id", "customer_id", "channel", "source", "by", "at")),
    ("asked", ("ask_id", "matter_id", "channel", "text", "by", "at")),
    ("cases", ("case_id", "origin_kind", "origin_id", "opened_by", "opened_at")),
)
"""What is never removed, and of which these columns are never changed; none where no column ever is."""
_KEYS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("matters", (("matter_id",),)),
    ("arrivals", (("complaint_id",),)),
    ("matter_joins", (("join_id",),)),
    ("assignments", (("number",),)),
    ("pauses", (("pause_id",),)),
    ("answered", (("number",),)),
    ("notices", (("notice_id",),)),
    ("asked", (("ask_id",),)),
    ("appeals", (("appeal_id",),)),
    ("decisions", (("decision_id",),)),
    ("opinions", (("decision_id", "by"),)),
    ("acts", (("act_id",), ("decision_id",))),
    ("cases", (("case_id",),)),
    ("casework_events", (("number",),)),
    ("interests", (("name", "subject_type", "subject_id"),)),
    ("contact_wishes", (("wish_id",),)),
    ("audit_entries", (("sequence",),)),
)
"""What is written once and by which keys it would be replaced.

SQLite deletes what ``INSERT OR REPLACE`` replaces without a trigger, unless the session itself asks for them.
"""


def upgrade() -> None:
    """Puts the guards in place."""
    dialect = op.get_bind().dialect.name
    for table, name, verb, conditions in _GUARDS:
        _execute(_guard(dialect, table, name, verb, conditions))
    for table, columns in _FIXED:
        _execute(_fix(dialect, table, columns))
    if dialect == "sqlite":
        for table, keys in _KEYS:
            _execute((_keep(table, keys),))
    _execute(_report(dialect, _REPORTED))


def downgrade() -> None:
    """Puts the one that was replaced back and removes the others."""
    dialect = op.get_bind().dialect.name
    postgresql = dialect == "postgresql"
    _execute(_report(dialect, _REPORTED_BEFORE))
    names = [(table, name) for table, name, _verb, _conditions in _GUARDS]
    names += [(table, f"{table}_no_{verb}") for table, _columns in _FIXED for verb in ("update", "delete")]
    if not postgresql:
        names += [(table, f"{table}_no_replace") for table, _keys in _KEYS]
    for table, name in names:
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        for _table, name, _verb, _conditions in _GUARDS:
            op.execute(f"DROP FUNCTION casework_{name}()")


def _execute(statements: Iterator[str] | tuple[str, ...]) -> None:
    for statement in statements:
        op.execute(sa.text(statement))


def _guard(dialect: str, table: str, name: str, verb: str, conditions: Conditions) -> Iterator[str]:
    if dialect == "sqlite":
        yield f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {_refuse(conditions)}END"
        return
    yield f"CREATE FUNCTION casework_{name}() RETURNS trigger LANGUAGE plpgsql AS {_body(conditions)}"
    yield f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION casework_{name}()"


def _report(dialect: str, conditions: Conditions) -> Iterator[str]:
    if dialect == "sqlite":
        yield "DROP TRIGGER cases_are_reported_by_two"
        yield f"CREATE TRIGGER cases_are_reported_by_two BEFORE UPDATE ON cases BEGIN {_refuse(conditions)}END"
        return
    yield f"CREATE OR REPLACE FUNCTION casework_guard_cases() RETURNS trigger LANGUAGE plpgsql AS {_body(conditions)}"


def _fix(dialect: str, table: str, columns: tuple[str, ...]) -> Iterator[str]:
    changed = "UPDATE OF " + ", ".join(f'"{column}"' for column in columns) if columns else "UPDATE"
    if dialect == "sqlite":
        for verb, name in ((changed, "update"), ("DELETE", "delete")):
            yield (
                f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_NOT_REWRITTEN}'); END"
            )
        return
    for verb, name in ((changed, "update"), ("DELETE OR TRUNCATE", "delete")):
        yield (
            f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()"
        )


def _keep(table: str, keys: tuple[tuple[str, ...], ...]) -> str:
    # A row goes as well when another one is put in its place in the file; where none is named it is none of ours.
    same = ["rowid = NEW.rowid", *(" AND ".join(f'"{one}" = NEW."{one}"' for one in key) for key in keys)]
    conditions = tuple((_NOT_REWRITTEN, f"EXISTS (SELECT 1 FROM {table} WHERE {one})") for one in same)
    return f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN {_refuse(conditions)}END"


def _refuse(conditions: Conditions) -> str:
    return "".join(f"SELECT RAISE(ABORT, '{said}') WHERE {condition}; " for said, condition in conditions)


def _body(conditions: Conditions) -> str:
    checks = "".join(f"IF {condition} THEN RAISE EXCEPTION '{said}'; END IF; " for said, condition in conditions)
    return f"$$ BEGIN {checks}RETURN NEW; END $$"
