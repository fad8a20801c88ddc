"""What was mistyped of a transfer is put right beside it; two people put a deadline off."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_TABLE = "arrival_corrections"
_PEOPLE = "('handler', 'investigator', 'reviewer', 'protection')"
_NOT_REWRITTEN = "what happened is not rewritten"
_COLUMNS = (
    "correction_id", "complaint_id", "matter_id", "number_before", "number", "due_before", "due_at", "why", "by", "at",
)  # fmt: skip


def _nobody(column: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM accounts) AND NOT EXISTS (SELECT 1 FROM accounts AS a JOIN account_roles AS r "
        f'ON r.account_id = a.account_id WHERE a.name = NEW."{column}" AND a.disabled_at IS NULL '
        f"AND r.role IN {_PEOPLE})"
    )


def _unsaid(kinds: str, by: str) -> str:
    return (
        "NOT EXISTS (SELECT 1 FROM casework_events AS e WHERE e.number = (SELECT max(number) FROM casework_events) "
        f"AND e.subject_type = 'matter' AND e.subject_id = NEW.matter_id AND e.kind IN {kinds} "
        f'AND e.item_id = NEW.correction_id AND e."by" = NEW."{by}")'
    )


_HELD = f"FROM {_TABLE} AS c WHERE c.complaint_id = NEW.complaint_id AND c.agreed_at IS NOT NULL"
_DUE = (
    f"CASE WHEN EXISTS (SELECT 1 {_HELD}) THEN (SELECT c.due_at {_HELD} ORDER BY c.agreed_at DESC LIMIT 1) "
    "ELSE (SELECT a.due_at FROM arrivals AS a WHERE a.complaint_id = NEW.complaint_id) END"
)
_GUARDS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "arrival_corrections_made",
        "INSERT",
        (
            ("a person corrects", _nobody("by")),
            ("a correction is said", _unsaid("('correct_arrival', 'propose_correction')", "by")),
            (
                "a correction says what held before",
                f"NOT coalesce(NEW.due_before = {_DUE}, NEW.due_before IS NULL AND {_DUE} IS NULL)",
            ),
            (
                "two people put a deadline off",
                "NEW.agreed_at IS NOT NULL AND NEW.due_before IS NOT NULL "
                "AND (NEW.due_at IS NULL OR NEW.due_at > NEW.due_before)",
            ),
        ),
    ),
    (
        "arrival_corrections_agreed",
        "UPDATE",
        (
            (_NOT_REWRITTEN, "OLD.agreed_at IS NOT NULL"),
            ("a person agrees", _nobody("agreed_by")),
            ("two people put a deadline off", 'NEW.agreed_by = NEW."by"'),
            ("an agreement is said", _unsaid("('agree_correction')", "agreed_by")),
        ),
    ),
)


def upgrade() -> None:
    """Makes the table and its guards."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        _TABLE,
        sa.Column("correction_id", sa.String(20), primary_key=True),
        sa.Column("complaint_id", sa.String(200), sa.ForeignKey("arrivals.complaint_id"), nullable=False),
        sa.Column("matter_id", sa.String(20), sa.ForeignKey("matters.matter_id"), nullable=False),
        sa.Column("number_before", sa.String(200), nullable=False),
        sa.Column("number", sa.String(200), nullable=False),
        sa.Column("due_before", moment),
        sa.Column("due_at", moment),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("agreed_by", sa.String(80), nullable=False),
        sa.Column("agreed_at", moment),
    )
    op.create_index("arrival_corrections_by_complaint", _TABLE, ["complaint_id", "agreed_at"])
    op.create_index("arrival_corrections_by_number", _TABLE, ["number"])
    for statement in _statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Removes them."""
    op.drop_table(_TABLE)
    if op.get_bind().dialect.name == "postgresql":
        for name, _verb, _conditions in _GUARDS:
            op.execute(f"DROP FUNCTION casework_{name}()")


def _statements(dialect: str) -> Iterator[str]:
    changed = "UPDATE OF " + ", ".join(f'"{column}"' for column in _COLUMNS)
    if dialect == "sqlite":
        for name, verb, conditions in _GUARDS:
            yield f"CREATE TRIGGER {name} BEFORE {verb} ON {_TABLE} BEGIN {_refuse(conditions)}END"
        for verb, name in ((changed, "update"), ("DELETE", "delete")):
            yield (
                f"CREATE TRIGGER {_TABLE}_no_{name} BEFORE {verb} ON {_TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{_NOT_REWRITTEN}'); END"
            )
        replaced = tuple(
            (_NOT_REWRITTEN, f"EXISTS (SELECT 1 FROM {_TABLE} WHERE {one})")
            for one in ("rowid = NEW.rowid", "correction_id = NEW.correction_id")
        )
        yield f"CREATE TRIGGER {_TABLE}_no_replace BEFORE INSERT ON {_TABLE} BEGIN {_refuse(replaced)}END"
        return
    for name, verb, conditions in _GUARDS:
        checks = "".join(f"IF {condition} THEN RAISE EXCEPTION '{said}'; END IF; " for said, condition in conditions)
        yield (
            f"CREATE FUNCTION casework_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {checks}RETURN NEW; END $$"
        )
        yield f"CREATE TRIGGER {name} BEFORE {verb} ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION casework_{name}()"
    for verb, name in ((changed, "update"), ("DELETE OR TRUNCATE", "delete")):
        yield (
            f"CREATE TRIGGER {_TABLE}_no_{name} BEFORE {verb} ON {_TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()"
        )


def _refuse(conditions: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"SELECT RAISE(ABORT, '{said}') WHERE {condition}; " for said, condition in conditions)
