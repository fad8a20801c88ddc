"""Where a run and a truth stand on disk, read as tables."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mingjian.contract import TABLES
from mingjian.contract.truth import TRUTH
from mingjian.errors import NotFoundError

_PLACES = ("", "workings", "current", "current/workings")


@dataclass(frozen=True)
class Run:
    """The tables that a run wrote, whether ``folder`` is the run's own or the workspace that points to it."""

    folder: Path

    def table(self, name: str) -> pl.DataFrame:
        """The table; without rows where the run did not write it."""
        for place in _PLACES:
            path = self.folder / place / f"{name}.parquet"
            if path.exists():
                return pl.read_parquet(path)
        empty = pl.from_arrow(TABLES[name].empty())
        assert isinstance(empty, pl.DataFrame)
        return empty


@dataclass(frozen=True)
class Truth:
    """The tables of a truth."""

    folder: Path

    def table(self, name: str) -> pl.DataFrame:
        """The table; NotFoundError where the folder holds no such truth."""
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise NotFoundError(f"the truth has no {name}.parquet; it needs {', '.join(TRUTH)}")
        return pl.read_parquet(path)
