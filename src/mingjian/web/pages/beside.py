"""Two pictures with a slider between them: a paper beside its twin, a PDF before and after each update.

Either shows a page as it is, somebody else's too, so both are asked for with a reason and written down.
"""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mingjian import materials
from mingjian.access.policy import Right
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, Desk, DeskHere, Visit, VisitNow
from mingjian.web.documents import document, file_at_hand, note_seen
from mingjian.web.queries import materials as query
from mingjian.web.unmasking import Reason

router = APIRouter()


@router.get("/materials/{material_id}/beside/{other_id}", dependencies=[needs(Right.READ, "materials")])
def beside(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    material_id: str,
    other_id: str,
    page: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """Asks why one wants to see both."""
    one, other = document(run, material_id), document(run, other_id)
    return _answer(desk, visit, one, other, page=page, slides=None)


@router.post("/materials/{material_id}/beside/{other_id}", dependencies=[needs(Right.UNMASK, "materials")])
def show_beside(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    material_id: str,
    other_id: str,
    reason: Reason,
    page: Annotated[int, Form(ge=1)] = 1,
) -> Response:
    """Both pages laid over each other, in this one answer."""
    one, other = document(run, material_id), document(run, other_id)
    note_seen(desk, visit, reason, one, other)
    files = [file_at_hand(desk, each) for each in (one, other)]
    slide = None
    if files[0] is not None and files[1] is not None:
        slide = materials.twin_pages(
            files[0],
            files[1],
            digests=(one.file_sha256 or "", other.file_sha256 or ""),
            number=page,
            cache=desk.workspace.cache,
        )
    return _answer(desk, visit, one, other, page=page, slides=() if slide is None else (slide,))


@router.get("/materials/{material_id}/updates", dependencies=[needs(Right.READ, "materials")])
def updates(
    desk: DeskHere, visit: VisitNow, run: CurrentRun, material_id: str, page: Annotated[int, Query(ge=1)] = 1
) -> Response:
    """Asks why one wants to see what a PDF was before."""
    return _answer(desk, visit, document(run, material_id), None, page=page, slides=None)


@router.post("/materials/{material_id}/updates", dependencies=[needs(Right.UNMASK, "materials")])
def show_updates(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    material_id: str,
    reason: Reason,
    page: Annotated[int, Form(ge=1)] = 1,
) -> Response:
    """The page before and after each update of the PDF that changed how it looks."""
    one = document(run, material_id)
    note_seen(desk, visit, reason, one)
    data = file_at_hand(desk, one)
    return _answer(desk, visit, one, None, page=page, slides=materials.pdf_updates(data, number=page) if data else ())


def _answer(
    desk: Desk,
    visit: Visit,
    one: query.Material,
    other: query.Material | None,
    *,
    page: int,
    slides: "tuple[materials.Slide, ...] | None",
) -> Response:
    """``slides`` is None while nobody has said why."""
    return desk.render(
        "beside.html",
        visit=visit,
        here="/materials",
        one=one,
        other=other,
        page=page,
        slides=slides,
        address=f"/materials/{quote(one.material_id, safe='')}",
    )
