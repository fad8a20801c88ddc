"""My work, the queue, and one matter: a complaint in hand with both tracks and its decisions."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from starlette.responses import RedirectResponse, Response

from mingjian.access.entity_masks import mask_entity
from mingjian.access.masking import mask_text
from mingjian.access.policy import Right
from mingjian.casework.alerts import Alert, alerts
from mingjian.casework.arrivals import waiting
from mingjian.casework.clocks import PauseCause
from mingjian.casework.decisions import PEOPLE_WHO_DECIDE, Decision
from mingjian.casework.ledger import Event, SubjectType
from mingjian.casework.matters import Matter
from mingjian.casework.questions import ADVERSE, ANSWERS, Answer, Basis, Question
from mingjian.casework.replies import CheckedClaim, draft
from mingjian.casework.watchlist import Watch
from mingjian.contract.reasons import from_json
from mingjian.contract.vocabulary import ComplaintChannel
from mingjian.web.authority import needs
from mingjian.web.claim_words import said_of
from mingjian.web.desk import CurrentRun, Desk, DeskHere, Visit, VisitNow
from mingjian.web.errors import NoRunError
from mingjian.web.history import note_look
from mingjian.web.languages import Speech
from mingjian.web.probability import probability_bar
from mingjian.web.queries import complaints as query
from mingjian.web.reasoning import sentence_list
from mingjian.web.work_words import event_words, value_words, word

router = APIRouter()
Words = Annotated[str, Form(min_length=4, max_length=2_000)]
Said = Annotated[str, Form(min_length=1, max_length=2_000)]
"""What somebody else said: it may be short."""
Line = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Form(max_length=10_000)]
OF_A_MATTER = tuple(question for question in Question if question not in (Question.MATERIAL, Question.REPORT))
_READ = needs(Right.READ, "matters")
_CHANGE = needs(Right.CHANGE, "matters")


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
            event_words(speech, one.kind),
            value_words(speech, one.kind, one.before),
            value_words(speech, one.kind, one.after),
            mask_text(one.why),
        )
        for one in reversed(events)
    )


def watched(one: Watch) -> str:
    """What is watched, masked: an entity may be somebody's telephone or account, a wording may hold one."""
    if one.kind == "entity" and ":" in one.subject_id:
        return mask_entity(*one.subject_id.split(":", 1))
    return mask_text(one.subject_id)


def colleagues(desk: Desk) -> tuple[str, ...]:
    """The names of those who may be given work."""
    if not desk.team:
        return (desk.settings.actor,)
    return tuple(
        account.name
        for account in desk.accounts.list()
        if account.disabled_at is None and account.roles & PEOPLE_WHO_DECIDE
    )


@router.get("/work", dependencies=[_READ])
def work(desk: DeskHere, visit: VisitNow) -> Response:
    """What waits for whoever looks: their matters, opinions to give, tasks, calls, cases."""
    name, speech = visit.principal.name, visit.speech
    return desk.render(
        "work.html",
        visit=visit,
        matters=desk.matters.queue(today=desk.today, assignee=name).matters,
        opinions=desk.decisions.waiting_for_another(name)
        if visit.principal.may(Right.CHANGE, "matters") or visit.principal.may(Right.CHANGE, "cases")
        else (),
        tasks=desk.tasks.open_for(name),
        notes=desk.notes.mentioning(name),
        cases=tuple(case for case in desk.cases.list(lead=name) if not case.status.ended),
        alerts=tuple((one, watched(one.watch)) for one in _alerts(desk, visit)),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
        today=desk.today,
    )


def _alerts(desk: Desk, visit: Visit) -> tuple[Alert, ...]:
    """Where what is watched turned up, for those who may see the watchlist."""
    if not visit.principal.may(Right.READ, "cases"):
        return ()
    try:
        run = visit.run
    except NoRunError:
        return ()
    return alerts(desk.watchlist.current(today=desk.today), run)


