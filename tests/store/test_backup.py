import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from mingjian.access.accounts import Accounts
from mingjian.access.audit import AuditLog
from mingjian.casework.decisions import DECISIONS, OPINIONS
from mingjian.casework.questions import Answer
from mingjian.settings import Settings
from mingjian.store import migrations
from mingjian.store.backup import BackupError, back_up, restore
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from mingjian.web.checkup import Verdict
from mingjian.web.rehearsal import rehearse
from tests.store import whole_desk
from tests.test_cli import mingjian


@pytest.fixture
def filled(database: Database, tmp_path: Path) -> Workspace:
    """A workspace with a published run, a sealed file, accounts and a log."""
    home = Workspace(tmp_path / "home")
    with home.writing(), home.draft() as draft:
        (draft.path / "complaints.parquet").write_bytes(b"rows")
        draft.record.write_text("{}", encoding="utf-8")
    Vault.open(home.root).put_bytes(b"a paper")
    log = AuditLog(database)
    for number in range(30):
        log.record(actor="desk", action="view", object_type="customer", object_id=f"C-{number}", reason="每日工作")
    Accounts(database).make_first()
    return home


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    metadata = MetaData()
    with database.begin() as connection:
        metadata.reflect(connection)
        return {
            table.name: sorted((tuple(map(str, row)) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in ("vault.key", ".lock") and not path.name.startswith("database.sqlite")
    }


def test_a_restored_backup_equals_the_original_table_by_table_and_file_by_file(
    filled: Workspace, database: Database, tmp_path: Path
) -> None:
    done = back_up(filled, database, tmp_path / "backup.tar")
    assert done.rows > 60
    home = Workspace(tmp_path / "again")
    other = Database.in_folder(home.root)
    assert restore(tmp_path / "backup.tar", home, other).rows == done.rows
    if database.dialect == "sqlite":
        assert rows(other) == rows(database)
    assert AuditLog(other).verify().entries == 31
    assert AuditLog(other).verify().intact
    assert AuditLog(other).entries() == AuditLog(database).entries()
    assert Accounts(other).list() == Accounts(database).list()
    assert files(home.root) == files(filled.root)
    current = home.current
    assert current is not None
    assert current.name == "0001"
    shutil.copy(filled.root / "vault.key", home.root / "vault.key")
    vault = Vault.open(home.root)
    assert [vault.read(digest) for digest in vault.digests()] == [b"a paper"]
    other.close()


def test_a_backup_of_one_database_goes_into_the_other_and_back(
    filled: Workspace, database: Database, database_url: str, tmp_path: Path
) -> None:
    back_up(filled, database, tmp_path / "first.tar")
    sqlite = Database.in_folder(tmp_path / "sqlite")
    restore(tmp_path / "first.tar", Workspace(tmp_path / "sqlite"), sqlite)
    back_up(Workspace(tmp_path / "sqlite"), sqlite, tmp_path / "second.tar")
    before = rows(database)
    database.migrate("base")
    restore(tmp_path / "second.tar", Workspace(tmp_path / "home-again"), database)
    assert rows(database) == before
    sqlite.close()


def test_the_key_of_the_vault_is_in_no_backup(filled: Workspace, database: Database, tmp_path: Path) -> None:
    back_up(filled, database, tmp_path / "backup.tar")
    assert (filled.root / "vault.key").read_bytes() not in (tmp_path / "backup.tar").read_bytes()


@pytest.mark.parametrize("name", ["clues.key", "clues-sm2.key", "mingjian.toml"])
def test_a_key_that_signs_and_settings_with_secrets_are_in_no_backup(
    filled: Workspace, database: Database, tmp_path: Path, name: str
) -> None:
    (filled.root / name).write_text("a key that nobody else may have")
    back_up(filled, database, tmp_path / "backup.tar")
    (filled.root / name).unlink()
    assert b"a key that nobody else may have" not in (tmp_path / "backup.tar").read_bytes()


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_damaged_backup_is_refused_and_the_database_left_empty(
    filled: Workspace, database: Database, tmp_path: Path, place: float
) -> None:
    back_up(filled, database, tmp_path / "backup.tar")
    content = bytearray((tmp_path / "backup.tar").read_bytes())
    at = content.index("每日工作".encode(), int(len(content) * 0)) if place < 0.5 else content.index(b"rows")
    content[at] ^= 1
    (tmp_path / "damaged.tar").write_bytes(content if place < 0.9 else content[: len(content) // 2])
    other = Database.in_folder(tmp_path / "again")
    with pytest.raises(BackupError):
        restore(tmp_path / "damaged.tar", Workspace(tmp_path / "again"), other)
    assert other.version() == ""
    other.close()


def test_a_backup_is_never_put_over_something(filled: Workspace, database: Database, tmp_path: Path) -> None:
    back_up(filled, database, tmp_path / "backup.tar")
    with pytest.raises(BackupError, match="not empty"):
        restore(tmp_path / "backup.tar", filled, database)
    with pytest.raises(BackupError, match="database is not empty"):
        restore(tmp_path / "backup.tar", Workspace(tmp_path / "new"), database)


def test_an_upgrade_is_tried_on_a_copy_and_the_original_stays(
    filled: Workspace, database: Database, tmp_path: Path
) -> None:
    database.migrate("0003")  # as an older version left it
    back_up(filled, database, tmp_path / "old.tar")
    findings = rehearse(tmp_path / "old.tar", tmp_path / "copy", Settings(), key_file=filled.root / "vault.key")
    said = {finding.title: finding for finding in findings}
    assert said["Database"].said.values["version"] == migrations.newest()
    assert said["Audit log"].said.values["entries"] == "31"
    assert said["Sealed files"].said.values == {"read": "1", "total": "1"}
    of_the_run = {"Current run", "Watch over the models"}  # a made-up one
    assert {finding.title for finding in findings if finding.verdict is Verdict.BAD} == of_the_run
    assert database.version() == "0003"


@dataclass(frozen=True)
class WholeDesk:
    """A desk with a row in every table, and its backup."""

    home: Path
    backup: Path
    rows: dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> WholeDesk:
    folder = tmp_path_factory.mktemp("whole")
    home, backup = folder / "desk", folder / "desk.tar"
    whole_desk.fill(home)
    said = mingjian("backup", home, backup)
    assert said.returncode == 0, said.stderr
    database = Database.in_folder(home)
    found = rows(database)
    database.close()
    return WholeDesk(home, backup, found)


def lines(backup: Path) -> dict[str, list[dict[str, Any]]]:
    """What a backup holds of each table, whatever the order in which a database sorts."""
    with tarfile.open(backup) as archive:
        found = {Path(one.name).stem: archive.extractfile(one) for one in archive if one.name.startswith("database/")}
        return {
            table: sorted(map(json.loads, file.read().splitlines()), key=repr) for table, file in found.items() if file
        }


def guards(database: Database) -> list[tuple[object, ...]]:
    """Every trigger as the database itself describes it, and whether it is on."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
        if database.dialect == "sqlite"
        else "SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY oid"
    )
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_no_table_of_the_whole_desk_is_empty(desk: WholeDesk) -> None:
    within_a_transaction = {"retirements"}
    empty = [table for table, found in desk.rows.items() if not found and table not in within_a_transaction]
    assert not empty, f"let tests/store/whole_desk.py put a row into {', '.join(empty)}"


def test_a_backup_can_write_every_kind_of_column(database: Database) -> None:
    metadata = MetaData()
    with database.read() as connection:
        metadata.reflect(connection)
    kinds = {column.type.python_type for table in metadata.sorted_tables for column in table.columns}
    assert kinds <= {str, int, float, bool, bytes, date, datetime}


def test_a_whole_desk_goes_from_one_database_to_the_other_and_back(
    desk: WholeDesk, database: Database, tmp_path: Path
) -> None:
    before = guards(database)
    house, again = Workspace(tmp_path / "house"), Workspace(tmp_path / "again")
    restore(desk.backup, house, database)
    back_up(house, database, tmp_path / "second.tar")
    written, first = lines(tmp_path / "second.tar"), lines(desk.backup)
    assert written.keys() == first.keys()
    for table, found in first.items():
        assert written[table] == found, table
    database.migrate("base")
    restore(tmp_path / "second.tar", house_again := Workspace(tmp_path / "house-again"), database)
    assert files(house_again.root) == files(desk.home)
    assert guards(database) == before
    other = Database.in_folder(again.root)
    restore(tmp_path / "second.tar", again, other)
    for table, whole in rows(other).items():
        assert whole == desk.rows[table], table
    assert AuditLog(other).verify().intact
    other.close()


def test_work_goes_on_in_a_restored_desk_and_its_guards_stand(
    desk: WholeDesk, database: Database, tmp_path: Path
) -> None:
    before = guards(database)
    assert before
    restore(desk.backup, Workspace(tmp_path / "house"), database)
    assert guards(database) == before
    for number in range(3):  # each takes the next number of events, of assignments and of answers
        whole_desk.handle(database, f"K-80{number}", whole_desk.LI, answer=Answer.UPHELD)
    now = rows(database)
    assert len(now["answered"]) == len(desk.rows["answered"]) + 3
    assert len(now["assignments"]) == len(desk.rows["assignments"]) + 3
    assert len(now["casework_events"]) > len(desk.rows["casework_events"]) + 9
    assert AuditLog(database).verify().intact
    with pytest.raises(DBAPIError, match="what happened is not rewritten"), database.begin() as connection:
        connection.execute(update(DECISIONS).values(opened_by="somebody"))
    with database.read() as connection:
        given = connection.execute(select(OPINIONS).where(OPINIONS.c.by == whole_desk.ZHANG.name)).mappings().one()
        others = select(DECISIONS.c.decision_id).where(DECISIONS.c.decision_id != given["decision_id"])
        another = connection.scalar(others.limit(1))
    with pytest.raises(DBAPIError, match="a person decides"), database.begin() as connection:  # one who has left
        connection.execute(insert(OPINIONS).values({**given, "decision_id": another}))


Held = dict[str, list[dict[str, str]]]


def held(database: Database) -> Held:
    """Every row of every table, by column."""
    metadata = MetaData()
    with database.read() as connection:
        metadata.reflect(connection)
        return {
            table.name: [{name: str(value) for name, value in row.items()} for row in found.mappings()]
            for table in metadata.sorted_tables
            if table.name != "alembic_version"
            for found in (connection.execute(select(table)),)
        }


def narrowed(found: Held, to: Held) -> dict[str, list[str]]:
    """The rows for which another state has a table, by the columns that it has; empty tables have none."""
    return {
        table: sorted(repr({name: row[name] for name in sorted(rows[0])}) for row in found[table])
        for table, rows in to.items()
        if rows
    }


def test_a_whole_desk_goes_down_each_migration_and_up_again_and_keeps_what_there_is_room_for(
    desk: WholeDesk, database: Database, tmp_path: Path
) -> None:
    restore(desk.backup, Workspace(tmp_path / "house"), database)
    newest = sorted(map(repr, guards(database)))
    entries = AuditLog(database).verify().entries
    wide = held(database)
    for newer, older in pairwise(reversed(migrations.known())):
        before = sorted(str(one[0]) for one in guards(database))
        database.migrate(older)
        narrow = held(database)
        assert narrowed(wide, narrow) == narrowed(narrow, narrow), f"down to {older}"
        database.migrate(newer)
        again = held(database)
        assert again.keys() == wide.keys()
        assert narrowed(again, narrow) == narrowed(narrow, narrow), f"up to {newer}"
        assert sorted(str(one[0]) for one in guards(database)) == before, f"up to {newer}"
        database.migrate(older)
        assert held(database) == narrow, f"down to {older} a second time"
        verified = AuditLog(database).verify()
        assert (verified.intact, verified.entries) == (True, entries), older
        wide = narrow
    database.migrate("base")
    assert held(database) == {}
    database.migrate()
    assert sorted(map(repr, guards(database))) == newest
    AuditLog(database).record(actor="desk", action="view", object_type="customer", object_id="C-2")
    assert AuditLog(database).verify().intact


def changed(backup: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A backup that is whole by its digests, with another content of one member."""
    digests: dict[str, str] = {}
    with tarfile.open(backup) as source, tarfile.open(target, "w") as archive:
        for member in source:
            file = source.extractfile(member) if member.isfile() else None
            if file is None:
                archive.addfile(member)
                continue
            content = file.read()
            if member.name == name:
                content = change(content)
                digests[name] = hashlib.sha256(content).hexdigest()
            elif member.name == "manifest.json":  # the last one
                manifest = json.loads(content)
                content = json.dumps({**manifest, "sha256": manifest["sha256"] | digests}).encode()
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target


def test_rows_that_do_not_fit_leave_the_database_and_its_guards_as_they_were(
    desk: WholeDesk, database: Database, tmp_path: Path
) -> None:
    before, empty = guards(database), rows(database)
    broken = changed(desk.backup, tmp_path / "broken.tar", "database/matters.jsonl", lambda _content: b"")
    with pytest.raises(BackupError, match="left as it was"):
        restore(broken, Workspace(tmp_path / "house"), database)
    assert guards(database) == before
    assert rows(database) == empty


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_written(
    desk: WholeDesk, database: Database, tmp_path: Path
) -> None:
    newer = changed(
        desk.backup,
        tmp_path / "newer.tar",
        "manifest.json",
        lambda content: json.dumps({**json.loads(content), "version": "9999"}).encode(),
    )
    with pytest.raises(BackupError, match="9999"):
        restore(newer, Workspace(tmp_path / "house"), database)
    assert not (tmp_path / "house").exists()


def test_the_commands_put_a_whole_desk_back_and_try_an_upgrade_on_it(desk: WholeDesk, tmp_path: Path) -> None:
    said = mingjian("restore", desk.backup, tmp_path / "again")
    assert said.returncode == 0, said.stderr
    database = Database.in_folder(tmp_path / "again")
    assert rows(database) == desk.rows
    database.close()
    tried = mingjian("rehearse", desk.backup, "--key", desk.home / "vault.key", "--json")
    found = {one["check"]: one for one in json.loads(tried.stdout)}
    assert found["Database"]["verdict"] == "good"
    assert found["Sealed files"]["verdict"] == "good"
    assert found["Audit log"]["said"].startswith(f"{len(desk.rows['audit_entries'])} entries, whole")
