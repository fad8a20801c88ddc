"""Files on a case, a matter or a request, for people: taken with a note, given back to whoever may work on it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Path, UploadFile
from starlette.responses import Response, StreamingResponse

from mingjian.access.policy import Right
from mingjian.casework.attachments import MOST_BYTES, Upload
from mingjian.web.api import case_answers as ca
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.work_subjects import SUBJECTS, WorkSubject

router = APIRouter()
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Sent = Annotated[UploadFile, File(description="PDF, OFD, picture, recording, plain text, Office or ZIP, up to 50 MB")]
Words = Annotated[str, Form(max_length=10_000, pattern=r"^[^\x00]*$")]


def _serve(subject: WorkSubject) -> None:
    changing = needs(Right.CHANGE, subject.table)
    under, tags = f"{subject.under}/{{subject_id}}/attachments", [subject.table]

    @router.post(under, status_code=201, dependencies=[changing], responses=refusals(404, 413, 422), tags=[*tags])
    def attach(desk: DeskHere, visit: VisitNow, subject_id: Number, file: Sent, text: Words = "") -> sa.NoteAnswer:
        """Hangs a file on it; what the file is, its content says."""
        number = subject.number(desk, subject_id)
        # One byte more than may be taken tells that there are more, however large the rest is.
        upload = Upload(file.filename or "", file.file.read(MOST_BYTES + 1))
        note = desk.attachments.add(subject.type, number, upload, text, by=visit.principal, at=desk.now())
        return sa.NoteAnswer.of(note)

    @router.get(
        f"{under}/{{note_id}}",
        dependencies=[changing],
        responses=refusals(404, 422) | {200: {"content": {"application/octet-stream": {}}, "description": "the file"}},
        response_class=Response,
        tags=[*tags],
    )
    def give(desk: DeskHere, visit: VisitNow, subject_id: Number, note_id: Number) -> Response:
        """A file that hangs on it; who opened it stands in the audit log."""
        note, pieces = desk.attachments.open(subject.type, subject_id, note_id, by=visit.principal)
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(note.file_name, safe='')}"}
        return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


@router.post(
    "/cases/{case_id}/attachments/{note_id}/evidence",
    status_code=201,
    dependencies=[needs(Right.CHANGE, "cases")],
    responses=refusals(404, 409, 422),
    tags=["cases"],
)
def put_on_board(
    desk: DeskHere, visit: VisitNow, case_id: Number, note_id: Number, item: ca.NewFileEvidence
) -> ca.EvidenceAnswer:
    """Makes a file that hangs on a case evidence of it; its original goes along in packages."""
    made = desk.attachments.put_on_board(case_id, note_id, **item.model_dump(), by=visit.principal, at=desk.now())
    return ca.EvidenceAnswer.of(made)


for _subject in SUBJECTS:
    _serve(_subject)
