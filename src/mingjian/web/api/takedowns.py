"""Requests to platforms to take adverts down: prepared here, sent by a person, followed until the adverts are gone."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from mingjian.access.policy import Right
from mingjian.casework.takedowns.adverts import suspect_adverts
from mingjian.contract.reasons import Language
from mingjian.errors import InputError
from mingjian.web.api import shared_answers as sa
from mingjian.web.api import takedown_answers as ta
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.takedown_file import MEDIA, Ending, taken_file

router = APIRouter(tags=["takedowns"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_READ = needs(Right.READ, "cases")
_CHANGE = needs(Right.CHANGE, "cases")
_REFUSED = refusals(404, 409, 422)


@router.get("/takedowns", dependencies=[_READ], responses=refusals(422))
def listed(desk: DeskHere, part: APart) -> list[ta.TakedownAnswer]:
    """Every request with its state and the day by which somebody looks after it, the newest first."""
    days = desk.whole_settings.casework.takedown_days
    return [ta.TakedownAnswer.of(one, days=days) for one in part.of(desk.takedowns.list())]


@router.post("/takedowns", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def prepare(desk: DeskHere, visit: VisitNow, run: CurrentRun, asked: ta.NewTakedown) -> sa.Made:
    """Prepares a request; nothing is sent from here."""
    found = suspect_adverts(run, asked.platform, asked.adverts)
    missing = set(asked.adverts) - {one.solicitation_id for one in found}
    if missing:
        raise InputError("some of these are no adverts of that platform that offer what agencies offer")
    return sa.Made(id=desk.takedowns.prepare(found, run=run.name, by=visit.principal, at=desk.now()).takedown_id)


@router.get("/takedowns/{takedown_id}", dependencies=[_READ], responses=refusals(404))
def one(desk: DeskHere, takedown_id: Number) -> ta.TakedownAnswer:
    """One request."""
    return ta.TakedownAnswer.of(desk.takedowns.find(takedown_id), days=desk.whole_settings.casework.takedown_days)


@router.post("/takedowns/{takedown_id}/sent", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def sent(desk: DeskHere, visit: VisitNow, takedown_id: Number, sending: ta.Sending) -> None:
    """Somebody sent it."""
    desk.takedowns.sent(takedown_id, reference=sending.reference, by=visit.principal, at=desk.now())


@router.post("/takedowns/{takedown_id}/answered", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def answered(desk: DeskHere, visit: VisitNow, takedown_id: Number, said: ta.PlatformsAnswer) -> None:
    """The platform answered."""
    desk.takedowns.answered(takedown_id, said.answer, reply=said.reply, by=visit.principal, at=desk.now())


@router.post("/takedowns/{takedown_id}/looked", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def looked(desk: DeskHere, visit: VisitNow, takedown_id: Number, looking: ta.Looking) -> None:
    """Somebody looked whether adverts are still there."""
    desk.takedowns.looked(takedown_id, looking.adverts, looking.whereabouts, by=visit.principal, at=desk.now())


@router.post("/takedowns/{takedown_id}/withdraw", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def withdraw(desk: DeskHere, visit: VisitNow, takedown_id: Number, withdrawing: ta.Withdrawing) -> None:
    """Nobody sends it after all: its adverts may be asked for anew."""
    desk.takedowns.withdraw(takedown_id, by=visit.principal, at=desk.now(), why=withdrawing.why)


@router.get(
    "/takedowns/{takedown_id}/file.{ending}",
    dependencies=[_CHANGE],
    responses=refusals(404, 422)
    | {200: {"content": {media: {} for media in MEDIA.values()}, "description": "the file that a person sends"}},
    response_class=Response,
)
def file(
    desk: DeskHere, visit: VisitNow, takedown_id: Number, ending: Ending, language: Language | None = None
) -> Response:
    """The letter (docx, txt) or the places (csv), for a person to send; who took it stands in the audit log."""
    return taken_file(desk, visit, takedown_id, ending, language or Language.ZH)
