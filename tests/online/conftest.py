"""One small run for the tests of what happens between runs."""

import pytest

from mingjian import pipeline
from mingjian.risk import RiskSettings
from mingjian.settings import Settings
from mingjian.simulation import WorldSettings, simulate
from mingjian.store.workspace import RunFolder, Workspace

# Months beyond the fourth cost more here than they teach: what comes between runs does not ask for them.
SETTINGS = Settings(workers=1, memory_limit="500MB", risk=RiskSettings(history_most_months=4))


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    folder = tmp_path_factory.mktemp("world")
    simulate(WorldSettings(customers=300, seed=3), delivery=folder / "delivery", truth=folder / "truth")
    workspace = Workspace(folder / "desk")
    with workspace.writing():
        _summary, delivered = pipeline.deliver(workspace, folder / "delivery", settings=SETTINGS)
        return pipeline.run(workspace, delivered, settings=SETTINGS)
