"""Jobs: where work for later stands."""

from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.web.api.answers import JobAnswer
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow

router = APIRouter(tags=["jobs"])


@router.get("/jobs/{job_id}", dependencies=[needs(Right.READ, "jobs")], responses=refusals(404, 422))
def one(desk: DeskHere, visit: VisitNow, job_id: Annotated[str, Path(max_length=40)]) -> JobAnswer:
    """One job of the team's."""
    return JobAnswer.of(desk.jobs.find(job_id, where=visit.rows(Right.READ, "jobs").clause))
