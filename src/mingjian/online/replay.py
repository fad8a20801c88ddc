"""A score computed again from its run, so that an auditor need not believe what stands there."""

import math
from dataclasses import dataclass

import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.errors import NotFoundError
from mingjian.online.desk import OnlineDesk
from mingjian.settings import Settings
from mingjian.store.record import code
from mingjian.store.serving import Serving
from mingjian.store.workspace import RunFolder


@dataclass(frozen=True)
class Replay:
    """What the run says of a complaint, and what comes out again."""

    run: str
    written: float
    again: float
    same_code: bool
    """Whether the program is the one that wrote the run: another one may lawfully come to another score."""

    @property
    def equal(self) -> bool:
        """Whether they agree to a millionth: engines add in different orders."""
        return math.isclose(self.written, self.again, abs_tol=1e-6)


def replay(run: RunFolder, complaint_id: str, settings: Settings) -> Replay:
    """Assesses a complaint of the run anew against the run's own tables; NotFoundError where the run has none."""
    with Serving.open(run.path) as serving:
        rows = serving.query("SELECT * FROM complaints WHERE complaint_id = ?", [complaint_id])
        said = serving.query(
            "SELECT agent_probability FROM complaint_assessments WHERE complaint_id = ?", [complaint_id]
        )
    if not rows or not said:
        raise NotFoundError(f"run {run.name} has no assessment of this complaint")
    contract = TABLES["complaints"]
    row = {name: rows[0].get(name) for name in contract.columns}
    with OnlineDesk.open(run, settings) as desk:
        again = desk.assess(pa.Table.from_pylist([row], schema=contract.arrow_schema))
    same_code = run.read_record().grounds.code.sources_sha256 == code().sources_sha256
    return Replay(run.name, said[0]["agent_probability"], again.agent_probability, same_code)
