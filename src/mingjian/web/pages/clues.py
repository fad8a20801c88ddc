"""The clue builder: a person states for whom and for what, sees what goes along and what is masked, and asks for it.

A job builds the package; on its own page two people judge whether it is handed over, and whoever hands it over says so.
"""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response, StreamingResponse

from mingjian.access.policy import Right
from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.disclosure import RULES
from mingjian.casework.clues.gathering import Holding
from mingjian.casework.clues.handover import Handover
from mingjian.casework.clues.signing import fingerprint, signers
from mingjian.casework.clues.statement import Subject
from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.errors import InputError, NotFoundError
from mingjian.store.jobs import JobState
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, Desk, DeskHere, Visit, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.forms import Line
from mingjian.web.forms import Words as Why
from mingjian.web.packages import ask_anew, ask_for, found
from mingjian.web.runs import Run
from mingjian.web.work_view import asked_of, shown_events
from mingjian.web.work_words import word

router = APIRouter()

Kind = Literal["gang", "agency", "complaint", "testimony", "case"]
Words = Annotated[str, Form(max_length=400)]
_PAGES = {"gang": "/gangs/", "agency": "/agencies/", "complaint": "/complaints/", "case": "/cases/"}
"""What has a page of its own; a consumer's report has none."""
_MAKE = needs(Right.UNMASK, "materials")


@router.get("/clues/{kind}/{subject_id}", dependencies=[_MAKE])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, kind: Kind, subject_id: str, request: str = "") -> Response:
    """What would go along, and the form to state for whom and for what; ``request`` is one of the police."""
    case, holding = _found(desk, run, kind, subject_id)
    return _page(desk, visit, kind, subject_id, holding, case, request=request)


@router.post("/clues/{kind}/{subject_id}", dependencies=[_MAKE])
def ask(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    kind: Kind,
    subject_id: str,
    purpose: Words,
    recipient: Words,
    organisation: Words = "",
    prepared_by: Words = "",
    request: Line = "",
) -> Response:
    """Asks for the package; a job builds it, and nothing is sent to anybody."""
    try:
        asked = ask_for(
            desk,
            visit,
            run,
            kind,
            subject_id,
            purpose=purpose,
            recipient=recipient,
            organisation=organisation,
            prepared_by=prepared_by,
            request_id=request,
        )
    except InputError:
        case, holding = _found(desk, run, kind, subject_id)
        return _page(desk, visit, kind, subject_id, holding, case, problem=True, request=request)
    return _to(asked.handover_id)


@router.get("/packages/{package_id}", dependencies=[needs(Right.READ, "cases")])
def package(desk: DeskHere, visit: VisitNow, package_id: str) -> Response:
    """One package: what it is for, whether it is built, what two people judge, and whether it was handed over."""
    one = desk.handovers.find(package_id)
    return _package(desk, visit, one)


@router.post("/packages/{package_id}/judge", dependencies=[needs(Right.CHANGE, "cases")])
def judge(
    desk: DeskHere,
    visit: VisitNow,
    package_id: str,
    answer: Annotated[Answer, Form()],
    basis: Annotated[Basis, Form()],
    why: Why,
) -> Response:
    """Gives one's own opinion on whether the package is handed over."""
    desk.handovers.judge(package_id, answer, basis=basis, why=why, by=visit.principal)
    return _to(package_id)


@router.get("/packages/{package_id}/report", dependencies=[needs(Right.CHANGE, "cases")])
def report(desk: DeskHere, visit: VisitNow, package_id: str) -> Response:
    """The report inside the package, for whoever may judge it: what leaves is read before it is judged."""
    content = desk.handovers.report(package_id, desk.sealed_files, by=visit.principal)
    name = quote(f"{package_id}.pdf", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type="application/pdf", headers=headers)


@router.post("/packages/{package_id}/again", dependencies=[_MAKE])
def again(desk: DeskHere, visit: VisitNow, package_id: str) -> Response:
    """Asks for the same anew, of the current run: one was too old, or is needed once more."""
    return _to(ask_anew(desk, visit, desk.handovers.find(package_id)).handover_id)


