"""The queue of jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the table."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "jobs",
        sa.Column("job_id", sa.String(20), primary_key=True),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("team", sa.String(80), nullable=False),
        sa.Column("key", sa.String(200), unique=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("most_attempts", sa.Integer, nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("lease", sa.String(32)),
        sa.Column("lease_ends_at", moment),
        sa.Column("ended_at", moment),
        sa.Column("failure", sa.Text, nullable=False),
    )
    op.create_index("jobs_by_state", "jobs", ["state", "due_at"])


def downgrade() -> None:
    """Removes it."""
    op.drop_table("jobs")
