from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

import pytest
from sqlalchemy.exc import DBAPIError

from mingjian.access.audit import AuditBreach, AuditHead, AuditLog, Breach
from mingjian.access.pseudonyms import Pseudonyms
from mingjian.store.database import Database
from tests.access.processes import write_entries


def written(database: Database, count: int) -> AuditLog:
    log = AuditLog(database)
    for number in range(1, count + 1):
        log.record(actor="desk", action="view", object_type="complaint", object_id=f"K-{number}", reason="daily work")
    return log


def tamper(database: Database, *statements: str) -> None:
    """As somebody would who may do everything in the database."""
    with database.begin() as connection:
        if database.dialect == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_entries_no_update")
            connection.exec_driver_sql("DROP TRIGGER audit_entries_no_delete")
        else:
            connection.exec_driver_sql("DROP TRIGGER audit_entries_no_change ON audit_entries")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_an_entry_says_who_did_what_to_which_object_when_and_why(database: Database) -> None:
    log = AuditLog(database)
    log.record(
        actor="li.na", action="unmask", object_type="complaint", object_id="K-1", reason="calls the customer back"
    )
    (entry,) = log.entries()
    assert (entry.actor, entry.action, entry.object_type, entry.object_id) == ("li.na", "unmask", "complaint", "K-1")
    assert entry.reason == "calls the customer back"
    assert entry.sequence == 1
    assert timedelta(0) <= datetime.now(UTC) - entry.at < timedelta(minutes=1)


def test_entries_come_newest_first_page_by_page_and_by_what_is_asked(database: Database) -> None:
    log = written(database, 5)
    log.record(actor="wang", action="export", object_type="complaint", object_id="K-2")
    assert [entry.sequence for entry in log.entries(limit=2)] == [6, 5]
    assert [entry.sequence for entry in log.entries(limit=2, before=5)] == [4, 3]
    assert [entry.sequence for entry in log.entries(object_type="complaint", object_id="K-2")] == [6, 2]
    assert [entry.sequence for entry in log.entries(actor="wang")] == [6]
    assert [entry.sequence for entry in log.entries(action="view", object_type="complaint")] == [5, 4, 3, 2, 1]
    assert log.entries(object_type="gang") == ()


def test_a_customer_stands_in_the_log_under_a_pseudonym(database: Database) -> None:
    log = AuditLog(database)
    log.record(actor="desk", action="view", object_type="customer", object_id="C-1")
    (entry,) = log.entries(object_type="customer", object_id="C-1")
    assert entry.object_id == "C-1"
    assert "C-1" not in entry.object_key
    assert log.entries(object_type="customer", object_id="C-2") == ()


def test_a_reason_is_masked_before_it_is_written(database: Database) -> None:
    log = AuditLog(database)
    log.record(actor="desk", action="unmask", object_type="complaint", object_id="K-1", reason="回电13812345678核实")
    assert log.entries()[0].reason == "回电138****5678核实"
    log.record(actor="desk", action="note_wish", object_type="customer", object_id="C000123", reason="C000123来电说")
    assert log.entries()[0].reason == "C*****3来电说"


def test_forgetting_a_customer_empties_the_log_of_them_and_leaves_it_verifiable(database: Database) -> None:
    log = AuditLog(database)
    log.record(actor="desk", action="view", object_type="customer", object_id="C-1")
    Pseudonyms(database).forget("customer", "C-1")
    assert log.entries(object_type="customer", object_id="C-1") == ()
    assert log.entries()[0].object_id is None
    assert log.verify().intact


def test_ordinary_statements_cannot_change_or_remove_an_entry(database: Database) -> None:
    log = written(database, 2)
    for statement in ("UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries WHERE sequence = 2"):
        with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
            connection.exec_driver_sql(statement)
    assert log.verify().intact
    assert len(log.entries()) == 2


def test_an_untouched_log_is_intact_and_so_is_an_empty_one(database: Database) -> None:
    assert AuditLog(database).verify().intact
    verification = written(database, 30).verify()
    assert verification.intact
    assert verification.entries == 30


