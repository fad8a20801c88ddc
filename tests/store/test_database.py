import pkgutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, Integer, MetaData, Table, inspect, select, text
from sqlalchemy.exc import IntegrityError

import mingjian
from mingjian.access.audit import AuditLog
from mingjian.store import migrations
from mingjian.store.database import METADATA, Database, Instant, SchemaError
from tests.conftest import MIGRATE, new_database


def every_module() -> None:
    """A room's tables are known once its module is read; the migrations' own files are alembic's to read."""
    for module in pkgutil.walk_packages(mingjian.__path__, "mingjian."):
        if ".migrations." not in module.name and not module.name.endswith(("__main__", ".store.spark")):
            import_module(module.name)


@contextmanager
def raw(database: Database) -> Iterator[Connection]:
    with database.begin() as connection:
        yield connection


def tables(database: Database) -> set[str]:
    with database._engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


@pytest.fixture(params=["sqlite", "postgresql"])
def nothing_yet(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database before its first migration, which alembic walks as it does outside of tests."""
    monkeypatch.setattr(migrations, "migrate", MIGRATE)
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'database.sqlite'}"
    return new_database(request.getfixturevalue("postgres"))


def test_a_database_is_ready_when_it_is_first_used(nothing_yet: str) -> None:
    database = Database(nothing_yet)
    assert database.version() == ""
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit_entries")) == 0
    assert database.version() == migrations.newest()
    database.close()


def test_migrations_make_what_the_rooms_declare(database: Database) -> None:
    every_module()
    database.migrate()
    with raw(database) as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert differences == []
    assert tables(database) == set(METADATA.tables)


def test_a_desk_older_than_migrations_keeps_its_log(tmp_path: Path) -> None:
    path = tmp_path / "database.sqlite"
    database = Database(f"sqlite:///{path}")
    AuditLog(database).record(actor="desk", action="view", object_type="complaint", object_id="K-1")
    database.migrate("0001")
    database.close()
    with sqlite3.connect(path) as old:
        old.execute("DROP TABLE alembic_version")
    log = AuditLog(Database(f"sqlite:///{path}"))
    assert log.verify().entries == 1
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), sqlite3.connect(path) as old:
        old.execute("DELETE FROM audit_entries")


def test_a_database_of_a_newer_version_is_left_alone_and_says_so(database: Database) -> None:
    with raw(database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    late = Database(database._engine.url.render_as_string(hide_password=False))
    with pytest.raises(SchemaError, match="9999"), late.begin():
        pass
    late.close()


def test_many_that_open_at_once_find_one_schema(nothing_yet: str) -> None:
    databases = [Database(nothing_yet) for _ in range(4)]
    assert databases[0].version() == ""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: AuditLog(one).head(), databases))
    assert {one.version() for one in databases} == {migrations.newest()}
    for one in databases:
        one.close()


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    AuditLog(database).record(actor="desk", action="view", object_type="job", object_id="J-1")
    insert = text("INSERT INTO person_keys VALUES ('customer', 'C-1', '', 'P-1')")
    with suppress(RuntimeError), database.begin() as connection:
        connection.execute(insert)
        raise RuntimeError
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM person_keys")) == 0


def test_what_is_replaced_is_deleted_with_its_triggers(tmp_path: Path) -> None:
    database = Database.in_folder(tmp_path)
    with raw(database) as connection:
        connection.execute(text("CREATE TABLE kept (id TEXT PRIMARY KEY)"))
        connection.execute(
            text("CREATE TRIGGER kept_no_delete BEFORE DELETE ON kept BEGIN SELECT RAISE(ABORT, ''); END")
        )
        connection.execute(text("INSERT INTO kept VALUES ('1')"))
    with pytest.raises(IntegrityError), raw(database) as connection:
        connection.execute(text("INSERT OR REPLACE INTO kept VALUES ('1')"))
    database.close()


def test_a_time_comes_back_as_the_same_instant_in_utc(database: Database) -> None:
    table = Table("times", MetaData(), Column("id", Integer, primary_key=True), Column("at", Instant))
    here = datetime(2026, 11, 25, 20, 30, 1, 234567, timezone(timedelta(hours=8)))
    with database.begin() as connection:
        table.create(connection)
        connection.execute(table.insert().values(id=1, at=here))
        connection.execute(table.insert().values(id=2, at=None))
        assert connection.scalars(select(table.c.at).order_by(table.c.id)).all() == [here, None]
        assert connection.scalars(select(table.c.at)).first() == here.astimezone(UTC)
        assert connection.scalar(select(table.c.id).where(table.c.at <= here.astimezone(UTC))) == 1


def test_revisions_follow_each_other_without_a_gap() -> None:
    assert migrations.known() == tuple(f"{number:04d}" for number in range(1, len(migrations.known()) + 1))
