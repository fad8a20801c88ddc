"""The watchlist: what is watched, where it has turned up, and who has looked at that; an advert's contacts as well."""

from dataclasses import replace
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.casework import watchlist
from mingjian.contract import Language
from mingjian.contract.labels import table_label
from mingjian.errors import InputError
from mingjian.web import work_view
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.forms import Words
from mingjian.web.queries import adverts as query
from mingjian.web.work_view import shown_events, turned_up, watched
from mingjian.web.work_words import word

router = APIRouter()


@router.get("/watches", dependencies=[needs(Right.READ, "cases")])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """Every watch with what turned up since somebody last looked, those first, and with its history."""
    alerts = {one.watch.watch_id: one for one in turned_up(desk, visit)}
    watches = sorted(desk.watchlist.current(today=desk.today), key=lambda one: one.watch_id not in alerts)
    return desk.render(
        "watches.html",
        visit=visit,
        here="/police",
        watches=tuple(
            (
                one,
                watched(one),
                alerts.get(one.watch_id),
                # What is watched stands above, masked; an event bears it as it is.
                tuple(
                    replace(event, before="", after="")
                    for event in shown_events(visit.speech, desk.watchlist.history(one.watch_id))
                ),
            )
            for one in watches
        ),
        turned_up=len(alerts),
        run_name=run.name if (run := visit.run_if_any) else "",
        kinds=watchlist.KINDS,
        may_change=visit.principal.may(Right.CHANGE, "cases"),
        table_title=lambda name: table_label(name)[Language(visit.speech.language)],
        word=lambda vocabulary, code: word(visit.speech, vocabulary, code),
    )


@router.post("/adverts/{solicitation_id}/watch", dependencies=[needs(Right.CHANGE, "cases")])
def watch_contacts(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    solicitation_id: str,
    until: Annotated[date, Form()],
    why: Words,
) -> Response:
    """Watches every way to reach an advert's author; they are looked up here, so that none stands in a form."""
    if query.advert(run, solicitation_id) is None:
        raise PageNotFoundError("no such advert")
    contacts = query.contacts(run, solicitation_id)
    if not contacts:
        raise InputError("the advert names no telephone, WeChat or QQ number that could be watched")
    known = {one.subject_id for one in desk.watchlist.current(today=desk.today)}
    for subject in contacts:
        if subject not in known:
            work_view.watch(desk, visit, "entity", subject, until=until, why=why)
    return RedirectResponse(f"/adverts/{quote(solicitation_id, safe='')}", status_code=303)
