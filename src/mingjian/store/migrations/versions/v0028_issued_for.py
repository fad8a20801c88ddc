"""Whom a question to an issuer named, and for whom the issuer says that it issued the paper."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_ADDED = {"enquiries": ("asked_for",), "enquiry_replies": ("issued_for", "issued_for_asked")}


_TWO = "two people read an answer against a document"
_FOR_ANOTHER = (
    "NEW.agreed_at IS NOT NULL AND (NEW.issued_for_asked = {no} OR NEW.issued_for <> '' AND replace(NEW.issued_for, "
    "' ', '') NOT LIKE '%' || (SELECT q.asked_for FROM enquiries AS q WHERE q.enquiry_id = NEW.enquiry_id AND "
    "q.asked_for <> '') || '%')"
)
"""An answer that the paper is not for whom was asked, or that names another, and holds with nobody's agreement."""


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
    for statement in _read_by_two(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Drops them."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        op.execute(sa.text("DROP FUNCTION casework_enquiry_replies_for_another() CASCADE"))
    else:
        op.execute(sa.text("DROP TRIGGER enquiry_replies_for_another"))
    of_table = " ON {table}" if is_postgresql else ""
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


def _read_by_two(dialect: str) -> Iterator[str]:
    name, made = "enquiry_replies_for_another", "BEFORE INSERT ON enquiry_replies"
    if dialect == "sqlite":
        condition = _FOR_ANOTHER.format(no="0")
        yield f"CREATE TRIGGER {name} {made} BEGIN SELECT RAISE(ABORT, '{_TWO}') WHERE {condition}; END"
        return
    condition = _FOR_ANOTHER.format(no="false")
    yield (
        f"CREATE FUNCTION casework_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} "
        f"THEN RAISE EXCEPTION '{_TWO}'; END IF; RETURN NEW; END $$"
    )
    yield f"CREATE TRIGGER {name} {made} FOR EACH ROW EXECUTE FUNCTION casework_{name}()"
