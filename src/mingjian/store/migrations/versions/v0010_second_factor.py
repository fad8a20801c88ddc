"""A second factor of one's own, and sessions that can be told apart."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds the columns and the table of recovery codes."""
    op.add_column("accounts", sa.Column("factor_secret", sa.String(64)))
    op.add_column("accounts", sa.Column("factor_since", sa.DateTime(timezone=True)))
    op.add_column("accounts", sa.Column("factor_step", sa.BigInteger))
    op.add_column("sessions", sa.Column("awaits_code", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("sessions", sa.Column("device", sa.String(80), nullable=False, server_default=""))
    op.create_table(
        "recovery_codes",
        sa.Column("code_digest", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.String(20), sa.ForeignKey("accounts.account_id"), nullable=False, index=True),
    )


def downgrade() -> None:
    """Removes them; whoever had a second factor signs in without it."""
    op.drop_table("recovery_codes")
    for table, column in (
        ("sessions", "device"),
        ("sessions", "awaits_code"),
        ("accounts", "factor_step"),
        ("accounts", "factor_since"),
        ("accounts", "factor_secret"),
    ):
        op.drop_column(table, column)
