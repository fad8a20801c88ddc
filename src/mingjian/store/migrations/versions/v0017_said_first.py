"""Work is given, a review begun and an event written only by somebody who works here, and not without the audit log.

An event follows its own entry of the audit log, and work or a review its own event, each the newest: writers of entries
wait for each other, so the newest is one's own. A session that knows people's names has to leave what it did in the
hash-chained log as well, or is refused.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_PEOPLE = "('handler', 'investigator', 'reviewer', 'protection')"
_ACCOUNT = "SELECT 1 FROM accounts AS a JOIN account_roles AS r ON r.account_id = a.account_id"


def _nobody(column: str, roles: str = "") -> str:
    return (
        f'EXISTS (SELECT 1 FROM accounts) AND NOT EXISTS ({_ACCOUNT} WHERE a.name = NEW."{column}" '
        f"AND a.disabled_at IS NULL{f' AND r.role IN {roles}' if roles else ''})"
    )


def _unsaid(kinds: str, by: str, also: str) -> str:
    return (
        "NOT EXISTS (SELECT 1 FROM casework_events AS e WHERE e.number = (SELECT max(number) FROM casework_events) "
        f"AND e.subject_type = 'matter' AND e.subject_id = NEW.matter_id AND e.kind IN {kinds} "
        f'AND e."by" = NEW."{by}" AND {also})'
    )


_GUARDS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "casework_events",
        "casework_events_are_logged",
        (
            ("somebody who works here writes events", _nobody("by")),
            (
                "an event follows its entry of the audit log",
                "NOT EXISTS (SELECT 1 FROM audit_entries AS l WHERE l.sequence = (SELECT max(sequence) FROM "
                'audit_entries) AND l.actor = NEW."by" AND l.action = NEW.kind AND l.object_type = NEW.subject_type '
                "AND (l.object_key = NEW.subject_id OR l.object_key = (SELECT k.pseudonym FROM person_keys AS k "
                "WHERE k.person_type = NEW.subject_type AND k.person_id = NEW.subject_id)))",
            ),
        ),
    ),
    (
        "assignments",
        "assignments_are_given",
        (
            ("a person gives work", _nobody("by", _PEOPLE)),
            (
                "what is given is said",
                _unsaid("('assign', 'give_back', 'undo_assign')", "by", 'e."after" = NEW.assignee'),
            ),
        ),
    ),
    (
        "appeals",
        "appeals_are_noted",
        (
            ("a person notes a review", _nobody("noted_by", _PEOPLE)),
            ("a review is said", _unsaid("('appeal')", "noted_by", "e.item_id = NEW.act_id")),
        ),
    ),
)
"""Table, trigger, and what must not be the case before a row comes in."""


def upgrade() -> None:
    """Puts the guards in place."""
    for statement in _statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Removes them."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, name, _conditions in _GUARDS:
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            op.execute(f"DROP FUNCTION casework_{name}()")


def _statements(dialect: str) -> Iterator[str]:
    for table, name, conditions in _GUARDS:
        if dialect == "sqlite":
            refused = "".join(f"SELECT RAISE(ABORT, '{said}') WHERE {condition}; " for said, condition in conditions)
            yield f"CREATE TRIGGER {name} BEFORE INSERT ON {table} BEGIN {refused}END"
        else:
            checks = "".join(
                f"IF {condition} THEN RAISE EXCEPTION '{said}'; END IF; " for said, condition in conditions
            )
            yield (
                f"CREATE FUNCTION casework_{name}() RETURNS trigger LANGUAGE plpgsql "
                f"AS $$ BEGIN {checks}RETURN NEW; END $$"
            )
            yield f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION casework_{name}()"
