"""What the police asked, and what was handed out, goes whole as well once it has had its time, and not before."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from mingjian.store.migrations.versions import v0020_kept_for_their_time as guards
from mingjian.store.migrations.versions import v0023_each_for_its_time as due
from mingjian.store.migrations.versions import v0024_advert_reports as before

revision = "0025"
down_revision = "0024"

_TABLE = "police_requests"
_KIND = "police_request"
_CONDITIONS = (
    (
        "a request that waits, or that was written about lately, stays",
        f"NEW.subject_type = '{_KIND}' AND (NOT EXISTS (SELECT 1 FROM {_TABLE} AS p "
        "WHERE p.request_id = NEW.subject_id AND p.replied_at < {lately}) "
        "OR EXISTS (SELECT 1 FROM casework_events AS e WHERE e.subject_type = NEW.subject_type "
        "AND e.subject_id = NEW.subject_id AND e.at >= {lately}))",
    ),
    (
        "an open case or a package holds it",
        f"NEW.subject_type = '{_KIND}' AND (EXISTS (SELECT 1 FROM {_TABLE} AS p JOIN cases AS c "
        "ON c.case_id = p.case_id WHERE p.request_id = NEW.subject_id AND c.status NOT IN ('concluded', 'closed')) "
        "OR EXISTS (SELECT 1 FROM clue_handovers AS h WHERE h.request_id = NEW.subject_id))",
    ),
)


def upgrade() -> None:
    """Lets a request be retired, and keeps it until then."""
    dialect = op.get_bind().dialect.name
    lately = due.LATELY[dialect]
    conditions = tuple((said, condition.format(lately=lately)) for said, condition in _CONDITIONS)
    _execute(guards.refuse(dialect, _TABLE, due.stays(f"'{_KIND}'", "request_id")))
    _execute(due.forget_due(dialect))
    _execute(due.due(dialect, kinds=(before.KIND, _KIND), also=(before.stays_while(dialect), *conditions)))


def downgrade() -> None:
    """Takes the guard away, and what could be retired before stays so."""
    dialect = op.get_bind().dialect.name
    _execute(due.forget_due(dialect))
    _execute(due.due(dialect, kinds=(before.KIND,), also=(before.stays_while(dialect),)))
    _execute(guards.drop(dialect, _TABLE))
    if dialect == "postgresql":
        _execute(iter([f"DROP FUNCTION casework_{_TABLE}_stay()"]))


def _execute(statements: Iterator[str]) -> None:
    for statement in statements:
        op.execute(sa.text(statement))
