"""Complaints that arrive between two runs."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Header, Path, Query, Response, UploadFile

from mingjian.access.policy import Right
from mingjian.errors import MingjianError
from mingjian.online.reception import SentFile, request_key_of
from mingjian.web.api.answers import ComplaintAssessment, ReceivedComplaint, ReceivedComplaints
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.history import note_look

TABLE = "received_complaints"
_SENT = "JSON: the fields of one row of complaints, and with `representations` a list of those who act, if anybody does"
router = APIRouter(tags=["complaints"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


class NotYetError(MingjianError):
    """The job that computes it has not ended."""

    code = "not_yet"
    status = 425


@router.post(
    "/complaints",
    status_code=202,
    dependencies=[needs(Right.CREATE, TABLE)],
    responses=refusals(409, 413, 422) | {200: {"model": ReceivedComplaint, "description": "it came before"}},
)
def take(
    desk: DeskHere,
    visit: VisitNow,
    response: Response,
    complaint: Annotated[str, Form(max_length=1_000_000, description=_SENT)],
    files: Annotated[list[UploadFile], File(max_length=20, description="its papers")] = [],  # noqa: B006  # FastAPI copies it
    idempotency_key: Annotated[str | None, Header(max_length=190, min_length=1)] = None,
) -> ReceivedComplaint:
    """Takes in one complaint with its files; the answer holds once it is given. It is assessed by a job.

    What of it cannot be read is left out and named by the assessment (`left_out`); without a `complaint_id` it is
    refused.
    The same complaint again, or the same Idempotency-Key with the same complaint, is answered with 200 and changes
    nothing.
    """
    sent = tuple(SentFile(file.filename or "", file.file.read()) for file in files)
    key = request_key_of(complaint, sent) if idempotency_key is None else f"key {idempotency_key}"
    received, new = desk.reception.take(complaint, sent, by=visit.principal, request_key=key)
    response.status_code = 202 if new else 200
    return ReceivedComplaint.of(received)


@router.get("/complaints", dependencies=[needs(Right.READ, TABLE)], responses=refusals(422))
def list_taken(
    desk: DeskHere,
    visit: VisitNow,
    after: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> ReceivedComplaints:
    """What the team took in, by number."""
    rows = desk.reception.list(where=visit.rows(Right.READ, TABLE).clause, after=after, limit=limit)
    return ReceivedComplaints(
        complaints=tuple(map(ReceivedComplaint.of, rows)), after=rows[-1].complaint_id if len(rows) == limit else None
    )


@router.get("/complaints/{complaint_id}", dependencies=[needs(Right.READ, TABLE)], responses=refusals(404, 422))
def one(desk: DeskHere, visit: VisitNow, complaint_id: Number) -> ReceivedComplaint:
    """One complaint that the team took in."""
    return ReceivedComplaint.of(desk.reception.find(complaint_id, where=visit.rows(Right.READ, TABLE).clause))


@router.get(
    "/complaints/{complaint_id}/assessment",
    dependencies=[needs(Right.READ, TABLE)],
    responses=refusals(404, 422, 425),
)
def assessment(desk: DeskHere, visit: VisitNow, complaint_id: Number) -> ComplaintAssessment:
    """Its assessment: reasons and merits, side by side. Who looked stands in the audit log."""
    found = desk.reception.assessment(complaint_id, where=visit.rows(Right.READ, TABLE).clause)
    if found is None:
        raise NotYetError("the assessment is not there yet: ask again when the job has ended")
    note_look(desk, visit.principal, "complaint", complaint_id)
    return ComplaintAssessment.model_validate(found)
