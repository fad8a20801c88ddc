"""One gang as a picture, with the same links in a table beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from mingjian.access.layouts import MOST, Place
from mingjian.access.policy import Right
from mingjian.casework.errors import RefusedError
from mingjian.errors import InputError
from mingjian.web.authority import needs
from mingjian.web.canvas import LIMIT, Canvas, End, Spot, around, left_as_it_was, what_holds_them_together
from mingjian.web.desk import CurrentRun, Desk, DeskHere, Visit, VisitNow
from mingjian.web.entities import Entity, entity
from mingjian.web.errors import PageNotFoundError
from mingjian.web.languages import Speech
from mingjian.web.queries import gang_graph as query
from mingjian.web.queries import gangs
from mingjian.web.queries.records import Record, records_of
from mingjian.web.runs import Run

router = APIRouter()

PEOPLE = frozenset({"customer", "complaint"})
"""Members who are people; everything else is a thing, and bears its name in the picture."""

FURTHEST = 100_000.0
"""As far as a node may be dragged from the picture's corner, which is 1,000 wide and high."""

ROWS = 100
"""Rows of the table on the page; the picture holds no more than it says."""


@dataclass(frozen=True)
class Row:
    """One link in words."""

    party: Entity
    thing: Entity
    weight: float
    holds: bool
    first_seen: date | None
    last_seen: date | None
    records: tuple[Record, ...]


