"""Going along with consumers to the police: arranged, moved, and what came of it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.casework.accompaniments import Result
from mingjian.casework.evidence import EvidenceKind
from mingjian.casework.on_record import concerned
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.forms import Line, Said, Words, in_shanghai

router = APIRouter()
_CHANGE = needs(Right.CHANGE, "cases")
When = Annotated[datetime, Form()]


@router.post("/police/accompaniments", dependencies=[_CHANGE])
def arrange(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    customer_id: Line,
    companion: Line,
    station: Line,
    meets_at: When,
    case_id: Line = "",
) -> Response:
    """Arranges to go along with a consumer of the current run; the time is Shanghai's."""
    made = desk.accompaniments.arrange(
        concerned(run, desk.database, EvidenceKind.CUSTOMER, customer_id.strip()),
        companion=companion,
        station=station,
        meets_at=in_shanghai(meets_at),
        case_id=case_id.strip(),
        by=visit.principal,
        at=desk.now(),
    )
    return _to(made)


@router.post("/police/accompaniments/{accompaniment_id}/move", dependencies=[_CHANGE])
def move(desk: DeskHere, visit: VisitNow, accompaniment_id: str, meets_at: When, station: Line, why: Words) -> Response:
    """Another time or station."""
    desk.accompaniments.move(
        accompaniment_id,
        meets_at=in_shanghai(meets_at),
        station=station,
        by=visit.principal,
        at=desk.now(),
        why=why,
    )
    return _to(accompaniment_id)


@router.post("/police/accompaniments/{accompaniment_id}/outcome", dependencies=[_CHANGE])
def came_of(
    desk: DeskHere, visit: VisitNow, accompaniment_id: str, result: Annotated[Result, Form()], outcome: Said
) -> Response:
    """Notes what came of it."""
    desk.accompaniments.came_of(accompaniment_id, result, outcome, by=visit.principal, at=desk.now())
    return _to(accompaniment_id)


def _to(accompaniment_id: str) -> Response:
    return RedirectResponse(f"/police#{accompaniment_id}", status_code=303)
