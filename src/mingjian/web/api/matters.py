"""Complaints in hand, for people: with a session, and with the same rights as the pages. No program decides."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from mingjian.access.policy import Right
from mingjian.casework.corrections import Stated
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import arrival_of
from mingjian.casework.questions import Question
from mingjian.casework.taking import Arrival, Need
from mingjian.contract import Language
from mingjian.web.api import matter_answers as ma
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.refusals import refusals
from mingjian.web.arriving import take_what_came
from mingjian.web.authority import needs
from mingjian.web.closed import closed_of
from mingjian.web.deciding import judge_matter
from mingjian.web.desk import Desk, DeskHere, VisitNow
from mingjian.web.drafts import answer_draft, language_for, notice_draft, words_said
from mingjian.web.history import note_look

router = APIRouter(tags=["matters"])
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_READ = needs(Right.READ, "matters")
_CREATE = needs(Right.CREATE, "matters")
_CHANGE = needs(Right.CHANGE, "matters")
_REFUSED = refusals(404, 409, 422)


@router.post("/arrivals", status_code=201, dependencies=[_CREATE], responses=_REFUSED)
def take(desk: DeskHere, visit: VisitNow, arrival: ma.NewArrival) -> ma.TakenAnswer:
    """Takes one complaint; the same complaint on another channel is handled in the matter that it has already."""
    came = Arrival(**arrival.model_dump())
    new = desk.taking.take([came], by=visit.principal, at=desk.now())
    return ma.TakenAnswer(matter_id=desk.matters.of_complaint(came.complaint_id), new=bool(new))


@router.post("/arrivals/of-run", dependencies=[_CREATE], responses=_REFUSED)
def take_of_run(desk: DeskHere, visit: VisitNow) -> list[sa.Made]:
    """Takes every complaint of the current run, and those taken in since, that wait; gives the matters that are new."""
    return [sa.Made(id=one) for one in take_what_came(desk, visit)]


@router.get("/matters", dependencies=[_READ], responses=refusals(422))
def queue(
    desk: DeskHere,
    visit: VisitNow,
    assignee: Annotated[str | None, Query(max_length=80, description="empty: nobody's yet")] = None,
    need: Need | None = None,
    due_by: date | None = None,
    records: Literal["", "closed"] = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ma.QueueAnswer:
    """What waits for an answer; of it what the lender's own records hold for ``closed``."""
    found = desk.matters.queue(
        today=desk.today,
        assignee=assignee,
        need=need,
        due_by=due_by,
        arrived_by=frozenset(closed_of(visit, desk.matters.waiting_complaints())) if records else None,
        offset=offset,
        limit=limit,
    )
    return ma.QueueAnswer(matters=tuple(map(ma.MatterAnswer.of, found.matters)), total=found.total)


@router.get("/matters/{matter_id}", dependencies=[_READ], responses=refusals(404, 422))
def one(desk: DeskHere, visit: VisitNow, matter_id: Number) -> ma.MatterAnswer:
    """A matter, or the one that it was joined into."""
    found = desk.matters.find(matter_id, today=desk.today)
    note_look(desk, visit.principal, "matter", found.matter_id)
    return ma.MatterAnswer.of(found)


@router.get("/matters/{matter_id}/timeline", dependencies=[_READ], responses=refusals(404, 422))
def timeline(desk: DeskHere, matter_id: Number) -> list[sa.EventAnswer]:
    """Everything that happened to it, oldest first."""
    return [sa.EventAnswer.of(event) for event in desk.matters.timeline(_known(desk, matter_id))]


@router.get("/matters/{matter_id}/records", dependencies=[_READ], responses=refusals(404, 422))
def records(desk: DeskHere, visit: VisitNow, matter_id: Number) -> list[ma.ClosedAnswer]:
    """Those of its complaints that the lender's own records hold for closed. Nothing ends by that: people look."""
    arrivals = desk.matters.find(matter_id, today=desk.today).arrivals
    found = closed_of(visit, [one.complaint_id for one in arrivals])
    return [ma.ClosedAnswer.model_validate(one) for one in found.values()]


@router.get("/matters/{matter_id}/decisions", dependencies=[_READ], responses=refusals(404, 422))
def decisions(desk: DeskHere, visit: VisitNow, matter_id: Number) -> list[sa.DecisionAnswer]:
    """Its decisions, newest first, as whoever asks may see them."""
    found = desk.decisions.open_for(SubjectType.MATTER, _known(desk, matter_id), name=visit.principal.name)
    return [sa.DecisionAnswer.of(decision) for decision in found]


