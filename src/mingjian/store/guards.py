"""The database's guards, its triggers: as the migrations made them, and as they stand.

Whoever owns a database can drop or rewrite a trigger without a trace in any table. ``guards.tsv`` says what each one is
on a database at the newest migration; a test holds the two together, and this prints it anew::

    python -m mingjian.store.guards sqlite:///new.sqlite postgresql+psycopg://… > src/mingjian/store/guards.tsv
"""

import csv
import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, text

from mingjian.store.database import Database

_FILE = Path(__file__).with_name("guards.tsv")
_SQLITE = "SELECT tbl_name AS \"table\", name, sql AS said FROM sqlite_master WHERE type = 'trigger'"
# The definition that the server prints differs from version to version; what it is made of does not.
_POSTGRESQL = (
    "SELECT c.relname AS \"table\", t.tgname AS name, concat_ws(' ', t.tgtype, t.tgenabled <> 'D', t.tgqual, "
    "(SELECT string_agg(a.attname, ',' ORDER BY a.attname) FROM pg_attribute AS a WHERE a.attrelid = c.oid "
    "AND a.attnum = ANY (t.tgattr)), p.prosrc) AS said FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid "
    "JOIN pg_proc AS p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND c.relnamespace = CAST(current_schema() AS regnamespace)"
)


class Fault(StrEnum):
    """How a guard is not as the migrations made it."""

    MISSING = "missing"
    ALTERED = "altered"
    """Rewritten, or switched off."""
    FOREIGN = "foreign"
    """None of ours."""


@dataclass(frozen=True)
class Astray:
    """A guard that is not as it should be."""

    guard: str
    """Its table and its name."""
    fault: Fault


def astray(database: Database) -> tuple[Astray, ...]:
    """Every guard that is missing, altered or not ours."""
    with database.read() as connection:
        stands, made = standing(connection), _made(database.dialect)
    faults = dict.fromkeys(made.keys() - stands.keys(), Fault.MISSING)
    faults |= dict.fromkeys(stands.keys() - made.keys(), Fault.FOREIGN)
    faults |= {guard: Fault.ALTERED for guard in stands.keys() & made.keys() if stands[guard] != made[guard]}
    return tuple(Astray(guard, fault) for guard, fault in sorted(faults.items()))


def standing(connection: Connection) -> Mapping[str, str]:
    """The guards that a database has, and a digest of what each says."""
    asked = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    rows = connection.execute(text(asked)).mappings()
    return {f"{row['table']}.{row['name']}": _digest(row["said"]) for row in rows}


@cache
def _made(dialect: str) -> Mapping[str, str]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {row["guard"]: row["digest"] for row in rows if row["dialect"] == dialect}


def _digest(said: str) -> str:
    return hashlib.sha256(" ".join(said.split()).encode()).hexdigest()[:16]


def _print(addresses: list[str]) -> None:
    rows = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    rows.writerow(("dialect", "guard", "digest"))
    for address in addresses:
        database = Database(address)
        with database.read() as connection:
            rows.writerows((database.dialect, *one) for one in sorted(standing(connection).items()))
        database.close()


if __name__ == "__main__":
    _print(sys.argv[1:])
