"""The tables of a run row by row: what one complaint is held against, found by key.

DuckDB keeps columns. To find a row by its key takes it 1 to 3 ms, and 0.1 to 0.2 ms a row where they lie scattered, as
the complaints that share a telephone do; SQLite, which keeps rows, finds each in a hundredth of that. So what is asked
row by row lies in such a file beside the serving file. Of the long tables, such as the contact log, all rows of one
customer are asked at once: those lie packed in one, in a third of the space that rows and their index take.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from mingjian.contract import TABLES, TIME_ZONE, FieldType
from mingjian.contract.schema import Field

FILE_NAME = "rows.sqlite"

KEYS: dict[str, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "customer_changes": ("customer_id",),
    "loans": ("customer_id",),
    "charges": ("loan_id",),
    "promises": ("customer_id",),
    "complaints": (
        "complaint_id",
        "customer_id",
        "contact_phone",
        "contact_email",
        "device_id",
        "ip",
        "sender_address",
    ),
    "letters": ("complaint_id", "template_id"),
    "letter_keys": ("key",),
    "letter_templates": ("template_id",),
    "representations": ("complaint_id", "representative_phone"),
    "requirements": ("subject_id",),
    "legal_senders": ("complaint_id",),
    "materials": ("complaint_id", "customer_id"),
    "material_assessments": ("material_id",),
    "verifications": ("material_id",),
    "testimonies": ("agent_phone",),
    "solicitations": ("phone",),
    "document_lines": ("material_id",),
    "judgements": ("left_id",),
    "organisations": ("organisation_id", "name", "uscc"),
    "practitioners": ("licence_number",),
    "entity_index": ("key",),
    "gangs": ("gang_id",),
    "gang_members": ("entity_id",),
    "sent_away": ("entity_id",),
    "membership_paths": ("entity_id",),
}
"""The tables that the file holds, and by which columns each is looked up: the first is its order, each has an index."""

PACKED: dict[str, str] = {"contacts": "customer_id", "app_events": "customer_id", "repayments": "loan_id"}
"""Long tables, and the key of which all rows are packed into one; of a contact the owner of its loan as well."""
PACKED_COLUMNS = ("key", "rows")

LEFT_OUT: dict[str, tuple[str, ...]] = {
    "complaints": ("text", "demands"),
    "letters": ("similarity", "skeleton_spans", "slots", "demands", "code_words", "laws"),
    "material_assessments": ("reasons",),
    "solicitations": ("text",),
    "testimonies": ("text",),
}
"""Long texts that nobody asks another's row for; empty in the file."""

_BATCH = 20_000
_TYPES = {
    FieldType.STRING: "TEXT",
    FieldType.DATE: "TEXT",
    FieldType.DATETIME: "TEXT",
    FieldType.INTEGER: "INTEGER",
    FieldType.BOOLEAN: "INTEGER",
    FieldType.NUMBER: "REAL",
}


def columns_of(table: str) -> str:
    """The columns of a table of the contract as SQLite declares them."""
    return ", ".join(f'"{field.name}" {_TYPES[field.type]}' for field in TABLES[table].fields)


def plain(value: Any) -> Any:
    """A value as SQLite holds it: times as text in Asia/Shanghai, so that they compare as they follow each other."""
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(TIME_ZONE)).replace(tzinfo=None) if value.tzinfo else value
        return local.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


def selected(table: str, *, left_out: Sequence[str] = ()) -> str:
    """DuckDB's choice of a table's columns as :func:`plain` values, for a session in Asia/Shanghai."""
    return ", ".join(
        f'{"NULL" if field.name in left_out else _plain_column(field)} AS "{field.name}"'
        for field in TABLES[table].fields
    )


def _plain_column(field: Field) -> str:
    if field.type is FieldType.DATETIME:  # a fraction of a second stands only where there is one, as isoformat has it
        return f"regexp_replace(strftime(\"{field.name}\", '%Y-%m-%d %H:%M:%S.%f'), '\\.000000$', '')"
    return f'CAST("{field.name}" AS VARCHAR)' if field.type is FieldType.DATE else f'"{field.name}"'


def build(sources: Mapping[str, Path | None], target: Path, *, memory_limit: str = "1GB") -> None:
    """Writes the file of a run from the Parquet file of each table; None or no entry makes an empty table."""
    scratch = str(target.with_suffix(".scratch"))
    target.unlink(missing_ok=True)
    with (
        duckdb.connect(config={"memory_limit": memory_limit, "temp_directory": scratch}) as reader,
        sqlite3.connect(target, isolation_level=None) as rows,
    ):
        reader.execute(f"SET TimeZone = '{TIME_ZONE}'")
        rows.execute("PRAGMA journal_mode = OFF")  # a file that was not finished is thrown away with its run
        rows.execute("PRAGMA synchronous = OFF")
        rows.execute("BEGIN")
        for name, keys in KEYS.items():
            rows.execute(f'CREATE TABLE "{name}" ({columns_of(name)})')
            if (source := sources.get(name)) is not None:
                chosen = selected(name, left_out=LEFT_OUT.get(name, ()))
                found = reader.execute(f'SELECT {chosen} FROM read_parquet(?) ORDER BY "{keys[0]}"', [str(source)])
                places = ", ".join("?" * len(TABLES[name].fields))
                while batch := found.fetchmany(_BATCH):
                    rows.executemany(f'INSERT INTO "{name}" VALUES ({places})', batch)
            for key in keys:
                rows.execute(f'CREATE INDEX "{name}_by_{key}" ON "{name}" ("{key}")')
        for name, key in PACKED.items():
            rows.execute(f'CREATE TABLE "{name}" ({PACKED_COLUMNS[0]} TEXT PRIMARY KEY, {PACKED_COLUMNS[1]} BLOB)')
            if (source := sources.get(name)) is not None:
                loans = sources.get("loans") if name == "contacts" else None
                rows.executemany(f'INSERT INTO "{name}" VALUES (?, ?)', _packed(reader, name, key, source, loans=loans))
        rows.execute("COMMIT")
    rows.close()


def _packed(
    reader: duckdb.DuckDBPyConnection, name: str, key: str, source: Path, *, loans: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Each key with its rows; put together here, since DuckDB sorts on disk and groups into lists in memory.

    With ``loans`` what stands under another customer is also a row of the customer whose loan it is about.
    """
    fields = ", ".join(f'"{column}"' for column in TABLES[name].columns)
    packed = f"CAST(json_array({fields}) AS VARCHAR)"
    rows = f"(SELECT {selected(name)} FROM read_parquet($source))"
    every = f'SELECT "{key}" AS key, {packed} AS line FROM {rows} WHERE "{key}" IS NOT NULL'
    asked = {"source": str(source)}
    if loans is not None:
        owners = "(SELECT loan_id AS owned, customer_id AS owner FROM read_parquet($loans))"
        every += (
            f" UNION ALL SELECT owner AS key, {packed} AS line FROM {rows} JOIN {owners} ON loan_id = owned"
            f' WHERE owner <> "{key}"'
        )
        asked["loans"] = str(loans)
    found = reader.execute(f"SELECT key, line FROM ({every}) ORDER BY key", asked)
    lines = chain.from_iterable(iter(lambda: found.fetchmany(_BATCH), []))
    for one, group in groupby(lines, key=itemgetter(0)):
        yield one, zlib.compress(f"[{','.join(line for _, line in group)}]".encode(), 1)


def unpacked(rows: bytes) -> list[list[Any]]:
    """The rows that are packed into one, each with the values of its table's columns."""
    found: list[list[Any]] = json.loads(zlib.decompress(rows))
    return found
