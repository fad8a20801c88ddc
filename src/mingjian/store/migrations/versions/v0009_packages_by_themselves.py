"""A package leaves by its own two opinions and in time; watches are looked at; bulk work says what it did."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_AGREED = "SELECT 1 FROM acts WHERE question = 'report' AND answer = 'hand_over' AND "
_OF_ITSELF = "(subject_type = 'package' AND subject_id = NEW.handover_id)"
_OF_ITS_CASE = "(subject_type = 'case' AND subject_id = NEW.case_id)"
_UNAGREED = "NEW.handed_at IS NOT NULL AND EXISTS (SELECT 1 FROM accounts) AND NOT EXISTS ({agreed})"
_TOO_OLD = "NEW.handed_at IS NOT NULL AND NEW.expires_at IS NOT NULL AND NEW.handed_at > NEW.expires_at"
_SAID = "two people decide that a package leaves"
_NOW = (
    (_SAID, _UNAGREED.format(agreed=_AGREED + _OF_ITSELF)),
    ("a package that is too old is built again", _TOO_OLD),
)
_BEFORE = ((_SAID, _UNAGREED.format(agreed=f"{_AGREED}({_OF_ITSELF} OR {_OF_ITS_CASE})")),)


def upgrade() -> None:
    """Adds the columns and puts the new guard in place."""
    moment = sa.DateTime(timezone=True)
    op.add_column("clue_handovers", sa.Column("expires_at", moment))
    if op.get_bind().dialect.name == "postgresql":  # a ZIP goes up to 4 GiB; an integer of SQLite's holds it anyway
        op.alter_column("clue_handovers", "size", type_=sa.BigInteger)
    op.add_column("watches", sa.Column("looked_at", moment))
    op.add_column("bulks", sa.Column("kind", sa.String(20), nullable=False, server_default="assign"))
    op.add_column("tasks", sa.Column("bulk_id", sa.String(20), nullable=False, server_default=""))
    op.add_column("partners", sa.Column("ended_at", moment))
    _guard(_NOW)


def downgrade() -> None:
    """Puts the old guard back and removes the columns."""
    _guard(_BEFORE)
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("clue_handovers", "size", type_=sa.Integer)
    for table, column in (
        ("partners", "ended_at"),
        ("tasks", "bulk_id"),
        ("bulks", "kind"),
        ("watches", "looked_at"),
        ("clue_handovers", "expires_at"),
    ):
        op.drop_column(table, column)


def _guard(conditions: tuple[tuple[str, str], ...]) -> None:
    for statement in _statements(op.get_bind().dialect.name, conditions):
        op.execute(statement)


def _statements(dialect: str, conditions: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if dialect == "sqlite":
        checks = "".join(f"SELECT RAISE(ABORT, '{said}') WHERE {condition}; " for said, condition in conditions)
        for verb in ("INSERT", "UPDATE"):
            name = f"clue_handovers_{verb.lower()}_guard"
            yield f"DROP TRIGGER {name}"
            yield f"CREATE TRIGGER {name} BEFORE {verb} ON clue_handovers BEGIN {checks}END"
        return
    checks = "".join(f"IF {condition} THEN RAISE EXCEPTION '{said}'; END IF; " for said, condition in conditions)
    yield (
        "CREATE OR REPLACE FUNCTION casework_guard_clue_handovers() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {checks}RETURN NEW; END $$"
    )
