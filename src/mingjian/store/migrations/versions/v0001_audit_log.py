"""The audit log and the keys of pseudonyms."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BEFORE_THE_FIRST = "0" * 64
_REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
        "CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
        "CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()",
    ),
}


def upgrade() -> None:
    """Makes the tables; those of a desk that is older than migrations are taken as they are."""
    connection = op.get_bind()
    there = set(sa.inspect(connection).get_table_names())
    if "audit_entries" not in there:
        _make_audit_log(connection.dialect.name)
    if "person_keys" not in there:
        op.create_table(
            "person_keys",
            sa.Column("person_type", sa.String(40), primary_key=True),
            sa.Column("person_id", sa.String(200), primary_key=True),
            sa.Column("key", sa.LargeBinary(32), nullable=False),
            sa.Column("pseudonym", sa.String(40), nullable=False, unique=True),
        )


def _make_audit_log(dialect: str) -> None:
    op.create_table(
        "audit_entries",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False
        ),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("object_type", sa.String(80), nullable=False),
        sa.Column("object_key", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("audit_entries_by_object", "audit_entries", ["object_type", "object_key", "sequence"])
    op.create_index("audit_entries_by_actor", "audit_entries", ["actor", "sequence"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    for statement in _REFUSALS[dialect]:
        op.execute(statement)
    op.execute(f"INSERT INTO audit_head VALUES (1, 0, '{_BEFORE_THE_FIRST}')")


def downgrade() -> None:
    """Removes them, the log included."""
    op.drop_table("person_keys")
    op.drop_table("audit_head")
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entries_refuse()")
