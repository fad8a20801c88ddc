"""What documents' issuers were asked and answered, for people: with a session and the rights of the pages."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Path, UploadFile
from starlette.responses import Response, StreamingResponse

from mingjian.access.policy import Right
from mingjian.casework.attachments import MOST_BYTES, Upload
from mingjian.casework.enquiries import Heard, names_of, texts_of
from mingjian.contract.issued_for import names_in_field
from mingjian.contract.vocabulary import IssuerReply
from mingjian.web.api import enquiry_answers as ea
from mingjian.web.api.fields import Moment
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.documents import document, holder_of
from mingjian.web.queries.named import names_in

router = APIRouter(tags=["materials"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Words = Annotated[str, Form(min_length=4, max_length=2_000, pattern=r"^[^\x00]+$")]
Line = Annotated[str, Form(max_length=200, pattern=r"^[^\x00]*$")]
Sent = Annotated[UploadFile | None, File(description="the issuer's letter, up to 50 MB")]
_READ, _CHANGE = needs(Right.READ, "materials"), needs(Right.CHANGE, "materials")


@router.get("/enquiries", dependencies=[_READ], responses=refusals(422))
def open_enquiries(desk: DeskHere, visit: VisitNow, part: APart) -> list[ea.EnquiryAnswer]:
    """What has no answer yet, or one that a second person has to read: the longest asked first."""
    days = desk.whole_settings.casework.enquiry_days
    found = part.of(desk.enquiries.open())
    names = (*names_in(visit.run_if_any, texts_of(found)), *names_of(found))
    return [ea.EnquiryAnswer.of(one, days=days, names=names) for one in found]


@router.get("/materials/{material_id}/enquiries", dependencies=[_READ], responses=refusals(404, 409, 422))
def enquiries(desk: DeskHere, run: CurrentRun, material_id: Number) -> list[ea.EnquiryAnswer]:
    """What was asked about a document, the latest first."""
    days = desk.whole_settings.casework.enquiry_days
    found = desk.enquiries.of(document(run, material_id).material_id)
    names = (*names_in(run, texts_of(found)), *names_of(found))
    return [ea.EnquiryAnswer.of(one, days=days, names=names) for one in found]


@router.post(
    "/materials/{material_id}/enquiries", status_code=201, dependencies=[_CHANGE], responses=refusals(404, 409, 422)
)
def ask(
    desk: DeskHere, visit: VisitNow, run: CurrentRun, material_id: Number, enquiry: ea.NewEnquiry
) -> ea.EnquiryAnswer:
    """Notes that somebody asked the issuer."""
    one = document(run, material_id)
    asked = enquiry.asked(holder_of(run, one, named=enquiry.names_holder))
    made = desk.enquiries.ask(material_id, asked, by=visit.principal, at=desk.now(), customer_id=one.customer_id or "")
    names = (*names_in(run, [made.question]), *names_of([made]))
    return ea.EnquiryAnswer.of(made, days=desk.whole_settings.casework.enquiry_days, names=names)


@router.post(
    "/materials/{material_id}/enquiries/{enquiry_id}/answers",
    status_code=201,
    dependencies=[_CHANGE],
    responses=refusals(404, 409, 413, 422),
)
def answer(
    desk: DeskHere,
    visit: VisitNow,
    material_id: Number,
    enquiry_id: Number,
    reply: Annotated[IssuerReply, Form()],
    replied_at: Annotated[Moment, Form()],
    said: Words,
    replied_by: Line = "",
    issued_for: Line = "",
    issued_for_asked: Annotated[bool | None, Form()] = None,
    letter: Sent = None,
) -> ea.ReplyAnswer:
    """Notes the issuer's answer; one against the document holds once a second person has read it."""
    heard = Heard(reply, replied_at, replied_by, said, issued_for, issued_for_asked)
    # One byte more than may be taken tells that there are more, however large the rest is.
    sent = None if letter is None else Upload(letter.filename or "", letter.file.read(MOST_BYTES + 1))
    noted = desk.enquiries.answer(enquiry_id, heard, of=material_id, by=visit.principal, at=desk.now(), letter=sent)
    names = names_in(visit.run_if_any, [noted.said])
    return ea.ReplyAnswer.of(noted, names=(*names, *names_in_field(noted.issued_for)))


@router.post(
    "/materials/{material_id}/answers/{reply_id}/agree",
    status_code=204,
    dependencies=[_CHANGE],
    responses=refusals(404, 409, 422),
)
def agree(desk: DeskHere, visit: VisitNow, material_id: Number, reply_id: Number) -> None:
    """The second person has read what the issuer answered."""
    desk.enquiries.agree(reply_id, of=material_id, by=visit.principal, at=desk.now())


@router.get(
    "/materials/{material_id}/answers/{reply_id}/letter",
    dependencies=[_CHANGE],
    responses=refusals(404, 422) | {200: {"content": {"application/octet-stream": {}}, "description": "the file"}},
    response_class=Response,
)
def letter(desk: DeskHere, visit: VisitNow, material_id: Number, reply_id: Number) -> Response:
    """The issuer's letter; who opened it stands in the audit log."""
    noted, pieces = desk.enquiries.letter(reply_id, of=material_id, by=visit.principal)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(noted.file_name, safe='')}"}
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)