@router.get("/queue", dependencies=[_READ])
def queue(
    desk: DeskHere, visit: VisitNow, undo: str = "", page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """What waits for an answer, by need, then by what is due first."""
    speech, rows = visit.speech, desk.settings.page_rows
    found = desk.matters.queue(today=desk.today, offset=(page - 1) * rows, limit=rows)
    return desk.render(
        "queue.html",
        visit=visit,
        matters=found.matters,
        total=found.total,
        page=page,
        pages=max(1, -(-found.total // rows)),
        people=colleagues(desk),
        may_change=visit.principal.may(Right.CHANGE, "matters"),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
        undo=undo,
        today=desk.today,
    )


@router.post("/queue/take", dependencies=[needs(Right.CREATE, "matters")])
def take(desk: DeskHere, visit: VisitNow, run: CurrentRun) -> Response:
    """Takes every complaint of the run that waits for an answer."""
    desk.matters.take(waiting(run.serving), by=visit.principal, at=desk.now())
    return RedirectResponse("/queue", status_code=303)


@router.post("/queue/assign", dependencies=[_CHANGE])
def assign(desk: DeskHere, visit: VisitNow, matter: Annotated[list[str], Form()], to: Line, why: Words) -> Response:
    """Gives the chosen matters to somebody, all or none."""
    bulk = desk.matters.assign(matter, to, by=visit.principal, at=desk.now(), why=why)
    return RedirectResponse(f"/queue?undo={bulk}", status_code=303)


@router.post("/queue/undo", dependencies=[_CHANGE])
def undo(desk: DeskHere, visit: VisitNow, bulk: Line, why: Words) -> Response:
    """Takes an assignment in bulk back."""
    desk.matters.undo(bulk, by=visit.principal, at=desk.now(), why=why)
    return RedirectResponse("/queue", status_code=303)


@router.get("/complaints/{complaint_id}/matter", dependencies=[_READ])
def of_complaint(desk: DeskHere, complaint_id: str) -> Response:
    """The matter that a complaint is handled in."""
    return _to(desk.matters.of_complaint(complaint_id))


@router.get("/matters/{matter_id}", dependencies=[_READ])
def page(desk: DeskHere, visit: VisitNow, matter_id: str) -> Response:
    """The complaint desk: origin and merit side by side, the clock, the decisions, the answer."""
    matter = desk.matters.find(matter_id, today=desk.today)
    name = visit.principal.name
    note_look(desk, visit.principal, "matter", matter.matter_id)
    if desk.notes.mentioning(name):
        desk.notes.seen(name, SubjectType.MATTER, matter.matter_id, at=desk.now())
    return _page(desk, visit, matter)


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
    matter = desk.matters.find(matter_id, today=desk.today)
    reviewed = desk.replies.under_review(matter.matter_id, question)
    desk.decisions.judge(
        SubjectType.MATTER,
        matter.matter_id,
        question,
        answer,
        basis=basis,
        why=why,
        by=visit.principal,
        at=desk.now(),
        customer_id=matter.customer_id,
        reviews=reviewed,
    )
    return _to(matter.matter_id)


@router.post("/matters/{matter_id}/note", dependencies=[_CHANGE])
def note(desk: DeskHere, visit: VisitNow, matter_id: str, text: Text) -> Response:
    """Writes a note; ``@name`` calls somebody."""
    desk.notes.add(SubjectType.MATTER, matter_id, text, by=visit.principal, at=desk.now())
    return _to(matter_id)


@router.post("/matters/{matter_id}/ask", dependencies=[_CHANGE])
def ask(
    desk: DeskHere, visit: VisitNow, matter_id: str, channel: Annotated[ComplaintChannel, Form()], text: Text
) -> Response:
    """Notes a question that is put to the customer."""
    desk.replies.ask(matter_id, channel=channel, text=text, by=visit.principal, at=desk.now())
    return _to(matter_id)


@router.post("/matters/{matter_id}/hear", dependencies=[_CHANGE])
def hear(desk: DeskHere, visit: VisitNow, matter_id: str, asked: Line, answer: Said) -> Response:
    """Notes what the customer said."""
    desk.replies.hear(asked, answer, by=visit.principal, at=desk.now())
    return _to(matter_id)


@router.post("/matters/{matter_id}/pause", dependencies=[_CHANGE])
def pause(
    desk: DeskHere, visit: VisitNow, matter_id: str, cause: Annotated[PauseCause, Form()], ground: Words
) -> Response:
    """Stops the clock."""
    desk.matters.pause(matter_id, cause, ground=ground, by=visit.principal, at=desk.now())
    return _to(matter_id)


@router.post("/matters/{matter_id}/resume", dependencies=[_CHANGE])
def resume(desk: DeskHere, visit: VisitNow, matter_id: str, why: Words) -> Response:
    """Lets the clock run again."""
    desk.matters.resume(matter_id, by=visit.principal, at=desk.now(), why=why)
    return _to(matter_id)


@router.post("/matters/{matter_id}/join", dependencies=[_CHANGE])
def join(desk: DeskHere, visit: VisitNow, matter_id: str, other: Line, why: Words) -> Response:
    """Says that another matter is the same complaint."""
    desk.matters.join(other, matter_id, by=visit.principal, at=desk.now(), why=why)
    return _to(matter_id)


@router.post("/matters/{matter_id}/interest", dependencies=[_CHANGE])
def interest(desk: DeskHere, visit: VisitNow, matter_id: str, why: Words) -> Response:
    """Declares one's own interest: somebody else handles it from now."""
    desk.interests.declare(
        visit.principal.name, SubjectType.MATTER, matter_id, by=visit.principal, at=desk.now(), why=why
    )
    return _to(matter_id)


@router.post("/matters/{matter_id}/answer", dependencies=[_CHANGE])
def answer(
    desk: DeskHere, visit: VisitNow, matter_id: str, channel: Annotated[ComplaintChannel, Form()], text: Text
) -> Response:
    """Notes the finished answer as sent, and ends the matter."""
    desk.replies.answer(
        matter_id, text, channel=channel, language=visit.speech.language, by=visit.principal, at=desk.now()
    )
    return _to(matter_id)


@router.post("/matters/{matter_id}/appeal", dependencies=[_CHANGE])
def appeal(
    desk: DeskHere, visit: VisitNow, matter_id: str, question: Annotated[Question, Form()], words: Said
) -> Response:
    """Notes that a review was asked for; other people do it."""
    desk.replies.appeal(matter_id, question, words, by=visit.principal, at=desk.now())
    return _to(matter_id)


def _to(matter_id: str) -> Response:
    return RedirectResponse(f"/matters/{quote(matter_id, safe='')}", status_code=303)


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


def _page(desk: Desk, visit: Visit, matter: Matter) -> Response:
    speech, name = visit.speech, visit.principal.name
    try:
        run = visit.run
        one = query.complaint(run, matter.arrivals[0].complaint_id)
        claims = query.claims(run, matter.arrivals[0].complaint_id)
    except NoRunError:
        one, claims = None, ()
    decisions = desk.decisions.open_for(SubjectType.MATTER, matter.matter_id, name=name)
    asked = {question: asked_of(decisions, question) for question in OF_A_MATTER}
    merit = asked[Question.MERIT].held
    checked = [CheckedClaim(speech.label(claim.claim, "Claim"), claim.status) for claim in claims]
    complaint = f"/complaints/{quote(matter.arrivals[0].complaint_id, safe='')}"
    return desk.render(
        "matter.html",
        visit=visit,
        here="/queue",
        matter=matter,
        address=f"/matters/{quote(matter.matter_id, safe='')}",
        one=one,
        complaint=complaint,
        claims=tuple((claim, said_of(speech, claim)) for claim in claims),
        borne_out=sum(claim.status == "borne_out" for claim in claims),
        origin=None
        if one is None
        else probability_bar(
            speech,
            one.agent_probability,
            low=one.agent_probability_low,
            high=one.agent_probability_high,
            undecided=one.zone == "undecided",
        ),
        origin_reasons=None
        if one is None
        else sentence_list(
            speech,
            from_json(one.reasons),
            probability=one.agent_probability,
            address=f"{complaint}/evidence",
            track="reasons",
            known={},
        ),
        merits=None
        if one is None
        else sentence_list(
            speech, from_json(one.merits), probability=None, address=f"{complaint}/evidence", track="merits", known={}
        ),
        asked=asked,
        others=tuple(asked[question] for question in OF_A_MATTER if question not in (Question.ORIGIN, Question.MERIT)),
        bases=tuple(Basis),
        causes=tuple(PauseCause),
        channels=tuple(ComplaintChannel),
        alike=desk.matters.alike(matter.matter_id),
        wishes=desk.wishes.of(matter.customer_id) if matter.customer_id else (),
        questions=desk.replies.asked(matter.matter_id),
        sent=desk.replies.sent(matter.matter_id),
        draft=draft(speech.language, number=matter.matter_id, merit=merit, claims=checked) if merit else "",
        notes=desk.notes.of(SubjectType.MATTER, matter.matter_id),
        events=shown_events(speech, desk.matters.timeline(matter.matter_id)),
        may_change=visit.principal.may(Right.CHANGE, "matters"),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
        today=desk.today,
    )
