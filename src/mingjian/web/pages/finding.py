"""From what somebody typed to its page, or to who else has it; posted, so that it stands in no address."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.entities import Entity, entity
from mingjian.web.languages import Speech
from mingjian.web.queries import finding as query
from mingjian.web.runs import Run

router = APIRouter()
SHOWN = 20


@dataclass(frozen=True)
class ShownThing:
    """A thing for the screen, with the first of those who have it."""

    thing: Entity
    households: int
    hub: bool
    gang_id: str | None
    holders: tuple[Entity, ...]
    of: int


@router.post("/find", dependencies=[needs(Right.READ, "customers")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, text: Annotated[str, Form(max_length=100)] = "") -> Response:
    """Leads to the one page of that name, or lists several pages and the things that records call so."""
    wanted = text.strip()
    found = query.find(run, wanted) if wanted else ()
    if len(found) == 1:
        return RedirectResponse(found[0], status_code=303)
    return desk.render(
        "found.html",
        visit=visit,
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        things=tuple(_shown(run, visit.speech, thing) for thing in query.things(run, wanted)) if wanted else (),
    )


def _shown(run: Run, speech: Speech, thing: query.Thing) -> ShownThing:
    holders = query.holders(run, thing, limit=SHOWN)
    return ShownThing(
        entity(speech, thing.entity_type, thing.entity_id),
        thing.households,
        thing.hub,
        thing.gang_id,
        tuple(entity(speech, holder.party_type, holder.party_id) for holder in holders),
        holders[0].of if holders else 0,
    )
