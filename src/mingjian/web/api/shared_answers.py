"""What every part of casework asks and answers: reasons, opinions, notes, tasks, what happened."""

from datetime import date, datetime

from pydantic import Field

from mingjian.access.masking import mask_text
from mingjian.casework.decisions import Decision
from mingjian.casework.ledger import Event
from mingjian.casework.notes import Note
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.tasks import Task
from mingjian.errors import InputError
from mingjian.web.api.fields import Answered, Asked, Line, Text, Why


class NewReason(Asked):
    """Why."""

    why: Why


class NewOpinion(Asked):
    """One's own opinion. A score is no basis."""

    question: Question
    answer: Answer
    basis: Basis
    why: Why

    def on(self, question: Question) -> "NewOpinion":
        """Itself, of what has one question alone; InputError where it answers another one."""
        if self.question is not question:
            raise InputError(f"of this one decides {question}")
        return self


class NewNote(Asked):
    """A note; ``@name`` calls somebody."""

    text: Text


class NewTask(Asked):
    """Something to do."""

    title: Line
    assignee: Line
    due_on: date | None = None


class NewAssignee(Asked):
    """Who does it from now."""

    assignee: Line
    why: Why


class NewDay(Asked):
    """Until when it is to be done; none where no day is set."""

    due_on: date | None
    why: Why


class Made(Answered):
    """The number of what was made."""

    id: str


class OpinionAnswer(Answered):
    """What one person judged."""

    by: str
    answer: Answer
    basis: Basis
    why: str
    given_at: datetime


class DecisionAnswer(Answered):
    """A decision as whoever asks may see it: not the opinions of others before it holds."""

    decision_id: str
    question: Question
    reviews: str
    opened_by: str
    opened_at: datetime
    given: int = Field(description="how many opinions there are")
    opinions: tuple[OpinionAnswer, ...]
    held: Answer | None = Field(description="what holds; null while another person has to be asked")

    @classmethod
    def of(cls, one: Decision) -> "DecisionAnswer":
        """The answer for a decision."""
        return cls(
            decision_id=one.decision_id,
            question=one.question,
            reviews=one.reviews,
            opened_by=one.opened_by,
            opened_at=one.opened_at,
            given=one.given,
            opinions=tuple(OpinionAnswer.model_validate(each) for each in one.opinions),
            held=one.act.answer if one.act else None,
        )


class NoteAnswer(Answered):
    """A note."""

    note_id: str
    text: str
    by: str
    at: datetime
    file_name: str

    @classmethod
    def of(cls, note: Note) -> "NoteAnswer":
        """The answer for a note."""
        return cls.model_validate(note)


class TaskAnswer(Answered):
    """A task."""

    task_id: str
    title: str
    assignee: str
    due_on: date | None
    made_by: str
    made_at: datetime
    done_by: str
    done_at: datetime | None

    @classmethod
    def of(cls, task: Task) -> "TaskAnswer":
        """The answer for a task."""
        return cls.model_validate(task)


class EventAnswer(Answered):
    """One change, oldest first; evidence is named by its item alone."""

    number: int
    at: datetime
    by: str
    kind: str
    before: str
    after: str
    why: str
    item_id: str

    @classmethod
    def of(cls, event: Event) -> "EventAnswer":
        """The answer for an event."""
        plain = not event.kind.endswith("_evidence")
        return cls(
            number=event.number,
            at=event.at,
            by=event.by,
            kind=event.kind,
            before=mask_text(event.before) if plain else "",
            after=mask_text(event.after) if plain else "",
            why=mask_text(event.why),
            item_id=event.item_id,
        )
