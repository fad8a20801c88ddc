"""What a complaint's assessment would be were some of its reasons not known: the model asked again, on one page."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import Response

from mingjian import risk
from mingjian.access import masking
from mingjian.access.policy import Right
from mingjian.contract.vocabulary import FindingSubject, Zone
from mingjian.errors import InputError
from mingjian.risk.settings import RiskSettings
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.history import note_look
from mingjian.web.languages import Speech
from mingjian.web.probability import ProbabilityBar, probability_bar
from mingjian.web.queries import complaints as query
from mingjian.web.reasoning import render
from mingjian.web.runs import Run

router = APIRouter()


@dataclass(frozen=True)
class Choice:
    """A reason that may be taken away."""

    code: str
    text: str
    against: bool
    taken: bool


@dataclass(frozen=True)
class Outcome:
    """An assessment as the page shows it."""

    bar: ProbabilityBar
    zone: str


@router.get("/complaints/{complaint_id}/what-if", dependencies=[needs(Right.READ, "complaint_assessments")])
def page(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    complaint_id: str,
    taken: Annotated[list[str] | None, Query(alias="without", max_length=100)] = None,
) -> Response:
    """The assessment beside what it would be without the reasons that are chosen."""
    one = query.complaint(run, complaint_id)
    if one is None:
        raise PageNotFoundError("no such complaint")
    note_look(desk, visit.principal, "complaint", complaint_id)
    settings = desk.whole_settings.risk
    model = run.once(("agent model", settings), lambda: _model(run, settings))
    found = changed = None
    if model is not None:
        row = risk.what_if.complaint_row(complaint_id, _known(run, complaint_id), one.text)
        found, changed = (risk.what_if.without(row, model, codes) for codes in ((), taken or ()))
    return desk.render(
        "what_if.html",
        visit=visit,
        here="/complaints",
        one=one,
        address=f"/complaints/{quote(complaint_id, safe='')}",
        choices=_choices(visit.speech, found, taken or ()) if found else (),
        found=_outcome(visit.speech, found) if found else None,
        changed=_outcome(visit.speech, changed) if changed and taken else None,
        agrees=found is not None and risk.what_if.agrees(found, one.agent_probability, one.zone),
    )


def _model(run: Run, settings: RiskSettings) -> "risk.AgentModel | None":
    """The model that stood in the run; None where the run does not tell it whole."""
    rows = run.query("SELECT * FROM scorecards WHERE scorecard IN ('agent', 'manner')")
    try:
        return risk.ledger.agent_model(rows, settings) if rows else None
    except (KeyError, TypeError, InputError):  # another version's scorecard has other rows, or other columns
        return None


def _known(run: Run, complaint_id: str) -> dict[str, float]:
    rows = run.query(
        "SELECT feature, value FROM features WHERE subject_type = ? AND subject_id = ? AND value IS NOT NULL",
        (str(FindingSubject.COMPLAINT), complaint_id),
    )
    return {row["feature"]: row["value"] for row in rows}


def _choices(speech: Speech, found: "risk.what_if.Assessed", taken: Collection[str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(reason.code, masking.mask_text(render(speech, reason)), reason.weight < 0, reason.code in taken)
        for reason in found.reasons
    )


def _outcome(speech: Speech, found: "risk.what_if.Assessed") -> Outcome:
    undecided = found.zone == Zone.UNDECIDED
    bar = probability_bar(speech, found.probability, low=found.low, high=found.high, undecided=undecided)
    return Outcome(bar, found.zone)
