"""What a stage is handed: the tables before it, the day that it stands on, and a way to say how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.vault import Vault

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of it that is done, in [0, 1]."""


def silent(_doing: str, _share: float) -> None:
    """A progress that tells nobody."""


@dataclass(frozen=True)
class StageContext:
    """``lake`` holds the delivered tables as they were known at ``as_of`` and what the stages before wrote.

    ``previous`` is the lake of the run before, or None, and ``month_before`` that of the latest run that stands
    30 days or more before ``as_of``: what its warnings foretold is known by now. ``vault`` holds the submitted files,
    and ``cache`` is a folder for what is computed once a file and kept from run to run; without them a stage works on
    tables alone. ``models`` is the folder of the models that people trained and put in place, and ``lender`` the name
    that its deliveries state. A stage reads tables from and writes tables to ``lake``; it calls no other stage.
    """

    lake: Lake
    as_of: datetime
    previous: Lake | None = None
    month_before: Lake | None = None
    progress: Progress = silent
    vault: Vault | None = None
    cache: Path | None = None
    models: Path | None = None
    lender: str | None = None

    @property
    def engine(self) -> Engine:
        """The engine that the lake stands on."""
        return self.lake.engine
