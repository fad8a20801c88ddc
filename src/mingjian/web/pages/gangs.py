"""One gang."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby, pairwise
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.contract.reasons import from_json
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.entities import GANG, Entity, entity
from mingjian.web.errors import PageNotFoundError
from mingjian.web.evidence import evidence_of, show_evidence
from mingjian.web.judged import OF_MEMBERS, about_gang
from mingjian.web.languages import Speech
from mingjian.web.membership_checks import checks
from mingjian.web.provinces import tiles
from mingjian.web.queries import gang_graph as graph
from mingjian.web.queries import gangs as query
from mingjian.web.queries.records import Record, records_of
from mingjian.web.reasoning import SentenceList, sentence_list
from mingjian.web.runs import Run
from mingjian.web.timeline import Event, Timeline, timeline
from mingjian.web.work_view import watch_until

router = APIRouter()
RECORDS = 5
"""Records of a link that are named: each of them says the same."""


@dataclass(frozen=True)
class ShownMember:
    """A member, and the page that says why it is one."""

    entity: Entity
    strength: float | None
    why: str


@dataclass(frozen=True)
class RoleGroup:
    """The members of one role, or the complaints."""

    title: str
    total: int
    members: tuple[ShownMember, ...]


@dataclass(frozen=True)
class ShownPath:
    """A path that holds a member."""

    member: Entity
    steps: tuple[Entity, ...]
    types: tuple[str, ...]
    strength: float | None
    without: float | None
    records: tuple[Record, ...] = ()
    """What says so, where the path is shown by itself."""


@dataclass(frozen=True)
class Overlap:
    """Another gang, and what is a member of both."""

    gang: Entity
    common: tuple[Entity, ...]


@dataclass(frozen=True)
class GangView:
    """What the run says of a gang, in the visitor's language."""

    groups: tuple[RoleGroup, ...]
    reasons: SentenceList
    paths: tuple[ShownPath, ...]
    life: Timeline | None
    merits: query.Merits
    overlaps: tuple[Overlap, ...]
    dossiers: tuple[query.Dossier, ...]


