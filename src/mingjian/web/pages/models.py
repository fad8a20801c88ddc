"""The models of the workspace: how each did beside the one before it, what changed, and who decided."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from fastapi import APIRouter
from starlette.responses import Response

from mingjian import risk
from mingjian.access.policy import Right
from mingjian.contract.labels import value_label
from mingjian.contract.vocabulary import ModelKind, WeightsStanding
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.settings import RiskSettings
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, Visit, VisitNow
from mingjian.web.languages import Speech
from mingjian.web.model_words import alert_told, bin_told, drift_told, group_told, input_told, report_told, unfilled
from mingjian.web.queries.model_watch import shadow_of, watch_of
from mingjian.web.runs import Run

if TYPE_CHECKING:
    from mingjian.risk.registry import AnyReport, Model

router = APIRouter()
MOST_MOVED = 10


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
    accused_above: float
    """The lower end of the interval above which alone a complaint is likely an agent's; 0 where the costs tell."""
    held: bool
    """Whether something that people found honest have in common with others is held back: what lies above counts."""
    narrowed_for: tuple[tuple[str, str], ...]
    """Groups of honest people of whom what this run learned would have accused more without that."""
    months: int
    """Past months that the early warning learned from."""
    warning_kept_for: tuple[tuple[str, str], ...]
    """Groups of customers whom weights learned from these would have foretold worse."""


@dataclass(frozen=True)
class DocumentWeights:
    """What stands behind the weights of documents' findings in a run."""

    told: str
    """Which weights stood, and why."""
    genuine: int
    forged: int


@router.get("/models", dependencies=[needs(Right.READ, "scorecards")])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """Every model, the latest first, with the drift of those in place."""
    agents = risk.registry.AgentRegistry(desk.workspace.models)
    warnings = risk.registry.WarningRegistry(desk.workspace.models)
    written, speech = risk.registry.WRITTEN, visit.speech
    name = agents.in_place
    found = _drifts(visit, agents, _COMPLAINTS)
    moved = _drifts(visit, warnings, _CUSTOMERS)
    return desk.render(
        "models.html",
        visit=visit,
        reports=_reports(agents),
        in_place=name,
        written=written,
        promotions=tuple(reversed(agents.promotions)),
        drifts=found,
        drift_told=drift_told(speech, found) if found else "",
        input_told=partial(input_told, speech, _COMPLAINTS.table),
        told={report.version: report_told(speech, report) for report in _reports(agents)},
        changes=tuple(_changes(agents, name, speech)) if name != written else (),
        learned=_learned(visit),
        documents=_documents(visit),
        **_watched(visit.run_if_any),
        alert_told=partial(alert_told, speech),
        watched_input_told=partial(_watched_input_told, speech),
        bin_told=partial(bin_told, speech),
        group_told=partial(group_told, speech),
        warning_reports=_reports(warnings),
        warning_in_place=warnings.in_place,
        warning_promotions=tuple(reversed(warnings.promotions)),
        warning_drifts=moved,
        warning_drift_told=drift_told(speech, moved) if moved else "",
        warning_input_told=partial(input_told, speech, _CUSTOMERS.table),
    )


def _watched(run: Run | None) -> dict[str, Any]:
    """What the run found of its models, and what those would have said that ran along."""
    if run is None:
        return {"watch": None, "shadows": {}, "candidate_watch": None}
    shadows = {kind.value: shadow_of(run, kind) for kind in ModelKind}
    return {"watch": watch_of(run), "shadows": shadows, "candidate_watch": watch_of(run, candidate=True)}


def _watched_input_told(speech: Speech, row: "Mapping[str, Any]") -> str:
    """An input or a score of either model in words."""
    of = _COMPLAINTS if row["model"] == ModelKind.AGENT else _CUSTOMERS
    return input_told(speech, of.table, row["group"])


def _reports(registry: "risk.registry.Registry[Model, AnyReport]") -> "tuple[AnyReport, ...]":
    return tuple(registry.report(version) for version in reversed(registry.versions))


@dataclass(frozen=True)
class _Assessed:
    """Of what a run has features and scores."""

    subject: str
    table: str
    scores: tuple[str, ...]


