"""What is watched and where it has turned up, for people: a thing or a wording, never a customer."""

from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.web import work_view
from mingjian.web.api import police_answers as pa
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.work_view import turned_up

router = APIRouter(tags=["watches"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_READ = needs(Right.READ, "cases")
_CHANGE = needs(Right.CHANGE, "cases")
_REFUSED = refusals(404, 409, 422)


@router.get("/watches", dependencies=[_READ], responses=refusals(422))
def current(desk: DeskHere, part: APart) -> list[pa.WatchAnswer]:
    """What is watched today, what ends first first; telephones and accounts masked."""
    return [pa.WatchAnswer.of(one) for one in part.of(desk.watchlist.current(today=desk.today))]


@router.post("/watches", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def watch(desk: DeskHere, visit: VisitNow, asked: pa.NewWatch) -> sa.Made:
    """Watches something until a day."""
    made = work_view.watch(desk, visit, **asked.model_dump())
    return sa.Made(id=made.watch_id)


@router.get("/watches/alerts", dependencies=[_READ], responses=refusals(422))
def alerts(desk: DeskHere, visit: VisitNow, part: APart) -> list[pa.AlertAnswer]:
    """Where what is watched turned up since somebody last looked, the newest first."""
    found = turned_up(desk, visit)
    return [pa.AlertAnswer.of(one, visit.run.name) for one in part.of(found)]


@router.post("/watches/{watch_id}/look", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def look(desk: DeskHere, visit: VisitNow, watch_id: Number, looked: pa.NewLook) -> None:
    """What has turned up in a run, and until a moment, was judged; only what is new is told again."""
    work_view.look(desk, visit, watch_id, **looked.model_dump())


@router.post("/watches/{watch_id}/end", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def end(desk: DeskHere, visit: VisitNow, watch_id: Number, reason: sa.NewReason) -> None:
    """Watches no longer."""
    desk.watchlist.end(watch_id, by=visit.principal, at=desk.now(), why=reason.why)
