"""One advert, and the requests to platforms to take adverts down: prepared, sent, answered, looked after."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.masking import mask_text
from mingjian.access.policy import Right
from mingjian.casework.exposure import exposed, warned_of
from mingjian.casework.takedowns.adverts import suspect_adverts
from mingjian.casework.takedowns.platforms import rules_of
from mingjian.casework.takedowns.requests import Reply, State, Whereabouts
from mingjian.casework.warning_text import warning_text
from mingjian.casework.wishes import spared, wanting_no_contact
from mingjian.contract.labels import field_label, value_label
from mingjian.contract.reasons import Language
from mingjian.contract.vocabulary import ComplaintChannel, Platform
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, Desk, DeskHere, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.forms import Said, Words
from mingjian.web.marked_text import pieces
from mingjian.web.queries import adverts as query
from mingjian.web.takedown_file import Ending, taken_file
from mingjian.web.work_view import shown_events, watch_until
from mingjian.web.work_words import word

router = APIRouter()
_A_LINE = 36
"""Characters of a line of the warning's box where it is narrow: it shows the whole text without scrolling."""
_READ = needs(Right.READ, "cases")
_CHANGE = needs(Right.CHANGE, "cases")


@router.get("/adverts/{solicitation_id}", dependencies=[needs(Right.READ, "solicitations")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, solicitation_id: str) -> Response:
    """The advert: what it says, whose it is, and where else the same author stands."""
    one = query.advert(run, solicitation_id)
    if one is None:
        raise PageNotFoundError("no such advert")
    language = Language(visit.speech.language)
    marks, said = query.signs(run, solicitation_id, language)
    others, shared = query.of_same_author(run, solicitation_id)
    return desk.render(
        "advert.html",
        visit=visit,
        here="/adverts",
        advert=one,
        pieces=pieces(mask_text(one.text), marks),
        signs=said,
        agencies=query.agencies(run, solicitation_id),
        gangs=query.gangs(run, solicitation_id),
        reports=query.reports(run, solicitation_id),
        contacts=query.contacts(run, solicitation_id),
        watch_until=watch_until(desk, visit),
        may_warn=visit.principal.may(Right.CHANGE, "matters"),
        others=others,
        shared=[word(visit.speech, "shared", kind) for kind in shared],
        requests=[
            one
            for one in (desk.takedowns.list() if visit.principal.may(Right.READ, "cases") else ())
            if solicitation_id in {asked.advert.solicitation_id for asked in one.adverts}
        ],
        word=lambda vocabulary, code: word(visit.speech, vocabulary, code),
    )


@router.get("/adverts/{solicitation_id}/exposed", dependencies=[needs(Right.CHANGE, "matters")])
def whom_to_warn(desk: DeskHere, visit: VisitNow, run: CurrentRun, solicitation_id: str) -> Response:
    """The customers whom the advert is most likely to reach, for the protection desk."""
    one = query.advert(run, solicitation_id)
    if one is None:
        raise PageNotFoundError("no such advert")
    wishes = spared(desk.database)
    warning = warning_text(
        query.known_words(run, solicitation_id),
        Language.ZH,  # the customers' language, whoever prepares it
        platform=value_label(Platform(one.platform))[Language.ZH] if one.platform else "",
        sender=desk.whole_settings.clues.organisation,
    )
    return desk.render(
        "exposed.html",
        visit=visit,
        here="/adverts",
        advert=one,
        spared=len(wanting_no_contact(wishes)),
        warning=warning,
        warning_rows=sum(1 + len(line) // _A_LINE for line in warning.splitlines()) + 1,
        customers=exposed(run, solicitation_id, one.text, wishes=wishes),
        warned=warned_of(desk.database, solicitation_id),
        channels=tuple(ComplaintChannel),
        may_change=visit.principal.may(Right.CHANGE, "matters"),
        word=lambda vocabulary, code: word(visit.speech, vocabulary, code),
    )


@router.post("/adverts/{solicitation_id}/warned", dependencies=[needs(Right.CHANGE, "matters")])
def warned(
    desk: DeskHere,
    visit: VisitNow,
    solicitation_id: str,
    customer_id: Annotated[str, Form(min_length=1, max_length=200)],
    channel: Annotated[ComplaintChannel, Form()],
) -> Response:
    """Somebody warned a customer of the advert."""
    desk.exposures.warn(customer_id, solicitation_id, channel=channel.value, by=visit.principal, at=desk.now())
    return RedirectResponse(f"/adverts/{quote(solicitation_id, safe='')}/exposed", status_code=303)


@router.get("/takedowns", dependencies=[_READ])
def takedowns(desk: DeskHere, visit: VisitNow, run: CurrentRun, platform: Platform | None = None) -> Response:
    """What may be reported where, and the requests that were made."""
    language = Language(visit.speech.language)
    return desk.render(
        "takedowns.html",
        visit=visit,
        here="/takedowns",
        platforms=query.by_platform(run),
        requests=desk.takedowns.list(),
        chosen=platform,
        rules=rules_of(platform) if platform else None,
        language=language,
        adverts=[
            (one, mask_text((one.text or "")[:120]), one.signs_in_words(language))
            for one in (suspect_adverts(run, platform, without=desk.takedowns.asked_for()) if platform else ())
        ],
        due=_due(desk),
        today=desk.today,
        may_change=visit.principal.may(Right.CHANGE, "cases"),
        word=lambda vocabulary, code: word(visit.speech, vocabulary, code),
    )


def _due(desk: Desk) -> dict[str, date]:
    """By request, the day by which somebody looks after it."""
    days = desk.whole_settings.casework.takedown_days
    return {one.takedown_id: day for one in desk.takedowns.list() if (day := one.due_on(days)) is not None}


@router.post("/takedowns", dependencies=[_CHANGE])
def prepare(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    platform: Annotated[Platform, Form()],
    advert: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Prepares a request about the adverts that were ticked."""
    made = desk.takedowns.prepare(
        suspect_adverts(run, platform, advert or []), run=run.name, by=visit.principal, at=desk.now()
    )
    return _to(made.takedown_id)


@router.get("/takedowns/{takedown_id}", dependencies=[_READ])
def takedown(desk: DeskHere, visit: VisitNow, takedown_id: str) -> Response:
    """One request: its adverts, what is missing, what became of it."""
    one = desk.takedowns.find(takedown_id)
    language = Language(visit.speech.language)
    return desk.render(
        "takedown.html",
        visit=visit,
        here="/takedowns",
        takedown=one,
        rules=rules_of(one.platform),
        language=language,
        due=one.due_on(desk.whole_settings.casework.takedown_days),
        replies=tuple(Reply),
        open=one.state is not State.WITHDRAWN,
        today=desk.today,
        missing={
            asked.number: [field_label("solicitations", name)[language] for name in asked.missing]
            for asked in one.adverts
        },
        events=shown_events(visit.speech, desk.takedowns.history(takedown_id)),
        may_change=visit.principal.may(Right.CHANGE, "cases"),
        word=lambda vocabulary, code: word(visit.speech, vocabulary, code),
    )


@router.get("/takedowns/{takedown_id}/file.{ending}", dependencies=[_CHANGE])
def file(desk: DeskHere, visit: VisitNow, takedown_id: str, ending: str) -> Response:
    """The file for a person to send; who took it stands in the audit log."""
    if ending not in set(Ending):
        raise PageNotFoundError("no such kind of file")
    return taken_file(desk, visit, takedown_id, Ending(ending), Language(visit.speech.language))


@router.post("/takedowns/{takedown_id}/sent", dependencies=[_CHANGE])
def sent(desk: DeskHere, visit: VisitNow, takedown_id: str, reference: Annotated[str, Form()] = "") -> Response:
    """Somebody sent it."""
    desk.takedowns.sent(takedown_id, reference=reference[:200], by=visit.principal, at=desk.now())
    return _to(takedown_id)


@router.post("/takedowns/{takedown_id}/answered", dependencies=[_CHANGE])
def answered(
    desk: DeskHere,
    visit: VisitNow,
    takedown_id: str,
    answer: Said,
    reply: Annotated[Reply, Form()] = Reply.OTHER,
) -> Response:
    """The platform answered."""
    desk.takedowns.answered(takedown_id, answer, reply=reply, by=visit.principal, at=desk.now())
    return _to(takedown_id)


@router.post("/takedowns/{takedown_id}/withdraw", dependencies=[_CHANGE])
def withdraw(desk: DeskHere, visit: VisitNow, takedown_id: str, why: Words) -> Response:
    """Nobody sends it after all."""
    desk.takedowns.withdraw(takedown_id, by=visit.principal, at=desk.now(), why=why)
    return _to(takedown_id)


@router.post("/takedowns/{takedown_id}/looked", dependencies=[_CHANGE])
def looked(
    desk: DeskHere,
    visit: VisitNow,
    takedown_id: str,
    whereabouts: Annotated[Whereabouts, Form()],
    advert: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Somebody looked whether those ticked are still there."""
    desk.takedowns.looked(takedown_id, advert or (), whereabouts, by=visit.principal, at=desk.now())
    return _to(takedown_id)


def _to(takedown_id: str) -> Response:
    return RedirectResponse(f"/takedowns/{quote(takedown_id, safe='')}", status_code=303)
