"""What people judge of gangs and of what is shared: the list that stands, and the forms that change it.

A judgement changes no complaint and no run. It leaves as a delivery and counts from the next run on.
"""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.casework.errors import RefusedError
from mingjian.contract.judging import OF_SIGNATURES, OF_WORDS
from mingjian.contract.vocabulary import JudgementKind
from mingjian.errors import InputError
from mingjian.web import judging
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.entities import GANG, kind_name
from mingjian.web.errors import PageNotFoundError
from mingjian.web.forms import Line, Words
from mingjian.web.judged import OF_MEMBERS, shown
from mingjian.web.queries import gangs
from mingjian.web.runs import Run

router = APIRouter()
_CREATE = needs(Right.CREATE, "judgements")


@router.get("/judgements", dependencies=[needs(Right.READ, "judgements")])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """What stands: hubs, what is the same, merged and split gangs, what is not shown again."""
    standing = tuple(shown(visit.speech, one) for one in desk.judgements.standing())
    return desk.render(
        "judgements.html",
        visit=visit,
        groups=tuple(
            (kind, found) for kind in JudgementKind if (found := [one for one in standing if one.kind is kind])
        ),
        total=len(standing),
        kinds=tuple(kind for kind in JudgementKind if kind not in OF_WORDS | OF_SIGNATURES),
        types=tuple((type_, kind_name(visit.speech, type_)) for type_ in judging.NAMED),
        may_judge=visit.principal.may(Right.CREATE, "judgements"),
    )


@router.post("/judgements", dependencies=[_CREATE])
def make(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    kind: Annotated[JudgementKind, Form()],
    left_type: Line,
    left_id: Line,
    why: Words,
    right_type: Line = "",
    right_id: Line = "",
) -> Response:
    """Judges what somebody names; posted, so that no telephone stands in an address."""
    judging.judge(desk, visit, run, kind, (left_type, left_id), right=(right_type, right_id), why=why)
    return RedirectResponse("/judgements", status_code=303)


@router.post("/judgements/delivery", dependencies=[_CREATE])
def deliver(desk: DeskHere, visit: VisitNow) -> Response:
    """Everything judged and confirmed until now as a delivery, packed, for 'mingjian intake'.

    It names telephones and accounts as they are, so whoever may judge takes it, and the log says who did.
    """
    now = desk.now()
    packed = BytesIO()
    with TemporaryDirectory() as folder, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        made = desk.judgements.deliver(Path(folder), at=now)
        for path in sorted(made.folder.iterdir()):
            archive.write(path, path.name)
    desk.audit.record(
        actor=visit.principal.name,
        action="deliver_judgements",
        object_type="judgements",
        object_id="all",
        reason=f"{made.judgements} judgements, {made.labels} labels, {made.verifications} enquiries, "
        f"{made.adverts} reported adverts",
    )
    name = f"judgements-{visit.speech.day(now)}.zip"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)


@router.post("/judgements/{judgement_id}/undo", dependencies=[_CREATE])
def undo(desk: DeskHere, visit: VisitNow, judgement_id: str, why: Words) -> Response:
    """Judges the opposite; the earlier judgement stays in the record."""
    judging.undo(desk, visit, judgement_id, why=why)
    return RedirectResponse("/judgements", status_code=303)


@router.post("/gangs/{gang_id}/merge", dependencies=[_CREATE])
def merge(desk: DeskHere, visit: VisitNow, run: CurrentRun, gang_id: str, other: Line, why: Words) -> Response:
    """Says that two gangs are one."""
    _gang(run, gang_id)
    judging.judge(desk, visit, run, JudgementKind.GANG_MERGE, (GANG, gang_id), right=(GANG, other), why=why)
    return _to(gang_id)


@router.post("/gangs/{gang_id}/members", dependencies=[_CREATE])
def judge_members(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    gang_id: str,
    kind: Annotated[JudgementKind, Form()],
    of_run: Line,
    member: Annotated[list[int], Form()],
    why: Words,
) -> Response:
    """Judges the members that were ticked, by their places on the page: no telephone stands in its forms."""
    _gang(run, gang_id)
    if of_run != run.name:
        raise RefusedError("another run has become current: look at its members first")
    members = gangs.members(run, gang_id)
    if kind not in OF_MEMBERS or not all(0 <= place < len(members) for place in member):
        raise InputError("tick members of this page, and say that they are not of it, hubs, or not to be shown")
    chosen = [members[place] for place in dict.fromkeys(member)]
    if kind is JudgementKind.HUB and any(one.entity_type in judging.PEOPLE for one in chosen):
        raise InputError("a hub is a thing that many share, never a person or a gang")
    for one in chosen:
        subject = (one.entity_type, one.entity_id)
        split = kind is JudgementKind.GANG_SPLIT
        desk.judgements.make(
            kind,
            (GANG, gang_id) if split else subject,
            right=subject if split else ("", ""),
            by=visit.principal,
            at=desk.now(),
            reason=why,
        )
    return _to(gang_id)


def _gang(run: Run, gang_id: str) -> None:
    if gangs.gang(run, gang_id) is None:
        raise PageNotFoundError("no such gang")


def _to(gang_id: str) -> Response:
    return RedirectResponse(f"/gangs/{quote(gang_id, safe='')}#judged", status_code=303)
