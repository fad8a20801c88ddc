"""A backup of a workspace and its database in one file, and the way back.

The database is written table by table as JSON lines, in one consistent state, so a backup of SQLite can be restored
into PostgreSQL and the other way round. Then the files: the database first, since a file of the vault stands there
before a row names it. The last member names every other one with its SHA-256; a backup without it is a part of one.

The vault's key and the keys that sign are left out: beside what they guard they would protect nothing. So are the
settings, which may hold secrets. Keep them elsewhere.
"""

import base64
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Date, DateTime, Integer, LargeBinary, MetaData, Table, cast, func, select, text
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.exc import IntegrityError

from mingjian.errors import InputError, MingjianError, writing_to
from mingjian.store import migrations
from mingjian.store.database import Database
from mingjian.store.vault import KEY_FILE
from mingjian.store.workspace import Workspace, flush

_MANIFEST = "manifest.json"
_DATABASE = "database/"
_FILES = "workspace/"
_NOT_KEPT = frozenset(
    {
        ".lock",
        KEY_FILE,
        "clues.key",
        "clues-sm2.key",
        "mingjian.toml",
        "database.sqlite",
        "database.sqlite-wal",
        "database.sqlite-shm",
    }
)
_ROWS = 1_000


class BackupError(MingjianError):
    """The backup is damaged, or there is something in its way."""

    code = "backup"
    status = 409
    exit_code = 2


@dataclass(frozen=True)
class BackupSummary:
    """What a backup holds."""

    version: str
    rows: int
    files: int
    bytes: int


def back_up(workspace: Workspace, database: Database, target: Path) -> BackupSummary:
    """Writes a backup, which appears under its name only when it is whole. No run may end meanwhile."""
    partial = target.with_name(f".{target.name}.{uuid4().hex}")
    digests: dict[str, str] = {}
    rows = 0
    try:
        with workspace.writing(keep_unfinished=True), writing_to(target), tarfile.open(partial, "w") as archive:
            with database.read() as connection:
                version = database.version()
                for table in _tables(connection):
                    lines = "".join(_line(row) for row in _rows(connection, table))
                    rows += lines.count("\n")
                    _add(archive, f"{_DATABASE}{table.name}.jsonl", lines.encode(), digests)
            for path in _files(workspace.root):
                name = _FILES + path.relative_to(workspace.root).as_posix()
                if not path.is_symlink():
                    with path.open("rb") as file:
                        digests[name] = hashlib.file_digest(file, "sha256").hexdigest()
                archive.add(path, name, recursive=False)
            manifest = {"version": version, "made_at": datetime.now(UTC).isoformat(), "sha256": digests}
            _add(archive, _MANIFEST, json.dumps(manifest).encode(), {})
        flush(partial)
        partial.replace(target)
        flush(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return BackupSummary(
        version, rows, len(digests) - sum(n.startswith(_DATABASE) for n in digests), target.stat().st_size
    )


def restore(source: Path, workspace: Workspace, database: Database) -> BackupSummary:
    """Puts a backup into an empty folder and an empty database; BackupError where it is damaged or not empty.

    Everything is checked before the database is written, and the database is written in one transaction: the tables
    as they were when the backup was made, whose next steps are taken when the database is next used, as in any upgrade.

    The database's guards (its triggers) are off meanwhile, and on again as they were when the transaction ends. They
    ask whether somebody may do now what a row says: whoever decided may since have left, a case may have gone on, a
    wish may have been noted later. Each row was asked that when it was written, and its digest says that it is the
    same row. Keys between tables, uniqueness and what may not be empty are checked as ever.
    """
    if workspace.root.exists() and any(path.name not in _NOT_KEPT for path in workspace.root.iterdir()):
        raise BackupError(f"{workspace.root} is not empty: restore into a new folder")
    if database.version():
        with database.read() as connection:
            filled = [t.name for t in _tables(connection) if t.name != "audit_head" and _any(connection, t)]
        if filled:
            raise BackupError(f"the database is not empty ({', '.join(filled)}): restore into a new one")
    manifest = _read_manifest(source)
    if manifest["version"] not in migrations.known():
        raise BackupError(
            f"the backup stands at migration {manifest['version']}, which this version does not know: use the version "
            "that made it, or a newer one"
        )
    with writing_to(workspace.root):
        workspace.root.mkdir(parents=True, exist_ok=True)
    lines: dict[str, bytes] = {}
    seen: set[str] = set()
    files = 0
    with tarfile.open(source) as archive:
        for member in archive:
            if member.name == _MANIFEST:
                continue
            if member.name.startswith(_DATABASE):
                content = _content(archive, member)
                _check(member.name, hashlib.sha256(content).hexdigest(), manifest["sha256"])
                lines[PurePosixPath(member.name).stem] = content
            else:
                files += _extract(archive, member, workspace.root, manifest["sha256"])
            seen.add(member.name)
    if missing := set(manifest["sha256"]) - seen:
        raise BackupError(f"the backup lacks {len(missing)} of its members: take another one")
    try:
        with database.migrating(manifest["version"]) as connection, _guards_off(connection):
            rows = _fill(connection, lines)
    except IntegrityError as error:
        # Its first line alone: the next one would show whose row it was.
        said = str(error.orig).partition("\n")[0]
        raise BackupError(f"the database refuses rows of the backup and was left as it was: {said}") from None
    return BackupSummary(manifest["version"], rows, files, source.stat().st_size)


def _tables(connection: Connection) -> list[Table]:
    # Reflected, so that the store need not know the rooms.
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def _any(connection: Connection, table: Table) -> bool:
    return connection.execute(select(table).limit(1)).first() is not None


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_ROWS)
    for row in connection.execute(query):
        yield dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented name


