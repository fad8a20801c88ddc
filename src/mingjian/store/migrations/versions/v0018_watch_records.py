"""Which records showed what is watched when the watch began, or somebody looked: only others are news."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "watch_records",
        sa.Column("watch_id", sa.String(20), primary_key=True),
        sa.Column("record_table", sa.String(40), primary_key=True),
        sa.Column("record_id", sa.String(200), primary_key=True),
    )


def downgrade() -> None:
    """Removes it."""
    op.drop_table("watch_records")
