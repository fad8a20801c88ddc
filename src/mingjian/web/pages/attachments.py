"""Files on a case or a matter: taken by a form, given back as a file and never shown in place."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from mingjian.access.policy import Right
from mingjian.casework.attachments import MOST_BYTES, Upload
from mingjian.casework.ledger import SubjectType
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow

router = APIRouter()
_CASES = needs(Right.CHANGE, "cases")
_MATTERS = needs(Right.CHANGE, "matters")
Sent = Annotated[UploadFile, File()]
Text = Annotated[str, Form(max_length=10_000)]


@router.post("/cases/{case_id}/attachments", dependencies=[_CASES])
def attach_to_case(desk: DeskHere, visit: VisitNow, case_id: str, file: Sent, text: Text = "") -> Response:
    """Hangs a file on a case."""
    case_id = desk.cases.find(case_id).case_id
    return _attach(desk, visit, SubjectType.CASE, case_id, file, text, f"/cases/{quote(case_id, safe='')}#notes")


@router.get("/cases/{case_id}/attachments/{note_id}", dependencies=[_CASES])
def of_case(desk: DeskHere, visit: VisitNow, case_id: str, note_id: str) -> Response:
    """A file of a case."""
    return _open(desk, visit, SubjectType.CASE, case_id, note_id)


@router.post("/matters/{matter_id}/attachments", dependencies=[_MATTERS])
def attach_to_matter(desk: DeskHere, visit: VisitNow, matter_id: str, file: Sent, text: Text = "") -> Response:
    """Hangs a file on a matter."""
    matter_id = desk.matters.find(matter_id, today=desk.today).matter_id
    return _attach(
        desk, visit, SubjectType.MATTER, matter_id, file, text, f"/matters/{quote(matter_id, safe='')}#notes"
    )


@router.get("/matters/{matter_id}/attachments/{note_id}", dependencies=[_MATTERS])
def of_matter(desk: DeskHere, visit: VisitNow, matter_id: str, note_id: str) -> Response:
    """A file of a matter."""
    return _open(desk, visit, SubjectType.MATTER, matter_id, note_id)


def _attach(
    desk: Desk, visit: Visit, subject_type: SubjectType, subject_id: str, file: UploadFile, text: str, back: str
) -> Response:
    # One byte more than may be taken tells that there are more, however large the rest is.
    upload = Upload(file.filename or "", file.file.read(MOST_BYTES + 1))
    desk.attachments.add(subject_type, subject_id, upload, text, by=visit.principal, at=desk.now())
    return RedirectResponse(back, status_code=303)


def _open(desk: Desk, visit: Visit, subject_type: SubjectType, subject_id: str, note_id: str) -> Response:
    note, pieces = desk.attachments.open(subject_type, subject_id, note_id, by=visit.principal)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(note.file_name, safe='')}"}
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)
