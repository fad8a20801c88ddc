"""Drafts for a matter from what the current run says of all its complaints, for the page and the API alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingjian.access.masking import mask_text
from mingjian.casework.drafts import TOLD, CheckedClaim, draft, language_of, notice
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import Matter
from mingjian.casework.questions import ENDS, Question
from mingjian.contract import Language
from mingjian.errors import NotFoundError
from mingjian.web.arriving import words_of
from mingjian.web.claim_facts import facts_of
from mingjian.web.desk import Desk, Visit
from mingjian.web.languages import Speech
from mingjian.web.letter_view import names_in
from mingjian.web.queries import complaints as query


@dataclass(frozen=True)
class InTheirWords:
    """What one complaint of a matter says, masked."""

    complaint_id: str
    text: str
    in_run: bool
    """Whether the current run holds it, and it has a page."""


def claims_of(visit: Visit, matter: Matter) -> tuple[query.Claim, ...]:
    """What every complaint of the matter claims, each once; none where no run has ended yet."""
    if (run := visit.run_if_any) is None:
        return ()
    first: dict[tuple[str | None, ...], query.Claim] = {}
    for arrival in matter.arrivals:
        for one in query.claims(run, arrival.complaint_id):
            first.setdefault((one.claim, one.status, one.code, one.values), one)
    return tuple(first.values())


def words_said(desk: Desk, visit: Visit, matter: Matter) -> tuple[InTheirWords, ...]:
    """What each complaint of the matter says, masked."""
    run = visit.run_if_any

    def said(complaint_id: str) -> InTheirWords:
        held = None if run is None else query.complaint(run, complaint_id)
        text = words_of(desk, visit, complaint_id) if held is None else mask_text(held.text, names=names_in(held))
        return InTheirWords(complaint_id, text, held is not None)

    return tuple(said(one.complaint_id) for one in matter.arrivals)


def language_for(said: Sequence[InTheirWords]) -> Language:
    """The complainant's language, whichever the person at the desk has chosen for the screen."""
    return language_of(one.text for one in said)


def answer_draft(desk: Desk, visit: Visit, matter: Matter, language: Language) -> str:
    """The answer that ends the matter, to finish; an empty text before it may be given."""
    held = {question: act.answer for question, act in desk.decisions.held(SubjectType.MATTER, matter.matter_id).items()}
    told = {question: answer for question, answer in held.items() if answer in TOLD.get(question, ())}
    told.pop(Question.DEADLINE, None)
    reviewed = desk.replies.appeals(matter.matter_id)
    open_ = any(desk.replies.under_review(matter.matter_id, question) for question in told)
    if open_ or (Question.MERIT not in told and not ENDS.intersection(told.values())):
        return ""
    speech = Speech(language)
    said = {one.complaint_id: one.text for one in words_said(desk, visit, matter)}
    # A claim stands once with the same facts, in the first words that make it.
    checked: dict[tuple[str, str, str], CheckedClaim] = {}
    for claim in claims_of(visit, matter):
        name, facts = speech.label(claim.claim, "Claim"), facts_of(speech, claim)
        words = said[claim.complaint_id][claim.start : claim.end] if claim.start is not None else ""
        checked.setdefault((name, claim.status, facts), CheckedClaim(name, claim.status, facts, words))
    return draft(
        speech.language,
        number=matter.matter_id,
        held=told,
        claims=tuple(checked.values()),
        reviewed=bool(reviewed),
    )


def notice_draft(desk: Desk, matter: Matter, question: Question, language: Language) -> str:
    """What is told of one decision while the matter goes on; NotFoundError where there is nothing to tell."""
    act = desk.decisions.held(SubjectType.MATTER, matter.matter_id).get(question)
    if act is None or act.answer not in TOLD.get(question, ()):
        raise NotFoundError("there is no decision on this that a complainant is told")
    return notice(
        language,
        number=matter.matter_id,
        question=question,
        answer=act.answer,
        due_on=matter.due.at.date(),
    )
