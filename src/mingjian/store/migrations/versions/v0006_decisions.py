"""Complaints in hand, decisions with their guards, replies, the police and partners, judgements.

The guards below say on both databases what ``casework/`` says in Python, so that no statement of whatever program can
go round it: a decision is a person's, what is adverse has two, an answer follows a decision, and what was taken,
decided or sent is not rewritten. No column of these tables holds a score.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_PEOPLE = "('handler', 'investigator', 'reviewer', 'protection')"
_ADVERSE = (
    "('refuse', 'agent_filed', 'not_upheld', 'approved', 'lowered', 'declined', 'resumed', 'forged', 'hand_over')"
)
_NOBODY = (
    "EXISTS (SELECT 1 FROM accounts) AND NOT EXISTS (SELECT 1 FROM accounts AS a JOIN account_roles AS r "
    'ON r.account_id = a.account_id WHERE a.name = NEW."by" AND a.disabled_at IS NULL '
    f"AND r.role IN {_PEOPLE})"
)
_A_PERSON = ("a person decides", _NOBODY)
_GUARDS = {
    "opinions": (
        _A_PERSON,
        (
            "whoever has an interest does not decide",
            "EXISTS (SELECT 1 FROM interests AS i JOIN decisions AS d ON d.decision_id = NEW.decision_id "
            'WHERE i.name = NEW."by" AND ((i.subject_type = d.subject_type AND i.subject_id = d.subject_id) '
            "OR (i.subject_type = 'customer' AND i.subject_id = d.customer_id AND d.customer_id <> '')))",
        ),
        ("it is decided already", "EXISTS (SELECT 1 FROM acts WHERE decision_id = NEW.decision_id)"),
        (
            "whoever took part does not review",
            "EXISTS (SELECT 1 FROM decisions AS d JOIN acts AS x ON x.act_id = d.reviews JOIN opinions AS o "
            'ON o.decision_id = x.decision_id WHERE d.decision_id = NEW.decision_id AND o."by" = NEW."by")',
        ),
    ),
    "acts": (
        (
            "an act follows its own decision",
            "NOT EXISTS (SELECT 1 FROM decisions AS d WHERE d.decision_id = NEW.decision_id "
            "AND d.subject_type = NEW.subject_type AND d.subject_id = NEW.subject_id AND d.question = NEW.question)",
        ),
        (
            "a person decides",
            "NOT EXISTS (SELECT 1 FROM opinions AS o WHERE o.decision_id = NEW.decision_id AND o.answer = NEW.answer)",
        ),
        (
            "two people decide what is adverse",
            f"NEW.answer IN {_ADVERSE} AND (SELECT count(*) FROM opinions AS o JOIN accounts AS a "
            'ON a.name = o."by" WHERE o.decision_id = NEW.decision_id AND o.answer = NEW.answer) < 2',
        ),
    ),
    "answered": (
        _A_PERSON,
        (
            "an answer follows a decision",
            "NOT EXISTS (SELECT 1 FROM acts WHERE subject_type = 'matter' AND subject_id = NEW.matter_id "
            "AND question = 'merit') OR NOT EXISTS (SELECT 1 FROM notices WHERE notice_id = NEW.notice_id "
            "AND matter_id = NEW.matter_id)",
        ),
    ),
    "matter_joins": (
        _A_PERSON,
        (
            "only complaints of one customer are one matter",
            "NOT EXISTS (SELECT 1 FROM matters AS m JOIN matters AS n ON m.customer_id = n.customer_id "
            "WHERE m.matter_id = NEW.matter_id AND n.matter_id = NEW.into_id AND m.customer_id <> '' "
            "AND m.matter_id <> n.matter_id)",
        ),
    ),
    "notices": (_A_PERSON,),
    "pauses": (_A_PERSON,),
    "asked": (
        _A_PERSON,
        (
            "the customer does not want to be contacted so",
            "EXISTS (SELECT 1 FROM contact_wishes AS w JOIN matters AS m ON m.customer_id = w.customer_id "
            "WHERE m.matter_id = NEW.matter_id AND m.customer_id <> '' AND w.until IS NULL "
            "AND (w.channel = '' OR w.channel = NEW.channel))",
        ),
    ),
}
"""Before a row is written: what must not be the case, and how its refusal is said."""
_FIXED = ("decisions", "opinions", "acts", "matters", "arrivals", "assignments", "notices", "appeals")
"""What is never changed and never removed."""
_ONLY = {
    "matter_joins": ("join_id", "matter_id", "into_id", "by", "at", "why"),
    "answered": ("number", "matter_id", "at", "by", "notice_id", "due_at"),
    "pauses": ("pause_id", "matter_id", "cause", "ground", "started_on", "by"),
}
"""What is never removed, and of which these columns are never changed."""
_REPORTED = (
    "NEW.status IN ('reported', 'accepted', 'declined', 'filed', 'concluded') AND NOT EXISTS (SELECT 1 FROM acts "
    "WHERE subject_type = 'case' AND subject_id = NEW.case_id AND question = 'report' AND answer = 'hand_over')"
)


_TABLES = (
    "watches",
    "accompaniments",
    "police_requests",
    "joint_cases",
    "partners",
    "made_judgements",
    "appeals",
    "asked",
    "notices",
    "answered",
    "pauses",
    "assignments",
    "bulks",
    "matter_joins",
    "arrivals",
    "matters",
    "acts",
    "opinions",
    "decisions",
    "contact_wishes",
    "interests",
)
"""In the order in which they can be removed."""


def upgrade() -> None:
    """Makes the tables and their guards."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "interests",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("subject_type", sa.String(20), primary_key=True),
        sa.Column("subject_id", sa.String(200), primary_key=True),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("declared_by", sa.String(80), nullable=False),
        sa.Column("declared_at", moment, nullable=False),
    )
    op.create_table(
        "contact_wishes",
        sa.Column("wish_id", sa.String(20), primary_key=True),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("until", moment),
    )
    op.create_index("contact_wishes_by_customer", "contact_wishes", ["customer_id"])
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.String(20), primary_key=True),
        sa.Column("subject_type", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.String(200), nullable=False),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("question", sa.String(20), nullable=False),
        sa.Column("reviews", sa.String(20), nullable=False),
        sa.Column("opened_by", sa.String(80), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
    )
    op.create_index("decisions_by_subject", "decisions", ["subject_type", "subject_id", "question"])
    op.create_table(
        "opinions",
        sa.Column("decision_id", sa.String(20), sa.ForeignKey("decisions.decision_id"), primary_key=True),
        sa.Column("by", sa.String(80), primary_key=True),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("basis", sa.String(20), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("given_at", moment, nullable=False),
        sa.CheckConstraint("length(trim(why)) >= 4", name="opinions_why"),
        sa.CheckConstraint("basis IN ('facts', 'law', 'customer', 'regulator', 'correction')", name="opinions_basis"),
    )
    op.create_table(
        "acts",
        sa.Column("act_id", sa.String(20), primary_key=True),
        sa.Column("decision_id", sa.String(20), sa.ForeignKey("decisions.decision_id"), nullable=False, unique=True),
        sa.Column("subject_type", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.String(200), nullable=False),
        sa.Column("question", sa.String(20), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("at", moment, nullable=False),
    )
    op.create_index("acts_by_answer", "acts", ["question", "answer", "at"])
    op.create_index("acts_by_subject", "acts", ["subject_type", "subject_id", "question", "at"])
    op.create_table(
        "matters",
        sa.Column("matter_id", sa.String(20), primary_key=True),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("need", sa.String(20), nullable=False),
        sa.Column("need_facts", sa.Text, nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("taken_at", moment, nullable=False),
        sa.Column("taken_by", sa.String(80), nullable=False),
    )
    op.create_index("matters_by_customer", "matters", ["customer_id", "received_at"])
    op.create_table(
        "arrivals",
        sa.Column("complaint_id", sa.String(200), primary_key=True),
        sa.Column("matter_id", sa.String(20), sa.ForeignKey("matters.matter_id"), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("external_number", sa.String(200), nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("due_at", moment),
        sa.Column("wording", sa.String(64), nullable=False),
        sa.Column("recognised_by", sa.String(20), nullable=False),
    )
    op.create_index("arrivals_by_matter", "arrivals", ["matter_id"])
    op.create_index("arrivals_by_number", "arrivals", ["external_number"])
    op.create_index("arrivals_by_wording", "arrivals", ["wording"])
    op.create_table(
        "matter_joins",
        sa.Column("join_id", sa.String(20), primary_key=True),
        sa.Column("matter_id", sa.String(20), sa.ForeignKey("matters.matter_id"), nullable=False),
        sa.Column("into_id", sa.String(20), sa.ForeignKey("matters.matter_id"), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("parted_at", moment),
    )
    op.create_index("matter_joins_by_matter", "matter_joins", ["matter_id"])
    op.create_table(
        "bulks",
        sa.Column("bulk_id", sa.String(20), primary_key=True),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("undone_at", moment),
    )
    op.create_table(
        "assignments",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("matter_id", sa.String(20), sa.ForeignKey("matters.matter_id"), nullable=False),
        sa.Column("assignee", sa.String(80), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("bulk_id", sa.String(20), nullable=False),
    )
    op.create_index("assignments_by_matter", "assignments", ["matter_id", "number"])
    op.create_table(
        "pauses",
        sa.Column("pause_id", sa.String(20), primary_key=True),
        sa.Column("matter_id", sa.String(20), sa.ForeignKey("matters.matter_id"), nullable=False),
        sa.Column("cause", sa.String(20), nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("started_on", sa.Date, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("ended_on", sa.Date),
    )
    op.create_index("pauses_by_matter", "pauses", ["matter_id"])
    op.create_table(
        "answered",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("matter_id", sa.String(20), sa.ForeignKey("matters.matter_id"), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("notice_id", sa.String(20), nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("reopened_at", moment),
    )
    op.create_index("answered_by_matter", "answered", ["matter_id"])
    op.create_table(
        "notices",
        sa.Column("notice_id", sa.String(20), primary_key=True),
        sa.Column("matter_id", sa.String(20), sa.ForeignKey("matters.matter_id"), nullable=False),
        sa.Column("act_id", sa.String(20), sa.ForeignKey("acts.act_id"), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
    )
    op.create_index("notices_by_matter", "notices", ["matter_id"])
    op.create_table(
        "asked",
        sa.Column("ask_id", sa.String(20), primary_key=True),
        sa.Column("matter_id", sa.String(20), sa.ForeignKey("matters.matter_id"), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("answered_at", moment),
    )
    op.create_index("asked_by_matter", "asked", ["matter_id"])
    op.create_table(
        "appeals",
        sa.Column("appeal_id", sa.String(20), primary_key=True),
        sa.Column("matter_id", sa.String(20), sa.ForeignKey("matters.matter_id"), nullable=False),
        sa.Column("act_id", sa.String(20), sa.ForeignKey("acts.act_id"), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("noted_by", sa.String(80), nullable=False),
    )
    op.create_index("appeals_by_matter", "appeals", ["matter_id"])
    op.create_table(
        "made_judgements",
        sa.Column("judgement_id", sa.String(20), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("left_type", sa.String(40), nullable=False),
        sa.Column("left_id", sa.String(200), nullable=False),
        sa.Column("right_type", sa.String(40), nullable=False),
        sa.Column("right_id", sa.String(200), nullable=False),
        sa.Column("decided_at", moment, nullable=False),
        sa.Column("decided_by", sa.String(80), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("made_judgements_by_left", "made_judgements", ["left_type", "left_id"])
    op.create_table(
        "partners",
        sa.Column("partner_id", sa.String(20), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("telephone", sa.String(40), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
    )
    op.create_index("partners_by_province", "partners", ["kind", "province"])
    op.create_table(
        "joint_cases",
        sa.Column("case_id", sa.String(20), sa.ForeignKey("cases.case_id"), primary_key=True),
        sa.Column("partner_id", sa.String(20), sa.ForeignKey("partners.partner_id"), primary_key=True),
        sa.Column("their_number", sa.String(200), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
    )
    op.create_table(
        "police_requests",
        sa.Column("request_id", sa.String(20), primary_key=True),
        sa.Column("station", sa.String(200), nullable=False),
        sa.Column("officers", sa.String(200), nullable=False),
        sa.Column("instrument", sa.String(200), nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("noted_by", sa.String(80), nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("replied_by", sa.String(80), nullable=False),
        sa.Column("replied_at", moment),
    )
    op.create_index("police_requests_by_day", "police_requests", ["replied_at", "due_on"])
    op.create_table(
        "accompaniments",
        sa.Column("accompaniment_id", sa.String(20), primary_key=True),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("companion", sa.String(80), nullable=False),
        sa.Column("station", sa.String(200), nullable=False),
        sa.Column("meets_at", moment, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("ended_at", moment),
    )
    op.create_index("accompaniments_by_day", "accompaniments", ["ended_at", "meets_at"])
    op.create_table(
        "watches",
        sa.Column("watch_id", sa.String(20), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.String(200), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("ended_at", moment),
    )
    op.create_index("watches_by_subject", "watches", ["kind", "subject_id"])
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    """Removes them."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER cases_are_reported_by_two" + (" ON cases" if postgresql else ""))
    for table in _TABLES:
        op.drop_table(table)
    if postgresql:
        for table in (*_GUARDS, "cases"):
            op.execute(f"DROP FUNCTION casework_guard_{table}()")


def _guards(dialect: str) -> Iterator[str]:
    for table, conditions in _GUARDS.items():
        yield from _refuse(dialect, table, f"{table}_guard", "BEFORE INSERT", conditions)
    yield from _refuse(
        dialect,
        "cases",
        "cases_are_reported_by_two",
        "BEFORE UPDATE",
        (("two people decide that a case is reported", _REPORTED),),
    )
    for table in (*_FIXED, *_ONLY):
        columns = _ONLY.get(table)
        changed = "UPDATE OF " + ", ".join(f'"{column}"' for column in columns) if columns else "UPDATE"
        if dialect == "sqlite":
            for verb, name in ((changed, "update"), ("DELETE", "delete")):
                yield (
                    f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'what happened is not rewritten'); END"
                )
        else:
            for verb, name in ((changed, "update"), ("DELETE OR TRUNCATE", "delete")):
                yield (
                    f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()"
                )


def _refuse(dialect: str, table: str, name: str, when: str, conditions: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if dialect == "sqlite":
        checks = "".join(f"SELECT RAISE(ABORT, '{message}') WHERE {condition}; " for message, condition in conditions)
        yield f"CREATE TRIGGER {name} {when} ON {table} BEGIN {checks}END"
    else:
        checks = "".join(
            f"IF {condition} THEN RAISE EXCEPTION '{message}'; END IF; " for message, condition in conditions
        )
        yield (
            f"CREATE FUNCTION casework_guard_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {checks}RETURN NEW; END $$"
        )
        yield f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION casework_guard_{table}()"
