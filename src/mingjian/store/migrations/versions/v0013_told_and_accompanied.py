"""A refusal to take a complaint up ends it once told; what came of appointments; partners who leave a case."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_PEOPLE = "('handler', 'investigator', 'reviewer', 'protection')"
_NOBODY = (
    "EXISTS (SELECT 1 FROM accounts) AND NOT EXISTS (SELECT 1 FROM accounts AS a JOIN account_roles AS r "
    'ON r.account_id = a.account_id WHERE a.name = NEW."by" AND a.disabled_at IS NULL '
    f"AND r.role IN {_PEOPLE})"
)
_UNTOLD = "NOT EXISTS (SELECT 1 FROM notices WHERE notice_id = NEW.notice_id AND matter_id = NEW.matter_id)"
_UNDECIDED = (
    "NOT EXISTS (SELECT 1 FROM acts WHERE subject_type = 'matter' AND subject_id = NEW.matter_id AND ({decided}))"
)
_BEFORE = "question = 'merit'"
_NOW = "question = 'merit' OR answer = 'refuse'"


def upgrade() -> None:
    """Adds the columns and puts the new guard in place."""
    op.add_column("accompaniments", sa.Column("result", sa.String(20), nullable=False, server_default=""))
    op.add_column("joint_cases", sa.Column("ended_at", sa.DateTime(timezone=True)))
    _guard(_NOW)


def downgrade() -> None:
    """Puts the old guard back and removes the columns."""
    _guard(_BEFORE)
    op.drop_column("joint_cases", "ended_at")
    op.drop_column("accompaniments", "result")


def _guard(decided: str) -> None:
    conditions = (
        ("a person decides", _NOBODY),
        ("an answer follows a decision", f"{_UNDECIDED.format(decided=decided)} OR {_UNTOLD}"),
    )
    if op.get_bind().dialect.name == "sqlite":
        checks = "".join(f"SELECT RAISE(ABORT, '{said}') WHERE {condition}; " for said, condition in conditions)
        op.execute("DROP TRIGGER answered_guard")
        op.execute(f"CREATE TRIGGER answered_guard BEFORE INSERT ON answered BEGIN {checks}END")
        return
    checks = "".join(f"IF {condition} THEN RAISE EXCEPTION '{said}'; END IF; " for said, condition in conditions)
    op.execute(
        "CREATE OR REPLACE FUNCTION casework_guard_answered() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {checks}RETURN NEW; END $$"
    )
