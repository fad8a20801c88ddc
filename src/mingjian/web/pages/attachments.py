"""Files on a case, a matter or a request: taken by a form, given back as a file and never shown in place."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from mingjian.access.policy import Right
from mingjian.casework.attachments import MOST_BYTES, Upload
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.forms import Text
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


for _subject in SUBJECTS:
    _serve(_subject)
