"""A copy of everything that is held of one person, for that person: one ZIP with their rows, files and assessments."""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa

from mingjian.contract import OUTPUTS
from mingjian.errors import NotFoundError
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from mingjian.subjects.belongings import CUSTOMER, Belongings, Thing

Tables: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by table."""
_OF_OTHERS = frozenset({"replied_by", "said", "issued_for", "asked_for"})
"""Columns of deliveries that speak of others: who answered for an issuer, and whom the answer names beside this one."""


@dataclass(frozen=True)
class PersonalCopy:
    """What a copy holds: rows by table, and files."""

    rows: Mapping[str, int]
    files: int


def write_copy(
    workspace: Workspace,
    person_id: str,
    target: Path,
    *,
    vault: Vault,
    casework: Tables,
) -> PersonalCopy:
    """Writes the copy, which appears under its name only when it is whole; NotFoundError where nothing is held.

    ``casework`` has what people recorded of the person, by table.
    """
    version = workspace.delivered
    if version is None:
        raise NotFoundError(f"{workspace.root} holds no delivery")
    partial = target.with_name(f".{target.name}.part")
    try:
        with Belongings(workspace.intake / version, [Thing(CUSTOMER, person_id)]) as found:
            delivered = {
                table.name: [{name: value for name, value in row.items() if name not in _OF_OTHERS} for row in rows]
                for table in found.tables
                if (rows := found.rows(table))
            }
            things = found.things
        if not delivered and not casework:
            raise NotFoundError("nothing is held of a customer of this number")
        said = _assessments(workspace, things)
        files = sorted({str(value) for value in _files(delivered) if vault.has(str(value))})
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            held: tuple[tuple[str, Tables], ...] = (
                ("delivered", delivered),
                ("assessed", said),
                ("casework", casework),
            )
            for folder, tables in held:
                for name, listed in sorted(tables.items()):
                    content = json.dumps(listed, ensure_ascii=False, indent=1, default=_written)
                    archive.writestr(f"{folder}/{name}.json", content)
            for digest in files:
                archive.writestr(f"files/{digest}", vault.read(digest))
            about = {"customer_id": person_id, "made_at": datetime.now(UTC).isoformat(), "files": len(files)}
            archive.writestr("about.json", json.dumps(about, ensure_ascii=False, indent=1))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    counts = {name: len(listed) for _folder, tables in held for name, listed in tables.items()}
    return PersonalCopy(counts, len(files))


def _files(tables: Mapping[str, list[dict[str, object]]]) -> Iterator[object]:
    for rows in tables.values():
        for row in rows:
            yield from (value for name, value in row.items() if name.endswith("_sha256") and value)


def _assessments(workspace: Workspace, things: tuple[Thing, ...]) -> dict[str, list[dict[str, object]]]:
    current = workspace.current
    if current is None:
        return {}
    found: dict[str, list[dict[str, object]]] = {}
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE TABLE owned (type VARCHAR, id VARCHAR)")
        connection.executemany("INSERT INTO owned VALUES (?, ?)", [[one.type, one.id] for one in things])
        # Tables without these columns tell of several people at once: gangs, links.
        for table in OUTPUTS:
            path = current.path / f"{table.name}.parquet"
            conditions = [
                f"{name} IN (SELECT id FROM owned WHERE type = '{name.removesuffix('_id')}')"
                for name in table.columns
                if name in ("customer_id", "complaint_id", "material_id")
            ]
            if {"subject_type", "subject_id"} <= set(table.columns):
                conditions.append("(subject_type, subject_id) IN (SELECT (type, id) FROM owned)")
            if not conditions or not path.exists():
                continue
            asked = f"SELECT * FROM read_parquet($path) WHERE {' OR '.join(conditions)}"
            rows: pa.Table = connection.sql(asked, params={"path": str(path)}).to_arrow_table()
            if rows.num_rows:
                found[table.name] = rows.to_pylist()
    return found


def _written(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"a table holds a {type(value).__name__}")
