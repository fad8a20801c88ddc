"""Going along with consumers to the police, for people."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from mingjian.access.policy import Right
from mingjian.casework.evidence import EvidenceKind
from mingjian.casework.on_record import concerned
from mingjian.web.api import police_answers as pa
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow

router = APIRouter(tags=["accompaniments"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Maybe = Annotated[str, Query(max_length=200)]
_CHANGE = needs(Right.CHANGE, "cases")
_REFUSED = refusals(404, 409, 422)


@router.get("/police/accompaniments", dependencies=[needs(Right.READ, "cases")], responses=refusals(422))
def every(
    desk: DeskHere, part: APart, customer_id: Maybe = "", case_id: Maybe = "", companion: Maybe = ""
) -> list[pa.AccompanimentAnswer]:
    """Who is accompanied, what is to come first; of a customer, a case or a companion where one is named."""
    found = desk.accompaniments.list(customer_id=customer_id, case_id=case_id, companion=companion)
    return [pa.AccompanimentAnswer.model_validate(one) for one in part.of(found)]


@router.post("/police/accompaniments", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def arrange(desk: DeskHere, visit: VisitNow, asked: pa.NewAccompaniment) -> sa.Made:
    """Arranges to go along with a consumer of the current run."""
    concerned(visit.run_if_any, desk.database, EvidenceKind.CUSTOMER, asked.customer_id)
    return sa.Made(id=desk.accompaniments.arrange(**asked.model_dump(), by=visit.principal, at=desk.now()))


@router.post(
    "/police/accompaniments/{accompaniment_id}/move", status_code=204, dependencies=[_CHANGE], responses=_REFUSED
)
def move(desk: DeskHere, visit: VisitNow, accompaniment_id: Number, asked: pa.MovedAppointment) -> None:
    """Another time or station."""
    desk.accompaniments.move(accompaniment_id, **asked.model_dump(), by=visit.principal, at=desk.now())


@router.post(
    "/police/accompaniments/{accompaniment_id}/outcome", status_code=204, dependencies=[_CHANGE], responses=_REFUSED
)
def came_of(desk: DeskHere, visit: VisitNow, accompaniment_id: Number, said: pa.NewOutcome) -> None:
    """Notes what came of it."""
    desk.accompaniments.came_of(accompaniment_id, said.result, said.outcome, by=visit.principal, at=desk.now())
