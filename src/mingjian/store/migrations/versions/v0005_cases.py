"""Cases with their evidence, notes, tasks, and the ledger of what happened."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER casework_events_no_update BEFORE UPDATE ON casework_events "
        "BEGIN SELECT RAISE(ABORT, 'what happened is not rewritten'); END",
        "CREATE TRIGGER casework_events_no_delete BEFORE DELETE ON casework_events "
        "BEGIN SELECT RAISE(ABORT, 'what happened is not rewritten'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION casework_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what happened is not rewritten'; END $$",
        "CREATE TRIGGER casework_events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON casework_events "
        "FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()",
    ),
}


def upgrade() -> None:
    """Makes the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "casework_events",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("subject_type", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.String(200), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("item_id", sa.String(200), nullable=False),
    )
    op.create_index("casework_events_by_subject", "casework_events", ["subject_type", "subject_id", "number"])
    op.create_index("casework_events_by_kind", "casework_events", ["kind", "at"])
    for statement in _REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "casework_numbers",
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "cases",
        sa.Column("case_id", sa.String(20), primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("origin_kind", sa.String(20), nullable=False),
        sa.Column("origin_id", sa.String(200), nullable=False),
        sa.Column("run", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("lead", sa.String(80), nullable=False),
        sa.Column("team", sa.String(80), nullable=False),
        sa.Column("opened_by", sa.String(80), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
    )
    op.create_index("cases_by_status", "cases", ["status", "changed_at"])
    op.create_index("cases_by_origin", "cases", ["origin_kind", "origin_id"])
    op.create_table(
        "case_evidence",
        sa.Column("evidence_id", sa.String(20), primary_key=True),
        sa.Column("case_id", sa.String(20), sa.ForeignKey("cases.case_id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.String(200), nullable=False),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("run", sa.String(20), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("obtained_at", moment),
        sa.Column("obtained_by", sa.String(80), nullable=False),
        sa.Column("added_by", sa.String(80), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("withdrawn_at", moment),
    )
    op.create_index("case_evidence_by_case", "case_evidence", ["case_id", "added_at"])
    op.create_index("case_evidence_by_subject", "case_evidence", ["kind", "subject_id"])
    op.create_table(
        "notes",
        sa.Column("note_id", sa.String(20), primary_key=True),
        sa.Column("subject_type", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
    )
    op.create_index("notes_by_subject", "notes", ["subject_type", "subject_id", "at"])
    op.create_table(
        "mentions",
        sa.Column("note_id", sa.String(20), sa.ForeignKey("notes.note_id"), primary_key=True),
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("seen_at", moment),
    )
    op.create_index("mentions_by_name", "mentions", ["name", "seen_at"])
    op.create_table(
        "tasks",
        sa.Column("task_id", sa.String(20), primary_key=True),
        sa.Column("subject_type", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("assignee", sa.String(80), nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("done_by", sa.String(80), nullable=False),
        sa.Column("done_at", moment),
    )
    op.create_index("tasks_by_subject", "tasks", ["subject_type", "subject_id"])
    op.create_index("tasks_by_assignee", "tasks", ["assignee", "done_at"])


def downgrade() -> None:
    """Removes them."""
    for table in ("tasks", "mentions", "notes", "case_evidence", "cases", "casework_numbers", "casework_events"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION casework_refuse_change()")
