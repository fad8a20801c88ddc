"""One matter: a complaint in hand with both tracks, its clock, its decisions and its answer."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.masking import mask_name
from mingjian.access.policy import Right
from mingjian.casework.clocks import PauseCause
from mingjian.casework.corrections import Stated
from mingjian.casework.drafts import TOLD
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import Matter, arrival_of
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.contract import Language
from mingjian.contract.vocabulary import ComplaintChannel
from mingjian.web.arriving import answered_on_arrival
from mingjian.web.authority import needs
from mingjian.web.claim_lines import claim_lines
from mingjian.web.closed import closed_of
from mingjian.web.deciding import judge_matter
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow
from mingjian.web.drafts import answer_draft, claims_of, language_for, notice_draft, words_said
from mingjian.web.forms import Line, Said, Text, Words, end_of_day
from mingjian.web.history import note_look
from mingjian.web.languages import local, message
from mingjian.web.qualifications import Qualification, qualifications
from mingjian.web.queries import complaints as query
from mingjian.web.queries.qualifications import requirements
from mingjian.web.tracks import Tracks, tracks_of
from mingjian.web.work_view import Asked, asked_of, colleagues, shown_events
from mingjian.web.work_words import word

router = APIRouter()
OF_A_MATTER = tuple(question for question in Question if question not in (Question.MATERIAL, Question.REPORT))
_TAKES_IT_ON = message("takes it on")
_READ = needs(Right.READ, "matters")
_CHANGE = needs(Right.CHANGE, "matters")


@router.get("/complaints/{complaint_id}/matter", dependencies=[_READ])
def of_complaint(desk: DeskHere, complaint_id: str) -> Response:
    """The matter that a complaint is handled in."""
    return _to(desk.matters.of_complaint(complaint_id))


@router.get("/matters/{matter_id}", dependencies=[_READ])
def page(desk: DeskHere, visit: VisitNow, matter_id: str, draft: Language | None = None) -> Response:
    """The complaint desk: origin and merit side by side, the clock, the decisions, the answer.

    Drafts are in the complainant's language, or in that of ``draft``.
    """
    matter = desk.matters.find(matter_id, today=desk.today)
    name = visit.principal.name
    note_look(desk, visit.principal, "matter", matter.matter_id)
    if desk.notes.mentioning(name):
        desk.notes.seen(name, SubjectType.MATTER, matter.matter_id, at=desk.now())
    return _page(desk, visit, matter, chosen=draft)


@router.post("/matters/{matter_id}/judge", dependencies=[_CHANGE])
def judge(
    desk: DeskHere,
    visit: VisitNow,
    matter_id: str,
    question: Annotated[Question, Form()],
    answer: Annotated[Answer, Form()],
    basis: Annotated[Basis, Form()],
    why: Words,
) -> Response:
    """Gives one's own opinion on one question."""
    given = judge_matter(desk, visit, matter_id, question, answer, basis=basis, why=why)
    return _to(given.subject_id)


@router.post("/matters/{matter_id}/ask", dependencies=[_CHANGE])
def ask(
    desk: DeskHere, visit: VisitNow, matter_id: str, channel: Annotated[ComplaintChannel, Form()], text: Text
) -> Response:
    """Notes a question that is put to the customer."""
    desk.replies.ask(matter_id, channel=channel, text=text, by=visit.principal, at=desk.now())
    return _to(matter_id)


@router.post("/matters/{matter_id}/hear", dependencies=[_CHANGE])
def hear(desk: DeskHere, visit: VisitNow, matter_id: str, asked: Line, words: Said) -> Response:
    """Notes what the customer said."""
    desk.replies.hear(asked, words, of=matter_id, by=visit.principal, at=desk.now())
    return _to(matter_id)


@router.post("/matters/{matter_id}/correct", dependencies=[_CHANGE])
def correct(
    desk: DeskHere,
    visit: VisitNow,
    matter_id: str,
    complaint_id: Line,
    why: Words,
    number: Line = "",
    due_on: Annotated[date | None, Form()] = None,
) -> Response:
    """Puts right what was mistyped of a transfer; a later deadline waits for a second person."""
    arrival = arrival_of(desk.matters.find(matter_id, today=desk.today), complaint_id)
    # A form knows days: of one that was left as it is, the hour stays too, and nothing is put off by that.
    same_day = due_on is not None and arrival.due_at is not None and local(arrival.due_at).date() == due_on
    due_at = arrival.due_at if same_day else end_of_day(due_on) if due_on else None
    desk.corrections.correct(
        complaint_id,
        Stated(number.strip(), due_at),
        by=visit.principal,
        at=desk.now(),
        why=why,
    )
    return _to(matter_id)


