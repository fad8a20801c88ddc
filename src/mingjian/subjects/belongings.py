"""Which rows of the delivered tables lead to somebody: followed along the contract's keys, from a seed.

A row belongs where it names the customer, where it *is* the thing, or where a foreign key of the contract says that it
is a part of something that belongs (a complaint's papers, a loan's instalments). A mere mention, such as another
customer's complaint about a call, makes nobody's row another's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import duckdb
import pyarrow as pa

from mingjian.contract import INTAKE, Table

CUSTOMER = "customer"
IDENTIFYING = ("id_number", "phone", "contact_phone", "contact_email", "agent_phone")
"""Fields whose values name a person wherever they stand."""
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
        self._connection.execute("CREATE TABLE owned (type VARCHAR, id VARCHAR)")
        for seed in seeds:
            self._connection.execute("INSERT INTO owned VALUES (?, ?)", [seed.type, seed.id])
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
        found: set[str] = set()
        for table in self.tables:
            for column in sorted(set(IDENTIFYING) & set(self._columns(table))):
                found |= {value for (value,) in self._select(column, table) if value}
        return frozenset(value for value in found if not self._is_held_by_others(value))

    def files(self) -> frozenset[str]:
        """The SHA-256 of the files that belong and that no other row names."""
        mine: set[str] = set()
        others: set[str] = set()
        for table in self.tables:
            for column in (one for one in self._columns(table) if one.endswith("_sha256")):
                mine |= {value for (value,) in self._select(column, table) if value}
                others |= {value for (value,) in self._select(column, table, of_others=True) if value}
        return frozenset(mine - others)

    def _is_held_by_others(self, value: str) -> bool:
        for table in self.tables:
            columns = sorted(set(IDENTIFYING) & set(self._columns(table)))
            if not columns:
                continue
            held = " OR ".join(f"{column} = $value" for column in columns)
            query = (
                f"SELECT 1 FROM {self._read(table)} "
                f"WHERE ({held}) AND NOT coalesce({self._condition(table)}, false) LIMIT 1"
            )
            if self._connection.execute(query, {"value": value}).fetchall():
                return True
        return False

    def _select(self, column: str, table: Table, *, of_others: bool = False) -> Iterator[tuple[str]]:
        condition = f"coalesce({self._condition(table)}, false)"
        which = f"NOT {condition}" if of_others else condition
        yield from self._connection.execute(
            f"SELECT DISTINCT {column} FROM {self._read(table)} WHERE {which}"
        ).fetchall()

    def _grow(self) -> bool:
        grew = False
        for table in self.tables:
            noun = _noun(table)
            if not noun:
                continue
            key = table.primary_key[0]
            added = self._connection.execute(
                f"INSERT INTO owned SELECT DISTINCT '{noun}', {key} {self._mine(table)} "
                f"AND NOT EXISTS (SELECT 1 FROM owned WHERE type = '{noun}' AND id = {key}) RETURNING id"
            ).fetchall()
            grew = grew or bool(added)
        return grew

    def _mine(self, table: Table) -> str:
        return f"FROM {self._read(table)} WHERE ({self._condition(table)})"

    def _condition(self, table: Table) -> str:
        columns = self._columns(table)
        found = [_owned(column, CUSTOMER) for column in ("customer_id", "unmatched_customer_id") if column in columns]
        if noun := _noun(table):
            found.append(_owned(table.primary_key[0], noun))
        found += [
            _owned(key.field, key.table.removesuffix("s"))
            for key in table.foreign_keys
            if key.table != "customers" and key.field in columns
        ]
        found += [
            f"({kind}, {number}) IN (SELECT (type, id) FROM owned)"
            for kind, number in _PAIRS
            if kind in columns and number in columns
        ]
        return " OR ".join(found) or "false"

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


def _owned(column: str, noun: str) -> str:
    return f"{column} IN (SELECT id FROM owned WHERE type = '{noun}')"


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
