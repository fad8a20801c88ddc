"""From a number, a telephone or an identity number to its page; posted, so that it stands in no address."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.queries.finding import find

router = APIRouter()
SHOWN = 20


@router.post("/find", dependencies=[needs(Right.READ, "customers")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, text: Annotated[str, Form(max_length=100)] = "") -> Response:
    """Leads to the one thing found, or lists several."""
    found = find(run, text.strip()) if text.strip() else ()
    if len(found) == 1:
        return RedirectResponse(found[0], status_code=303)
    return desk.render("found.html", visit=visit, found=found[:SHOWN], more=len(found) > SHOWN)
