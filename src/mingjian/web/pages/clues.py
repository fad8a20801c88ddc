"""The clue builder: a person states for whom and for what, sees what goes along and what is masked, and takes it."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.casework.clues.building import build
from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.disclosure import RULES
from mingjian.casework.clues.gathering import Holding, gather
from mingjian.casework.clues.signing import fingerprint, signers
from mingjian.casework.clues.statement import Statement, Subject, SubjectKind
from mingjian.contract.schema import TIME_ZONE
from mingjian.errors import InputError, NotFoundError
from mingjian.store.serving import Serving
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, Desk, DeskHere, Visit, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.field_masks import mask_entity
from mingjian.web.runs import Run

router = APIRouter()

Kind = Literal["gang", "agency", "complaint", "case"]
Words = Annotated[str, Form(max_length=400)]
_PAGES = {"gang": "/gangs/", "agency": "/agencies/", "complaint": "/complaints/", "case": "/cases/"}


@router.get("/clues/{kind}/{subject_id}", dependencies=[needs(Right.UNMASK, "materials")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, kind: Kind, subject_id: str) -> Response:
    """What would go along, and the form to state for whom and for what."""
    case, holding = _found(desk, run, kind, subject_id)
    return _page(desk, visit, kind, subject_id, holding, case)


@router.post("/clues/{kind}/{subject_id}", dependencies=[needs(Right.UNMASK, "materials")])
def make(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    kind: Kind,
    subject_id: str,
    purpose: Words,
    recipient: Words,
    organisation: Words = "",
    prepared_by: Words = "",
) -> Response:
    """Makes the package and answers with it; nothing is sent to anybody else."""
    case, holding = _found(desk, run, kind, subject_id)
    configured = desk.whole_settings.clues
    try:
        statement = Statement(
            organisation=organisation or configured.organisation,
            # Who is signed in prepares it; at a machine without accounts a person says their name.
            prepared_by=visit.account.name if visit.account else prepared_by,
            prepared_at=datetime.now(ZoneInfo(TIME_ZONE)).replace(microsecond=0),
            purpose=purpose,
            recipient=recipient,
            contact=configured.contact,
        )
    except InputError:
        return _page(desk, visit, kind, subject_id, holding, case, problem=True)
    with TemporaryDirectory(prefix="mingjian-clue-") as folder:
        target = Path(folder) / "clue.zip"
        build(
            desk.workspace.run(run.name),
            holding.subject,
            statement,
            vault=desk.vault,
            signers=signers(desk.workspace.root, configured),
            audit=desk.audit,
            mask=mask_entity,
            target=target,
            case=case,
        )
        content = target.read_bytes()
    name = quote(f"clue-{subject_id}.zip", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type="application/zip", headers=headers)


def _found(desk: Desk, run: Run, kind: Kind, subject_id: str) -> tuple[CaseFile | None, Holding]:
    try:
        case = CaseFile.of(desk.database, subject_id) if kind == "case" else None
        subject = case.subject if case else Subject(SubjectKind(kind), subject_id)
        with Serving.open(desk.workspace.run(run.name).path) as serving:
            return case, gather(serving, subject, mask=mask_entity)
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
) -> Response:
    settings = desk.whole_settings.clues
    asked = case.materials if case else frozenset()
    return desk.render(
        "clue.html",
        visit=visit,
        status=422 if problem else 200,
        here=_PAGES[kind].rstrip("/"),
        kind=kind,
        subject_id=subject_id,
        back_to=_PAGES[kind] + quote(subject_id, safe=""),
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
    )
