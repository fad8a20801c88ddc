"""Clue packages on their way out, and the guard that none leaves before two people agreed."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_UNAGREED = (
    "NEW.handed_at IS NOT NULL AND EXISTS (SELECT 1 FROM accounts) AND NOT EXISTS (SELECT 1 FROM acts "
    "WHERE question = 'report' AND answer = 'hand_over' AND ((subject_type = 'package' "
    "AND subject_id = NEW.handover_id) OR (subject_type = 'case' AND subject_id = NEW.case_id)))"
)
_SAID = "two people decide that a package leaves"


def upgrade() -> None:
    """Makes the table and its guard."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "clue_handovers",
        sa.Column("handover_id", sa.String(20), primary_key=True),
        sa.Column("subject_kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.String(200), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("request_id", sa.String(20), nullable=False),
        sa.Column("run", sa.String(20), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("prepared_by", sa.String(80), nullable=False),
        sa.Column("asked_by", sa.String(80), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("job_id", sa.String(20), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("originals", sa.Integer, nullable=False),
        sa.Column("missing", sa.Integer, nullable=False),
        sa.Column("built_at", moment),
        sa.Column("handed_by", sa.String(80), nullable=False),
        sa.Column("handed_at", moment),
    )
    op.create_index("clue_handovers_by_subject", "clue_handovers", ["subject_kind", "subject_id", "asked_at"])
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Removes them."""
    op.drop_table("clue_handovers")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION casework_guard_clue_handovers()")


def _guards(dialect: str) -> Iterator[str]:
    if dialect == "sqlite":
        for verb in ("INSERT", "UPDATE"):
            yield (
                f"CREATE TRIGGER clue_handovers_{verb.lower()}_guard BEFORE {verb} ON clue_handovers "
                f"BEGIN SELECT RAISE(ABORT, '{_SAID}') WHERE {_UNAGREED}; END"
            )
        return
    yield (
        "CREATE FUNCTION casework_guard_clue_handovers() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_UNAGREED} THEN RAISE EXCEPTION '{_SAID}'; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE TRIGGER clue_handovers_guard BEFORE INSERT OR UPDATE ON clue_handovers "
        "FOR EACH ROW EXECUTE FUNCTION casework_guard_clue_handovers()"
    )
