"""What the API asks and answers of complaints in hand, field by field, masked as the pages are."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from mingjian.casework.bulks import BulkKind
from mingjian.casework.clocks import PauseCause
from mingjian.casework.confirmations import Heard, KnownChannel, News
from mingjian.casework.matters import Matter
from mingjian.casework.questions import Answer, Question
from mingjian.casework.taking import Need
from mingjian.contract import Language
from mingjian.contract.vocabulary import Claim, ComplaintChannel
from mingjian.web.api.fields import Answered, Asked, Line, MaybeLine, Moment, Said, Text, Why


class NewArrival(Asked):
    """A complaint as it came."""

    complaint_id: Line
    customer_id: MaybeLine = Field("", description="empty where it matched nobody")
    received_at: Moment
    channel: ComplaintChannel
    text: Annotated[str, Field(max_length=1_000_000)]
    external_number: MaybeLine = Field("", description="the regulator's or platform's number of a transfer")
    due_at: Moment | None = Field(None, description="the deadline that the transfer states")
    claims: Annotated[tuple[Claim, ...], Field(max_length=50)] = ()


class NewAssignment(Asked):
    """Matters for somebody, all or none."""

    matters: Annotated[tuple[Line, ...], Field(min_length=1, max_length=1_000)]
    to: Line
    why: Why


class NewTaskBulk(Asked):
    """One task on each of the matters, all or none."""

    matters: Annotated[tuple[Line, ...], Field(min_length=1, max_length=1_000)]
    title: Line
    assignee: Line
    why: Why
    due_on: date | None = None


class NewPause(Asked):
    """A reason for which the clock may stop, and what shows it."""

    cause: PauseCause
    ground: Why


class NewCorrection(Asked):
    """What a transfer states, where it was mistyped."""

    complaint_id: str = Field(min_length=1, max_length=200)
    number: MaybeLine = Field("", description="the regulator's or platform's number")
    due_at: Moment | None = Field(None, description="the deadline; a later one, or none, needs a second person")
    why: Why


class NewQuestion(Asked):
    """A question to the customer."""

    channel: ComplaintChannel
    text: Text


class NewHearing(Asked):
    """What the customer said."""

    answer: Said


class NewNotice(Asked):
    """The finished answer, as it was sent."""

    channel: ComplaintChannel
    language: Language
    text: Text


class NewTelling(NewNotice):
    """What the complainant was told of one decision while the matter goes on."""

    question: Question


class NewAppeal(Asked):
    """The complainant asks for a review."""

    question: Question
    words: Said


class NewJoin(Asked):
    """Another matter that is the same complaint."""

    other: Line
    why: Why


class NewWish(Asked):
    """Do not contact: by this channel, or by none where it is empty; in whose words."""

    channel: ComplaintChannel | Literal[""] = ""
    source: Said


class NewConfirmation(Asked):
    """The customer was asked whether something new is theirs, by a channel known before it, and this was heard."""

    news: News
    channel: KnownChannel
    heard: Heard
    said: Said


class ConfirmationAnswer(Answered):
    """That a customer was asked whether something new is theirs, and what was heard."""

    news: News
    channel: KnownChannel
    heard: Heard
    said: str
    by: str
    at: datetime


class FreshAnswer(Answered):
    """Something new of a customer, since when, of which nobody has asked them."""

    customer_id: str
    news: News
    at: datetime


class BulkAnswer(Answered):
    """Work on many matters at once."""

    bulk_id: str
    kind: BulkKind
    by: str
    at: datetime
    why: str
    undone_at: datetime | None
    matters: int = Field(description="how many")


class WishAnswer(Answered):
    """Do not contact: by this channel, or by none where it is empty."""

    wish_id: str
    channel: str
    source: str
    by: str
    at: datetime


class ArrivalAnswer(Answered):
    """One complaint by which a matter came."""

    complaint_id: str
    channel: str
    external_number: str
    received_at: datetime
    due_at: datetime | None
    recognised_by: str


class CorrectionAnswer(Answered):
    """What was put right of a transfer, with what held before; without ``agreed_at`` it does not hold yet."""

    correction_id: str
    complaint_id: str
    number_before: str
    number: str
    due_before: datetime | None
    due_at: datetime | None
    why: str
    by: str
    at: datetime
    agreed_by: str
    agreed_at: datetime | None


class DueAnswer(Answered):
    """When an answer is due, and by which rule."""

    at: datetime
    rule: str
    days: int = Field(description="of the period; 0 where a transfer states its end")
    paused_days: int
    certain: bool


class MatterAnswer(Answered):
    """A complaint in hand."""

    matter_id: str
    customer_id: str
    need: Need
    need_facts: tuple[str, ...]
    received_at: datetime
    due: DueAnswer
    extension: Answer
    assignee: str
    paused: bool
    answered_at: datetime | None
    arrivals: tuple[ArrivalAnswer, ...]

    @classmethod
    def of(cls, matter: Matter) -> "MatterAnswer":
        """The answer for a matter."""
        return cls.model_validate(matter)


class ClosedAnswer(Answered):
    """A complaint that the lender's own records hold for closed."""

    complaint_id: str
    closed_at: datetime | None
    outcome: str = Field(description="a value of the contract; empty where none is stated")


class AlikeAnswer(Answered):
    """Other matters that may be the same complaint, which a person says."""

    open: tuple[str, ...]
    answered: tuple[str, ...] = Field(description="what was said to them then; nothing is joined into these")


class QueueAnswer(Answered):
    """A part of the queue, by need and then by what is due first."""

    matters: tuple[MatterAnswer, ...]
    total: int


class TakenAnswer(Answered):
    """The matter in which a complaint is handled, and whether it is new."""

    matter_id: str
    new: bool


class AskAnswer(Answered):
    """A question to the customer, and what they said."""

    ask_id: str
    channel: str
    text: str
    by: str
    at: datetime
    answer: str
    answered_at: datetime | None


class DraftAnswer(Answered):
    """A draft in the complainant's language, or the one asked for; what a person fills in stands as ``____``."""

    language: Language
    text: str = Field(description="empty before the answer may be given")


class NoticeAnswer(Answered):
    """What the complainant was told."""

    notice_id: str
    act_id: str
    channel: str
    language: str
    text: str
    by: str
    at: datetime


class AppealAnswer(Answered):
    """A review that was asked for, or a mistake that was found."""

    appeal_id: str
    act_id: str
    words: str
    asked_at: datetime
    noted_by: str