Coordinate = Annotated[float, Field(ge=-FURTHEST, le=FURTHEST, allow_inf_nan=False)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class LeftNode(_Sent):
    """A node as a browser left it."""

    id: str = Field(max_length=20)
    x: Coordinate
    y: Coordinate
    by_hand: bool


class LeftLayout(_Sent):
    """What a browser drew, of which run."""

    of_run: str = Field(max_length=200)
    nodes: tuple[LeftNode, ...] = Field(max_length=MOST, strict=False)


@router.get("/gangs/{gang_id}/graph", dependencies=[needs(Right.READ, "gangs")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, gang_id: str) -> Response:
    """The picture's page; without script its table stands alone."""
    one = gangs.gang(run, gang_id)
    if one is None:
        raise PageNotFoundError("no such gang")
    picture = _beginning(run, gang_id)
    lines = picture.lines[:ROWS]
    records = records_of(run, {(line.tie.party, line.tie.thing) for line in lines}, most=1)
    rows = [
        Row(
            entity(visit.speech, *line.tie.party),
            entity(visit.speech, *line.tie.thing),
            line.tie.weight,
            line.holds,
            line.tie.first_seen,
            line.tie.last_seen,
            records[line.tie.party, line.tie.thing],
        )
        for line in lines
    ]
    kinds = sorted({spot.end[0] for spot in picture.spots})
    return desk.render(
        "gang_graph.html",
        visit=visit,
        here="/gangs",
        gang=one,
        rows=rows,
        links=len(picture.lines),
        shown=len(picture.spots),
        total=picture.total,
        kinds=kinds,
        limit=LIMIT,
        most_kept=MOST,
    )


@router.get("/gangs/{gang_id}/graph.json", dependencies=[needs(Right.READ, "gangs")])
def beginning(desk: DeskHere, visit: VisitNow, run: CurrentRun, gang_id: str) -> Response:
    """What holds them together, for the canvas, as whoever asks left it."""
    if gangs.gang(run, gang_id) is None:
        raise PageNotFoundError("no such gang")
    left = _left(desk, visit, run, gang_id)
    moved = frozenset(end for end, place in left.items() if place.by_hand)
    return JSONResponse(_as_json(visit.speech, run, gang_id, _beginning(run, gang_id, moved), left))


@router.get("/gangs/{gang_id}/graph/{key}.json", dependencies=[needs(Right.READ, "gangs")])
def opened(desk: DeskHere, visit: VisitNow, run: CurrentRun, gang_id: str, key: str) -> Response:
    """A node with its neighbours, for the canvas; ``key`` tells nothing of what the node is."""
    end = next((end for end, name in query.keys(run, gang_id).items() if name == key), None)
    if end is None:
        raise PageNotFoundError("no such member")
    picture, left = around(query.ties(run, gang_id), end), _left(desk, visit, run, gang_id)
    return JSONResponse(_as_json(visit.speech, run, gang_id, picture, left))


@router.post("/gangs/{gang_id}/graph/layout", dependencies=[needs(Right.READ, "gangs")])
def keep(desk: DeskHere, visit: VisitNow, run: CurrentRun, gang_id: str, layout: LeftLayout) -> Response:
    """Keeps where whoever asks left the nodes, for themselves alone."""
    if gangs.gang(run, gang_id) is None:
        raise PageNotFoundError("no such gang")
    if layout.of_run != run.name:  # the same name stands for another node there
        raise RefusedError("another run has become current: load the picture again")
    ends = {key: end for end, key in query.keys(run, gang_id).items()}
    if not all(node.id in ends for node in layout.nodes):
        raise InputError("a node of the picture is no member of this gang: load the picture again")
    places = {ends[node.id]: Place(round(node.x, 1), round(node.y, 1), by_hand=node.by_hand) for node in layout.nodes}
    desk.layouts.keep(visit.principal.name, gang_id, places, at=desk.now())
    return Response(status_code=204)


@router.post("/gangs/{gang_id}/graph/layout/reset", dependencies=[needs(Right.READ, "gangs")])
def reset(desk: DeskHere, visit: VisitNow, run: CurrentRun, gang_id: str) -> Response:
    """Forgets it: the picture is drawn as the server lays it out."""
    if gangs.gang(run, gang_id) is None:
        raise PageNotFoundError("no such gang")
    desk.layouts.reset(visit.principal.name, gang_id)
    return Response(status_code=204)


def _left(desk: Desk, visit: Visit, run: Run, gang_id: str) -> dict[End, Place]:
    return desk.layouts.of(visit.principal.name, gang_id, query.members(run, gang_id))


def _beginning(run: Run, gang_id: str, moved: frozenset[End] = frozenset()) -> Canvas:
    """What everybody sees, kept once drawn; drawn anew only where somebody moved what is not in it."""

    def drawn(always: frozenset[End] = frozenset()) -> Canvas:
        strength = {end: member[1] for end, member in query.members(run, gang_id).items()}
        return what_holds_them_together(query.ties(run, gang_id), strength, always=always)

    common = run.once(("gang picture", gang_id), drawn)
    return common if moved <= {spot.end for spot in common.spots} else drawn(moved)


def _as_json(speech: Speech, run: Run, gang_id: str, picture: Canvas, left: Mapping[End, Place]) -> dict[str, Any]:
    members, keys = query.members(run, gang_id), query.keys(run, gang_id)
    picture = left_as_it_was(picture, {end: (place.x, place.y) for end, place in left.items()})
    return {
        "total": picture.total,
        "nodes": [_node(speech, spot, keys[spot.end], members, left.get(spot.end)) for spot in picture.spots],
        "edges": [
            {
                "source": keys[line.tie.party],
                "target": keys[line.tie.thing],
                "weight": round(line.tie.weight, 2),
                "holds": line.holds,
                "first": line.tie.first_seen.isoformat() if line.tie.first_seen else "",
                "last": line.tie.last_seen.isoformat() if line.tie.last_seen else "",
            }
            for line in picture.lines
        ],
    }


def _node(
    speech: Speech, spot: Spot, key: str, members: dict[End, tuple[str, float]], left: Place | None
) -> dict[str, Any]:
    shown = entity(speech, *spot.end)
    role, strength = members.get(spot.end, ("", 0.0))
    return {
        "id": key,
        "x": spot.x,
        "y": spot.y,
        "left": left is not None,
        "by_hand": left is not None and left.by_hand,
        "type": spot.end[0],
        "thing": spot.end[0] not in PEOPLE,
        "label": f"{shown.name} +{spot.hidden}" if spot.hidden else shown.name,
        "kind": shown.kind,
        "name": shown.name,
        "page": shown.address,
        "role": speech.label(role, "Role") if role else "",
        "strength": speech.number(strength, 2),
    }
