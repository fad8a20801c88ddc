"""What people decide of documents, for people: with a session and the rights of the pages."""

from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Question
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.documents import document

router = APIRouter(tags=["materials"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


@router.get(
    "/materials/{material_id}/decisions",
    dependencies=[needs(Right.READ, "materials")],
    responses=refusals(404, 409, 422),
)
def decisions(desk: DeskHere, visit: VisitNow, run: CurrentRun, material_id: Number) -> list[sa.DecisionAnswer]:
    """What people decided of a document, newest first."""
    number = document(run, material_id).material_id
    found = desk.decisions.open_for(SubjectType.MATERIAL, number, name=visit.principal.name)
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
    found = document(run, material_id)
    said = opinion.on(Question.MATERIAL)
    given = desk.decisions.judge(
        SubjectType.MATERIAL,
        material_id,
        said.question,
        said.answer,
        basis=said.basis,
        why=said.why,
        by=visit.principal,
        at=desk.now(),
        customer_id=found.customer_id or "",
    )
    return sa.DecisionAnswer.of(given)
