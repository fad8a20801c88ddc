"""One agency: who it is, may it act, and where it turns up; and any organisation, looked up in the registers."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.masking import mask_account, mask_name, mask_phone
from mingjian.access.policy import Right
from mingjian.agencies.register import Nearness, look_up
from mingjian.agencies.short_answer import ENDED, PUBLIC
from mingjian.contract.reasons import Language, sentence
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.evidence import show_evidence
from mingjian.web.history import note_look
from mingjian.web.languages import message
from mingjian.web.queries import agencies as query
from mingjian.web.queries.rows import json_list
from mingjian.web.work_view import watch_until

router = APIRouter()
NEARNESS = {
    Nearness.SAME_CODE: message("the same code"),
    Nearness.SAME_NAME: message("the same name"),
    Nearness.ALIKE: message("similar: compare the code"),
}


@router.get("/agencies/look-up", dependencies=[needs(Right.READ, "agencies")])
def ask(desk: DeskHere, visit: VisitNow) -> Response:
    """The question."""
    return desk.render("look_up.html", visit=visit, here="/agencies", asked="", answer=None)


@router.post("/agencies/look-up", dependencies=[needs(Right.READ, "agencies")])
def look(
    desk: DeskHere, visit: VisitNow, run: CurrentRun, asked: Annotated[str, Form(min_length=2, max_length=100)]
) -> Response:
    """The answer. What is asked may be somebody's licence number, so it stands in no address."""
    answer, language = look_up(asked, run), Language(visit.speech.language)
    return desk.render(
        "look_up.html",
        visit=visit,
        here="/agencies",
        asked=answer.asked,
        answer=answer,
        known=[said.in_words(language) for said in answer.known],
        unknown=[said.in_words(language) for said in answer.unknown],
        to_ask=[said.in_words(language) for said in answer.to_ask],
        nearness={nearness.value: visit.speech.say(text) for nearness, text in NEARNESS.items()},
    )


@router.get("/agencies/{agency_id}", dependencies=[needs(Right.READ, "agencies")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, agency_id: str) -> Response:
    """The dossier."""
    one = query.agency(run, agency_id)
    if one is None:
        raise PageNotFoundError("no such agency")
    listing = query.mentions(agency_id)
    language = Language(visit.speech.language)
    answer = desk.render(
        "agency.html",
        visit=visit,
        may_open=visit.principal.may(Right.CREATE, "cases"),
        agency=one,
        ended=one.status in ENDED,
        public=one.kind in PUBLIC,
        watch_until=watch_until(desk, visit),
        names=query.names(one),
        people=tuple(mask_name(name) for name in json_list(one.people)),
        phones=tuple(mask_phone(number) for number in json_list(one.phones)),
        wechat_ids=json_list(one.wechat_ids),
        accounts=tuple(mask_account(account) for account in json_list(one.accounts)),
        templates=query.templates(run, agency_id),
        gangs=query.gangs(run, agency_id),
        requirements=query.requirements(run, agency_id),
        clauses=[(sentence(found.key).render({}, language), found.number) for found in query.clauses(run, agency_id)],
        page=desk.list_page(listing, visit, rows=25),
    )
    return desk.keep_columns(listing, visit, answer)


@router.get("/agencies/{agency_id}/records/{record_id}", dependencies=[needs(Right.READ, "agencies")])
def record(run: CurrentRun, agency_id: str, record_id: str) -> Response:
    """To the page of one of the records in which it turns up."""
    address = query.page_of(run, agency_id, record_id)
    if address is None:
        raise PageNotFoundError("it turns up in no such record")
    return RedirectResponse(address, status_code=303)


@router.get("/testimonies/{testimony_id}", dependencies=[needs(Right.READ, "testimonies")])
def testimony(desk: DeskHere, visit: VisitNow, run: CurrentRun, testimony_id: str) -> Response:
    """What a consumer reported of an agency, masked."""
    shown = show_evidence(run, visit.speech, testimony_id)
    if not shown.testimony:
        raise PageNotFoundError("no such report")
    if shown.customer_id:
        note_look(desk, visit.principal, "customer", shown.customer_id)
    agency = query.agency_of(run, testimony_id)
    return desk.render(
        "evidence.html",
        visit=visit,
        here="/agencies",
        shown=shown,
        return_to=f"/agencies/{agency}" if agency else "/agencies",
    )


@router.get("/agencies/{agency_id}/mentions.{ending}", dependencies=[needs(Right.EXPORT, "agencies")])
def export(desk: DeskHere, visit: VisitNow, agency_id: str, ending: str) -> Response:
    """Where it turns up, as a file."""
    if ending not in ("csv", "xlsx"):
        raise PageNotFoundError("no such kind of file")
    return desk.export(query.mentions(agency_id), visit, ending, object_type="agency", object_id=agency_id)
