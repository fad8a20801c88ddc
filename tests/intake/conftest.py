"""A desk that takes deliveries written in the test itself."""

import shutil
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from mingjian.intake import IntakeSettings, IntakeSummary, Mapping, take
from mingjian.store.workspace import Workspace

COMPLAINTS = "complaint_id,received_at,text\nC1,2026-03-05T10:00:00+08:00,您好\n"
"""The least that can be delivered."""


@dataclass(frozen=True)
class Taken:
    """What came of one delivery."""

    summary: IntakeSummary
    folder: Path

    def rows(self, table: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(self.folder / f"{table}.parquet").to_pylist()
        return rows

    def column(self, table: str, name: str) -> list[Any]:
        values: list[Any] = pq.read_table(self.folder / f"{table}.parquet")[name].to_pylist()
        return values

    @property
    def quarantine(self) -> list[dict[str, Any]]:
        return self.rows("quarantine")

    @property
    def problems(self) -> list[tuple[str | None, int | None, str | None, str, bool]]:
        return sorted(
            ((row["table"], row["row"], row["field"], row["code"], row["whole_row"]) for row in self.quarantine),
            key=str,
        )


@dataclass
class Desk:
    """A workspace, and a folder in which deliveries are written."""

    root: Path
    version: str | None = None
    count: int = 0
    workspace: Workspace = field(init=False)

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.root / "desk")

    def write(self, files: Dictionary[str, str | bytes], *, name: str | None = None) -> Path:
        self.count += 1
        folder = self.root / (name or f"delivery-{self.count}")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file_name, content in files.items():
            path = folder / file_name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    def take_folder(
        self,
        folder: Path,
        *,
        mapping: Mapping | str | None = None,
        settings: IntakeSettings | None = None,
        fresh: bool = False,
    ) -> Taken:
        if isinstance(mapping, str):
            mapping = Mapping.parse(mapping, name="mapping.yaml")
        with self.workspace.writing():
            summary = take(
                folder,
                into=self.workspace,
                previous=None if fresh else self.version,
                mapping=mapping,
                settings=settings,
            )
        self.version = summary.version
        for table in summary.tables:
            assert table.rows_in == table.rows_stored + table.rows_quarantined
            assert table.rows_stored == table.added + table.corrected + table.unchanged
        return Taken(summary, self.workspace.intake / summary.version)

    def take(self, files: Dictionary[str, str | bytes], **options: Any) -> Taken:
        if not any(Path(name).stem == "complaints" for name in files) and self.version is None:
            files = {**files, "complaints.csv": COMPLAINTS}
        name = options.pop("name", None)
        return self.take_folder(self.write(files, name=name), **options)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
