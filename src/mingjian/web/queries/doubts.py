"""How far a run doubts its own scorecards."""

import math

from mingjian.web.probability import Doubt
from mingjian.web.runs import Run


def doubt_of(run: Run, scorecard: str) -> Doubt:
    """The doubt that stands in the run; none where the run states none."""
    sql = "SELECT weight, doubt FROM scorecards WHERE scorecard = ? AND characteristic = 'base' AND doubt IS NOT NULL"
    rows = run.once((sql, scorecard), lambda: run.query(sql, (scorecard,)))
    return Doubt(rows[0]["doubt"], 1 / (1 + math.exp(-rows[0]["weight"]))) if rows else Doubt()
