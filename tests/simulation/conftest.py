from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from mingjian.simulation import WorldSettings, simulate


@dataclass(frozen=True)
class Simulated:
    """A world on disk."""

    folder: Path

    def delivery(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / "delivery" / f"{name}.parquet")

    def truth(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / "truth" / f"{name}.parquet")


Make = Callable[..., Simulated]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes a world once a session for the same settings: ``make(world="qingdao", sophistication=0.5)``."""

    @cache
    def made(settings: WorldSettings) -> Simulated:
        folder = tmp_path_factory.mktemp("world")
        simulate(settings, delivery=folder / "delivery", truth=folder / "truth")
        return Simulated(folder)

    def make_one(**changes: object) -> Simulated:
        return made(replace(WorldSettings(customers=1_500, complaints_per_customer=0.5), **changes))  # type: ignore[arg-type]

    return make_one


@pytest.fixture(scope="session", params=["chongqing", "qingdao"])
def world(request: pytest.FixtureRequest, make: Make) -> Simulated:
    """Each of the worlds."""
    return make(world=request.param)
