"""Clue packages, for people: asked for, read, judged by two, taken and noted as handed over."""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from starlette.responses import Response, StreamingResponse

from mingjian.access.policy import Right
from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Question
from mingjian.web.api import case_answers as ca
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.packages import ask_anew, ask_for

router = APIRouter(tags=["packages"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Kind = Literal["gang", "agency", "complaint", "testimony", "case"]
_MAKE = needs(Right.UNMASK, "materials")
_READ = needs(Right.READ, "cases")
_CHANGE = needs(Right.CHANGE, "cases")
_REFUSED = refusals(404, 409, 422)


@router.get("/packages", dependencies=[_READ], responses=refusals(422))
def every(desk: DeskHere, part: APart, case_id: Annotated[str, Query(max_length=200)] = "") -> list[ca.PackageAnswer]:
    """The packages of a case; without one, those that are built and wait to be judged or handed over."""
    found = desk.handovers.of_case(case_id) if case_id else desk.handovers.on_the_way()
    return [ca.PackageAnswer.of(one) for one in part.of(found)]


@router.post("/packages", status_code=201, dependencies=[_MAKE], responses=_REFUSED)
def ask(desk: DeskHere, visit: VisitNow, run: CurrentRun, package: ca.NewPackage) -> ca.PackageAnswer:
    """Asks for a package; a job builds it, and nothing is sent to anybody."""
    return ca.PackageAnswer.of(ask_for(desk, visit, run, **package.model_dump()))


@router.get("/packages/{package_id}", dependencies=[_READ], responses=refusals(404, 422))
def one(desk: DeskHere, package_id: Number) -> ca.PackageAnswer:
    """A package on its way out."""
    return ca.PackageAnswer.of(desk.handovers.find(package_id))


@router.get("/packages/{package_id}/timeline", dependencies=[_READ], responses=refusals(404, 422))
def timeline(desk: DeskHere, package_id: Number) -> list[sa.EventAnswer]:
    """Everything that happened to it, oldest first: who asked, who read its report, who handed it over."""
    number = desk.handovers.find(package_id).handover_id
    return [sa.EventAnswer.of(event) for event in desk.handovers.timeline(number)]


@router.get(
    "/packages/{package_id}/report",
    dependencies=[_CHANGE],
    responses=_REFUSED | {200: {"content": {"application/pdf": {}}, "description": "a PDF"}},
    response_class=Response,
)
def report(desk: DeskHere, visit: VisitNow, package_id: Number) -> Response:
    """The report inside, for whoever judges it; that it was read stands on the timeline."""
    content = desk.handovers.report(package_id, desk.sealed_files, by=visit.principal)
    return Response(content, media_type="application/pdf", headers=_as_file(f"{package_id}.pdf"))


@router.get("/packages/{package_id}/decisions", dependencies=[_READ], responses=refusals(404, 422))
def decisions(desk: DeskHere, visit: VisitNow, package_id: Number) -> list[sa.DecisionAnswer]:
    """Whether it is handed over, as whoever asks may see it."""
    number = desk.handovers.find(package_id).handover_id
    found = desk.decisions.open_for(SubjectType.PACKAGE, number, name=visit.principal.name)
    return [sa.DecisionAnswer.of(decision) for decision in found]


@router.post("/packages/{package_id}/decisions", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def judge(desk: DeskHere, visit: VisitNow, package_id: Number, opinion: sa.NewOpinion) -> sa.DecisionAnswer:
    """Gives one's own opinion on whether it is handed over: only after its report was read."""
    said = opinion.on(Question.REPORT)
    given = desk.handovers.judge(package_id, said.answer, basis=said.basis, why=said.why, by=visit.principal)
    return sa.DecisionAnswer.of(given)


@router.get(
    "/packages/{package_id}/file",
    dependencies=[_MAKE],
    responses=_REFUSED | {200: {"content": {"application/zip": {}}, "description": "the package"}},
    response_class=Response,
)
def file(desk: DeskHere, visit: VisitNow, package_id: Number) -> Response:
    """The package itself, once two people agreed."""
    pieces = desk.handovers.take(package_id, desk.sealed_files, by=visit.principal)
    return StreamingResponse(pieces, media_type="application/zip", headers=_as_file(f"{package_id}.zip"))


@router.post("/packages/{package_id}/handover", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def handed(desk: DeskHere, visit: VisitNow, package_id: Number, handover: ca.NewHandover) -> None:
    """Notes that it was handed over, which answers the request that it replies to."""
    desk.handovers.hand(package_id, desk.sealed_files, receipt=handover.receipt, by=visit.principal)


@router.post("/packages/{package_id}/again", status_code=201, dependencies=[_MAKE], responses=_REFUSED)
def again(desk: DeskHere, visit: VisitNow, package_id: Number) -> ca.PackageAnswer:
    """Asks for the same anew, of the current run."""
    return ca.PackageAnswer.of(ask_anew(desk, visit, desk.handovers.find(package_id)))


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
