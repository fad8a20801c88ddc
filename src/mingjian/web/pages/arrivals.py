"""What was answered when a complaint arrived: no result of a run, and the next run looks anew."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.errors import NotFoundError
from mingjian.online.reception import Received
from mingjian.web.answers_on_arrival import links_on_arrival, tracks_on_arrival
from mingjian.web.arriving import RECEIVED
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, Desk, DeskHere, Visit, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.evidence import Track
from mingjian.web.history import note_look
from mingjian.web.opened_evidence import PlaceAsked, opened

router = APIRouter()
_READ = needs(Right.READ, RECEIVED)


@router.get("/arrivals/{complaint_id}", dependencies=[_READ])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, complaint_id: str) -> Response:
    """Both tracks as they were answered on arrival, and every link with the rows that it leads over."""
    received, assessment = _answer(desk, visit, complaint_id)
    note_look(desk, visit.principal, "complaint", complaint_id)
    address = f"/arrivals/{quote(complaint_id, safe='')}"
    content = desk.reception.content(complaint_id)
    channel = content["complaint"].get("channel")
    if assessment is None:
        return desk.render(
            "arrived.html", visit=visit, here="/queue", received=received, channel=channel, assessment=None
        )
    return desk.render(
        "arrived.html",
        visit=visit,
        here="/queue",
        received=received,
        assessment=assessment,
        channel=channel,
        in_run=bool(run.query("SELECT 1 FROM complaints WHERE complaint_id = ?", (complaint_id,))),
        tracks=tracks_on_arrival(run, visit.speech, assessment, content["complaint"], address),
        links=links_on_arrival(
            run, visit.speech, assessment, content, with_rows=visit.principal.may(Right.READ, "customers")
        ),
    )


@router.get("/arrivals/{complaint_id}/evidence", dependencies=[_READ])
def evidence(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    complaint_id: str,
    place: PlaceAsked,
) -> Response:
    """One row that a sentence of the answer rests on, by its place."""
    _, assessment = _answer(desk, visit, complaint_id)
    note_look(desk, visit.principal, "complaint", complaint_id)
    told = assessment or {}
    return opened(
        desk,
        visit,
        run,
        place,
        {track: [one["evidence"] for one in told.get(track.value, ())] for track in Track},
        customer_id=desk.reception.content(complaint_id)["complaint"].get("customer_id"),
        return_to=f"/arrivals/{quote(complaint_id, safe='')}",
    )


def _answer(desk: Desk, visit: Visit, complaint_id: str) -> tuple[Received, dict[str, Any] | None]:
    mine = visit.rows(Right.READ, RECEIVED).clause
    try:
        received = desk.reception.find(complaint_id, where=mine)
    except NotFoundError:
        raise PageNotFoundError("no such complaint arrived between two runs") from None
    return received, desk.reception.assessment(complaint_id, where=mine)
