"""What was mistyped of a transfer is put right beside it; nobody puts a deadline off alone."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mingjian.access.audit import AuditLog
from mingjian.casework.accounted import unaccounted
from mingjian.casework.corrections import Corrections, Stated
from mingjian.casework.errors import ConflictOfInterestError, RefusedError
from mingjian.casework.interests import Interests
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import ArrivedBy, Matters
from mingjian.casework.taking import Arrival, Taking
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import Database
from tests.casework.people import NOON, later, person, staff

LI, CHEN, SUN = map(person, ("li.na", "chen.jing", "sun.hao"))
DUE = later(days=10)


@pytest.fixture
def matter(database: Database) -> str:
    staff(database)
    transfer = Arrival("K-1", "C-1", NOON, "regulator", "九次电话", external_number="ZB-17", due_at=DUE)
    return Taking(database).take([transfer], by=LI, at=NOON)[0]


def arrived(database: Database, matter: str) -> ArrivedBy:
    return Matters(database).find(matter, today=NOON.date()).arrivals[0]


def due(database: Database, matter: str) -> datetime:
    return Matters(database).find(matter, today=NOON.date()).due.at


def test_a_number_and_an_earlier_deadline_hold_at_once_with_before_and_after(database: Database, matter: str) -> None:
    corrections = Corrections(database)
    corrections.correct("K-1", Stated("ZB-71", later(days=5)), by=LI, at=NOON, why="the letter says so")
    found = arrived(database, matter)
    assert (found.external_number, found.due_at, due(database, matter)) == ("ZB-71", later(days=5), later(days=5))
    (one,) = corrections.of(matter)
    assert (one.number_before, one.due_before, one.by, one.agreed_by) == ("ZB-17", DUE, "li.na", "")
    event = Matters(database).timeline(matter)[-1]
    assert (event.kind, event.before, event.after) == (
        "correct_arrival", "ZB-17 · 2026-11-12 12:00", "ZB-71 · 2026-11-07 12:00",
    )  # fmt: skip
    assert AuditLog(database).entries(action="correct_arrival")[0].actor == "li.na"
    again = Arrival("K-2", "C-1", later(days=1), "mail", "又来电话", external_number="ZB-71")
    assert Taking(database).take([again], by=LI, at=later(days=1)) == (), "it is recognised by the right number"
    with pytest.raises(InputError):
        corrections.correct("K-1", Stated("ZB-71", later(days=5)), by=LI, at=NOON, why="once more")
    with pytest.raises(NotFoundError):
        corrections.correct("K-9", Stated("ZB-71", None), by=LI, at=NOON, why="unknown")
    assert unaccounted(database) == ()


@pytest.mark.parametrize("right", [later(days=12), None])
def test_a_deadline_is_put_off_by_two_people(database: Database, matter: str, right: datetime | None) -> None:
    corrections = Corrections(database)
    made = corrections.correct("K-1", Stated("ZB-17", right), by=LI, at=NOON, why="the letter says so")
    assert due(database, matter) == DUE, "it waits"
    with pytest.raises(RefusedError):
        corrections.correct("K-1", Stated("ZB-18", DUE), by=CHEN, at=NOON, why="another one")
    with pytest.raises(RefusedError):
        corrections.agree(made.correction_id, of=matter, by=LI, at=NOON)
    with pytest.raises(NotFoundError):
        corrections.agree(made.correction_id, of="M-2026-000099", by=CHEN, at=NOON)
    Interests(database).declare("sun.hao", SubjectType.MATTER, matter, by=SUN, at=NOON, why="my cousin")
    with pytest.raises(ConflictOfInterestError):
        corrections.agree(made.correction_id, of=matter, by=SUN, at=NOON)
    corrections.agree(made.correction_id, of=matter, by=CHEN, at=later(hours=1))
    assert arrived(database, matter).due_at == right
    assert (due(database, matter) == right) == (right is not None), "never later than the law's own period"
    with pytest.raises(RefusedError):
        corrections.agree(made.correction_id, of=matter, by=CHEN, at=later(hours=2))
    assert unaccounted(database) == ()


def test_one_person_at_a_machine_puts_no_deadline_off(database: Database) -> None:
    transfer = Arrival("K-1", "C-1", NOON, "regulator", "九次电话", external_number="ZB-17", due_at=DUE)
    Taking(database).take([transfer], by=LI, at=NOON)
    with pytest.raises(RefusedError, match="two people"):
        Corrections(database).correct("K-1", Stated("ZB-17", None), by=LI, at=NOON, why="the letter says so")


def test_no_direct_session_puts_a_deadline_off(database: Database, matter: str) -> None:
    made = Corrections(database).correct("K-1", Stated("ZB-17", later(days=12)), by=LI, at=NOON, why="as it says")

    def inserted(before: str, due_at: str, by: str, agreed: str) -> str:
        return (
            "INSERT INTO arrival_corrections SELECT 'AC-9', complaint_id, matter_id, number_before, number, "
            f"{before}, {due_at}, why, '{by}', at, '', {agreed} FROM arrival_corrections"
        )

    statements = (
        inserted("due_before", "due_at", "li.na", "at"),
        inserted("due_before", "due_at", "scoring", "NULL"),
        inserted("NULL", "due_at", "li.na", "at"),
        "UPDATE arrival_corrections SET agreed_by = 'chen.jing', agreed_at = at",
        "UPDATE arrival_corrections SET agreed_by = 'li.na', agreed_at = at",
        "UPDATE arrival_corrections SET due_before = due_at",
        "DELETE FROM arrival_corrections",
    )
    for statement in statements:
        with pytest.raises(DBAPIError), database.begin() as connection:
            connection.execute(text(statement))
    assert Corrections(database).of(matter) == (made,)
    assert due(database, matter) == DUE
