import shutil
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from mingjian.access.accounts import Accounts
from mingjian.access.audit import AuditLog
from mingjian.settings import Settings
from mingjian.store import migrations
from mingjian.store.backup import BackupError, back_up, restore
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from mingjian.web.checkup import Verdict
from mingjian.web.rehearsal import rehearse


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
    assert {finding.title for finding in findings if finding.verdict is Verdict.BAD} == {"Current run"}  # a made-up one
    assert database.version() == "0003"
