"""One letter family."""

from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.masking import mask_text
from mingjian.access.policy import Right
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.marked_text import Piece, difference
from mingjian.web.queries import complaints
from mingjian.web.queries import templates as query
from mingjian.web.runs import Run

router = APIRouter()
EXAMPLES = 6


@dataclass(frozen=True)
class MemberDiff:
    """What one member changed against the family's medoid."""

    complaint_id: str
    medoid_id: str
    pieces: tuple[Piece, ...]


@router.get("/templates/{template_id}", dependencies=[needs(Right.READ, "letter_templates")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, template_id: str, diff: str = "") -> Response:
    """The family: skeleton, spread, members and how one of them differs."""
    one = query.template(run, template_id)
    if one is None:
        raise PageNotFoundError("no such letter template")
    found = query.parts(one)
    whole = "\0".join(text for part in found for text in (part.text, *part.examples))
    names = [
        name for name in run.once(("names", template_id), lambda: query.names_in(run, template_id)) if name in whole
    ]
    parts = tuple(
        replace(
            part,
            text=mask_text(part.text, names=names),
            examples=tuple(mask_text(text, names=names) for text in part.examples[:EXAMPLES]),
        )
        for part in found
    )
    listing = query.members(template_id)
    answer = desk.render(
        "template.html",
        visit=visit,
        template=one,
        parts=parts,
        slots=sum(1 for part in parts if part.slot),
        months=run.once(("months", template_id), lambda: query.months(run, template_id)),
        zones=query.zones(run, template_id),
        page=desk.list_page(listing, visit, rows=25),
        diff=_diff(run, one, diff) if diff else None,
    )
    return desk.keep_columns(listing, visit, answer)


@router.get("/templates/{template_id}/members.{ending}", dependencies=[needs(Right.EXPORT, "letter_templates")])
def export(desk: DeskHere, visit: VisitNow, template_id: str, ending: str) -> Response:
    """The letters of the family as a file."""
    if ending not in ("csv", "xlsx"):
        raise PageNotFoundError("no such kind of file")
    return desk.export(query.members(template_id), visit, ending, object_type="template", object_id=template_id)


def _diff(run: Run, one: query.Template, complaint_id: str) -> MemberDiff:
    member, medoid = complaints.complaint(run, complaint_id), complaints.medoid(run, one.template_id)
    if member is None or medoid is None:
        raise PageNotFoundError("no such letter in this family")
    return MemberDiff(
        complaint_id,
        medoid.complaint_id,
        difference(
            mask_text(medoid.text, names=[name for name in (medoid.full_name, medoid.sender_name) if name]),
            mask_text(member.text, names=[name for name in (member.full_name, member.sender_name) if name]),
        ),
    )
