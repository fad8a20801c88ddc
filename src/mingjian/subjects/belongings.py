"""Which rows of the delivered tables lead to somebody: followed along the contract's keys, from a seed.

A row belongs where it names the customer, where it *is* the thing, or where a foreign key of the contract says that it
is a part of something that belongs (a complaint's papers, a loan's instalments). A mere mention, such as another
customer's complaint about a call, makes nobody's row another's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import duckdb
import pyarrow as pa

from mingjian.contract import INTAKE, Table

CUSTOMER = "customer"
IDENTIFYING = ("id_number", "phone", "contact_phone", "contact_email", "agent_phone")
"""Fields whose values name a person wherever they stand."""
_NOTHING = "false"
"""The condition of a table of which no row belongs."""
_PAIRS = (("subject_type", "subject_id"), ("left_type", "left_id"), ("right_type", "right_id"))


@dataclass(frozen=True)
class Thing:
    """Something that has a number: a customer, a complaint, a material."""

    type: str
    id: str


class Belongings:
    """The rows of one folder of delivered tables that lead to the seeds; a context manager."""

    def __init__(self, folder: Path, seeds: Iterable[Thing]) -> None:
        self._folder = folder
        self._connection = duckdb.connect()
        self._connection.execute("SET TimeZone = 'UTC'")
        chosen = tuple(seeds)
        self._connection.execute(
            "CREATE TABLE owned AS SELECT unnest(?::VARCHAR[]) AS type, unnest(?::VARCHAR[]) AS id",
            [[seed.type for seed in chosen], [seed.id for seed in chosen]],
        )
        self._owned_types = {seed.type for seed in chosen}
        while self._grow():
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._connection.close()

    @property
    def things(self) -> tuple[Thing, ...]:
        """Everything with a number that belongs, seeds included."""
        rows = self._connection.execute("SELECT DISTINCT type, id FROM owned ORDER BY type, id").fetchall()
        return tuple(Thing(*row) for row in rows)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that were delivered."""
        return tuple(table for table in INTAKE if self._path(table).exists())

    def count(self, table: Table) -> int:
        """How many rows of a table belong."""
        return int(self._connection.execute(f"SELECT count(*) {self._mine(table)}").fetchall()[0][0])

    def rows(self, table: Table) -> list[dict[str, object]]:
        """The rows of a table that belong."""
        rows: pa.Table = self._connection.sql(f"SELECT * {self._mine(table)}").to_arrow_table()
        found: list[dict[str, object]] = rows.to_pylist()
        return found

    def write_others(self, table: Table, target: Path) -> None:
        """Writes the rows that do not belong, in their order."""
        self._connection.execute(
            f"COPY (SELECT * FROM {self._read(table)} WHERE NOT coalesce({self._condition(table)}, false)) "
            f"TO {_literal(target)} (FORMAT parquet, COMPRESSION zstd)"
        )

    def values(self) -> frozenset[str]:
        """Numbers, telephones and addresses that name these alone: none that another row of the delivery has too."""
        return self._theirs_alone(
            [(table, column) for table in self.tables for column in self._columns(table) if column in IDENTIFYING]
        )

    def files(self) -> frozenset[str]:
        """The SHA-256 of the files that belong and that no other row names."""
        return self._theirs_alone(
            [(table, column) for table in self.tables for column in self._columns(table) if column.endswith("_sha256")]
        )

    def _theirs_alone(self, columns: Sequence[tuple[Table, str]]) -> frozenset[str]:
        """What stands in these columns of rows that belong, and in none of them of any other row."""
        if not columns:
            return frozenset()
        # Of all of them at once: asked one by one, each would read every table again.
        read = " UNION ALL ".join(
            f"SELECT {column} AS value, coalesce({self._condition(table)}, false) AS belongs FROM {self._read(table)} "
            f"WHERE {column} <> ''"
            for table, column in columns
        )
        rows = self._connection.execute(f"SELECT value FROM ({read}) GROUP BY value HAVING bool_and(belongs)")
        return frozenset(value for (value,) in rows.fetchall())

    def _grow(self) -> bool:
        grew = False
        for table in self.tables:
            noun = _noun(table)
            if not noun or self._condition(table) == _NOTHING:
                continue
            key = table.primary_key[0]
            added = self._connection.execute(
                f"INSERT INTO owned SELECT DISTINCT '{noun}', {key} {self._mine(table)} "
                f"AND NOT EXISTS (SELECT 1 FROM owned WHERE type = '{noun}' AND id = {key}) RETURNING id"
            ).fetchall()
            if added:
                self._owned_types.add(noun)
                grew = True
        return grew

    def _mine(self, table: Table) -> str:
        return f"FROM {self._read(table)} WHERE ({self._condition(table)})"

    def _condition(self, table: Table) -> str:
        columns = self._columns(table)
        named: list[tuple[str, str]] = [
            (column, CUSTOMER) for column in ("customer_id", "unmatched_customer_id") if column in columns
        ]
        if noun := _noun(table):
            named.append((table.primary_key[0], noun))
        named += [
            (key.field, key.table.removesuffix("s"))
            for key in table.foreign_keys
            if key.table != "customers" and key.field in columns
        ]
        found = [
            f"{column} IN (SELECT id FROM owned WHERE type = '{one}')"
            for column, one in named
            if one in self._owned_types  # a table that names nothing of what is owned need not be read
        ]
        found += [
            f"({kind}, {number}) IN (SELECT (type, id) FROM owned)"
            for kind, number in _PAIRS
            if kind in columns and number in columns
        ]
        return " OR ".join(found) or _NOTHING

    def _columns(self, table: Table) -> tuple[str, ...]:
        described = self._connection.execute(f"DESCRIBE SELECT * FROM {self._read(table)}").fetchall()
        return tuple(row[0] for row in described)

    def _read(self, table: Table) -> str:
        return f"read_parquet({_literal(self._path(table))})"

    def _path(self, table: Table) -> Path:
        return self._folder / f"{table.name}.parquet"


def _noun(table: Table) -> str:
    """``complaint`` for rows that are numbered by ``complaint_id``; empty where they are parts of something."""
    if len(table.primary_key) != 1 or not table.primary_key[0].endswith("_id"):
        return ""
    return table.primary_key[0].removesuffix("_id")


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
