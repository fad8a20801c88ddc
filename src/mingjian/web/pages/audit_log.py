"""The audit log: who did what, when and why; whether it is whole; a sample to look into."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mingjian.access.audit import AuditEntry
from mingjian.access.checkpoints import Checkpoints
from mingjian.access.policy import Right
from mingjian.access.sampling import LARGEST, draw
from mingjian.casework.overrides import overrides
from mingjian.errors import NotFoundError
from mingjian.web.audit_words import TWO_PEOPLE, acts, things
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow
from mingjian.web.exports import csv_lines
from mingjian.web.work_words import word

TABLE = "audit_entries"
router = APIRouter()
ROWS = 100
Text = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]


@router.get("/audit", dependencies=[needs(Right.READ, TABLE)])
def page(
    desk: DeskHere,
    visit: VisitNow,
    actor: Text = "",
    action: Text = "",
    thing: Text = "",
    number: Text = "",
    two: bool = False,
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> Response:
    """The newest entries, by who, what and of which; ``two`` asks for acts that a second person stands behind."""
    entries = _asked(desk, actor, action, thing, number, two=two, before=before, limit=ROWS)
    return _page(desk, visit, entries=entries, actor=actor, action=action, thing=thing, number=number, two=two)


@router.get("/audit.csv", dependencies=[needs(Right.EXPORT, TABLE)])
def file(
    desk: DeskHere,
    visit: VisitNow,
    actor: Text = "",
    action: Text = "",
    thing: Text = "",
    number: Text = "",
    two: bool = False,
) -> Response:
    """The same entries as a file, persons under their pseudonyms; who took it stands in the log."""
    limit = desk.settings.export_rows
    entries = _asked(desk, actor, action, thing, number, two=two, before=None, limit=limit)
    desk.audit.record(
        actor=visit.principal.name,
        action="export_csv",
        object_type="audit_log",
        object_id=str(entries[0].sequence if entries else 0),
        reason=f"{len(entries)} entries",
    )
    titles = tuple(map(visit.speech.say, ("Number", "When", "Who", "What", "Kind", "Of which", "Why")))
    lines = (
        (one.sequence, one.at.isoformat(), one.actor, one.action, one.object_type, one.object_key, one.reason)
        for one in entries
    )
    headers = {"content-disposition": 'attachment; filename="audit-log.csv"'}
    return Response("".join(csv_lines((titles, *lines))), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/audit/overrides", dependencies=[needs(Right.READ, TABLE)])
def list_overrides(desk: DeskHere, visit: VisitNow, offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> Response:
    """Every decision that a review took back, with the people behind both."""
    found = overrides(desk.database, limit=ROWS + 1, offset=offset)
    older = offset + ROWS if len(found) > ROWS else None
    return desk.render(
        "overrides.html",
        visit=visit,
        here="/audit",
        overrides=found[:ROWS],
        older=older,
        word=lambda vocabulary, code: word(visit.speech, vocabulary, code),
    )


@router.post("/audit/verification", dependencies=[needs(Right.READ, TABLE)])
def verify(desk: DeskHere, visit: VisitNow) -> Response:
    """Reads the whole log, against the heads that were kept elsewhere."""
    folder = desk.whole_settings.access.checkpoints
    kept = Checkpoints(folder).read() if folder else ()
    found = desk.audit.verify(kept=kept)
    entries = desk.audit.entries(limit=ROWS)
    return _page(desk, visit, entries=entries, found=found, heads=len(kept))


@router.post("/audit/sample", dependencies=[needs(Right.READ, TABLE)])
def sample(desk: DeskHere, visit: VisitNow, size: Annotated[int, Form(ge=1, le=LARGEST)] = 25) -> Response:
    """Entries drawn at random; the seed stands in the log, so that the same sample can be drawn again."""
    drawn = draw(desk.audit, size, by=visit.principal)
    return _page(desk, visit, entries=drawn.entries, seed=drawn.seed, drawn_of=drawn.drawn_of)


@router.post("/audit/replay", dependencies=[needs(Right.READ, TABLE)])
def replay(
    desk: DeskHere,
    visit: VisitNow,
    complaint: Annotated[str, Form(min_length=1, max_length=200)],
    run: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Computes a complaint's score anew from its run's own tables, so that an auditor need not believe it."""
    # All that weighs a complaint takes longer to import than the other pages together.
    from mingjian.online.replay import replay as compute

    entries = desk.audit.entries(limit=ROWS)
    try:
        replayed = compute(desk.workspace.run(run or None), complaint.strip(), desk.whole_settings)
    except NotFoundError:
        return _page(desk, visit, entries=entries, not_replayed=True, status=404)
    desk.audit.record(
        actor=visit.principal.name,
        action="replay",
        object_type="complaint",
        object_id=complaint.strip(),
        reason=f"run {replayed.run}: {'the same' if replayed.equal else 'another score'}",
    )
    return _page(desk, visit, entries=entries, replayed=replayed)


def _asked(
    desk: Desk, actor: str, action: str, thing: str, number: str, *, two: bool, before: int | None, limit: int
) -> tuple[AuditEntry, ...]:
    return desk.audit.entries(
        actor=actor.strip() or None,
        action=action or None,
        actions=TWO_PEOPLE if two else (),
        object_type=thing or None,
        object_id=number.strip() or None,
        before=before,
        limit=limit,
    )


def _page(desk: Desk, visit: Visit, *, status: int = 200, **values: Any) -> Response:
    shown: dict[str, Any] = {
        "found": None,
        "heads": 0,
        "seed": None,
        "drawn_of": 0,
        "actor": "",
        "action": "",
        "thing": "",
        "number": "",
        "two": False,
        "replayed": None,
        "not_replayed": False,
        "runs": tuple(one.name for one in reversed(desk.workspace.runs)),
    }
    shown |= {"acts": acts(visit.speech), "things": things(visit.speech)}
    shown |= {"may_export": visit.principal.may(Right.EXPORT, TABLE)}
    return desk.render(
        "audit_log.html", visit=visit, status=status, here="/audit", head=desk.audit.head(), **(shown | values)
    )
