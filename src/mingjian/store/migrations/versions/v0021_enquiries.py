"""What issuers were asked and answered; an answer against a document holds once a second person has read it."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_PEOPLE = "('handler', 'investigator', 'reviewer', 'protection')"
_NOT_REWRITTEN = "what happened is not rewritten"
_TWO = "two people read an answer against a document"
_ASKED, _HEARD = "enquiries", "enquiry_replies"
_KEPT = {
    _ASKED: ("enquiry_id", "material_id", "customer_id", "issuer", "channel", "question", "asked_at", "by", "at"),
    _HEARD: (
        "reply_id", "enquiry_id", "reply", "replied_at", "replied_by", "said", "file_sha256", "file_name", "by", "at",
    ),
}  # fmt: skip
"""Columns that nobody changes; who agreed, and when, is written once."""


def _nobody(column: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM accounts) AND NOT EXISTS (SELECT 1 FROM accounts AS a JOIN account_roles AS r "
        f'ON r.account_id = a.account_id WHERE a.name = NEW."{column}" AND a.disabled_at IS NULL '
        f"AND r.role IN {_PEOPLE})"
    )


def _unsaid(kinds: str, by: str, *, item: str, material: str) -> str:
    return (
        "NOT EXISTS (SELECT 1 FROM casework_events AS e WHERE e.number = (SELECT max(number) FROM casework_events) "
        f"AND e.subject_type = 'material' AND e.subject_id = {material} AND e.kind IN {kinds} "
        f'AND e.item_id = NEW.{item} AND e."by" = NEW."{by}")'
    )


_OF_IT = "(SELECT q.material_id FROM enquiries AS q WHERE q.enquiry_id = NEW.enquiry_id)"
_GUARDS: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        _ASKED,
        "enquiries_made",
        "INSERT",
        (
            ("a person asks an issuer", _nobody("by")),
            ("a question is said", _unsaid("('ask_issuer')", "by", item="enquiry_id", material="NEW.material_id")),
        ),
    ),
    (
        _HEARD,
        "enquiry_replies_made",
        "INSERT",
        (
            ("a person notes an answer", _nobody("by")),
            (
                "an answer is said",
                _unsaid("('note_issuer_answer', 'propose_issuer_answer')", "by", item="reply_id", material=_OF_IT),
            ),
            (
                "an issuer answers so, or not at all",
                "NEW.reply NOT IN ('confirmed', 'denied', 'no_record', 'unreachable')",
            ),
            (_TWO, "NEW.agreed_at IS NOT NULL AND NEW.reply IN ('denied', 'no_record')"),
        ),
    ),
    (
        _HEARD,
        "enquiry_replies_agreed",
        "UPDATE",
        (
            (_NOT_REWRITTEN, "OLD.agreed_at IS NOT NULL"),
            ("a person agrees", _nobody("agreed_by")),
            (_TWO, 'NEW.agreed_by = NEW."by"'),
            (
                "an agreement is said",
                _unsaid("('agree_issuer_answer')", "agreed_by", item="reply_id", material=_OF_IT),
            ),
        ),
    ),
)


def upgrade() -> None:
    """Makes the tables and their guards."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        _ASKED,
        sa.Column("enquiry_id", sa.String(20), primary_key=True),
        sa.Column("material_id", sa.String(200), nullable=False),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
    )
    op.create_index("enquiries_by_material", _ASKED, ["material_id"])
    op.create_table(
        _HEARD,
        sa.Column("reply_id", sa.String(20), primary_key=True),
        sa.Column("enquiry_id", sa.String(20), sa.ForeignKey("enquiries.enquiry_id"), nullable=False),
        sa.Column("reply", sa.String(20), nullable=False),
        sa.Column("replied_at", moment, nullable=False),
        sa.Column("replied_by", sa.String(200), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("agreed_by", sa.String(80), nullable=False),
        sa.Column("agreed_at", moment),
    )
    op.create_index("enquiry_replies_by_enquiry", _HEARD, ["enquiry_id", "at"])
    for statement in _statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Removes them."""
    op.drop_table(_HEARD)
    op.drop_table(_ASKED)
    if op.get_bind().dialect.name == "postgresql":
        for _table, name, _verb, _conditions in _GUARDS:
            op.execute(f"DROP FUNCTION casework_{name}()")


def _statements(dialect: str) -> Iterator[str]:
    for table, columns in _KEPT.items():
        changed = "UPDATE OF " + ", ".join(f'"{column}"' for column in columns)
        if dialect == "sqlite":
            for verb, name in ((changed, "update"), ("DELETE", "delete")):
                yield (
                    f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{_NOT_REWRITTEN}'); END"
                )
            replaced = tuple(
                (_NOT_REWRITTEN, f"EXISTS (SELECT 1 FROM {table} WHERE {one})")
                for one in ("rowid = NEW.rowid", f"{columns[0]} = NEW.{columns[0]}")
            )
            yield f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN {_refuse(replaced)}END"
        else:
            for verb, name in ((changed, "update"), ("DELETE OR TRUNCATE", "delete")):
                yield (
                    f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()"
                )
    for table, name, verb, conditions in _GUARDS:
        if dialect == "sqlite":
            yield f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {_refuse(conditions)}END"
            continue
        checks = "".join(f"IF {condition} THEN RAISE EXCEPTION '{said}'; END IF; " for said, condition in conditions)
        yield (
            f"CREATE FUNCTION casework_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {checks}RETURN NEW; END $$"
        )
        yield f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION casework_{name}()"


def _refuse(conditions: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"SELECT RAISE(ABORT, '{said}') WHERE {condition}; " for said, condition in conditions)
