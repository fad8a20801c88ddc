"""Cases: the list, and one case with its evidence board, timeline, tasks and decisions."""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.casework.cases import Case, Origin, OriginKind
from mingjian.casework.errors import AlreadyOpenError
from mingjian.casework.evidence import OF_A_RUN, Evidence, EvidenceKind, Provenance, Standing
from mingjian.casework.ledger import SubjectType
from mingjian.casework.on_record import concerned
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.seen import seen_before
from mingjian.casework.status import NEEDS_REFERENCE, NEXT, CaseStatus
from mingjian.contract.vocabulary import JudgementKind
from mingjian.errors import InputError
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow
from mingjian.web.entities import shown_name
from mingjian.web.forms import Line, Text, Words
from mingjian.web.history import note_look
from mingjian.web.judged import shown as shown_judgement
from mingjian.web.responsible import members, responsible
from mingjian.web.work_view import asked_of, colleagues, shown_events
from mingjian.web.work_words import word

router = APIRouter()
_READ = needs(Right.READ, "cases")
_CREATE = needs(Right.CREATE, "cases")
_CHANGE = needs(Right.CHANGE, "cases")
PAGES = {
    EvidenceKind.GANG: "/gangs/",
    EvidenceKind.AGENCY: "/agencies/",
    EvidenceKind.COMPLAINT: "/complaints/",
    EvidenceKind.CUSTOMER: "/customers/",
    EvidenceKind.MATERIAL: "/materials/",
}
"""Evidence that has a page of its own."""


@router.get("/cases", dependencies=[_READ])
def listing(desk: DeskHere, visit: VisitNow, status: CaseStatus | Literal[""] = "") -> Response:
    """Every case, those that somebody works on first."""
    speech = visit.speech
    return desk.render(
        "cases.html",
        visit=visit,
        cases=desk.cases.list(status=status or None),
        chosen=status,
        statuses=tuple(CaseStatus),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
    )


@router.post("/cases", dependencies=[_CREATE])
def open_case(
    desk: DeskHere,
    visit: VisitNow,
    kind: Annotated[OriginKind, Form()],
    origin_id: Line,
    title: Line,
    why: Words,
    customer_id: Line = "",
) -> Response:
    """Opens a case, or leads to the one that is open for the same thing."""
    run = visit.run_if_any
    whom = concerned(run, desk.database, EvidenceKind(kind), origin_id, stated=customer_id)
    try:
        case = desk.cases.open(
            Origin(kind, origin_id, run=run.name if run else "", customer_id=whom),
            title=title,
            by=visit.principal,
            at=desk.now(),
            why=why,
        )
    except AlreadyOpenError as error:
        return _to(error.case_id)
    return _to(case.case_id)


@router.get("/cases/{case_id}", dependencies=[_READ])
def page(desk: DeskHere, visit: VisitNow, case_id: str) -> Response:
    """The case: what it rests on, what happened, what is to be done."""
    case = desk.cases.find(case_id)
    note_look(desk, visit.principal, "case", case_id)
    if desk.notes.mentioning(visit.principal.name):
        desk.notes.seen(visit.principal.name, SubjectType.CASE, case_id, at=desk.now())
    return _page(desk, visit, case_id, case)


@router.post("/cases/{case_id}/step", dependencies=[_CHANGE])
def step(
    desk: DeskHere, visit: VisitNow, case_id: str, to: Annotated[CaseStatus, Form()], why: Words, reference: Line = ""
) -> Response:
    """Takes the case one step on."""
    desk.cases.step(case_id, to, by=visit.principal, at=desk.now(), why=why, reference=reference)
    return _to(case_id)


@router.post("/cases/{case_id}/give", dependencies=[_CHANGE])
def give(desk: DeskHere, visit: VisitNow, case_id: str, to: Line, why: Words) -> Response:
    """Gives the case to another lead."""
    desk.cases.give(case_id, to, by=visit.principal, at=desk.now(), why=why)
    return _to(case_id)


@router.post("/cases/{case_id}/judge", dependencies=[_CHANGE])
def judge(
    desk: DeskHere,
    visit: VisitNow,
    case_id: str,
    answer: Annotated[Answer, Form()],
    basis: Annotated[Basis, Form()],
    why: Words,
) -> Response:
    """Gives one's own opinion on whether the case is handed to the police."""
    desk.cases.judge(case_id, answer, basis=basis, why=why, by=visit.principal, at=desk.now())
    return _to(case_id)


@router.post("/cases/{case_id}/members", dependencies=[_CHANGE])
def add_members(
    desk: DeskHere,
    visit: VisitNow,
    case_id: str,
    standing: Annotated[Standing, Form()],
    customer: Annotated[list[str], Form(max_length=1_000)] = [],  # noqa: B006  # FastAPI copies it
    every: Annotated[bool, Form()] = False,
) -> Response:
    """Puts customers of the gang that the case began with on the board: the chosen ones, or all as hypotheses."""
    of_it = members(visit, desk.cases.find(case_id))
    if not (chosen := of_it if every else of_it & set(customer)):
        raise InputError("choose at least one of its customers")
    at = desk.now()
    desk.board.add_customers(
        case_id,
        chosen,
        provenance=Provenance(OF_A_RUN, at, visit.principal.name, visit.run.name),
        standing=Standing.HYPOTHESIS if every else standing,
        by=visit.principal,
        at=at,
    )
    return _to(case_id)


