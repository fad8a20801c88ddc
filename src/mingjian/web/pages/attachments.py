"""Files on a case, a matter or a request: taken by a form, given back as a file and never shown in place."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from mingjian.access.policy import Right
from mingjian.casework.attachments import MOST_BYTES, Upload
from mingjian.casework.evidence import Standing
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.forms import Text, Words
from mingjian.web.work_subjects import SUBJECTS, WorkSubject

router = APIRouter()
Sent = Annotated[UploadFile, File()]


def _serve(subject: WorkSubject) -> None:
    changing = needs(Right.CHANGE, subject.table)
    under = f"{subject.under}/{{subject_id}}/attachments"

    @router.post(under, dependencies=[changing])
    def attach(desk: DeskHere, visit: VisitNow, subject_id: str, file: Sent, text: Text = "") -> Response:
        """Hangs a file on it."""
        number = subject.number(desk, subject_id)
        # One byte more than may be taken tells that there are more, however large the rest is.
        upload = Upload(file.filename or "", file.file.read(MOST_BYTES + 1))
        desk.attachments.add(subject.type, number, upload, text, by=visit.principal, at=desk.now())
        return RedirectResponse(f"{subject.page(number)}#notes", status_code=303)

    @router.get(f"{under}/{{note_id}}", dependencies=[changing])
    def give(desk: DeskHere, visit: VisitNow, subject_id: str, note_id: str) -> Response:
        """A file that hangs on it."""
        note, pieces = desk.attachments.open(subject.type, subject_id, note_id, by=visit.principal)
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(note.file_name, safe='')}"}
        return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


@router.post("/cases/{case_id}/attachments/{note_id}/board", dependencies=[needs(Right.CHANGE, "cases")])
def put_on_board(
    desk: DeskHere,
    visit: VisitNow,
    case_id: str,
    note_id: str,
    standing: Annotated[Standing, Form()],
    source: Words,
    note: Text = "",
) -> Response:
    """Makes a file that hangs on a case evidence of it."""
    desk.attachments.put_on_board(
        case_id, note_id, standing=standing, source=source, note=note, by=visit.principal, at=desk.now()
    )
    return RedirectResponse(f"/cases/{quote(case_id, safe='')}#facts", status_code=303)


for _subject in SUBJECTS:
    _serve(_subject)
