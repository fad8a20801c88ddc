"""Searching everything for what ought to be gone: database, vault, lake, cache, models and logs."""

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from sqlalchemy import Connection, LargeBinary, MetaData, String, Text, select

from mingjian.store.database import Database
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace

_EDGE = "[0-9A-Za-z_-]"
_IN_VAULT = "vault: "
_NAMED = re.compile(f"(?<!{_IN_VAULT})[0-9a-f]{{64}}")
"""A file that is named; an earlier proof that found something in it does not."""


@dataclass(frozen=True)
class Trace:
    """Where something still stands, without saying what."""

    place: str
    found: int

    @property
    def sealed(self) -> str:
        """The SHA-256 of the file of the vault that it is in; an empty text where it is elsewhere."""
        return self.place.removeprefix(_IN_VAULT) if self.place.startswith(_IN_VAULT) else ""


@dataclass(frozen=True)
class Search:
    """How far the search went and what it found."""

    tables: int
    """Of the database."""
    sealed_files: int
    files: int
    """Parquet files, records and logs of the workspace."""
    traces: tuple[Trace, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.traces


def search(
    values: Iterable[str],
    *,
    workspace: Workspace,
    database: Database,
    vault: Vault,
    logs: Iterable[Path] = (),
    besides: frozenset[str] = frozenset(),
) -> Search:
    """Looks for the values everywhere that the house keeps anything, and in the files and folders of its ``logs``.

    A value counts where nothing that could belong to a longer number stands before or after it, so that C-1 is not
    found in C-10. Pictures and sound are not looked into: they are deleted by their SHA-256. ``besides`` are sealed
    files that are not opened: the list of what is sought is one.
    """
    wanted = sorted({value for value in values if value})
    if not wanted:
        return Search(0, 0, 0, ())
    pattern = f"(?:^|[^0-9A-Za-z_-])(?:{'|'.join(map(re.escape, wanted))})(?:$|[^0-9A-Za-z_-])"
    text = whole(wanted)
    traces: list[Trace] = []
    with database.read() as connection:
        tables = 0
        for place, cells in _cells(connection):
            tables += 1
            if found := sum(bool(text.search(cell)) for cell in cells):
                traces.append(Trace(f"database: {place}", found))
    sealed = 0
    code = re.compile(text.pattern.encode())
    for digest in vault.digests():
        if digest in besides:
            continue
        sealed += 1
        if digest in wanted or code.search(vault.read(digest)):
            traces.append(Trace(f"{_IN_VAULT}{digest}", 1))
    files = 0
    for path in (*_files(workspace), *_lines(logs)):
        files += 1
        found = _in_parquet(path, pattern) if path.suffix == ".parquet" else len(code.findall(_content(path)))
        if found:
            inside = path.is_relative_to(workspace.root)
            traces.append(Trace(f"file: {path.relative_to(workspace.root) if inside else path.name}", found))
    return Search(tables, sealed, files, tuple(traces))


def named(digests: Iterable[str], *, workspace: Workspace, database: Database) -> frozenset[str]:
    """Which of these files the database, a delivery, a run or a model names anywhere."""
    wanted = frozenset(digests)
    with database.read() as connection:
        texts = (cell for _table, cells in _cells(connection) for cell in cells)
        found = wanted.intersection(digest for cell in texts for digest in _NAMED.findall(cell))
    return found | {
        digest
        for digest in wanted - found
        if any(
            _in_parquet(path, digest) if path.suffix == ".parquet" else digest.encode() in _content(path)
            for path in _files(workspace)
        )
    }


def whole(values: Iterable[str]) -> "re.Pattern[str]":
    """Finds any of the values where it stands by itself."""
    return re.compile(f"(?<!{_EDGE})(?:{'|'.join(map(re.escape, sorted(values)))})(?!{_EDGE})")


def _cells(connection: Connection) -> Iterator[tuple[str, Iterator[str]]]:
    metadata = MetaData()
    metadata.reflect(connection)
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, String | Text | LargeBinary)]
        if columns:
            rows = connection.execute(select(*columns).execution_options(yield_per=1_000))
            yield table.name, (_text(cell) for row in rows for cell in row if cell)


def _text(cell: object) -> str:
    return bytes(cell).decode("utf-8", "replace") if isinstance(cell, bytes | memoryview) else str(cell)


def _files(workspace: Workspace) -> Iterator[Path]:
    for folder in (workspace.intake, workspace.runs_folder, workspace.cache, workspace.models):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.parent.is_symlink():
                yield path


def _lines(logs: Iterable[Path]) -> Iterator[Path]:
    """Every file of the logs; an OSError of one that is not there or cannot be read: no proof goes past it."""
    for place in logs:
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*") if path.is_file())
        else:
            place.stat()
            yield place


def _content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _in_parquet(path: Path, pattern: str) -> int:
    with duckdb.connect() as connection:
        literal = "'" + str(path).replace("'", "''") + "'"
        names = [
            row[0]
            for row in connection.execute(f"DESCRIBE SELECT * FROM read_parquet({literal})").fetchall()
            if "VARCHAR" in row[1] or "STRUCT" in row[1]
        ]
        if not names:
            return 0
        held = " OR ".join(f'regexp_matches(CAST("{name}" AS VARCHAR), $pattern)' for name in names)
        query = f"SELECT count(*) FROM read_parquet({literal}) WHERE {held}"
        return int(connection.execute(query, {"pattern": pattern}).fetchall()[0][0])
