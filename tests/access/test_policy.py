import duckdb
import pytest
from sqlalchemy import column, select, table

from mingjian.access.policy import (
    DESK,
    GIVEN_TO_PEOPLE,
    GRANTS,
    HOUSE,
    PERSONAL,
    SCOPES,
    Principal,
    Right,
    Role,
    fields,
    predicate,
)
from mingjian.contract import TABLES
from mingjian.store.database import Database


def person(*roles: Role, team: str = "north") -> Principal:
    return Principal("li.na", frozenset(roles), account_id="A-1", team=team)


def rows_allowed(principal: Principal, right: Right, name: str) -> int:
    found = predicate(principal, right, name)
    query = f"SELECT count(*) FROM (SELECT unnest(['north', 'north', 'south']) AS team) WHERE {found.of_a_run}"
    (count,) = duckdb.connect().execute(query, dict(found.parameters) or None).fetchall()[0]
    return int(count)


@pytest.mark.parametrize("name", TABLES)
def test_the_desk_reads_and_exports_every_table(name: str) -> None:
    assert rows_allowed(DESK, Right.READ, name) == rows_allowed(DESK, Right.EXPORT, name) == 3


def test_only_tables_with_masked_values_can_be_unmasked() -> None:
    assert {name for name in TABLES if rows_allowed(DESK, Right.UNMASK, name)} == PERSONAL


@pytest.mark.parametrize("right", Right)
def test_what_nobody_granted_is_refused(right: Right) -> None:
    assert rows_allowed(DESK, right, "a_table_that_is_not_there") == 0
    assert all(rows_allowed(person(), right, name) == 0 for name in (*TABLES, *HOUSE))


def test_a_team_reaches_its_own_rows_alone_in_lists_and_in_the_database(database: Database) -> None:
    found = predicate(person(Role.HANDLER), Right.READ, "received_complaints")
    assert rows_allowed(person(Role.HANDLER), Right.READ, "received_complaints") == 2
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE rows_of_teams (team TEXT)")
        rows = table("rows_of_teams", column("team"))
        connection.execute(rows.insert(), [{"team": "north"}, {"team": "south"}])
        assert connection.scalars(select(rows.c.team).where(found.clause)).all() == ["north"]


def test_two_roles_reach_what_either_reaches() -> None:
    assert rows_allowed(person(Role.HANDLER), Right.READ, "jobs") == 2
    assert rows_allowed(person(Role.HANDLER, Role.ADMINISTRATOR), Right.READ, "jobs") == 3


def test_whoever_administers_sees_no_customer_and_whoever_audits_changes_nothing() -> None:
    assert not any(rows_allowed(person(Role.ADMINISTRATOR), right, name) for right in Right for name in TABLES)
    changing = (Right.CREATE, Right.CHANGE, Right.UNMASK)
    assert not any(person(Role.AUDITOR).may(right, name) for right in changing for name in (*TABLES, *HOUSE))


def test_only_auditors_and_the_desk_read_the_log() -> None:
    readers = {role for role in GIVEN_TO_PEOPLE if person(role).may(Right.READ, "audit_entries")}
    assert readers == {Role.AUDITOR}


def test_rights_go_down_to_the_field() -> None:
    assert fields(person(Role.PROTECTION), Right.UNMASK, "customers") == {"full_name", "phone"}
    assert "id_number" not in fields(person(Role.HANDLER), Right.UNMASK, "customers")
    assert "id_number" in fields(person(Role.INVESTIGATOR), Right.UNMASK, "customers")
    assert fields(person(Role.ANALYST), Right.UNMASK, "customers") == frozenset()


def test_a_key_may_only_what_its_scopes_name() -> None:
    key = Principal("key", frozenset({Role.SERVICE}), team="north", scopes=frozenset({"read:received_complaints"}))
    assert rows_allowed(key, Right.READ, "received_complaints") == 2
    assert not key.may(Right.CREATE, "received_complaints")
    assert not key.may(Right.READ, "complaints")
    assert "create:received_complaints" in SCOPES


def test_every_field_that_is_granted_is_one_of_its_tables() -> None:
    for grant in GRANTS:
        known = {name for table_name in grant.tables if table_name in TABLES for name in TABLES[table_name].columns}
        assert (grant.fields or frozenset()) <= known