_COMPLAINTS = _Assessed("complaint", "complaint_assessments", ("agent_probability",))
_CUSTOMERS = _Assessed("customer", "customer_assessments", ("complaint_probability_30d", "escalation_probability_30d"))


def _drifts(
    visit: Visit, registry: "risk.registry.Registry[Model, AnyReport]", of: _Assessed
) -> "tuple[risk.drift.Drift, ...]":
    """How far the current run's inputs and scores have moved since the model in place was trained."""
    name = registry.in_place
    if name == risk.registry.WRITTEN:
        return ()
    run = visit.run
    before = registry.report(name).spread
    return run.once(("drift", of.subject, name), lambda: risk.drift.drifts(before, _now(run, registry, of, before)))


def _now(
    run: Run,
    registry: "risk.registry.Registry[Model, AnyReport]",
    of: _Assessed,
    before: "Mapping[str, risk.registry.Distribution]",
) -> "dict[str, risk.registry.Distribution]":
    """How the run's features and scores are spread between the edges of before; counted where they lie."""
    # Scores that another model gave say nothing of this one's drift.
    own = registry.key(registry.in_place) in run.record.get("grounds", {}).get("models", {})
    size = run.query(f"SELECT count(*) AS size FROM {of.table}")[0]["size"]
    found = {}
    for name, one in before.items():
        if name not in of.scores:
            values = "SELECT value FROM features WHERE subject_type = ? AND feature = ? AND value IS NOT NULL"
            asked: tuple[object, ...] = (of.subject, name)
        elif own:
            values, asked = f"SELECT {name} AS value FROM {of.table}", ()
        else:
            continue
        rows = run.query(
            f"SELECT len(list_filter(?::DOUBLE[], lambda edge: edge < value)) AS place, count(*) AS size "
            f"FROM ({values}) GROUP BY place",
            (list(one.edges), *asked),
        )
        counts = np.zeros(len(one.edges) + 2)
        for row in rows:
            counts[row["place"]] = row["size"]
        counts[-1] = max(size - counts.sum(), 0)
        shares = counts / max(size, 1)
        found[name] = risk.registry.Distribution(edges=one.edges, shares=tuple(shares.tolist()))
    return found


def _learned(visit: Visit) -> Learned | None:
    """What stands behind the scorecards of the run; None where there is no run, or it tells none."""
    if (run := visit.run_if_any) is None:
        return None
    rows = run.query(
        "SELECT max(labels) FILTER (WHERE scorecard = 'agent') AS labels, "
        "max(doubt) FILTER (WHERE scorecard = 'agent') AS doubt, "
        "max(weight) FILTER (WHERE scorecard = 'agent' AND characteristic = 'base') AS base, "
        "max(accused_above) FILTER (WHERE scorecard = 'agent') AS accused_above, "
        "max(narrowed_for) FILTER (WHERE scorecard = 'agent') AS narrowed_for, "
        "coalesce(bool_or(scorecard = 'held'), false) AS held, "
        "max(kept_for) FILTER (WHERE scorecard = 'complaint') AS warning_kept_for, "
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
        found["accused_above"] or 0.0,
        found["held"],
        _groups(found["narrowed_for"]),
        found["months"] or 0,
        _groups(found["warning_kept_for"]),
    )


def _groups(told: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((one["attribute"], one["group"]) for one in json.loads(told or "[]"))


def _documents(visit: Visit) -> DocumentWeights | None:
    """Which weights documents were judged by; None where there is no run, or none was judged."""
    if (run := visit.run_if_any) is None:
        return None
    rows = run.query("SELECT standing, genuine, forged FROM document_weights WHERE \"check\" = 'base'")
    if not rows:
        return None
    standing = value_label(WeightsStanding(rows[0]["standing"]))
    return DocumentWeights(standing[visit.speech.language], rows[0]["genuine"], rows[0]["forged"])


def _changes(registry: "risk.registry.AgentRegistry", version: str, speech: Speech) -> Iterator[WeightChange]:
    model = registry.model(version, RiskSettings())
    pairs = zip(AGENT.levels, model.scorecard.levels, strict=True)
    moved = sorted(pairs, key=lambda pair: -abs(pair[1].weight - pair[0].weight))[:MOST_MOVED]
    for before, after in moved:
        yield WeightChange(after.code, unfilled(speech, after.code), before.weight, after.weight)
