"""Accounts, sessions and keys."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.String(20), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False, unique=True),
        sa.Column("shown_name", sa.String(80), nullable=False),
        sa.Column("team", sa.String(80), nullable=False),
        sa.Column("password_digest", sa.String(200)),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("issuer", sa.String(300)),
        sa.Column("subject", sa.String(300)),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("disabled_at", moment),
        sa.UniqueConstraint("issuer", "subject", name="accounts_by_subject"),
    )
    op.create_table(
        "account_roles",
        sa.Column("account_id", sa.String(20), sa.ForeignKey("accounts.account_id"), primary_key=True),
        sa.Column("role", sa.String(20), primary_key=True),
    )
    op.create_table(
        "sessions",
        sa.Column("token_digest", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.String(20), sa.ForeignKey("accounts.account_id"), nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_table(
        "api_keys",
        sa.Column("prefix", sa.String(16), primary_key=True),
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("team", sa.String(80), nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("used_at", moment),
        sa.Column("revoked_at", moment),
    )


def downgrade() -> None:
    """Removes them."""
    for table in ("api_keys", "sessions", "account_roles", "accounts"):
        op.drop_table(table)
