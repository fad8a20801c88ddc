"""Cases, for people: with a session and the rights of the pages."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from mingjian.access.policy import Right
from mingjian.casework.cases import Origin
from mingjian.casework.evidence import EvidenceKind, Provenance
from mingjian.casework.ledger import SubjectType
from mingjian.casework.on_record import concerned
from mingjian.casework.questions import Question
from mingjian.casework.seen import seen_before
from mingjian.casework.status import CaseStatus
from mingjian.web.api import case_answers as ca
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow
from mingjian.web.history import note_look
from mingjian.web.responsible import responsible

router = APIRouter(tags=["cases"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_READ = needs(Right.READ, "cases")
_CREATE = needs(Right.CREATE, "cases")
_CHANGE = needs(Right.CHANGE, "cases")
_REFUSED = refusals(404, 409, 422)


@router.get("/cases", dependencies=[_READ], responses=refusals(422))
def every(
    desk: DeskHere,
    part: APart,
    status: CaseStatus | None = None,
    lead: Annotated[str | None, Query(max_length=80)] = None,
) -> list[ca.CaseAnswer]:
    """Cases, those that somebody works on first."""
    return [ca.CaseAnswer.of(case) for case in part.of(desk.cases.list(status=status, lead=lead))]


@router.post("/cases", status_code=201, dependencies=[_CREATE], responses=_REFUSED)
def open_case(desk: DeskHere, visit: VisitNow, case: ca.NewCase) -> ca.CaseAnswer:
    """Opens a case from what is on record; refused where one is open for the same thing, which the message names."""
    kind = EvidenceKind(case.kind)
    whom = concerned(visit.run_if_any, desk.database, kind, case.origin_id, stated=case.customer_id)
    origin = Origin(case.kind, case.origin_id, run=_run(visit), customer_id=whom)
    return ca.CaseAnswer.of(desk.cases.open(origin, title=case.title, by=visit.principal, at=desk.now(), why=case.why))


@router.get("/cases/{case_id}", dependencies=[_READ], responses=refusals(404, 422))
def one(desk: DeskHere, visit: VisitNow, case_id: Number) -> ca.CaseAnswer:
    """A case."""
    found = desk.cases.find(case_id)
    note_look(desk, visit.principal, "case", case_id)
    return ca.CaseAnswer.of(found)


@router.get("/cases/{case_id}/timeline", dependencies=[_READ], responses=refusals(404, 422))
def timeline(desk: DeskHere, case_id: Number) -> list[sa.EventAnswer]:
    """Everything that happened to it, oldest first."""
    return [sa.EventAnswer.of(event) for event in desk.cases.timeline(_known(desk, case_id))]


@router.post("/cases/{case_id}/steps", dependencies=[_CHANGE], responses=_REFUSED)
def step(desk: DeskHere, visit: VisitNow, case_id: Number, asked: ca.NewStep) -> ca.CaseAnswer:
    """Takes it one step on; none is skipped, and it goes to the police after two people decided so."""
    return ca.CaseAnswer.of(
        desk.cases.step(case_id, asked.to, by=visit.principal, at=desk.now(), why=asked.why, reference=asked.reference)
    )


@router.post("/cases/{case_id}/lead", dependencies=[_CHANGE], responses=_REFUSED)
def give(desk: DeskHere, visit: VisitNow, case_id: Number, asked: ca.NewLead) -> ca.CaseAnswer:
    """Gives it to another lead."""
    return ca.CaseAnswer.of(desk.cases.give(case_id, asked.to, by=visit.principal, at=desk.now(), why=asked.why))


@router.get("/cases/{case_id}/evidence", dependencies=[_READ], responses=refusals(404, 422))
def board(desk: DeskHere, case_id: Number, withdrawn: bool = False) -> list[ca.EvidenceAnswer]:
    """Its board: facts first, then hypotheses."""
    return [ca.EvidenceAnswer.of(item) for item in desk.board.of(_known(desk, case_id), withdrawn=withdrawn)]


@router.post("/cases/{case_id}/evidence", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def add(desk: DeskHere, visit: VisitNow, case_id: Number, item: ca.NewEvidence) -> ca.EvidenceAnswer:
    """Puts something on the board: what is on record, and about whom the records say."""
    at, number = desk.now(), item.subject_id.strip()
    added = desk.board.add(
        _known(desk, case_id),
        item.kind,
        number,
        provenance=Provenance(item.source, at, visit.principal.name, _run(visit)),
        standing=item.standing,
        by=visit.principal,
        at=at,
        note=item.note,
        customer_id=concerned(visit.run_if_any, desk.database, item.kind, number, stated=item.customer_id.strip()),
    )
    return ca.EvidenceAnswer.of(added)


@router.post("/cases/{case_id}/evidence/{evidence_id}/standing", dependencies=[_CHANGE], responses=_REFUSED)
def stand(
    desk: DeskHere, visit: VisitNow, case_id: Number, evidence_id: Number, asked: ca.NewStanding
) -> ca.EvidenceAnswer:
    """Confirms a hypothesis, or takes back that something is a fact."""
    desk.board.stand(evidence_id, asked.standing, of=case_id, by=visit.principal, at=desk.now(), why=asked.why)
    return ca.EvidenceAnswer.of(desk.board.find(evidence_id))


@router.post("/cases/{case_id}/evidence/{evidence_id}/withdrawal", dependencies=[_CHANGE], responses=_REFUSED)
def withdraw(
    desk: DeskHere, visit: VisitNow, case_id: Number, evidence_id: Number, reason: sa.NewReason
) -> ca.EvidenceAnswer:
    """Takes something off the board; it stays on the timeline."""
    desk.board.withdraw(evidence_id, of=case_id, by=visit.principal, at=desk.now(), why=reason.why)
    return ca.EvidenceAnswer.of(desk.board.find(evidence_id))


@router.get("/cases/{case_id}/seen", dependencies=[_READ], responses=refusals(404, 422))
def seen(desk: DeskHere, case_id: Number) -> ca.SeenAnswer:
    """What is known already of what its board holds: other cases, and what people judged of it."""
    return ca.SeenAnswer.of(seen_before(desk.database, _known(desk, case_id)))


@router.get("/cases/{case_id}/jurisdictions", dependencies=[_READ], responses=refusals(404, 422))
def places(desk: DeskHere, visit: VisitNow, case_id: Number) -> list[ca.JurisdictionAnswer]:
    """The provinces in which its customers live by the current run, with the stations on file; people choose."""
    return [ca.JurisdictionAnswer.model_validate(one) for one in responsible(desk, visit, desk.cases.find(case_id))]


@router.get("/cases/{case_id}/decisions", dependencies=[_READ], responses=refusals(404, 422))
def decisions(desk: DeskHere, visit: VisitNow, case_id: Number) -> list[sa.DecisionAnswer]:
    """Its decisions, newest first, as whoever asks may see them."""
    found = desk.decisions.open_for(SubjectType.CASE, _known(desk, case_id), name=visit.principal.name)
    return [sa.DecisionAnswer.of(decision) for decision in found]


@router.post("/cases/{case_id}/decisions", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def judge(desk: DeskHere, visit: VisitNow, case_id: Number, opinion: sa.NewOpinion) -> sa.DecisionAnswer:
    """Gives one's own opinion on whether it goes to the police."""
    said = opinion.on(Question.REPORT)
    given = desk.cases.judge(case_id, said.answer, basis=said.basis, why=said.why, by=visit.principal, at=desk.now())
    return sa.DecisionAnswer.of(given)


@router.post("/cases/{case_id}/interests", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def interest(desk: DeskHere, visit: VisitNow, case_id: Number, reason: sa.NewReason) -> None:
    """Declares one's own interest: somebody else leads it from now."""
    desk.cases.step_back(case_id, by=visit.principal, at=desk.now(), why=reason.why)


def _known(desk: Desk, case_id: str) -> str:
    return desk.cases.find(case_id).case_id


def _run(visit: Visit) -> str:
    return visit.run_if_any.name if visit.run_if_any else ""
