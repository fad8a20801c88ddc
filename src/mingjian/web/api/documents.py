"""What people decide of documents, for people: with a session and the rights of the pages."""

from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Question
from mingjian.errors import NotFoundError
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.opinions import judge as give_opinion
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.queries import materials as documents

router = APIRouter(tags=["materials"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


@router.get(
    "/materials/{material_id}/decisions",
    dependencies=[needs(Right.READ, "materials")],
    responses=refusals(404, 409, 422),
)
def decisions(desk: DeskHere, visit: VisitNow, run: CurrentRun, material_id: Number) -> list[sa.DecisionAnswer]:
    """What people decided of a document, newest first."""
    if documents.material(run, material_id) is None:
        raise NotFoundError("no such document")
    found = desk.decisions.open_for(SubjectType.MATERIAL, material_id, name=visit.principal.name)
    return [sa.DecisionAnswer.of(decision) for decision in found]


@router.post(
    "/materials/{material_id}/decisions",
    status_code=201,
    dependencies=[needs(Right.CHANGE, "materials")],
    responses=refusals(404, 409, 422),
)
def judge(
    desk: DeskHere, visit: VisitNow, run: CurrentRun, material_id: Number, opinion: sa.NewOpinion
) -> sa.DecisionAnswer:
    """Gives one's own opinion on a document; that it is forged holds once a second person agrees."""
    found = documents.material(run, material_id)
    if found is None:
        raise NotFoundError("no such document")
    return give_opinion(
        desk,
        visit,
        SubjectType.MATERIAL,
        material_id,
        opinion,
        of=Question.MATERIAL,
        customer_id=found.customer_id or "",
    )