def _line(row: dict[str, Any]) -> str:
    return json.dumps({name: _written(value) for name, value in row.items()}, ensure_ascii=False) + "\n"


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value


@contextmanager
def _guards_off(connection: Connection) -> Iterator[None]:
    # Whichever there are: the database is asked. What goes wrong meanwhile rolls this back with all the rest.
    quoted = connection.dialect.identifier_preparer.quote
    if connection.dialect.name == "sqlite":
        query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
        off_and_on = [(f"DROP TRIGGER {quoted(name)}", sql) for name, sql in connection.execute(query)]
    else:
        query = text(
            "SELECT c.relname, t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid "
            "JOIN pg_namespace AS n ON n.oid = c.relnamespace "
            "WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled = 'O'"
        )
        alter = [
            (f"ALTER TABLE {quoted(table)}", f"TRIGGER {quoted(name)}") for table, name in connection.execute(query)
        ]
        off_and_on = [(f"{table} DISABLE {guard}", f"{table} ENABLE {guard}") for table, guard in alter]
    for off, _on in off_and_on:
        connection.exec_driver_sql(off)
    yield
    for _off, on in off_and_on:
        connection.exec_driver_sql(on)


def _fill(connection: Connection, lines: dict[str, bytes]) -> int:
    rows = 0
    for table in _tables(connection):
        if table.name == "audit_head":  # the migration began it
            connection.execute(table.delete())
        # As bytes: a text would end its lines at rarer signs too, which a note may hold.
        values = [json.loads(line) for line in lines.get(table.name, b"").splitlines()]
        for start in range(0, len(values), _ROWS):
            part = [_read(table, one, connection.dialect.name) for one in values[start : start + _ROWS]]
            connection.execute(table.insert(), part)
        rows += len(values)
        if connection.dialect.name == "postgresql":
            _count_on(connection, table)
    return rows


def _count_on(connection: Connection, table: Table) -> None:
    # SQLite counts on from the largest number by itself; a sequence has not heard of numbers that were given to it.
    name = connection.dialect.identifier_preparer.quote(table.name)
    for column in table.columns:
        if isinstance(column.type, Integer):
            sequence = connection.scalar(select(func.pg_get_serial_sequence(name, column.name)))
            if sequence is not None:  # and of an empty table nothing is said: setval of NULL does nothing
                last = select(func.max(column)).scalar_subquery()
                connection.execute(select(func.setval(cast(sequence, REGCLASS), last)))


def _read(table: Table, row: dict[str, Any], dialect: str) -> dict[str, Any]:
    for name, value in row.items():
        if value is None:
            continue
        kind = table.c[name].type
        if isinstance(kind, DateTime):
            moment = datetime.fromisoformat(value)
            row[name] = moment.replace(tzinfo=None) if dialect == "sqlite" else moment
        elif isinstance(kind, Date):
            row[name] = date.fromisoformat(value)
        elif isinstance(kind, LargeBinary):
            row[name] = base64.b64decode(value)
    return row


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and here / name != root / "cache")
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = [name for name in folders if name not in links]
        for name in sorted([*names, *links]):
            if here == root and name in _NOT_KEPT:
                continue
            if not name.startswith("."):
                yield here / name


def _add(archive: tarfile.TarFile, name: str, content: bytes, digests: dict[str, str]) -> None:
    digests[name] = hashlib.sha256(content).hexdigest()
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    archive.addfile(member, io.BytesIO(content))


def _read_manifest(source: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as archive:
            manifest: dict[str, Any] = json.loads(_content(archive, archive.getmember(_MANIFEST)))
    except (tarfile.TarError, KeyError, ValueError, OSError):
        raise BackupError(f"{source} is no whole backup: take another one") from None
    return manifest


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    if file is None:
        raise BackupError(f"{member.name} of the backup is no file")
    return file.read()


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, root: Path, digests: dict[str, str]) -> int:
    name = member.name.removeprefix(_FILES)
    if not member.name.startswith(_FILES) or not name:
        raise InputError("the backup holds a member that is none of ours")
    if member.isfile():
        file = archive.extractfile(member)
        assert file is not None  # a regular member has content
        _check(member.name, hashlib.file_digest(file, "sha256").hexdigest(), digests)  # type: ignore[arg-type]
    elif not member.issym():
        raise InputError("the backup holds a member that is neither a file nor a link")
    # The data filter refuses what would lead outside.
    archive.extract(member.replace(name=name, deep=False), root, filter="data")
    return int(member.isfile())


def _check(name: str, digest: str, digests: dict[str, str]) -> None:
    if digests.get(name) != digest:
        raise BackupError(f"{name} of the backup is damaged: take another one")