@pytest.mark.parametrize("column", ["at", "actor", "action", "object_type", "object_key", "reason", "previous"])
def test_a_changed_entry_is_found_at_its_place(database: Database, column: str) -> None:
    log = written(database, 5)
    value = "2020-01-01T00:00:00.000000+00:00" if column == "at" else "x" * 64
    tamper(database, f"UPDATE audit_entries SET {column} = '{value}' WHERE sequence = 3")
    breaches = log.verify().breaches
    assert AuditBreach(3, 3, Breach.CHANGED) in breaches
    assert {breach.first for breach in breaches} == {3}


def test_a_changed_entry_with_a_digest_of_its_own_breaks_the_chain_behind_it(database: Database) -> None:
    log = written(database, 5)
    tamper(database, f"UPDATE audit_entries SET digest = '{'0' * 64}' WHERE sequence = 3")
    assert log.verify().breaches == (AuditBreach(3, 3, Breach.CHANGED), AuditBreach(4, 4, Breach.DETACHED))


def test_removed_entries_are_found_at_their_place(database: Database) -> None:
    log = written(database, 6)
    tamper(database, "DELETE FROM audit_entries WHERE sequence IN (3, 4)")
    verification = log.verify()
    assert verification.breaches == (AuditBreach(3, 4, Breach.REMOVED),)
    assert verification.entries == 4


def test_removed_last_entries_are_found(database: Database) -> None:
    log = written(database, 6)
    tamper(database, "DELETE FROM audit_entries WHERE sequence > 4")
    assert log.verify().breaches == (AuditBreach(5, 6, Breach.REMOVED),)


def test_entries_renumbered_over_a_gap_are_found(database: Database) -> None:
    log = written(database, 5)
    tamper(
        database,
        "DELETE FROM audit_entries WHERE sequence = 3",
        "UPDATE audit_entries SET sequence = 3 WHERE sequence = 4",
        "UPDATE audit_entries SET sequence = 4 WHERE sequence = 5",
        "UPDATE audit_head SET sequence = 4",
    )
    assert log.verify().breaches == (AuditBreach(3, 3, Breach.DETACHED),)


def test_reordered_entries_are_found_at_both_places(database: Database) -> None:
    log = written(database, 6)
    tamper(
        database,
        "UPDATE audit_entries SET sequence = 99 WHERE sequence = 2",
        "UPDATE audit_entries SET sequence = 2 WHERE sequence = 4",
        "UPDATE audit_entries SET sequence = 4 WHERE sequence = 99",
    )
    found = {(breach.first, breach.breach) for breach in log.verify().breaches}
    assert {(2, Breach.DETACHED), (4, Breach.DETACHED)} <= found


def test_a_log_that_was_cut_and_its_head_with_it_is_found_by_the_head_that_was_kept_outside(
    database: Database,
) -> None:
    log = written(database, 6)
    kept = log.head()
    tamper(
        database,
        "DELETE FROM audit_entries WHERE sequence > 4",
        "UPDATE audit_head SET sequence = 4, digest = (SELECT digest FROM audit_entries WHERE sequence = 4)",
    )
    assert log.verify().intact, "from inside, a log that was cut cleanly looks whole"
    assert log.verify(kept=[kept]).breaches == (AuditBreach(6, 6, Breach.REWRITTEN),)


def test_a_kept_head_is_still_in_a_log_that_only_grew(database: Database) -> None:
    log = written(database, 2)
    kept = log.head()
    log.record(actor="desk", action="view", object_type="complaint", object_id="K-9")
    assert log.verify(kept=[kept]).intact
    assert log.verify(kept=[AuditHead(0, "0" * 64)]).intact


def test_a_head_that_was_moved_back_is_found(database: Database) -> None:
    log = written(database, 4)
    tamper(database, "UPDATE audit_head SET sequence = 2")
    assert log.verify().breaches == (AuditBreach(3, 4, Breach.DETACHED),)


def test_processes_that_write_at_once_make_one_chain_and_lose_nothing(database: Database, database_url: str) -> None:
    processes, each = 4, 25
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(write_entries, [database_url] * processes, range(processes), [each] * processes))
    log = AuditLog(database)
    verification = log.verify()
    assert verification.intact, verification.breaches
    assert verification.entries == processes * each
    entries = log.entries(limit=1_000)
    assert {entry.object_id for entry in entries} == {
        f"K-{process}-{number}" for process in range(processes) for number in range(each)
    }
    for process in range(processes):
        own = [entry.object_id for entry in reversed(entries) if entry.actor == f"worker-{process}"]
        assert own == [f"K-{process}-{number}" for number in range(each)]
