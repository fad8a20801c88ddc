"""How two people or things hang together; posted, so that no telephone stands in an address."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.entities import Entity, entity
from mingjian.web.languages import Speech
from mingjian.web.queries import paths as query
from mingjian.web.record_names import record

router = APIRouter()
Typed = Annotated[str, Form(max_length=100)]


@dataclass(frozen=True)
class Step:
    """What leads on from one node to the next: the record that says so, how many have the thing, how much it tells."""

    record: str
    record_page: str
    households: int
    weight: float | None


@dataclass(frozen=True)
class ShownPath:
    """A path for the screen: one node more than steps."""

    nodes: tuple[Entity, ...]
    steps: tuple[Step, ...]


@router.get("/paths", dependencies=[needs(Right.READ, "gangs")])
def empty(desk: DeskHere, visit: VisitNow, _run: CurrentRun) -> Response:
    """Asks for two ends."""
    return desk.render("paths.html", visit=visit, asked=False, left="", right="", path=None, unknown=(), gave_up=False)


@router.post("/paths", dependencies=[needs(Right.READ, "gangs")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, left: Typed = "", right: Typed = "") -> Response:
    """A shortest path between the two, or why there is none."""
    ends = [query.nodes_called(run, text.strip()) if text.strip() else () for text in (left, right)]
    unknown = tuple(number for number, nodes in enumerate(ends, 1) if not nodes)
    found = None if unknown else query.path(run, ends[0], ends[1])
    return desk.render(
        "paths.html",
        visit=visit,
        asked=True,
        left=left,
        right=right,
        path=_shown(visit.speech, found) if found and found.nodes else None,
        unknown=unknown,
        gave_up=found is not None and found.gave_up,
    )


def _shown(speech: Speech, found: query.Found) -> ShownPath:
    return ShownPath(
        tuple(entity(speech, entity_type, entity_id) for entity_type, entity_id in found.nodes),
        tuple(
            Step(*record(speech, one.record_table, one.record_id), one.households, one.weight) for one in found.sharings
        ),
    )
