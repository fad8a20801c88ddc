"""Requests to platforms to take adverts down, with the adverts as they stood."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Makes the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "takedowns",
        sa.Column("takedown_id", sa.String(20), primary_key=True),
        sa.Column("platform", sa.String(20), nullable=False),
        sa.Column("run", sa.String(20), nullable=False),
        sa.Column("prepared_by", sa.String(80), nullable=False),
        sa.Column("prepared_at", moment, nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("sent_by", sa.String(80), nullable=False),
        sa.Column("sent_at", moment),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("answered_at", moment),
    )
    op.create_index("takedowns_by_platform", "takedowns", ["platform", "prepared_at"])
    op.create_table(
        "takedown_adverts",
        sa.Column("takedown_id", sa.String(20), sa.ForeignKey("takedowns.takedown_id"), primary_key=True),
        sa.Column("solicitation_id", sa.String(200), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("published_at", moment),
        *(
            sa.Column(name, sa.Text)
            for name in ("author", "author_id", "url", "text", "phone", "wechat_id", "organisation_name")
        ),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("signs", sa.Text, nullable=False),
        sa.Column("whereabouts", sa.String(20), nullable=False),
        sa.Column("looked_by", sa.String(80), nullable=False),
        sa.Column("looked_at", moment),
    )
    op.create_index("takedown_adverts_by_advert", "takedown_adverts", ["solicitation_id"])


def downgrade() -> None:
    """Removes them."""
    op.drop_table("takedown_adverts")
    op.drop_table("takedowns")
