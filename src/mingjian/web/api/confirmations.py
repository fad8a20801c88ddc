"""Whether a new telephone or representative is the customer's own, for people: whom to ask, and what was heard.

Nothing waits for an answer, and none refuses anything.
"""

from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.web.api import matter_answers as ma
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.queries import customers

router = APIRouter(tags=["customers"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_READ = needs(Right.READ, "matters")


@router.get("/confirmations", dependencies=[_READ], responses=refusals(409, 422))
def waiting(desk: DeskHere, run: CurrentRun, part: APart) -> list[ma.FreshAnswer]:
    """What is new of customers in the current run and was asked of nobody since, the oldest first.

    Whoever was asked leaves the list; who wants no contact is not on it.
    """
    return [ma.FreshAnswer.model_validate(one) for one in part.of(desk.to_be_confirmed(run))]


@router.get("/customers/{customer_id}/confirmations", dependencies=[_READ], responses=refusals(404, 409, 422))
def confirmations(desk: DeskHere, run: CurrentRun, customer_id: Number) -> list[ma.ConfirmationAnswer]:
    """What the customer was asked so far, the latest first."""
    known = customers.known(run, customer_id)
    return [ma.ConfirmationAnswer.model_validate(one) for one in desk.confirmations.of(known)]


@router.post(
    "/customers/{customer_id}/confirmations",
    status_code=204,
    dependencies=[needs(Right.CHANGE, "matters")],
    responses=refusals(404, 409, 422),
)
def note(desk: DeskHere, visit: VisitNow, run: CurrentRun, customer_id: Number, asked: ma.NewConfirmation) -> None:
    """The customer was asked, and this was heard; each time is an entry of its own."""
    known = customers.known(run, customer_id)
    desk.confirmations.note(known, **asked.model_dump(), by=visit.principal, at=desk.now())
