"""Where a person left the nodes of a gang's picture."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "layouts",
        sa.Column("person", sa.String(200), primary_key=True),
        sa.Column("gang_id", sa.String(200), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("places", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drops it: every picture is drawn anew, and the keys in the vault open nothing."""
    op.drop_table("layouts")
