"""Casework as pages show it: timelines in words, questions with their decisions, what is watched, colleagues."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mingjian.access.masking import mask_text
from mingjian.access.policy import Principal, Right
from mingjian.casework import sightings
from mingjian.casework.alerts import Alert, alerts, looked_at, showing
from mingjian.casework.colleagues import PEOPLE_WHO_DECIDE, table_of
from mingjian.casework.decisions import Decision
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import Event, SubjectType
from mingjian.casework.questions import ADVERSE, ANSWERS, Answer, Question
from mingjian.casework.watchlist import Watch
from mingjian.errors import NotFoundError
from mingjian.web.desk import Desk, Visit
from mingjian.web.entities import shown_name
from mingjian.web.languages import Speech
from mingjian.web.work_words import event_words, value_words


@dataclass(frozen=True)
class ShownEvent:
    """One line of a timeline, in words."""

    when: str
    by: str
    what: str
    before: str
    after: str
    why: str


def shown_events(speech: Speech, events: tuple[Event, ...]) -> tuple[ShownEvent, ...]:
    """A timeline in words, newest first."""
    return tuple(
        ShownEvent(
            speech.time(one.at),
            one.by,
            # Which of many adverts somebody looked for.
            event_words(speech, one.kind) + (f" · {one.item_id}" if one.kind == "look_after_takedown" else ""),
            value_words(speech, one.kind, one.before),
            value_words(speech, one.kind, one.after),
            mask_text(one.why),
        )
        for one in reversed(events)
    )


@dataclass(frozen=True)
class Asked:
    """One question on the desk: what holds, what is open, and how it may be answered."""

    question: Question
    held: Answer | None
    open: Decision | None
    last: Decision | None
    answers: tuple[tuple[Answer, bool], ...]


def asked_of(decisions: tuple[Decision, ...], question: Question) -> Asked:
    """A question with its decisions, newest first."""
    mine = tuple(one for one in decisions if one.question is question)
    settled = next((one for one in mine if one.settled), None)
    return Asked(
        question,
        settled.act.answer if settled is not None and settled.act is not None else None,
        next((one for one in mine if not one.settled), None),
        settled,
        tuple((one, one in ADVERSE) for one in ANSWERS[question]),
    )


def watched(one: Watch) -> str:
    """What is watched, masked: an entity may be somebody's telephone or account, a wording may hold one."""
    if one.kind == "entity" and ":" in one.subject_id:
        return shown_name(*one.subject_id.split(":", 1))
    return mask_text(one.subject_id)


_WATCHED_FOR = timedelta(days=180)
"""How long something is watched unless somebody says otherwise."""


def watch_until(desk: Desk, visit: Visit) -> date | None:
    """The day until which whoever looks may watch what a page shows, as a proposal; None where they may not."""
    return desk.today + _WATCHED_FOR if visit.principal.may(Right.CHANGE, "cases") else None


def turned_up(desk: Desk, visit: Visit) -> tuple[Alert, ...]:
    """Where what is watched turned up since somebody last looked, for those who may see the watchlist."""
    if not visit.principal.may(Right.READ, "cases"):
        return ()
    if (run := visit.run_if_any) is None:
        return ()
    watchlist = desk.watchlist
    return alerts(watchlist.current(today=desk.today), run, watchlist.known(), sightings.noted(desk.database))


def watch(desk: Desk, visit: Visit, kind: str, subject_id: str, *, until: date, why: str) -> Watch:
    """Watches something; what the run shows of it already is no news."""
    run = visit.run_if_any
    known = showing(kind, subject_id.strip(), run) if run is not None else ()
    return desk.watchlist.add(kind, subject_id, until=until, by=visit.principal, at=desk.now(), why=why, known=known)


def look(desk: Desk, visit: Visit, watch_id: str, *, run: str, up_to: datetime, why: str) -> None:
    """Whoever looked at what turned up in a run has judged just that: what a newer run shows they have not seen."""
    if visit.run.name != run:
        raise RefusedError("a newer run has come meanwhile: look again")
    one = next((one for one in desk.watchlist.current(today=desk.today) if one.watch_id == watch_id), None)
    if one is None:
        raise NotFoundError("this is not watched")
    arrived = sightings.noted(desk.database).get(watch_id, ())
    seen = desk.watchlist.known().get(watch_id, ())
    known = looked_at(one, visit.run, arrived, known=seen, up_to=up_to)
    desk.watchlist.look(watch_id, known=known, up_to=up_to, by=visit.principal, at=desk.now(), why=why)


def colleagues(desk: Desk, subject_type: SubjectType | None = None, *, first: str = "") -> tuple[str, ...]:
    """The names of those who work on complaints or cases; of a kind of subject those who may be given work on it.

    ``first`` stands first where they are among them: whoever looks gives most of their work to themselves.
    """
    if not desk.team:
        return (desk.settings.actor,)
    names = (
        account.name
        for account in desk.accounts.list()
        if account.disabled_at is None
        and account.roles & PEOPLE_WHO_DECIDE
        and (subject_type is None or Principal(account.name, account.roles).may(Right.CHANGE, table_of(subject_type)))
    )
    return tuple(sorted(names, key=lambda name: name != first))
