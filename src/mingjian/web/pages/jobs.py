"""The queue of jobs: what waits, what failed and why."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.store.jobs import JobState
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow

router = APIRouter()


@router.get("/jobs", dependencies=[needs(Right.READ, "jobs")])
def page(desk: DeskHere, visit: VisitNow, state: Annotated[JobState | None, Query()] = None) -> Response:
    """The newest jobs."""
    return desk.render(
        "jobs.html",
        visit=visit,
        here="/jobs",
        counts=desk.jobs.counts(),
        jobs=desk.jobs.list(state=state, where=visit.rows(Right.READ, "jobs").clause, limit=200),
        state=state,
        may_change=visit.principal.may(Right.CHANGE, "jobs"),
    )


@router.post("/jobs/{job_id}/retry", dependencies=[needs(Right.CHANGE, "jobs")])
def retry(desk: DeskHere, visit: VisitNow, job_id: str) -> Response:
    """Lets a failed job begin anew."""
    desk.jobs.retry(job_id)
    desk.audit.record(actor=visit.principal.name, action="retry", object_type="job", object_id=job_id)
    return RedirectResponse("/jobs", status_code=303)
