import duckdb
import pytest

from mingjian.access.policy import PERSONAL, Right, Role, predicate
from mingjian.contract import TABLES


def rows_allowed(right: Right, table: str) -> int:
    query = f"SELECT count(*) FROM range(3) WHERE {predicate(Role.DESK, right, table)}"
    (count,) = duckdb.connect().execute(query).fetchall()[0]
    return int(count)


@pytest.mark.parametrize("table", TABLES)
def test_the_desk_reads_and_exports_every_table(table: str) -> None:
    assert rows_allowed(Right.READ, table) == rows_allowed(Right.EXPORT, table) == 3


def test_only_tables_with_masked_values_can_be_unmasked() -> None:
    assert {table for table in TABLES if rows_allowed(Right.UNMASK, table)} == PERSONAL


def test_what_nobody_granted_is_refused() -> None:
    assert rows_allowed(Right.READ, "a_table_that_is_not_there") == 0
