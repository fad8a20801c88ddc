"""One gang as a picture, with the same links in a table beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from mingjian.access.policy import Right
from mingjian.web.authority import needs
from mingjian.web.canvas import LIMIT, Canvas, End, Spot, around, what_holds_them_together
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
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
    )


@router.get("/gangs/{gang_id}/graph.json", dependencies=[needs(Right.READ, "gangs")])
def beginning(visit: VisitNow, run: CurrentRun, gang_id: str) -> Response:
    """What holds them together, for the canvas."""
    if gangs.gang(run, gang_id) is None:
        raise PageNotFoundError("no such gang")
    return JSONResponse(_as_json(visit.speech, run, gang_id, _beginning(run, gang_id)))


@router.get("/gangs/{gang_id}/graph/{key}.json", dependencies=[needs(Right.READ, "gangs")])
def opened(visit: VisitNow, run: CurrentRun, gang_id: str, key: str) -> Response:
    """A node with its neighbours, for the canvas; ``key`` tells nothing of what the node is."""
    end = next((end for end, name in query.keys(run, gang_id).items() if name == key), None)
    if end is None:
        raise PageNotFoundError("no such member")
    return JSONResponse(_as_json(visit.speech, run, gang_id, around(query.ties(run, gang_id), end)))


def _beginning(run: Run, gang_id: str) -> Canvas:
    def drawn() -> Canvas:
        strength = {end: member[1] for end, member in query.members(run, gang_id).items()}
        return what_holds_them_together(query.ties(run, gang_id), strength)

    return run.once(("gang picture", gang_id), drawn)


def _as_json(speech: Speech, run: Run, gang_id: str, picture: Canvas) -> dict[str, Any]:
    members, keys = query.members(run, gang_id), query.keys(run, gang_id)
    return {
        "total": picture.total,
        "nodes": [_node(speech, spot, keys[spot.end], members) for spot in picture.spots],
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


def _node(speech: Speech, spot: Spot, key: str, members: dict[End, tuple[str, float]]) -> dict[str, Any]:
    shown = entity(speech, *spot.end)
    role, strength = members.get(spot.end, ("", 0.0))
    return {
        "id": key,
        "x": spot.x,
        "y": spot.y,
        "type": spot.end[0],
        "thing": spot.end[0] not in PEOPLE,
        "label": f"{shown.name} +{spot.hidden}" if spot.hidden else shown.name,
        "kind": shown.kind,
        "name": shown.name,
        "page": shown.address,
        "role": speech.label(role, "Role") if role else "",
        "strength": speech.number(strength, 2),
    }
