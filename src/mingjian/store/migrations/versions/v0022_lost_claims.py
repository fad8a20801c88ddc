"""How often a job's worker did not come back, apart from the tries that failed."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Adds the count; what was counted before as tries stays so."""
    op.add_column("jobs", sa.Column("lost", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """Takes it away."""
    op.drop_column("jobs", "lost")
