"""The audit log: who did what, when and why; whether it is whole; a sample to look into."""

import random
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mingjian.access.checkpoints import Checkpoints
from mingjian.access.policy import Right
from mingjian.casework.overrides import overrides
from mingjian.errors import NotFoundError
from mingjian.online.replay import replay as compute
from mingjian.web.audit_words import TWO_PEOPLE, acts
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow

TABLE = "audit_entries"
router = APIRouter()
ROWS = 100
Text = Annotated[str, Query(max_length=200)]


@router.get("/audit", dependencies=[needs(Right.READ, TABLE)])
def page(
    desk: DeskHere,
    visit: VisitNow,
    actor: Text = "",
    action: Text = "",
    two: bool = False,
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> Response:
    """The newest entries, by who and what; ``two`` asks for acts that a second person stands behind."""
    entries = desk.audit.entries(
        actor=actor or None,
        action=action or None,
        actions=TWO_PEOPLE if two else (),
        before=before,
        limit=ROWS,
    )
    return _page(desk, visit, entries=entries, actor=actor, action=action, two=two)


@router.get("/audit/overrides", dependencies=[needs(Right.READ, TABLE)])
def list_overrides(desk: DeskHere, visit: VisitNow) -> Response:
    """Every decision that a review took back, with the people behind both."""
    return desk.render("overrides.html", visit=visit, here="/audit", overrides=overrides(desk.database, limit=ROWS))


@router.post("/audit/verification", dependencies=[needs(Right.READ, TABLE)])
def verify(desk: DeskHere, visit: VisitNow) -> Response:
    """Reads the whole log, against the heads that were kept elsewhere."""
    folder = desk.whole_settings.access.checkpoints
    kept = Checkpoints(folder).read() if folder else ()
    found = desk.audit.verify(kept=kept)
    entries = desk.audit.entries(limit=ROWS)
    return _page(desk, visit, entries=entries, found=found, heads=len(kept))


@router.post("/audit/sample", dependencies=[needs(Right.READ, TABLE)])
def sample(desk: DeskHere, visit: VisitNow, size: Annotated[int, Form(ge=1, le=200)] = 25) -> Response:
    """Entries drawn at random; the seed stands in the log, so that the same sample can be drawn again."""
    seed, head = secrets.randbelow(2**31), desk.audit.head()
    numbers = sorted(random.Random(seed).sample(range(1, head.sequence + 1), min(size, head.sequence)))  # noqa: S311
    desk.audit.record(
        actor=visit.principal.name,
        action="draw_sample",
        object_type="audit_log",
        object_id=str(head.sequence),
        reason=f"{size} of {head.sequence}, seed {seed}",
    )
    return _page(desk, visit, entries=desk.audit.numbered(numbers), seed=seed, drawn_of=head.sequence)


@router.post("/audit/replay", dependencies=[needs(Right.READ, TABLE)])
def replay(
    desk: DeskHere,
    visit: VisitNow,
    complaint: Annotated[str, Form(min_length=1, max_length=200)],
    run: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Computes a complaint's score anew from its run's own tables, so that an auditor need not believe it."""
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


def _page(desk: Desk, visit: Visit, *, status: int = 200, **values: Any) -> Response:
    shown: dict[str, Any] = {
        "found": None,
        "heads": 0,
        "seed": None,
        "drawn_of": 0,
        "actor": "",
        "action": "",
        "two": False,
        "replayed": None,
        "not_replayed": False,
        "runs": tuple(one.name for one in reversed(desk.workspace.runs)),
    }
    shown |= {"acts": acts(visit.speech)}
    return desk.render(
        "audit_log.html", visit=visit, status=status, here="/audit", head=desk.audit.head(), **(shown | values)
    )
