"""What each complaint says of need: one that is handled in an earlier matter may say more than the first."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Adds the column; complaints taken before keep the facts of their matter."""
    op.add_column("arrivals", sa.Column("need_facts", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Removes it."""
    op.drop_column("arrivals", "need_facts")
