"""A matter that was dealt with elsewhere, or that its complainant withdrew, is ended by two people and told."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_PEOPLE = "('handler', 'investigator', 'reviewer', 'protection')"
_NOBODY = (
    "EXISTS (SELECT 1 FROM accounts) AND NOT EXISTS (SELECT 1 FROM accounts AS a JOIN account_roles AS r "
    'ON r.account_id = a.account_id WHERE a.name = NEW."by" AND a.disabled_at IS NULL '
    f"AND r.role IN {_PEOPLE})"
)
_UNTOLD = "NOT EXISTS (SELECT 1 FROM notices WHERE notice_id = NEW.notice_id AND matter_id = NEW.matter_id)"
_ADVERSE_BEFORE = (
    "('refuse', 'agent_filed', 'not_upheld', 'approved', 'lowered', 'declined', 'resumed', 'forged', 'hand_over')"
)
_ADVERSE = (
    "('refuse', 'agent_filed', 'not_upheld', 'approved', 'lowered', 'declined', 'resumed', 'forged', 'hand_over', "
    "'elsewhere', 'withdrawn')"
)
_ENDING_BEFORE = "('refuse')"
_ENDING = "('refuse', 'elsewhere', 'withdrawn')"
Conditions = tuple[tuple[str, str], ...]


def upgrade() -> None:
    """Puts the guards in place that know the new answers."""
    _guard("acts", _of_acts(_ADVERSE))
    _guard("answered", _of_answers(_ENDING))


def downgrade() -> None:
    """Puts the guards back that were there before."""
    _guard("answered", _of_answers(_ENDING_BEFORE))
    _guard("acts", _of_acts(_ADVERSE_BEFORE))


def _of_acts(adverse: str) -> Conditions:
    return (
        (
            "an act follows its own decision",
            "NOT EXISTS (SELECT 1 FROM decisions AS d WHERE d.decision_id = NEW.decision_id "
            "AND d.subject_type = NEW.subject_type AND d.subject_id = NEW.subject_id AND d.question = NEW.question)",
        ),
        (
            "a person decides",
            "NOT EXISTS (SELECT 1 FROM opinions AS o WHERE o.decision_id = NEW.decision_id AND o.answer = NEW.answer)",
        ),
        (
            "two people decide what is adverse",
            f"NEW.answer IN {adverse} AND (SELECT count(*) FROM opinions AS o JOIN accounts AS a "
            'ON a.name = o."by" WHERE o.decision_id = NEW.decision_id AND o.answer = NEW.answer) < 2',
        ),
    )


def _of_answers(ending: str) -> Conditions:
    return (
        ("a person decides", _NOBODY),
        (
            "an answer follows a decision",
            "NOT EXISTS (SELECT 1 FROM acts WHERE subject_type = 'matter' AND subject_id = NEW.matter_id "
            f"AND (question = 'merit' OR answer IN {ending})) OR {_UNTOLD}",
        ),
    )


def _guard(table: str, conditions: Conditions) -> None:
    if op.get_bind().dialect.name == "sqlite":
        checks = "".join(f"SELECT RAISE(ABORT, '{said}') WHERE {condition}; " for said, condition in conditions)
        op.execute(sa.text(f"DROP TRIGGER {table}_guard"))
        op.execute(sa.text(f"CREATE TRIGGER {table}_guard BEFORE INSERT ON {table} BEGIN {checks}END"))
        return
    checks = "".join(f"IF {condition} THEN RAISE EXCEPTION '{said}'; END IF; " for said, condition in conditions)
    op.execute(
        sa.text(
            f"CREATE OR REPLACE FUNCTION casework_guard_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {checks}RETURN NEW; END $$"
        )
    )