@router.post("/matters/{matter_id}/decisions", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def judge(desk: DeskHere, visit: VisitNow, matter_id: Number, opinion: sa.NewOpinion) -> sa.DecisionAnswer:
    """Gives one's own opinion on one question; what is adverse holds once a second person agrees."""
    given = judge_matter(desk, visit, matter_id, opinion.question, opinion.answer, basis=opinion.basis, why=opinion.why)
    return sa.DecisionAnswer.of(given)


@router.post("/assignments", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def assign(desk: DeskHere, visit: VisitNow, assignment: ma.NewAssignment) -> sa.Made:
    """Gives matters to somebody, all or none; the number undoes it."""
    to, why = assignment.to, assignment.why
    return sa.Made(id=desk.bulks.assign(assignment.matters, to, by=visit.principal, at=desk.now(), why=why))


@router.post("/task-bulks", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def give_task(desk: DeskHere, visit: VisitNow, task: ma.NewTaskBulk) -> sa.Made:
    """Puts one task on each of the matters, all or none; the number undoes it."""
    made = desk.bulks.give_task(
        task.matters,
        task.title,
        assignee=task.assignee,
        due_on=task.due_on,
        by=visit.principal,
        at=desk.now(),
        why=task.why,
    )
    return sa.Made(id=made)


@router.get("/bulks", dependencies=[_READ], responses=refusals())
def bulks(desk: DeskHere) -> list[ma.BulkAnswer]:
    """What was done in bulk, the newest first."""
    return [ma.BulkAnswer.model_validate(one) for one in desk.bulks.recent()]


@router.post("/bulks/{bulk_id}/undo", dependencies=[_CHANGE], responses=_REFUSED)
def undo(desk: DeskHere, visit: VisitNow, bulk_id: Number, reason: sa.NewReason) -> int:
    """Takes work in bulk back where nobody has worked on it since; how many matters it put back."""
    return desk.bulks.undo(bulk_id, by=visit.principal, at=desk.now(), why=reason.why)


@router.get("/matters/{matter_id}/corrections", dependencies=[_READ], responses=refusals(404, 422))
def corrections(desk: DeskHere, matter_id: Number) -> list[ma.CorrectionAnswer]:
    """What was put right of its transfers, oldest first."""
    return [ma.CorrectionAnswer.model_validate(one) for one in desk.corrections.of(_known(desk, matter_id))]


@router.post("/matters/{matter_id}/corrections", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def correct(desk: DeskHere, visit: VisitNow, matter_id: Number, right: ma.NewCorrection) -> ma.CorrectionAnswer:
    """Puts right what was mistyped of a transfer; what puts its deadline off holds once a second person agrees."""
    arrival = arrival_of(desk.matters.find(matter_id, today=desk.today), right.complaint_id)
    stated = Stated(right.number.strip(), right.due_at)
    made = desk.corrections.correct(arrival.complaint_id, stated, by=visit.principal, at=desk.now(), why=right.why)
    return ma.CorrectionAnswer.model_validate(made)


@router.post(
    "/matters/{matter_id}/corrections/{correction_id}/agreement",
    status_code=204,
    dependencies=[_CHANGE],
    responses=_REFUSED,
)
def agree_to_correction(desk: DeskHere, visit: VisitNow, matter_id: Number, correction_id: Number) -> None:
    """The second person's word."""
    desk.corrections.agree(correction_id, of=_known(desk, matter_id), by=visit.principal, at=desk.now())


@router.post("/matters/{matter_id}/pauses", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def pause(desk: DeskHere, visit: VisitNow, matter_id: Number, asked: ma.NewPause) -> ma.MatterAnswer:
    """Stops the clock; the regulator's own deadline is moved by nothing."""
    desk.pauses.pause(matter_id, asked.cause, ground=asked.ground, by=visit.principal, at=desk.now())
    return ma.MatterAnswer.of(desk.matters.find(matter_id, today=desk.today))


@router.post("/matters/{matter_id}/pauses/end", dependencies=[_CHANGE], responses=_REFUSED)
def resume(desk: DeskHere, visit: VisitNow, matter_id: Number, reason: sa.NewReason) -> ma.MatterAnswer:
    """Lets the clock run again."""
    desk.pauses.resume(matter_id, by=visit.principal, at=desk.now(), why=reason.why)
    return ma.MatterAnswer.of(desk.matters.find(matter_id, today=desk.today))


@router.post("/matters/{matter_id}/questions", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def ask(desk: DeskHere, visit: VisitNow, matter_id: Number, question: ma.NewQuestion) -> sa.Made:
    """Notes a question to the customer; refused where they do not want to be contacted so."""
    made = desk.replies.ask(matter_id, channel=question.channel, text=question.text, by=visit.principal, at=desk.now())
    return sa.Made(id=made)


@router.get("/matters/{matter_id}/questions", dependencies=[_READ], responses=refusals(404, 422))
def asked(desk: DeskHere, matter_id: Number) -> list[ma.AskAnswer]:
    """What was asked of the customer, and what they said, oldest first."""
    return [ma.AskAnswer.model_validate(one) for one in desk.replies.asked(_known(desk, matter_id))]


@router.post(
    "/matters/{matter_id}/questions/{ask_id}/answer", status_code=204, dependencies=[_CHANGE], responses=_REFUSED
)
def hear(desk: DeskHere, visit: VisitNow, matter_id: Number, ask_id: Number, heard: ma.NewHearing) -> None:
    """Notes what the customer said."""
    desk.replies.hear(ask_id, heard.answer, of=_known(desk, matter_id), by=visit.principal, at=desk.now())


@router.get("/matters/{matter_id}/draft", dependencies=[_READ], responses=_REFUSED)
def draft(
    desk: DeskHere,
    visit: VisitNow,
    matter_id: Number,
    question: Question | None = None,
    language: Language | None = None,
) -> ma.DraftAnswer:
    """A draft from checked facts, for a person to finish: of the answer, or of a notice of one decision.

    In the complainant's language unless another one is asked for.
    """
    matter = desk.matters.find(matter_id, today=desk.today)
    chosen = language or language_for(words_said(desk, visit, matter))
    if question is None:
        return ma.DraftAnswer(language=chosen, text=answer_draft(desk, visit, matter, chosen))
    return ma.DraftAnswer(language=chosen, text=notice_draft(desk, matter, question, chosen))


@router.get("/matters/{matter_id}/notices", dependencies=[_READ], responses=refusals(404, 422))
def notices(desk: DeskHere, matter_id: Number) -> list[ma.NoticeAnswer]:
    """What the complainant was told, oldest first."""
    return [ma.NoticeAnswer.model_validate(one) for one in desk.replies.sent(_known(desk, matter_id))]


@router.post("/matters/{matter_id}/notices", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def tell(desk: DeskHere, visit: VisitNow, matter_id: Number, notice: ma.NewTelling) -> sa.Made:
    """Notes that the complainant was told of one decision while the matter goes on."""
    told = desk.replies.tell(matter_id, **notice.model_dump(), by=visit.principal, at=desk.now())
    return sa.Made(id=told)


@router.post("/matters/{matter_id}/answers", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def answer(desk: DeskHere, visit: VisitNow, matter_id: Number, notice: ma.NewNotice) -> sa.Made:
    """Notes the finished answer as sent, and ends the matter."""
    made = desk.replies.answer(
        matter_id,
        notice.text,
        channel=notice.channel,
        language=notice.language,
        by=visit.principal,
        at=desk.now(),
    )
    return sa.Made(id=made)


@router.get("/matters/{matter_id}/appeals", dependencies=[_READ], responses=refusals(404, 422))
def appeals(desk: DeskHere, matter_id: Number) -> list[ma.AppealAnswer]:
    """The reviews that were asked for, oldest first."""
    return [ma.AppealAnswer.model_validate(one) for one in desk.replies.appeals(_known(desk, matter_id))]


@router.post("/matters/{matter_id}/appeals", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def appeal(desk: DeskHere, visit: VisitNow, matter_id: Number, asked: ma.NewAppeal) -> sa.Made:
    """Notes that a review was asked for; other people do it."""
    act = desk.replies.appeal(matter_id, asked.question, asked.words, by=visit.principal, at=desk.now())
    return sa.Made(id=act)


@router.get("/matters/{matter_id}/alike", dependencies=[_READ], responses=refusals(404, 422))
def alike(desk: DeskHere, matter_id: Number) -> ma.AlikeAnswer:
    """Other matters of the same customer within sixty days: perhaps one complaint."""
    number = _known(desk, matter_id)
    return ma.AlikeAnswer(open=desk.joins.alike(number), answered=desk.joins.answered_before(number))


@router.post("/matters/{matter_id}/joins", status_code=201, dependencies=[_CHANGE], responses=_REFUSED)
def join(desk: DeskHere, visit: VisitNow, matter_id: Number, asked: ma.NewJoin) -> ma.MatterAnswer:
    """Says that another matter is the same complaint, handled here from now."""
    desk.joins.join(asked.other, matter_id, by=visit.principal, at=desk.now(), why=asked.why)
    return ma.MatterAnswer.of(desk.matters.find(matter_id, today=desk.today))


@router.post("/matters/{matter_id}/joins/end", dependencies=[_CHANGE], responses=_REFUSED)
def part(desk: DeskHere, visit: VisitNow, matter_id: Number, reason: sa.NewReason) -> ma.MatterAnswer:
    """Undoes a join: it waits for an answer of its own again."""
    desk.joins.part(matter_id, by=visit.principal, at=desk.now(), why=reason.why)
    return ma.MatterAnswer.of(desk.matters.find(matter_id, today=desk.today))


@router.post("/matters/{matter_id}/interests", status_code=204, dependencies=[_CHANGE], responses=_REFUSED)
def interest(desk: DeskHere, visit: VisitNow, matter_id: Number, reason: sa.NewReason) -> None:
    """Declares one's own interest: somebody else handles it from now."""
    desk.assignments.step_back(_known(desk, matter_id), by=visit.principal, at=desk.now(), why=reason.why)


def _known(desk: Desk, matter_id: str) -> str:
    return desk.matters.find(matter_id, today=desk.today).matter_id
