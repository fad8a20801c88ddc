"""The current run of a workspace, open for a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingjian.settings import Settings
    from mingjian.store.lake import Lake
    from mingjian.store.record import RunRecord


@contextmanager
def current_run(workspace: Path) -> "Iterator[tuple[Lake, RunRecord, Settings]]":
    """Its tables, what it was made of, and the settings."""
    from mingjian import settings
    from mingjian.store.engine import DuckDBEngine
    from mingjian.store.workspace import find_run

    loaded = settings.load(workspace)
    folder = find_run(workspace)
    engine = DuckDBEngine(memory_limit=loaded.memory_limit, workers=loaded.workers)
    engine.connection.raw_sql("SET enable_progress_bar = false")
    try:
        yield folder.lake(engine), folder.read_record(), loaded
    finally:
        engine.close()