@router.post("/matters/{matter_id}/corrections/{correction_id}/agree", dependencies=[_CHANGE])
def agree_to_correction(desk: DeskHere, visit: VisitNow, matter_id: str, correction_id: str) -> Response:
    """The second person agrees that a transfer's deadline is put off."""
    matter = desk.matters.find(matter_id, today=desk.today)
    desk.corrections.agree(correction_id, of=matter.matter_id, by=visit.principal, at=desk.now())
    return _to(matter_id)


@router.post("/matters/{matter_id}/pause", dependencies=[_CHANGE])
def pause(
    desk: DeskHere, visit: VisitNow, matter_id: str, cause: Annotated[PauseCause, Form()], ground: Words
) -> Response:
    """Stops the clock."""
    desk.pauses.pause(matter_id, cause, ground=ground, by=visit.principal, at=desk.now())
    return _to(matter_id)


@router.post("/matters/{matter_id}/resume", dependencies=[_CHANGE])
def resume(desk: DeskHere, visit: VisitNow, matter_id: str, why: Words) -> Response:
    """Lets the clock run again."""
    desk.pauses.resume(matter_id, by=visit.principal, at=desk.now(), why=why)
    return _to(matter_id)


@router.post("/matters/{matter_id}/take-on", dependencies=[_CHANGE])
def take_on(desk: DeskHere, visit: VisitNow, matter_id: str) -> Response:
    """Takes it on oneself; refused where one has an interest in it."""
    me = visit.principal
    desk.bulks.assign([matter_id], me.name, by=me, at=desk.now(), why=visit.speech.say(_TAKES_IT_ON))
    return _to(matter_id)


@router.post("/matters/{matter_id}/give", dependencies=[_CHANGE])
def give(desk: DeskHere, visit: VisitNow, matter_id: str, to: Line, why: Words) -> Response:
    """Gives it to somebody else."""
    desk.bulks.assign([matter_id], to, by=visit.principal, at=desk.now(), why=why)
    return _to(matter_id)


@router.post("/matters/{matter_id}/join", dependencies=[_CHANGE])
def join(desk: DeskHere, visit: VisitNow, matter_id: str, other: Line, why: Words) -> Response:
    """Says that another matter is the same complaint."""
    desk.joins.join(other, matter_id, by=visit.principal, at=desk.now(), why=why)
    return _to(matter_id)


@router.post("/matters/{matter_id}/part", dependencies=[_CHANGE])
def part(desk: DeskHere, visit: VisitNow, matter_id: str, why: Words) -> Response:
    """Undoes a join: it waits for an answer of its own again."""
    desk.joins.part(matter_id, by=visit.principal, at=desk.now(), why=why)
    return _to(matter_id)


@router.post("/matters/{matter_id}/interest", dependencies=[_CHANGE])
def interest(desk: DeskHere, visit: VisitNow, matter_id: str, why: Words) -> Response:
    """Declares one's own interest: somebody else handles it from now."""
    desk.assignments.step_back(matter_id, by=visit.principal, at=desk.now(), why=why)
    return _to(matter_id)


@router.post("/matters/{matter_id}/answer", dependencies=[_CHANGE])
def answer(
    desk: DeskHere,
    visit: VisitNow,
    matter_id: str,
    channel: Annotated[ComplaintChannel, Form()],
    text: Text,
    language: Annotated[Language, Form()] = Language.ZH,
) -> Response:
    """Notes the finished answer as sent, and ends the matter."""
    desk.replies.answer(matter_id, text, channel=channel, language=language, by=visit.principal, at=desk.now())
    return _to(matter_id)


@router.post("/matters/{matter_id}/tell", dependencies=[_CHANGE])
def tell(
    desk: DeskHere,
    visit: VisitNow,
    matter_id: str,
    question: Annotated[Question, Form()],
    channel: Annotated[ComplaintChannel, Form()],
    text: Text,
    language: Annotated[Language, Form()] = Language.ZH,
) -> Response:
    """Notes that the complainant was told of one decision while the matter goes on."""
    desk.replies.tell(
        matter_id,
        question,
        text,
        channel=channel,
        language=language,
        by=visit.principal,
        at=desk.now(),
    )
    return _to(matter_id)


