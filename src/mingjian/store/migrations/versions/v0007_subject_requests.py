"""What people asked for about themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Makes the table."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "subject_requests",
        sa.Column("request_id", sa.String(20), primary_key=True),
        sa.Column("team", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("person_id", sa.String(200)),
        sa.Column("pseudonym", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("asked_by", sa.String(80), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("agreed_by", sa.String(80)),
        sa.Column("agreed_at", moment),
        sa.Column("erased_at", moment),
        sa.Column("sealed", sa.String(64)),
        sa.Column("ended_at", moment),
        sa.Column("proof", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Removes it."""
    op.drop_table("subject_requests")
