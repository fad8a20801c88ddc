"""What intake could not take."""

from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.listing import problem_text
from mingjian.web.queries import quarantine as query

router = APIRouter()


@router.get("/quarantine", dependencies=[needs(Right.READ, "quarantine")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun) -> Response:
    """The quarantine by table and problem, and row by row."""
    answer = desk.render(
        "quarantine.html",
        visit=visit,
        groups=query.groups(run),
        total=query.total(run),
        page=desk.list_page(query.LISTING, visit),
        problem=lambda code: problem_text(code or "", visit.speech),
    )
    return desk.keep_columns(query.LISTING, visit, answer)
