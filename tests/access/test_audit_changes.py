"""Random changes to a log: each is found, with its place."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, text

from mingjian.access.audit import AuditLog
from mingjian.access.checkpoints import Checkpoints
from mingjian.store.database import Database

ENTRIES = 40
COLUMNS = ("at", "actor", "action", "object_type", "object_key", "reason", "previous", "digest")


def change(connection: Connection, random: Random) -> set[int]:
    """One change that somebody might make who may do everything; gives the numbers that are concerned."""
    place = random.randint(2, ENTRIES)
    kind = random.choice(("value", "remove", "swap", "cut", "insert"))

    def run(statement: str, **values: object) -> None:
        connection.execute(text(statement), values)

    if kind == "value":
        column = random.choice(COLUMNS)
        value = "2020-01-01T00:00:00.000000+00:00" if column == "at" else "f" * 64
        run(f"UPDATE audit_entries SET {column} = :value WHERE sequence = :place", value=value, place=place)
        return {place, place + 1}
    if kind == "remove":
        run("DELETE FROM audit_entries WHERE sequence = :place", place=place)
        return {place}
    if kind == "swap":
        other = random.choice([number for number in range(1, ENTRIES + 1) if number != place])
        for old, new in ((place, 999), (other, place), (999, other)):
            run("UPDATE audit_entries SET sequence = :new WHERE sequence = :old", old=old, new=new)
        return {place, other, place + 1, other + 1}
    if kind == "cut":  # cleanly, its head with it: only a head that was kept elsewhere shows it
        run("DELETE FROM audit_entries WHERE sequence >= :place", place=place)
        run(
            "UPDATE audit_head SET sequence = :last, "
            "digest = (SELECT digest FROM audit_entries WHERE sequence = :last)",
            last=place - 1,
        )
        return {ENTRIES}
    for number in range(ENTRIES, place - 1, -1):
        run("UPDATE audit_entries SET sequence = :new WHERE sequence = :old", old=number, new=number + 1)
    run(
        "INSERT INTO audit_entries SELECT :place, at, 'somebody', action, object_type, object_key, reason, previous, "
        "digest FROM audit_entries WHERE sequence = :before",
        place=place,
        before=place - 1,
    )
    return {place, place + 1, ENTRIES + 1}


@pytest.mark.soak
def test_each_of_many_random_changes_is_found_with_its_place(
    database: Database, repetitions: Callable[[int], int], tmp_path: Path
) -> None:
    random, log = Random(11), AuditLog(database)
    for number in range(ENTRIES):
        log.record(actor="desk", action="view", object_type="complaint", object_id=f"K-{number}", reason=str(number))
    kept = Checkpoints(f"{tmp_path}/elsewhere").keep(log)
    assert Checkpoints(f"{tmp_path}/elsewhere").read() == (kept,)
    with database.begin() as connection:
        for trigger in ("no_update", "no_delete") if database.dialect == "sqlite" else ("no_change ON audit_entries",):
            connection.exec_driver_sql(f"DROP TRIGGER audit_entries_{trigger}")
        connection.exec_driver_sql("CREATE TABLE kept_entries AS SELECT * FROM audit_entries")
        connection.exec_driver_sql("CREATE TABLE kept_head AS SELECT * FROM audit_head")
    missed = []
    for number in range(repetitions(1_000)):
        with database.begin() as connection:
            concerned = change(connection, random)
        verification = log.verify(kept=[kept])
        places = {place for one in verification.breaches for place in range(one.first, one.last + 1)}
        if verification.intact or not places & concerned:
            missed.append((number, concerned, verification.breaches))
        with database.begin() as connection:
            for table in ("entries", "head"):
                connection.exec_driver_sql(f"DELETE FROM audit_{table}")
                connection.exec_driver_sql(f"INSERT INTO audit_{table} SELECT * FROM kept_{table}")
    assert missed == []
    assert log.verify(kept=[kept]).intact