@router.post("/cases/{case_id}/evidence", dependencies=[_CHANGE])
def add_evidence(
    desk: DeskHere,
    visit: VisitNow,
    case_id: str,
    kind: Annotated[EvidenceKind, Form()],
    subject_id: Line,
    standing: Annotated[Standing, Form()],
    source: Words,
    note: Text = "",
    customer_id: Line = "",
) -> Response:
    """Puts something on the board, with where it comes from."""
    desk.cases.find(case_id)
    at, number = desk.now(), subject_id.strip()
    desk.board.add(
        case_id,
        kind,
        number,
        provenance=Provenance(source, at, visit.principal.name, visit.run.name),
        standing=standing,
        by=visit.principal,
        at=at,
        note=note,
        customer_id=concerned(visit.run, desk.database, kind, number, stated=customer_id.strip()),
    )
    return _to(case_id)


@router.post("/cases/{case_id}/evidence/{evidence_id}/stand", dependencies=[_CHANGE])
def stand(
    desk: DeskHere,
    visit: VisitNow,
    case_id: str,
    evidence_id: str,
    standing: Annotated[Standing, Form()],
    why: Words,
) -> Response:
    """Confirms a hypothesis, or takes back that something is a fact."""
    desk.board.stand(evidence_id, standing, of=case_id, by=visit.principal, at=desk.now(), why=why)
    return _to(case_id)


@router.post("/cases/{case_id}/evidence/{evidence_id}/withdraw", dependencies=[_CHANGE])
def withdraw(desk: DeskHere, visit: VisitNow, case_id: str, evidence_id: str, why: Words) -> Response:
    """Takes something off the board."""
    desk.board.withdraw(evidence_id, of=case_id, by=visit.principal, at=desk.now(), why=why)
    return _to(case_id)


@router.post("/cases/{case_id}/interest", dependencies=[_CHANGE])
def interest(desk: DeskHere, visit: VisitNow, case_id: str, why: Words) -> Response:
    """Declares one's own interest: somebody else leads it from now."""
    desk.cases.step_back(case_id, by=visit.principal, at=desk.now(), why=why)
    return _to(case_id)


@router.post("/cases/{case_id}/suppress", dependencies=[_CHANGE])
def suppress(desk: DeskHere, visit: VisitNow, case_id: str, why: Words) -> Response:
    """Judges that what the case began with need not be shown again; goes back by intake."""
    origin = desk.cases.find(case_id).origin
    left = (origin.kind.value, origin.origin_id)
    desk.judgements.make(JudgementKind.SUPPRESS, left, by=visit.principal, at=desk.now(), reason=why)
    return _to(case_id)


def _shown(item: Evidence) -> str:
    if item.kind is EvidenceKind.FILE:
        return f"SHA-256 {item.subject_id[:12]}"
    return shown_name(*item.subject_id.split(":", 1)) if ":" in item.subject_id else item.subject_id


def _to(case_id: str) -> Response:
    return RedirectResponse(f"/cases/{quote(case_id, safe='')}", status_code=303)


def _page(desk: Desk, visit: Visit, case_id: str, case: Case) -> Response:
    speech = visit.speech
    evidence = desk.board.of(case_id, withdrawn=True)
    shown = tuple(
        (
            item,
            _shown(item),
            PAGES[item.kind] + quote(item.subject_id, safe="") if item.kind in PAGES else "",
        )
        for item in evidence
    )
    seen = seen_before(desk.database, case_id)
    decisions = desk.decisions.open_for(SubjectType.CASE, case_id, name=visit.principal.name)
    notes = desk.notes.of(SubjectType.CASE, case_id)
    on_board = {item.provenance.file_sha256 for item in evidence if item.withdrawn_at is None}
    on_file, joined = desk.partners.on_file(), desk.partners.joined(case_id)
    return desk.render(
        "case.html",
        visit=visit,
        here="/cases",
        case=case,
        address=f"/cases/{quote(case_id, safe='')}",
        facts=tuple(one for one in shown if one[0].withdrawn_at is None and one[0].standing is Standing.FACT),
        hypotheses=tuple(
            one for one in shown if one[0].withdrawn_at is None and one[0].standing is Standing.HYPOTHESIS
        ),
        withdrawn=tuple(one for one in shown if one[0].withdrawn_at is not None),
        steps=NEXT[case.status],
        with_paper=NEEDS_REFERENCE,
        kinds=tuple(kind for kind in EvidenceKind if kind is not EvidenceKind.FILE),
        files=tuple(one for one in notes if one.file_sha256 and one.file_sha256 not in on_board),
        standings=tuple(reversed(Standing)),  # a fact is what somebody says, and no default
        bases=tuple(Basis),
        report=asked_of(decisions, Question.REPORT),
        seen=seen.cases,
        judged=tuple(shown_judgement(speech, one) for one in seen.judged),
        places=responsible(desk, visit, case),
        members=tuple(sorted(members(visit, case) - {one.customer_id for one in evidence if not one.withdrawn_at})),
        on_file=tuple(one for one in on_file if one.partner_id not in {joint.partner.partner_id for joint in joined}),
        packages=desk.handovers.of_case(case_id),
        requests=desk.police.requests(case_id=case_id),
        accompaniments=desk.accompaniments.list(case_id=case_id),
        today=desk.today,
        partners=joined,
        tasks=desk.tasks.of(SubjectType.CASE, case_id),
        notes=notes,
        events=shown_events(speech, desk.cases.timeline(case_id)),
        people=colleagues(desk, SubjectType.CASE),
        companions=colleagues(desk, first=visit.principal.name),
        may_change=visit.principal.may(Right.CHANGE, "cases"),
        of_a_run=OF_A_RUN,
        word=lambda vocabulary, code: word(speech, vocabulary, code),
    )
