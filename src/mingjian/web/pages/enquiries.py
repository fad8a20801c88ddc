"""What documents' issuers were asked and answered: noted on the document, and the list of what is open."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from mingjian.access.policy import Right
from mingjian.casework.attachments import MOST_BYTES, Upload
from mingjian.casework.enquiries import AskedBy, Heard, Question
from mingjian.contract.vocabulary import IssuerReply
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.documents import document, holder_of
from mingjian.web.forms import Line, Words, in_shanghai
from mingjian.web.work_words import word

router = APIRouter()
_CHANGE = needs(Right.CHANGE, "materials")
_SAID = {"yes": True, "no": False, "": None}


@router.get("/enquiries", dependencies=[needs(Right.READ, "materials")])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """What has no answer yet, the longest asked first, and what a second person has to read."""
    days = desk.whole_settings.casework.enquiry_days
    speech = visit.speech
    asked = desk.enquiries.open()
    return desk.render(
        "enquiries.html",
        visit=visit,
        here="/materials",
        waiting=tuple(one for one in asked if one.waits),
        unanswered=tuple((one, due) for one in asked if (due := one.due_on(days)) is not None),
        today=desk.today,
        word=lambda vocabulary, code: word(speech, vocabulary, code),
    )


@router.post("/materials/{material_id}/enquiries", dependencies=[_CHANGE])
def ask(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    material_id: str,
    issuer: Line,
    channel: Annotated[AskedBy, Form()],
    asked_at: Annotated[datetime, Form()],
    question: Words,
    names_holder: Annotated[bool, Form()] = False,
) -> Response:
    """Notes that somebody asked the issuer."""
    one = document(run, material_id)
    desk.enquiries.ask(
        material_id,
        Question(issuer, channel, question, in_shanghai(asked_at), holder_of(run, one, named=names_holder)),
        by=visit.principal,
        at=desk.now(),
        customer_id=one.customer_id or "",
    )
    return _to(material_id)


@router.post("/materials/{material_id}/enquiries/{enquiry_id}/answer", dependencies=[_CHANGE])
def answer(
    desk: DeskHere,
    visit: VisitNow,
    material_id: str,
    enquiry_id: str,
    reply: Annotated[IssuerReply, Form()],
    replied_at: Annotated[datetime, Form()],
    said: Words,
    replied_by: Line = "",
    issued_for: Line = "",
    issued_for_asked: Annotated[Literal["", "yes", "no"], Form()] = "",
    letter: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Notes what the issuer answered, with its letter where there is one."""
    sent = letter is not None and letter.filename
    desk.enquiries.answer(
        enquiry_id,
        Heard(reply, in_shanghai(replied_at), replied_by, said, issued_for, _SAID[issued_for_asked]),
        of=material_id,
        by=visit.principal,
        at=desk.now(),
        # One byte more than may be taken tells that there are more, however large the rest is.
        letter=Upload(letter.filename or "", letter.file.read(MOST_BYTES + 1)) if letter is not None and sent else None,
    )
    return _to(material_id)


@router.post("/materials/{material_id}/answers/{reply_id}/agree", dependencies=[_CHANGE])
def agree(desk: DeskHere, visit: VisitNow, material_id: str, reply_id: str) -> Response:
    """The second person has read what the issuer answered."""
    desk.enquiries.agree(reply_id, of=material_id, by=visit.principal, at=desk.now())
    return _to(material_id)


@router.get("/materials/{material_id}/answers/{reply_id}/letter", dependencies=[_CHANGE])
def letter(desk: DeskHere, visit: VisitNow, material_id: str, reply_id: str) -> Response:
    """The issuer's letter, as a file."""
    noted, pieces = desk.enquiries.letter(reply_id, of=material_id, by=visit.principal)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(noted.file_name, safe='')}"}
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


def _to(material_id: str) -> Response:
    return RedirectResponse(f"/materials/{quote(material_id, safe='')}#enquiries", status_code=303)
