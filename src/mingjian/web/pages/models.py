"""The agent models of the workspace: how each did beside the one before it, what changed, and who decided."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from fastapi import APIRouter
from starlette.responses import Response

from mingjian import risk
from mingjian.access.policy import Right
from mingjian.contract import Language
from mingjian.contract.labels import value_label
from mingjian.contract.reasons import sentence
from mingjian.contract.vocabulary import FindingSubject, WeightsStanding
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.settings import RiskSettings
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, Visit, VisitNow
from mingjian.web.languages import Speech
from mingjian.web.model_words import drift_told, group_told, report_told
from mingjian.web.runs import Run

router = APIRouter()
MOST_MOVED = 10
_VALUE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class WeightChange:
    """A reason whose weight differs most from what is written, in log-odds."""

    code: str
    words: str
    written: float
    weight: float


@dataclass(frozen=True)
class Learned:
    """What stands behind the scorecards of a run."""

    labels: int
    doubt: float
    share: float
    """Of all complaints that are taken to be agents'."""
    manner: bool
    kept_for: tuple[tuple[str, str], ...]
    """Groups of honest people of whom what this run learned would have accused more."""
    months: int
    """Past months that the early warning learned from."""


@dataclass(frozen=True)
class DocumentWeights:
    """What stands behind the weights of documents' findings in a run."""

    told: str
    """Which weights stood, and why."""
    genuine: int
    forged: int


@router.get("/models", dependencies=[needs(Right.READ, "scorecards")])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """Every model, the latest first, with the drift of the one in place."""
    registry = risk.registry.Registry(desk.workspace.models)
    reports = tuple(registry.report(version) for version in reversed(registry.versions))
    name = registry.in_place
    found: tuple[risk.life.Drift, ...] = ()
    if name != risk.registry.WRITTEN:
        run = visit.run
        found = run.once(("drift", name), lambda: risk.life.drifts(registry.report(name), _columns(run, name)))
    return desk.render(
        "models.html",
        visit=visit,
        reports=reports,
        in_place=name,
        written=risk.registry.WRITTEN,
        promotions=tuple(reversed(registry.promotions)),
        drifts=found,
        drift_told=drift_told(visit.speech, found) if found else "",
        told={report.version: report_told(visit.speech, report) for report in reports},
        changes=tuple(_changes(registry, name, visit.speech)) if name != risk.registry.WRITTEN else (),
        learned=_learned(visit),
        documents=_documents(visit),
        group_told=partial(group_told, visit.speech),
    )


def _columns(run: Run, version: str) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    """The features of the run's complaints and their scores; a feature without a row is unknown."""
    scores = run.query("SELECT agent_probability AS value FROM complaint_assessments")
    # Scores that another model gave say nothing of this one's drift.
    own = f"{risk.registry.FOLDER}/{version}" in run.record.get("grounds", {}).get("models", {})
    rows = run.query(
        "SELECT feature, list(value) AS known FROM features "
        "WHERE subject_type = ? AND value IS NOT NULL GROUP BY feature",
        (str(FindingSubject.COMPLAINT),),
    )
    known = {row["feature"]: row["known"] for row in rows}
    columns = {risk.life.SCORE: np.array([row["value"] for row in scores], dtype=np.float64)} if own else {}
    for name in dict.fromkeys(AGENT.features):
        values = np.full(len(scores), np.nan)
        held = known.get(name, [])[: len(scores)]
        values[: len(held)] = held
        columns[name] = values
    return columns


def _learned(visit: Visit) -> Learned | None:
    """What stands behind the scorecards of the run; None where there is no run, or it tells none."""
    if (run := visit.run_if_any) is None:
        return None
    rows = run.query(
        "SELECT max(labels) FILTER (WHERE scorecard = 'agent') AS labels, "
        "max(doubt) FILTER (WHERE scorecard = 'agent') AS doubt, "
        "max(weight) FILTER (WHERE scorecard = 'agent' AND characteristic = 'base') AS base, "
        "max(kept_for) FILTER (WHERE scorecard = 'agent') AS kept_for, "
        "coalesce(bool_or(scorecard = 'manner'), false) AS manner, "
        "max(history_months) FILTER (WHERE scorecard = 'complaint') AS months FROM scorecards"
    )
    found = rows[0]
    if found["base"] is None:
        return None
    share = 1 / (1 + math.exp(-found["base"]))
    return Learned(
        found["labels"] or 0,
        found["doubt"] or 0.0,
        share,
        found["manner"],
        tuple((one["attribute"], one["group"]) for one in json.loads(found["kept_for"] or "[]")),
        found["months"] or 0,
    )


def _documents(visit: Visit) -> DocumentWeights | None:
    """Which weights documents were judged by; None where there is no run, or none was judged."""
    if (run := visit.run_if_any) is None:
        return None
    rows = run.query("SELECT standing, genuine, forged FROM document_weights WHERE \"check\" = 'base'")
    if not rows:
        return None
    standing = value_label(WeightsStanding(rows[0]["standing"]))
    return DocumentWeights(standing[visit.speech.language], rows[0]["genuine"], rows[0]["forged"])


def _unfilled(speech: Speech, code: str) -> str:
    """A reason's sentence without values."""
    try:
        found = sentence(code)
    except KeyError:
        return code
    return _VALUE.sub("…", found.en if speech.language is Language.EN else found.zh)


def _changes(registry: "risk.registry.Registry", version: str, speech: Speech) -> Iterator[WeightChange]:
    model = registry.model(version, RiskSettings())
    pairs = zip(AGENT.levels, model.scorecard.levels, strict=True)
    moved = sorted(pairs, key=lambda pair: -abs(pair[1].weight - pair[0].weight))[:MOST_MOVED]
    for before, after in moved:
        yield WeightChange(after.code, _unfilled(speech, after.code), before.weight, after.weight)
