"""What each complaint says of need; nothing is joined into an answered matter, where it would wait for no answer."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_ANSWERED = "EXISTS (SELECT 1 FROM answered WHERE matter_id IN (NEW.matter_id, NEW.into_id) AND reopened_at IS NULL)"
_SAID = "what is answered is joined no more"


def upgrade() -> None:
    """Adds the column and the guard; complaints taken before keep the facts of their matter."""
    op.add_column("arrivals", sa.Column("need_facts", sa.Text, nullable=False, server_default=""))
    if op.get_bind().dialect.name == "sqlite":
        check = f"SELECT RAISE(ABORT, '{_SAID}') WHERE {_ANSWERED};"
        op.execute(f"CREATE TRIGGER matter_joins_open BEFORE INSERT ON matter_joins BEGIN {check} END")
        return
    op.execute(
        "CREATE FUNCTION casework_joins_open() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_ANSWERED} THEN RAISE EXCEPTION '{_SAID}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER matter_joins_open BEFORE INSERT ON matter_joins "
        "FOR EACH ROW EXECUTE FUNCTION casework_joins_open()"
    )


def downgrade() -> None:
    """Removes both."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER matter_joins_open")
    else:
        op.execute("DROP TRIGGER matter_joins_open ON matter_joins")
        op.execute("DROP FUNCTION casework_joins_open()")
    op.drop_column("arrivals", "need_facts")
