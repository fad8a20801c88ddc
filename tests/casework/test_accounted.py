"""What stands in the tables in people's names, and not in the log, is found."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text

from mingjian.casework.accounted import Lacks, unaccounted
from mingjian.casework.assignments import Assignments
from mingjian.casework.bulks import Bulks
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.decisions import Decisions
from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.replies import Replies
from mingjian.casework.taking import Arrival, Taking
from mingjian.casework.wishes import Wishes
from mingjian.contract import Language
from mingjian.store.database import Database
from tests.casework.people import NOON, later, nobody_withdrew, person, staff

LI, ZHANG, CHEN, ZHAO = map(person, ("li.na", "zhang.wei", "chen.jing", "zhao.min"))
MATTER, OTHER = "M-2026-000001", "M-2026-000002"
AT = "'2026-11-02 04:00:00'"


@pytest.fixture
def desk(database: Database) -> Database:
    """Two matters; one given away and back, decided by two, answered and under review; a case that is a clue."""
    staff(database)
    Taking(database).take([Arrival(f"K-{n}", f"C-{n}", NOON, "hotline", f"第{n}件") for n in (1, 2)], by=LI, at=NOON)
    wishes = Wishes(database, nobody_withdrew)
    wishes.note("C-1", channel="mail", source="she said so", by=LI, at=NOON)
    bulk = Bulks(database).assign([MATTER], "li.na", by=CHEN, at=NOON, why="her turn")
    Bulks(database).undo(bulk, by=CHEN, at=NOON, why="not her turn")
    Bulks(database).assign([MATTER], "li.na", by=CHEN, at=NOON, why="her turn")
    Assignments(database).step_back(MATTER, by=LI, at=NOON, why="my cousin")
    decisions = Decisions(database)
    for by in (ZHANG, CHEN):
        decisions.judge(
            SubjectType.MATTER, MATTER, Question.MERIT, Answer.NOT_UPHELD, basis=Basis.FACTS, why="the ledger", by=by,
            at=NOON,
        )  # fmt: skip
    replies = Replies(database, wishes)
    replies.answer(MATTER, "未获支持。", channel="hotline", language=Language.ZH, by=ZHANG, at=NOON)
    replies.appeal(MATTER, Question.MERIT, "我不同意", by=ZHANG, at=later(days=1))
    Cases(database).open(Origin(OriginKind.GANG, "G-1"), title="团伙", by=ZHAO, at=NOON, why="one letter")
    return database


def test_what_people_did_through_the_desk_is_accounted_for(desk: Database) -> None:
    assert unaccounted(desk) == ()


def test_a_decision_in_the_names_of_two_people_is_found(desk: Database) -> None:
    with desk.begin() as connection:
        in_two_names(connection)
    assert [(one.lacks, one.table, one.subject_id, one.by) for one in unaccounted(desk)] == [
        (Lacks.EVENT, "opinions", OTHER, "chen.jing"),
        (Lacks.EVENT, "opinions", OTHER, "li.na"),
        (Lacks.EVENT, "acts", OTHER, ""),
    ]


def in_two_names(connection: Connection) -> None:
    connection.execute(
        text(f"INSERT INTO decisions VALUES ('D-9', 'matter', '{OTHER}', 'C-2', 'acceptance', '', 'li.na', {AT})")
    )
    for by in ("li.na", "chen.jing"):
        connection.execute(text(f"INSERT INTO opinions VALUES ('D-9', '{by}', 'refuse', 'law', 'score 0.97', {AT})"))
    connection.execute(
        text(f"INSERT INTO acts VALUES ('X-9', 'D-9', 'matter', '{OTHER}', 'acceptance', 'refuse', {AT})")
    )


@pytest.fixture
def unguarded(desk: Database) -> Callable[[str], None]:
    """A session of whoever owns the database, for whom no guard is in the way."""

    def execute(statement: str) -> None:
        table = statement.split()[2]
        with desk.begin() as connection:
            if desk.dialect == "postgresql":
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            else:
                named = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
                for name in connection.scalars(named, {"table": table}).all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text(statement))

    return execute


def test_whoever_owns_the_database_is_found_as_well(desk: Database, unguarded: Callable[[str], None]) -> None:
    unguarded(
        f'INSERT INTO assignments (matter_id, assignee, "by", at, bulk_id) VALUES ('
        f"'{MATTER}', 'li.na', 'chen.jing', {AT}, '')"
    )
    assert [(one.lacks, one.table) for one in unaccounted(desk)] == [(Lacks.EVENT, "assignments")]
    told = f"'matter', '{MATTER}', {AT}, 'chen.jing', 'assign', '', 'li.na', 'her turn', ''"
    unguarded(
        'INSERT INTO casework_events (subject_type, subject_id, at, "by", kind, before, "after", why, item_id) '
        f"VALUES ({told})"
    )
    (one,) = unaccounted(desk)
    assert (one.lacks, one.table, one.subject_id, one.by) == (Lacks.ENTRY, "casework_events", MATTER, "chen.jing")


def test_an_event_that_is_gone_is_missed(desk: Database, unguarded: Callable[[str], None]) -> None:
    unguarded("DELETE FROM casework_events WHERE kind = 'appeal'")
    assert [(one.lacks, one.table, one.by) for one in unaccounted(desk)] == [
        (Lacks.EVENT, "appeals", "zhang.wei"),
        (Lacks.ROW, "audit_entries", "zhang.wei"),
    ]


def test_an_event_of_a_customer_is_found_by_their_pseudonym(desk: Database, unguarded: Callable[[str], None]) -> None:
    unguarded(
        'INSERT INTO casework_events (subject_type, subject_id, at, "by", kind, before, "after", why, item_id) '
        f"VALUES ('customer', 'C-1', {AT}, 'li.na', 'may_contact', '', '', 'score 0.97', 'W-1')"
    )
    assert [one.lacks for one in unaccounted(desk)] == [Lacks.ENTRY]
