"""The agent models of the workspace: how each did beside the one before it, what changed, and who decided."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.contract.vocabulary import FindingSubject
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.life import SCORE, Drift, drifts
from mingjian.risk.registry import FOLDER, WRITTEN, Registry, Report
from mingjian.risk.settings import RiskSettings
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.runs import Run

router = APIRouter()
MOST_MOVED = 10


@dataclass(frozen=True)
class WeightChange:
    """A reason whose weight differs most from what is written, in log-odds."""

    code: str
    written: float
    weight: float


@router.get("/models", dependencies=[needs(Right.READ, "scorecards")])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """Every model, the latest first, with the drift of the one in place."""
    registry = Registry(desk.workspace.models)
    reports: tuple[Report, ...] = tuple(registry.report(version) for version in reversed(registry.versions))
    name = registry.in_place
    found: tuple[Drift, ...] = ()
    if name != WRITTEN:
        run = visit.run
        found = run.once(("drift", name), lambda: drifts(registry.report(name), _columns(run, name)))
    return desk.render(
        "models.html",
        visit=visit,
        reports=reports,
        in_place=name,
        written=WRITTEN,
        promotions=tuple(reversed(registry.promotions)),
        drifts=found,
        changes=tuple(_changes(registry, name)) if name != WRITTEN else (),
    )


def _columns(run: Run, version: str) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    """The features of the run's complaints and their scores; a feature without a row is unknown."""
    scores = run.query("SELECT agent_probability AS value FROM complaint_assessments")
    # Scores that another model gave say nothing of this one's drift.
    own = f"{FOLDER}/{version}" in run.record.get("grounds", {}).get("models", {})
    rows = run.query(
        "SELECT feature, list(value) AS known FROM features "
        "WHERE subject_type = ? AND value IS NOT NULL GROUP BY feature",
        (str(FindingSubject.COMPLAINT),),
    )
    known = {row["feature"]: row["known"] for row in rows}
    columns = {SCORE: np.array([row["value"] for row in scores], dtype=np.float64)} if own else {}
    for name in dict.fromkeys(AGENT.features):
        values = np.full(len(scores), np.nan)
        held = known.get(name, [])[: len(scores)]
        values[: len(held)] = held
        columns[name] = values
    return columns


def _changes(registry: Registry, version: str) -> Iterator[WeightChange]:
    model = registry.model(version, RiskSettings())
    pairs = zip(AGENT.levels, model.scorecard.levels, strict=True)
    moved = sorted(pairs, key=lambda pair: -abs(pair[1].weight - pair[0].weight))[:MOST_MOVED]
    for before, after in moved:
        yield WeightChange(after.code, before.weight, after.weight)