@router.post("/matters/{matter_id}/appeal", dependencies=[_CHANGE])
def appeal(
    desk: DeskHere, visit: VisitNow, matter_id: str, question: Annotated[Question, Form()], words: Said
) -> Response:
    """Notes that a review was asked for; other people do it."""
    desk.replies.appeal(matter_id, question, words, by=visit.principal, at=desk.now())
    return _to(matter_id)


def _is_told(asked: Asked) -> bool:
    return asked.held is not None and asked.held in TOLD[asked.question]


def _to(matter_id: str) -> Response:
    return RedirectResponse(f"/matters/{quote(matter_id, safe='')}", status_code=303)


def _tracks(visit: Visit, complaint_id: str) -> Tracks | None:
    """What the current run says of the complaint; None where it does not hold it."""
    if (run := visit.run_if_any) is None:
        return None
    one = query.complaint(run, complaint_id)
    return None if one is None else tracks_of(run, visit.speech, one, query.claims(run, complaint_id))


def _acting(visit: Visit, matter: Matter) -> tuple[tuple[query.Representation, Qualification | None], ...]:
    """Who acts in its complaints, and whether they meet what the law asks; nobody where no run has ended."""
    if (run := visit.run_if_any) is None:
        return ()
    found = [one for arrival in matter.arrivals for one in query.representations(run, arrival.complaint_id)]
    qualified = qualifications(visit.speech, requirements(run, [one.representation_id for one in found]))
    return tuple((one, qualified.get(one.representation_id)) for one in found)


def _page(desk: Desk, visit: Visit, matter: Matter, *, chosen: Language | None) -> Response:
    speech, name = visit.speech, visit.principal.name
    said = words_said(desk, visit, matter)
    language = chosen or language_for(said)
    first = matter.arrivals[0].complaint_id
    beside = tuple(one for one in claims_of(visit, matter) if one.complaint_id != first)
    decisions = desk.decisions.open_for(SubjectType.MATTER, matter.matter_id, name=name)
    asked = {question: asked_of(decisions, question) for question in OF_A_MATTER}
    ending = answer_draft(desk, visit, matter, language)
    ended_by = (Question.MERIT, Question.ENDING, Question.ACCEPTANCE) if ending else ()
    untold = tuple(act for act in desk.replies.untold(matter.matter_id) if act.question not in ended_by)
    reviews = {one: desk.replies.under_review(matter.matter_id, one) for one in OF_A_MATTER if one in TOLD}
    return desk.render(
        "matter.html",
        visit=visit,
        here="/queue",
        matter=matter,
        address=f"/matters/{quote(matter.matter_id, safe='')}",
        tracks=_tracks(visit, first),
        closed=closed_of(visit, [one.complaint_id for one in matter.arrivals]) if not matter.answered_at else {},
        said=said,
        answered=answered_on_arrival(desk, visit, [one.complaint_id for one in matter.arrivals]),
        with_page=frozenset(one.complaint_id for one in said if one.in_run),
        me=name,
        beside=claim_lines(speech, beside, texts={one.complaint_id: one.text for one in said}),
        acting=_acting(visit, matter),
        mask_name=mask_name,
        asked=asked,
        others=tuple(asked[question] for question in OF_A_MATTER if question not in (Question.ORIGIN, Question.MERIT)),
        bases=tuple(Basis),
        causes=desk.whole_settings.casework.pause_causes,
        channels=tuple(ComplaintChannel),
        alike=desk.joins.alike(matter.matter_id),
        answered_before=desk.joins.answered_before(matter.matter_id),
        joined=desk.joins.into(matter.matter_id),
        corrections=desk.corrections.of(matter.matter_id),
        tasks=desk.tasks.of(SubjectType.MATTER, matter.matter_id),
        people=colleagues(desk, SubjectType.MATTER, first=name),
        wishes=desk.wishes.of(matter.customer_id) if matter.customer_id else (),
        refuses_contact=bool(matter.customer_id) and desk.wishes.withdrew(matter.customer_id),
        questions=desk.replies.asked(matter.matter_id),
        sent=desk.replies.sent(matter.matter_id),
        draft=ending,
        draft_language=language,
        untold=tuple((act, notice_draft(desk, matter, act.question, language)) for act in untold),
        appeals=desk.replies.appeals(matter.matter_id),
        under_review=tuple(one for one, act in reviews.items() if act),
        reviewable=tuple(one for one, act in reviews.items() if not act and _is_told(asked[one])),
        notes=desk.notes.of(SubjectType.MATTER, matter.matter_id),
        events=shown_events(speech, desk.matters.timeline(matter.matter_id)),
        may_change=visit.principal.may(Right.CHANGE, "matters"),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
        today=desk.today,
    )
