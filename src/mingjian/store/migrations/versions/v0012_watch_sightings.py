"""What is watched, seen in complaints between two runs."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "watch_sightings",
        sa.Column("watch_id", sa.String(20), primary_key=True),
        sa.Column("complaint_id", sa.String(200), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Removes it."""
    op.drop_table("watch_sightings")
