"""An agency's agreement, pasted or as a file, and read: each dangerous clause in its place. Nothing is stored."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.agencies.agreements.paper import Agreement, UnreadableAgreementError, read_paper, read_words
from mingjian.contract.reasons import Language
from mingjian.reading.files import sandbox
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow
from mingjian.web.marked_text import Span, pieces

router = APIRouter()
LONGEST = 100_000
"""Characters that the page takes; a longer paper is a file, and for ``mingjian agreement``."""


@router.get("/agreements", dependencies=[needs(Right.READ, "agencies")])
def ask(desk: DeskHere, visit: VisitNow) -> Response:
    """The empty form."""
    return _page(desk, visit)


@router.post("/agreements", dependencies=[needs(Right.READ, "agencies")])
def read(
    desk: DeskHere,
    visit: VisitNow,
    # A line's end counts as one character in a browser and comes as two.
    text: Annotated[str, Form(max_length=2 * LONGEST)] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """The text with its clauses marked; of a file and words the file is read, as an unread paper is: in the sandbox."""
    # One byte more than is read tells that there are more, however large the rest is.
    data = file.file.read(sandbox().limits.bytes + 1) if file is not None else b""
    try:
        return _page(desk, visit, pasted=text, found=read_paper(data) if data else read_words(text))
    except UnreadableAgreementError:
        return _page(desk, visit, pasted=text, refused="file" if data else "words")


def _page(desk: Desk, visit: Visit, *, pasted: str = "", found: Agreement | None = None, refused: str = "") -> Response:
    language = Language(visit.speech.language)
    passages = found.passages if found else ()
    return desk.render(
        "agreement.html",
        visit=visit,
        here="/agencies",
        longest=LONGEST,
        pasted=pasted,
        refused=refused,
        found=found,
        clauses=[(one, one.why(language)) for one in passages],
        pieces=pieces(
            found.text if found else "", [Span(one.start, one.end, "claim", one.why(language)) for one in passages]
        ),
        remarks=found.said(language) if found else (),
    )
