"""From what somebody typed to its page, or to who else has it; posted, so that it stands in no address.

A list is held against all things at once: which of these numbers do records name, and in which gang?
"""

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.casework.errors import RefusedError
from mingjian.contract.vocabulary import EntityGroup, JudgementKind
from mingjian.errors import InputError
from mingjian.web import judging
from mingjian.web.arriving import answered_on_arrival
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.entities import Entity, entity
from mingjian.web.errors import PageNotFoundError
from mingjian.web.forms import Line, Words
from mingjian.web.languages import Speech, message
from mingjian.web.queries import finding as query
from mingjian.web.queries import shared
from mingjian.web.runs import Run

router = APIRouter()
SHOWN = 20
LONGEST_LIST = 100_000
"""Characters."""
MOST_VALUES = 1_000


GROUPS = {
    EntityGroup.MAIL_DOMAIN: message(
        "Mailboxes under one domain that is no public mail service's. Whoever works at one firm or studies at one "
        "school has that in common as well."
    ),
    EntityGroup.IP_BLOCK: message(
        "IP addresses that differ in the last number alone. Neighbours on one network, a firm, a dormitory and a "
        "carrier's customers have that in common as well."
    ),
    EntityGroup.HOUSE: message(
        "Addresses in one building, or at one staircase of it. Neighbours, fellow workers and people of one hostel "
        "have that in common as well."
    ),
    EntityGroup.NUMBER_RUN: message(
        "Telephone numbers that follow one another, called by the first. Factories and firms buy cards in a row too. A "
        "number is not counted for the customer on whose file it stands, though it may be for a relative who uses it."
    ),
    EntityGroup.MAILBOX_WORD: message(
        "Mailboxes at public services under one word and a number, where the word is not of their holders' names. A "
        "teacher who registers mailboxes for parents, and strangers who hit upon one word, have that in common as "
        "well. It founds no gang, and holds nobody in one by itself."
    ),
    EntityGroup.POOL: message(
        "Ways to be reached that go round among the same people, called by the first. A family that helps one "
        "another, and a helper with two telephones, have that in common as well."
    ),
}
"""What the members of each group have in common, and which honest people do."""


@dataclass(frozen=True)
class ShownHolder:
    """Who has a thing; of a group, by what of their own."""

    who: Entity
    by: tuple[Entity, ...]
    more: int
    """So many things of their own are not named."""


@dataclass(frozen=True)
class ShownThing:
    """A thing for the screen, with the first of those who have it; ``about`` says of a group what it is."""

    entity_type: str
    thing: Entity
    about: str
    households: int
    hub: bool
    gang_id: str | None
    holders: tuple[ShownHolder, ...]
    of: int


@router.post("/find", dependencies=[needs(Right.READ, "customers")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, text: Annotated[str, Form(max_length=100)] = "") -> Response:
    """Leads to the one page of that name, or lists several pages and the things that records call so."""
    wanted = text.strip()
    found = query.find(run, wanted) if wanted else ()
    if wanted and not found and wanted in answered_on_arrival(desk, visit, [wanted]):
        found = (f"/arrivals/{quote(wanted, safe='')}",)
    if len(found) == 1:
        return RedirectResponse(found[0], status_code=303)
    return desk.render(
        "found.html",
        visit=visit,
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        things=tuple(_shown(run, visit.speech, thing) for thing in query.things(run, wanted)) if wanted else (),
        typed=wanted,
        judge_at="",
        may_judge=visit.principal.may(Right.CREATE, "judgements"),
    )


@dataclass(frozen=True)
class ShownKnown:
    """What a value of a list is known as; ``place`` counts the values from 1."""

    place: int
    thing: Entity
    households: int
    hub: bool
    gang_id: str | None


@router.get("/find/list", dependencies=[needs(Right.READ, "customers")])
def empty_list(desk: DeskHere, visit: VisitNow, _run: CurrentRun) -> Response:
    """Asks for a list."""
    return desk.render("find_list.html", visit=visit, values=(), most=MOST_VALUES, longest=LONGEST_LIST)


@router.post("/find/list", dependencies=[needs(Right.READ, "customers")])
def checked_list(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    values: Annotated[str, Form(max_length=LONGEST_LIST)] = "",
) -> Response:
    """Which values of a list the run knows, how many households have each, in which gang; the log says who asked."""
    wanted = tuple(dict.fromkeys(value for line in re.split(r"[\t\r\n]+", values) if (value := line.strip())))
    asked = wanted[:MOST_VALUES]
    found = [
        ShownKnown(
            one.place + 1, entity(visit.speech, one.entity_type, one.entity_id), one.households, one.hub, one.gang_id
        )
        for one in query.known(run, asked)
    ]
    desk.audit.record(
        actor=visit.principal.name,
        action="check_list",
        object_type="run",
        object_id=run.name,
        reason=f"{len(asked)} values",
    )
    return desk.render(
        "find_list.html",
        visit=visit,
        values=asked,
        left_out=len(wanted) - len(asked),
        found=found,
        known=len({one.place for one in found}),
        most=MOST_VALUES,
        longest=LONGEST_LIST,
    )


@router.get("/shared/{number}", dependencies=[needs(Right.READ, "customers")])
def shared_thing(desk: DeskHere, visit: VisitNow, run: CurrentRun, number: int) -> Response:
    """One thing of the list of shared ones, masked, with those who have it and the judgement that it is a hub."""
    return desk.render(
        "found.html",
        visit=visit,
        found=(),
        things=(_shown(run, visit.speech, _numbered(run, number)),),
        judge_at=f"/shared/{number}",
        may_judge=visit.principal.may(Right.CREATE, "judgements"),
    )


@router.post("/shared/{number}", dependencies=[needs(Right.CREATE, "judgements")])
def judge_shared(
    desk: DeskHere, visit: VisitNow, run: CurrentRun, number: int, of_run: Line, why: Words
) -> RedirectResponse:
    """Judges it a hub, also by somebody who may not see it unmasked."""
    if of_run != run.name:
        raise RefusedError("another run has become current: look at its members first")
    found = _numbered(run, number)
    if found.entity_type in judging.PEOPLE:
        raise InputError("a hub is a thing that many share, never a person or a gang")
    subject = (found.entity_type, found.entity_id)
    desk.judgements.make(JudgementKind.HUB, subject, by=visit.principal, at=desk.now(), reason=why)
    return RedirectResponse("/judgements", status_code=303)


def _numbered(run: Run, number: int) -> query.Thing:
    found = shared.thing(run, number)
    if found is None:
        raise PageNotFoundError("no such thing is shared in this run")
    return found


def _shown(run: Run, speech: Speech, thing: query.Thing) -> ShownThing:
    holders = query.holders(run, thing, limit=SHOWN)
    return ShownThing(
        thing.entity_type,
        entity(speech, thing.entity_type, thing.entity_id),
        speech.say(GROUPS[thing.group]) if thing.group else "",
        thing.households,
        thing.hub,
        thing.gang_id,
        tuple(
            ShownHolder(
                entity(speech, holder.party_type, holder.party_id),
                tuple(entity(speech, member["type"], member["id"]) for member in holder.members),
                holder.has - len(holder.members),
            )
            for holder in holders
        ),
        holders[0].of if holders else 0,
    )