@router.get("/gangs/{gang_id}", dependencies=[needs(Right.READ, "gangs")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, gang_id: str) -> Response:
    """The gang: what holds it together, who is in it, how it lived."""
    one = run.view(("gang", gang_id), lambda: query.gang(run, gang_id))
    if one is None:
        raise PageNotFoundError("no such gang")
    speech = visit.speech
    view = run.view(("gang view", gang_id, speech.language), lambda: _view(run, speech, one))
    provinces = query.provinces(run, gang_id)
    return desk.render(
        "gang.html",
        visit=visit,
        judged=about_gang(speech, desk.judgements.standing(), gang_id),
        may_judge=visit.principal.may(Right.CREATE, "judgements"),
        judgeable=OF_MEMBERS,
        watch_until=watch_until(desk, visit),
        may_open=visit.principal.may(Right.CREATE, "cases"),
        gang=one,
        groups=view.groups,
        gang_reasons=view.reasons,
        paths=view.paths,
        life=view.life,
        merits=view.merits,
        overlaps=view.overlaps,
        dossiers=view.dossiers,
        tiles=tiles({code: people for code, people in provinces.items() if code}, visit.speech),
        unplaced=provinces.get("", 0),
        changes=query.changes(run, desk.workspace, gang_id),
    )


@router.get("/gangs/{gang_id}/evidence", dependencies=[needs(Right.READ, "gangs")])
def evidence(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    gang_id: str,
    sentence: Annotated[int, Query(ge=0)],
    item: Annotated[int, Query(ge=0)],
) -> Response:
    """One row that a reason of the gang rests on."""
    one = query.gang(run, gang_id)
    if one is None:
        raise PageNotFoundError("no such gang")
    identifier = evidence_of([list(reason.evidence) for reason in from_json(one.reasons)], sentence, item)
    return desk.render(
        "evidence.html",
        visit=visit,
        here="/gangs",
        shown=show_evidence(run, visit.speech, identifier),
        return_to=_address(gang_id),
    )


@router.get("/gangs/{gang_id}/members/{key}", dependencies=[needs(Right.READ, "gangs")])
def member(desk: DeskHere, visit: VisitNow, run: CurrentRun, gang_id: str, key: str) -> Response:
    """Why somebody or something is held to be of the gang, and what would have to be checked to be sure."""
    one = query.gang(run, gang_id)
    end = _member(run, gang_id, key)
    if one is None:
        raise PageNotFoundError("no such gang")
    role, strength = graph.members(run, gang_id)[end]
    found = _with_records(run, visit.speech, query.paths_of(run, gang_id, end))
    return desk.render(
        "gang_member.html",
        visit=visit,
        here="/gangs",
        gang=one,
        member=entity(visit.speech, *end),
        key=key,
        role=role,
        strength=strength,
        paths=found,
        others=tuple(
            entity(visit.speech, GANG, other) for other, ends in query.also_in(run, gang_id).items() if end in ends
        ),
        checks=checks(visit.speech, (type_ for path in found for type_ in path.types)),
    )


@router.get("/gangs/{gang_id}/members/{key}/record", dependencies=[needs(Right.READ, "gangs")])
def record(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    gang_id: str,
    key: str,
    path: Annotated[int, Query(ge=0)],
    item: Annotated[int, Query(ge=0)],
) -> Response:
    """A record on which a path rests and which has no page of its own, by its place."""
    found = _with_records(run, visit.speech, query.paths_of(run, gang_id, _member(run, gang_id, key)))
    if path >= len(found) or item >= len(found[path].records):
        raise PageNotFoundError("no such record")
    return desk.render(
        "evidence.html",
        visit=visit,
        here="/gangs",
        shown=show_evidence(run, visit.speech, found[path].records[item].name),
        return_to=f"{_address(gang_id)}/members/{quote(key, safe='')}",
    )


def _member(run: Run, gang_id: str, key: str) -> tuple[str, str]:
    end = next((end for end, name in graph.keys(run, gang_id).items() if name == key), None)
    if end is None:
        raise PageNotFoundError("no such member")
    return end


def _view(run: Run, speech: Speech, one: query.Gang) -> GangView:
    now = run.as_of or one.last_seen_at or datetime.now(UTC)
    keys = graph.keys(run, one.gang_id)
    by_group = ((name, list(found)) for name, found in groupby(query.members(run, one.gang_id), _group))
    return GangView(
        groups=tuple(
            RoleGroup(
                speech.say("Complaints") if name == query.COMPLAINTS else speech.label(name, "Role"),
                members[0].of_group,
                tuple(
                    ShownMember(
                        entity(speech, member.entity_type, member.entity_id),
                        member.strength,
                        f"{_address(one.gang_id)}/members/{keys[member.entity_type, member.entity_id]}",
                    )
                    for member in members
                ),
            )
            for name, members in by_group
        ),
        reasons=sentence_list(
            speech,
            from_json(one.reasons),
            address=f"/gangs/{quote(one.gang_id, safe='')}/evidence",
            track="reasons",
            known={},
        ),
        paths=tuple(_shown(speech, path) for path in query.paths(run, one.gang_id)),
        life=_life(speech, one, query.events(run, one.gang_id), now),
        merits=query.merits(run, one.gang_id),
        overlaps=tuple(
            Overlap(entity(speech, GANG, other), tuple(entity(speech, *end) for end in ends))
            for other, ends in query.also_in(run, one.gang_id).items()
        ),
        dossiers=query.dossiers(run, one.gang_id),
    )


def _group(member: query.Member) -> str:
    return member.group


def _address(gang_id: str) -> str:
    return f"/gangs/{quote(gang_id, safe='')}"


def _with_records(run: Run, speech: Speech, paths: Sequence[query.MemberPath]) -> tuple[ShownPath, ...]:
    links = [tuple(pairwise(_steps(path))) for path in paths]
    records = records_of(run, {link for one in links for link in one}, most=RECORDS)
    return tuple(
        replace(_shown(speech, path), records=tuple(dict.fromkeys(one for link in between for one in records[link])))
        for path, between in zip(paths, links, strict=True)
    )


def _steps(path: query.MemberPath) -> list[tuple[str, str]]:
    return [(str(step[0]), str(step[1])) for step in json.loads(path.path or "[]")]


def _shown(speech: Speech, path: query.MemberPath) -> ShownPath:
    steps = _steps(path)
    return ShownPath(
        entity(speech, path.entity_type, path.entity_id),
        tuple(entity(speech, *step) for step in steps),
        tuple(kind for kind, _ in steps),
        path.strength,
        path.strength_without,
    )


def _life(speech: Speech, one: query.Gang, events: tuple[query.GangEvent, ...], now: datetime) -> Timeline | None:
    shown = [
        Event("life", event.at, _event_title(speech, event), kind=event.event)
        for event in events
        if event.at is not None
    ]
    if one.first_seen_at and one.last_seen_at:
        title = speech.say("seen from first to last evidence")
        shown.append(Event("seen", one.first_seen_at, title, until=one.last_seen_at, strength=1.0))
    return timeline(speech, shown, (("seen", speech.say("Seen")), ("life", speech.say("Turns"))), now=now)


def _event_title(speech: Speech, event: query.GangEvent) -> str:
    words = speech.label(event.event, "GangEventKind")
    return f"{words} · {event.other_gang_id}" if event.other_gang_id else words
