"""Adverts that consumers report: a person looks each one through, once, and it has a period like everything else."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from mingjian.store.migrations.versions import v0020_kept_for_their_time as guards
from mingjian.store.migrations.versions import v0023_each_for_its_time as before

revision = "0024"
down_revision = "0023"

_TABLE = "advert_reports"
KIND = "advert_report"
_NOT_REWRITTEN = "what happened is not rewritten"
_PEOPLE = "('reviewer', 'protection')"
_REPORTED = (
    "report_id", "customer_id", "platform", "seen_on", "text", "url", "author", "phone", "wechat_id",
    "organisation_name", "picture_text", "file_sha256", "file_name", "by", "at",
)  # fmt: skip
"""Columns that nobody changes; what was found of it is written once."""


_UNLOGGED = (
    "NOT EXISTS (SELECT 1 FROM audit_entries AS l WHERE l.sequence = (SELECT max(sequence) FROM audit_entries) "
    f"AND l.action = 'report_advert' AND l.object_type = '{KIND}' AND l.object_key = NEW.report_id "
    'AND l.actor = NEW."by")'
)
_UNSAID = (
    "NOT EXISTS (SELECT 1 FROM casework_events AS e WHERE e.number = (SELECT max(number) FROM casework_events) "
    f"AND e.subject_type = '{KIND}' AND e.subject_id = NEW.report_id AND e.kind = 'review_advert_report' "
    'AND e."by" = NEW.decided_by)'
)
_GUARDS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "advert_reports_made",
        "INSERT",
        (
            ("a report is looked through after it was noted", "NEW.outcome <> ''"),
            ("a report is said", _UNLOGGED),
        ),
    ),
    (
        "advert_reports_decided",
        "UPDATE",
        (
            (_NOT_REWRITTEN, "OLD.outcome <> ''"),
            ("it is an advert, or why not", "NEW.outcome NOT IN ('accepted', 'not_advert', 'duplicate')"),
            (
                "a person looks a report through",
                "EXISTS (SELECT 1 FROM accounts) AND NOT EXISTS (SELECT 1 FROM accounts AS a JOIN account_roles AS r "
                "ON r.account_id = a.account_id WHERE a.name = NEW.decided_by AND a.disabled_at IS NULL "
                f"AND r.role IN {_PEOPLE})",
            ),
            ("what was found is said", _UNSAID),
        ),
    ),
)


def stays_while(dialect: str) -> tuple[str, str]:
    """When a report is not to go, and how that is said."""
    return (
        "a report that was not looked through, or only lately, stays",
        f"NEW.subject_type = '{KIND}' AND NOT EXISTS (SELECT 1 FROM {_TABLE} AS a "
        f"WHERE a.report_id = NEW.subject_id AND a.decided_at < {before.LATELY[dialect]})",
    )


def upgrade() -> None:
    """Makes the table with its guards, and lets it be retired."""
    dialect = op.get_bind().dialect.name
    moment = sa.DateTime(timezone=True)
    op.create_table(
        _TABLE,
        sa.Column("report_id", sa.String(20), primary_key=True),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("platform", sa.String(20), nullable=False),
        sa.Column("seen_on", sa.Date, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(200), nullable=False),
        sa.Column("wechat_id", sa.String(200), nullable=False),
        sa.Column("organisation_name", sa.String(200), nullable=False),
        sa.Column("picture_text", sa.Text, nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("advert_text", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(80), nullable=False),
        sa.Column("decided_at", moment),
    )
    op.create_index("advert_reports_by_outcome", _TABLE, ["outcome", "at"])
    op.create_index("advert_reports_by_customer", _TABLE, ["customer_id"])
    _execute(_kept(dialect))
    _execute(guards.refuse(dialect, _TABLE, before.stays(f"'{KIND}'", "report_id")))
    _execute(before.forget_due(dialect))
    _execute(before.due(dialect, kinds=(KIND,), also=(stays_while(dialect),)))


def downgrade() -> None:
    """Removes it."""
    dialect = op.get_bind().dialect.name
    _execute(before.forget_due(dialect))
    _execute(before.due(dialect))
    op.drop_table(_TABLE)
    if dialect == "postgresql":
        _execute(iter([f"DROP FUNCTION casework_{name}()" for name, _verb, _conditions in _GUARDS]))
        _execute(iter([f"DROP FUNCTION casework_{_TABLE}_stay()"]))


def _execute(statements: Iterator[str]) -> None:
    for statement in statements:
        op.execute(sa.text(statement))


def _kept(dialect: str) -> Iterator[str]:
    changed = "UPDATE OF " + ", ".join(f'"{column}"' for column in _REPORTED)
    if dialect == "sqlite":
        yield (
            f"CREATE TRIGGER {_TABLE}_no_update BEFORE {changed} ON {_TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{_NOT_REWRITTEN}'); END"
        )
        replaced = tuple(
            (_NOT_REWRITTEN, f"EXISTS (SELECT 1 FROM {_TABLE} WHERE {one})")
            for one in ("rowid = NEW.rowid", "report_id = NEW.report_id")
        )
        yield f"CREATE TRIGGER {_TABLE}_no_replace BEFORE INSERT ON {_TABLE} BEGIN {_refuse(replaced)}END"
        for name, verb, conditions in _GUARDS:
            yield f"CREATE TRIGGER {name} BEFORE {verb} ON {_TABLE} BEGIN {_refuse(conditions)}END"
        return
    yield (
        f"CREATE TRIGGER {_TABLE}_no_update BEFORE {changed} ON {_TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()"
    )
    for name, verb, conditions in _GUARDS:
        checks = "".join(f"IF {condition} THEN RAISE EXCEPTION '{said}'; END IF; " for said, condition in conditions)
        yield (
            f"CREATE FUNCTION casework_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {checks}RETURN NEW; END $$"
        )
        yield f"CREATE TRIGGER {name} BEFORE {verb} ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION casework_{name}()"


def _refuse(conditions: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"SELECT RAISE(ABORT, '{said}') WHERE {condition}; " for said, condition in conditions)
