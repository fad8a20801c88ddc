"""One complaint."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import Response

from mingjian.access import masking
from mingjian.access.policy import Right
from mingjian.contract.reasons import from_json
from mingjian.web.arriving import answered_on_arrival
from mingjian.web.authority import needs
from mingjian.web.deadlines import deadlines
from mingjian.web.desk import CurrentRun, Desk, DeskHere, Visit, VisitNow
from mingjian.web.errors import ForbiddenError, PageNotFoundError
from mingjian.web.evidence import Track
from mingjian.web.history import history, note_look
from mingjian.web.letter_view import against_medoid, letter_view
from mingjian.web.opened_evidence import PlaceAsked, opened
from mingjian.web.qualifications import IN_DIFFICULTY, qualifications
from mingjian.web.queries import complaints as query
from mingjian.web.queries.qualifications import Requirement, protection_need, requirements
from mingjian.web.queries.rows import json_list
from mingjian.web.runs import Run
from mingjian.web.tracks import tracks_of
from mingjian.web.unmasking import MaskedField, Reason, masked_fields, shown_to

router = APIRouter()
Show = Literal["text", "diff"]


def _fields(one: query.Complaint) -> tuple[MaskedField, ...]:
    return masked_fields(
        ("sender_name", one.sender_name, masking.mask_name),
        ("contact_phone", one.contact_phone, masking.mask_phone),
        ("contact_email", one.contact_email, masking.mask_email),
        ("sender_address", one.sender_address, masking.mask_address),
        ("tracking_number", one.tracking_number, masking.mask_account),
    )


@router.get("/complaints/{complaint_id}", dependencies=[needs(Right.READ, "complaints")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, complaint_id: str, show: Show = "text") -> Response:
    """The complaint: its text, both tracks, and what stands around it."""
    one = _complaint(run, complaint_id)
    note_look(desk, visit.principal, "complaint", complaint_id)
    return _page(desk, visit, run, one, show=show)


@router.post("/complaints/{complaint_id}/unmask", dependencies=[needs(Right.UNMASK, "complaints")])
def unmask(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    complaint_id: str,
    field: Annotated[str, Form()],
    reason: Reason,
) -> Response:
    """Shows one field, or the text, in this one answer, and writes down who asked and why."""
    one = _complaint(run, complaint_id)
    if field not in {"text", *(known.name for known in _fields(one))}:
        raise PageNotFoundError("no such field")
    if field not in shown_to(visit.principal, "complaints"):
        raise ForbiddenError("your roles do not show this field")
    desk.audit.record(
        actor=visit.principal.name,
        action=f"unmask_{field}",
        object_type="complaint",
        object_id=complaint_id,
        reason=reason,
    )
    return _page(desk, visit, run, one, shown=field)


@router.get("/complaints/{complaint_id}/evidence", dependencies=[needs(Right.READ, "complaints")])
def evidence(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    complaint_id: str,
    place: PlaceAsked,
) -> Response:
    """One row that a sentence rests on, by its place."""
    one = _complaint(run, complaint_id)
    note_look(desk, visit.principal, "complaint", complaint_id)
    lists = {
        Track.REASONS: [list(reason.evidence) for reason in from_json(one.reasons)],
        Track.MERITS: [list(reason.evidence) for reason in from_json(one.merits)],
        Track.CLAIMS: [json_list(claim.evidence) for claim in query.claims(run, complaint_id)],
    }
    back = f"/complaints/{quote(complaint_id, safe='')}"
    return opened(desk, visit, run, place, lists, customer_id=one.customer_id, return_to=back)


def _complaint(run: Run, complaint_id: str) -> query.Complaint:
    one = run.view(("complaint", complaint_id), lambda: query.complaint(run, complaint_id))
    if one is None:
        raise PageNotFoundError("no such complaint")
    return one


@dataclass(frozen=True)
class Around:
    """What the run says of a complaint beside its own row."""

    letter: query.Letter | None
    claims: tuple[query.Claim, ...]
    mentions: tuple[query.Mention, ...]
    medoid: query.Medoid | None
    related: tuple[query.Related, ...]
    probably: query.Likeness | None
    papers: tuple[query.Paper, ...]
    representations: tuple[query.Representation, ...]
    requirements: tuple[Requirement, ...]
    need: str | None


def around(run: Run, one: query.Complaint) -> Around:
    """Looks it all up."""
    letter = query.letter(run, one.complaint_id)
    template_id = letter.template_id if letter is not None else None
    representations = query.representations(run, one.complaint_id)
    return Around(
        letter=letter,
        claims=query.claims(run, one.complaint_id),
        mentions=query.mentions(run, one.complaint_id),
        medoid=query.medoid(run, template_id) if template_id else None,
        related=query.related(run, one, template_id or None),
        probably=query.probably_of(run, one),
        papers=query.papers(run, one.complaint_id),
        representations=representations,
        requirements=requirements(run, [acting.representation_id for acting in representations]),
        need=protection_need(run, one.customer_id) if representations else None,
    )


def _page(
    desk: Desk, visit: Visit, run: Run, one: query.Complaint, *, show: Show = "text", shown: str = ""
) -> Response:
    speech = visit.speech
    address = f"/complaints/{quote(one.complaint_id, safe='')}"
    beside = run.view(("around", one.complaint_id), lambda: around(run, one))
    view = letter_view(speech, one, beside.letter, beside.claims, beside.mentions, unmasked=shown == "text")
    medoid = beside.medoid
    if medoid is not None:
        view = replace(view, medoid=medoid.complaint_id)
    matter_id = desk.matters.known(one.complaint_id) if visit.principal.may(Right.READ, "matters") else ""
    return desk.render(
        "complaint.html",
        visit=visit,
        here="/complaints",
        one=one,
        matter=desk.matters.find(matter_id, today=desk.today) if matter_id else None,
        today=desk.today,
        may_open=visit.principal.may(Right.CREATE, "cases"),
        address=address,
        answered=one.complaint_id in answered_on_arrival(desk, visit, [one.complaint_id]),
        view=view,
        diff=against_medoid(one, medoid) if show == "diff" and medoid is not None else None,
        family=medoid.complaints if medoid else None,
        tracks=tracks_of(run, speech, one, beside.claims),
        related=beside.related,
        probably=beside.probably,
        papers=beside.papers,
        representations=beside.representations,
        qualifications=qualifications(speech, beside.requirements),
        in_difficulty=beside.need if beside.need in IN_DIFFICULTY else None,
        clock=deadlines(
            speech, one, now=run.as_of or datetime.now(UTC), counting=desk.whole_settings.casework.counting
        ),
        fields=_fields(one),
        unmasked=shown,
        may_show=shown_to(visit.principal, "complaints"),
        history=history(desk, speech, "complaint", one.complaint_id),
        mask_name=masking.mask_name,
        mask_phone=masking.mask_phone,
    )
