"""Whom a question to an issuer named, and for whom the issuer says that it issued the paper."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_ADDED = {"enquiries": ("asked_for",), "enquiry_replies": ("issued_for", "issued_for_asked")}


def upgrade() -> None:
    """Adds the columns, which nobody rewrites either: what was noted before does not say."""
    for table, names in _ADDED.items():
        for name in names:
            added = (
                sa.Column(name, sa.Boolean)
                if name == "issued_for_asked"
                else sa.Column(name, sa.String(200), nullable=False, server_default="")
            )
            op.add_column(table, added)
        op.execute(sa.text(_kept(op.get_bind().dialect.name, table)))


def downgrade() -> None:
    """Drops them."""
    of_table = " ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    for table, names in _ADDED.items():
        op.execute(sa.text(f"DROP TRIGGER {table}_no_update_of_whom{of_table.format(table=table)}"))
        for name in names:
            op.drop_column(table, name)


def _kept(dialect: str, table: str) -> str:
    changed = ", ".join(_ADDED[table])
    refuse = (
        "BEGIN SELECT RAISE(ABORT, 'what happened is not rewritten'); END"
        if dialect == "sqlite"
        else "FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()"
    )
    return f"CREATE TRIGGER {table}_no_update_of_whom BEFORE UPDATE OF {changed} ON {table} {refuse}"
