"""The database's guards are as the migrations made them, or it is said which are not."""

from sqlalchemy import text

from mingjian.store.database import Database
from mingjian.store.guards import Astray, Fault, astray
from tests.conftest import new_database

REWRITTEN = {
    "sqlite": (
        "DROP TRIGGER acts_guard",
        "CREATE TRIGGER acts_guard BEFORE INSERT ON acts BEGIN SELECT 1; END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION casework_guard_acts() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN NEW; END $$",
    ),
}
FOREIGN = {
    "sqlite": "CREATE TRIGGER losing BEFORE INSERT ON notices BEGIN SELECT RAISE(IGNORE); END",
    "postgresql": (
        "CREATE TRIGGER losing BEFORE INSERT ON notices FOR EACH ROW EXECUTE FUNCTION casework_guard_acts()"
    ),
}


def test_a_new_databases_guards_are_those_that_are_listed(database: Database) -> None:
    assert astray(database) == (), "a migration changed them: see mingjian/store/guards.py"


def test_a_guard_that_is_dropped_rewritten_or_added_is_named(database: Database) -> None:
    assert astray(database) == ()
    of = " ON opinions" if database.dialect == "postgresql" else ""
    with database.begin() as connection:
        for statement in (*REWRITTEN[database.dialect], f"DROP TRIGGER opinions_guard{of}", FOREIGN[database.dialect]):
            connection.execute(text(statement))
    assert astray(database) == (
        Astray("acts.acts_guard", Fault.ALTERED),
        Astray("notices.losing", Fault.FOREIGN),
        Astray("opinions.opinions_guard", Fault.MISSING),
    )


def test_a_guard_that_is_switched_off_is_altered(postgres: str) -> None:
    database = Database(new_database(postgres))
    assert astray(database) == ()
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE acts DISABLE TRIGGER acts_guard"))
    assert astray(database) == (Astray("acts.acts_guard", Fault.ALTERED),)
    database.close()
