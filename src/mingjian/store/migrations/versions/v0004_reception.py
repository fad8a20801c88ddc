"""Complaints that arrive between two runs, and webhooks."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Makes the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "received_complaints",
        sa.Column("complaint_id", sa.String(200), primary_key=True),
        sa.Column("team", sa.String(80), nullable=False),
        sa.Column("request_key", sa.String(200), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("taken_by", sa.String(80), nullable=False),
        sa.Column("taken_at", moment, nullable=False),
        sa.Column("job_id", sa.String(20), nullable=False),
        sa.Column("assessment", sa.String(64)),
        sa.Column("run", sa.String(20)),
        sa.Column("assessed_at", moment),
        sa.Column("delivered_in", sa.String(80)),
        sa.UniqueConstraint("team", "request_key", name="received_complaints_by_request"),
    )
    op.create_index("received_complaints_by_time", "received_complaints", ["taken_at"])
    op.create_table(
        "received_files",
        sa.Column("complaint_id", sa.String(200), sa.ForeignKey("received_complaints.complaint_id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("content", sa.String(64), nullable=False),
    )
    op.create_index("ix_received_files_content", "received_files", ["content"])
    op.create_table(
        "webhooks",
        sa.Column("webhook_id", sa.String(20), primary_key=True),
        sa.Column("team", sa.String(80), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("last_answer", sa.String(80), nullable=False),
        sa.Column("last_at", moment),
    )


def downgrade() -> None:
    """Removes them."""
    for table in ("webhooks", "received_files", "received_complaints"):
        op.drop_table(table)
