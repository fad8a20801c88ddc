"""What customers want to be spared, for people: noted and lifted on the customer's own word."""

from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.web.api import matter_answers as ma
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.queries import customers

router = APIRouter(tags=["customers"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_CHANGE = needs(Right.CHANGE, "matters")
_REFUSED = refusals(404, 409, 422)


@router.get(
    "/customers/{customer_id}/wishes", dependencies=[needs(Right.READ, "matters")], responses=refusals(404, 409, 422)
)
def wishes(desk: DeskHere, run: CurrentRun, customer_id: Number) -> list[ma.WishAnswer]:
    """How the customer does not want to be contacted now; an empty channel is every one."""
    return [ma.WishAnswer.model_validate(one) for one in desk.wishes.of(customers.known(run, customer_id))]


@router.post("/customers/{customer_id}/wishes", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def note(desk: DeskHere, visit: VisitNow, run: CurrentRun, customer_id: Number, wish: ma.NewWish) -> None:
    """The customer does not want to be contacted, by a channel or at all."""
    desk.wishes.note(customers.known(run, customer_id), **wish.model_dump(), by=visit.principal, at=desk.now())


@router.post(
    "/customers/{customer_id}/wishes/{wish_id}/lift", status_code=204, dependencies=[_CHANGE], responses=_REFUSED
)
def lift(desk: DeskHere, visit: VisitNow, customer_id: Number, wish_id: Number, reason: sa.NewReason) -> None:
    """The customer wants to hear from the lender again."""
    desk.wishes.lift(customer_id, wish_id, by=visit.principal, at=desk.now(), why=reason.why)
