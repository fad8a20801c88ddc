"""The files that a delivery's ``path`` fields name: found, refused or missed, and put into the vault."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.errors import InputError
from mingjian.intake.delivery import Delivery
from mingjian.intake.problems import Problem
from mingjian.store.vault import Vault

SCHEMA = pa.schema([("written", pa.string()), ("sha256", pa.string()), ("bytes", pa.int64()), ("problem", pa.string())])
_BATCH = 5_000


@dataclass
class FileTaker:
    """Puts the files of one delivery into the vault, each path once."""

    delivery: Delivery
    vault: Vault
    max_bytes: int
    stored: int = 0
    _seen: set[str] = field(default_factory=set)

    @property
    def seen(self) -> frozenset[str]:
        """The names of the files that rows refer to, as paths inside the delivery."""
        return frozenset(self._seen)

    def take(self, paths: Iterable[str], target: Path, *, progress: Callable[[int], None]) -> None:
        """Writes what came of each path: its hash and size, or the problem with it."""
        with pq.ParquetWriter(target, SCHEMA) as writer:
            rows: list[tuple[str, str | None, int | None, str | None]] = []
            for number, path in enumerate(paths, start=1):
                rows.append(self._take(path))
                if len(rows) == _BATCH:
                    writer.write_table(_table(rows))
                    rows = []
                if number % 100 == 0:
                    progress(number)
            writer.write_table(_table(rows))

    def _take(self, written: str) -> tuple[str, str | None, int | None, str | None]:
        found = self.delivery.locate(written)
        if isinstance(found, Problem):
            return written, None, None, found.value
        self._seen.add(found.relative_to(self.delivery.root).as_posix())
        try:
            size = found.lstat().st_size
            if size > self.max_bytes:
                return written, None, None, Problem.FILE_TOO_LARGE.value
            digest = self.vault.put(found)
        except (OSError, InputError):
            return written, None, None, Problem.FILE_UNREADABLE.value
        self.stored += 1
        return written, digest, size, None


def _table(rows: list[tuple[str, str | None, int | None, str | None]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [[], [], [], []]
    return pa.table(
        [pa.array(list(column), type_) for column, type_ in zip(columns, SCHEMA.types, strict=True)], SCHEMA.names
    )
