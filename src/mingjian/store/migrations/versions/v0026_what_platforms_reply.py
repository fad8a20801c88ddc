"""Whether a platform takes adverts down, refuses, or asks for more; and requests that nobody sends after all."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Adds the columns: of what was answered before nobody said which it was."""
    op.add_column("takedowns", sa.Column("reply", sa.String(20), nullable=False, server_default=""))
    op.add_column("takedowns", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drops them."""
    op.drop_column("takedowns", "withdrawn_at")
    op.drop_column("takedowns", "reply")