@router.get("/packages/{package_id}/file", dependencies=[_MAKE])
def file(desk: DeskHere, visit: VisitNow, package_id: str) -> Response:
    """The package itself, once two people agreed."""
    pieces = desk.handovers.take(package_id, desk.sealed_files, by=visit.principal)
    name = quote(f"{package_id}.zip", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)


@router.post("/packages/{package_id}/handed", dependencies=[needs(Right.CHANGE, "cases")])
def handed(desk: DeskHere, visit: VisitNow, package_id: str, receipt: Why) -> Response:
    """Notes that it was handed over, which answers the request that it replies to."""
    desk.handovers.hand(package_id, desk.sealed_files, receipt=receipt, by=visit.principal)
    return _to(package_id)


def _package(desk: Desk, visit: Visit, one: Handover) -> Response:
    speech = visit.speech
    state = "built" if one.sha256 else (desk.jobs.state(one.job_id) or JobState.FAILED).value
    decisions = desk.decisions.open_for(SubjectType.PACKAGE, one.handover_id, name=visit.principal.name)
    timeline = desk.handovers.timeline(one.handover_id)
    return desk.render(
        "package.html",
        visit=visit,
        here="/cases",
        one=one,
        state="too_old" if one.too_old(desk.now()) else state,
        kind_name=word(speech, "kind", one.subject.kind.value),
        back_to=f"/cases/{quote(one.case_id, safe='')}" if one.case_id else _address(one.subject),
        report=asked_of(decisions, Question.REPORT),
        rules=[rule.said(speech.language) for rule in RULES],
        events=shown_events(speech, timeline),
        has_read=any(event.kind == "read_package" and event.by == visit.principal.name for event in timeline),
        bases=tuple(Basis),
        may_change=visit.principal.may(Right.CHANGE, "cases"),
        may_take=visit.principal.may(Right.UNMASK, "materials"),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
    )


def _address(subject: Subject) -> str:
    return _PAGES[subject.kind.value] + quote(subject.id, safe="") if subject.kind.value in _PAGES else ""


def _to(package_id: str) -> Response:
    return RedirectResponse(f"/packages/{quote(package_id, safe='')}", status_code=303)


def _found(desk: Desk, run: Run, kind: Kind, subject_id: str) -> tuple[CaseFile | None, Holding]:
    try:
        return found(desk, run, kind, subject_id)
    except NotFoundError:
        raise PageNotFoundError("no such subject") from None


def _page(
    desk: Desk,
    visit: Visit,
    kind: Kind,
    subject_id: str,
    holding: Holding,
    case: CaseFile | None,
    *,
    problem: bool = False,
    request: str = "",
) -> Response:
    settings = desk.whole_settings.clues
    asked = case.materials if case else frozenset()
    return desk.render(
        "clue.html",
        visit=visit,
        status=422 if problem else 200,
        here=_PAGES.get(kind, "/cases/").rstrip("/"),
        kind=kind,
        subject_id=subject_id,
        stations=tuple(one.name for one in desk.partners.on_file(kind="police")),
        back_to=_PAGES[kind] + quote(subject_id, safe="") if kind in _PAGES else "/cases",
        address=f"/clues/{kind}/{quote(subject_id, safe='')}",
        customers=len(holding.customers),
        complaints=len(holding.complaints),
        documents=len(holding.documents),
        originals=sum(one.doubtful or one.material_id in asked for one in holding.documents),
        borne_out=sum(one["status"] == "borne_out" for one in holding.claims),
        claims=len(holding.claims),
        rules=[one.said(visit.speech.language) for one in RULES],
        keys=[(one.algorithm, fingerprint(one)) for one in signers(desk.workspace.root, settings)],
        organisation=settings.organisation,
        problem=problem,
        request=request,
        earlier=desk.handovers.about(holding.subject),
    )
