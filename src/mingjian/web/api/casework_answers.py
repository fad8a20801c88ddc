"""What the API asks and answers of casework, field by field: the same as the pages show, masked as they are."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from mingjian.access.entity_masks import mask_entity
from mingjian.access.masking import mask_text
from mingjian.casework.accompaniments import Result
from mingjian.casework.bulks import BulkKind
from mingjian.casework.cases import Case, OriginKind
from mingjian.casework.clocks import PauseCause
from mingjian.casework.clues.handover import Handover
from mingjian.casework.decisions import Decision
from mingjian.casework.evidence import Evidence, EvidenceKind, Standing
from mingjian.casework.ledger import Event
from mingjian.casework.matters import Matter
from mingjian.casework.notes import Note
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.status import CaseStatus
from mingjian.casework.taking import Need
from mingjian.casework.tasks import Task
from mingjian.contract import Language
from mingjian.contract.vocabulary import Claim, ComplaintChannel

FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _of_our_time(moment: datetime) -> datetime:
    if not FIRST <= moment < LAST:
        raise ValueError("a moment of the years 1990 to 2199")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
MaybeLine = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Why = Annotated[str, Field(min_length=4, max_length=2_000, pattern=r"^[^\x00]+$")]
Said = Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"^[^\x00]+$")]
Text = Annotated[str, Field(min_length=1, max_length=10_000, pattern=r"^[^\x00]+$")]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class NewArrival(_Asked):
    """A complaint as it came."""

    complaint_id: Line
    customer_id: MaybeLine = Field("", description="empty where it matched nobody")
    received_at: Moment
    channel: ComplaintChannel
    text: Annotated[str, Field(max_length=1_000_000)]
    external_number: MaybeLine = Field("", description="the regulator's or platform's number of a transfer")
    due_at: Moment | None = Field(None, description="the deadline that the transfer states")
    claims: Annotated[tuple[Claim, ...], Field(max_length=50)] = ()


class NewReason(_Asked):
    """Why."""

    why: Why


class NewOpinion(_Asked):
    """One's own opinion. A score is no basis."""

    question: Question
    answer: Answer
    basis: Basis
    why: Why


class NewNote(_Asked):
    """A note; ``@name`` calls somebody."""

    text: Text


class NewTask(_Asked):
    """Something to do."""

    title: Line
    assignee: Line
    due_on: date | None = None


class NewAssignment(_Asked):
    """Matters for somebody, all or none."""

    matters: Annotated[tuple[Line, ...], Field(min_length=1, max_length=1_000)]
    to: Line
    why: Why


class NewTaskBulk(_Asked):
    """One task on each of the matters, all or none."""

    matters: Annotated[tuple[Line, ...], Field(min_length=1, max_length=1_000)]
    title: Line
    assignee: Line
    why: Why
    due_on: date | None = None


class NewPause(_Asked):
    """A reason for which the clock may stop, and what shows it."""

    cause: PauseCause
    ground: Why


class NewQuestion(_Asked):
    """A question to the customer."""

    channel: ComplaintChannel
    text: Text


class NewHearing(_Asked):
    """What the customer said."""

    answer: Said


class NewNotice(_Asked):
    """The finished answer, as it was sent."""

    channel: ComplaintChannel
    language: Language
    text: Text


class NewTelling(NewNotice):
    """What the complainant was told of one decision while the matter goes on."""

    question: Question


class NewAppeal(_Asked):
    """The complainant asks for a review."""

    question: Question
    words: Said


class NewJoin(_Asked):
    """Another matter that is the same complaint."""

    other: Line
    why: Why


class NewCase(_Asked):
    """What a case begins with."""

    kind: OriginKind
    origin_id: Line
    title: Line
    why: Why
    customer_id: MaybeLine = ""


class NewStep(_Asked):
    """One step; ``reference`` is the station, or the number of the other side's paper."""

    to: CaseStatus
    why: Why
    reference: MaybeLine = ""


class NewLead(_Asked):
    """Another lead."""

    to: Line
    why: Why


class NewEvidence(_Asked):
    """An item for the board, with where it comes from."""

    kind: EvidenceKind
    subject_id: Line
    standing: Standing
    source: Why
    note: Annotated[str, Field(max_length=10_000)] = ""
    customer_id: MaybeLine = ""


class NewStanding(_Asked):
    """A hypothesis is confirmed, or a fact taken back."""

    standing: Standing
    why: Why


class NewRequest(_Asked):
    """What the police ask, by which instrument."""

    station: Line
    officers: Line
    instrument: Line
    scope: Why
    due_on: date
    case_id: MaybeLine = ""


class NewPartner(_Asked):
    """A station, another lender, an association, a regulator."""

    kind: Line
    name: Line
    province: Annotated[str, Field(pattern=r"^\d\d$")]
    contact: MaybeLine = ""
    telephone: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""


class ChangedPartner(_Asked):
    """A partner as it is from now on."""

    name: Line
    province: Annotated[str, Field(pattern=r"^\d\d$")]
    why: Why
    contact: MaybeLine = ""
    telephone: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""


class NewJointCase(_Asked):
    """A partner that works on the case, with its own number."""

    partner_id: Line
    their_number: MaybeLine = ""


class NewNumber(_Asked):
    """A partner's own number for the case."""

    their_number: MaybeLine
    why: Why


class NewWish(_Asked):
    """Do not contact: by this channel, or by none where it is empty; in whose words."""

    channel: ComplaintChannel | Literal[""] = ""
    source: Said


class NewAccompaniment(_Asked):
    """Going along with a consumer."""

    customer_id: Line
    companion: Line
    station: Line
    meets_at: Moment
    case_id: MaybeLine = ""


class NewPackage(_Asked):
    """A clue package: about what, for what, for whom."""

    kind: Literal["gang", "agency", "complaint", "testimony", "case"]
    subject_id: Line
    purpose: Annotated[str, Field(min_length=4, max_length=400, pattern=r"^[^\x00]+$")]
    recipient: Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[^\x00]+$")]
    organisation: Annotated[str, Field(max_length=400, pattern=r"^[^\x00]*$")] = Field(
        "", description="the lender's name where the settings do not state it"
    )
    prepared_by: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = Field(
        "", description="who prepares it, where nobody signs in"
    )
    request_id: MaybeLine = Field("", description="the request of the police that it answers")


class NewHandover(_Asked):
    """To whom it was handed, against which receipt."""

    receipt: Why


class MovedAppointment(_Asked):
    """Another time or station."""

    meets_at: Moment
    station: Line
    why: Why


class NewOutcome(_Asked):
    """What came of going along."""

    result: Result
    outcome: Said


class Made(_Answer):
    """The number of what was made."""

    id: str


class BulkAnswer(_Answer):
    """Work on many matters at once."""

    bulk_id: str
    kind: BulkKind
    by: str
    at: datetime
    why: str
    undone_at: datetime | None
    matters: int = Field(description="how many")


class RequestAnswer(_Answer):
    """What the police asked of us."""

    request_id: str
    station: str
    officers: str
    instrument: str
    scope: str
    received_at: datetime
    due_on: date
    case_id: str
    reply: str
    replied_by: str
    replied_at: datetime | None


class PartnerAnswer(_Answer):
    """A station, another lender, an association, a regulator."""

    partner_id: str
    kind: str
    name: str
    province: str
    contact: str
    telephone: str


class JointCaseAnswer(_Answer):
    """A partner that works on a case with us."""

    partner: PartnerAnswer
    their_number: str


class AccompanimentAnswer(_Answer):
    """Going along with a consumer to the police."""

    accompaniment_id: str
    customer_id: str
    case_id: str
    companion: str
    station: str
    meets_at: datetime
    outcome: str
    result: Result | Literal[""] = Field(description="empty while it is to come")
    ended_at: datetime | None


class WishAnswer(_Answer):
    """Do not contact: by this channel, or by none where it is empty."""

    wish_id: str
    channel: str
    source: str
    by: str
    at: datetime


class ArrivalAnswer(_Answer):
    """One complaint by which a matter came."""

    complaint_id: str
    channel: str
    external_number: str
    received_at: datetime
    due_at: datetime | None
    recognised_by: str


class DueAnswer(_Answer):
    """When an answer is due, and by which rule."""

    at: datetime
    rule: str
    paused_days: int
    certain: bool


class MatterAnswer(_Answer):
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


class QueueAnswer(_Answer):
    """A part of the queue, by need and then by what is due first."""

    matters: tuple[MatterAnswer, ...]
    total: int


class TakenAnswer(_Answer):
    """The matter in which a complaint is handled, and whether it is new."""

    matter_id: str
    new: bool


class AskAnswer(_Answer):
    """A question to the customer, and what they said."""

    ask_id: str
    channel: str
    text: str
    by: str
    at: datetime
    answer: str
    answered_at: datetime | None


class DraftAnswer(_Answer):
    """A draft in the language of whoever asks; what a person fills in stands as ``____``."""

    language: Language
    text: str = Field(description="empty before the answer may be given")


class NoticeAnswer(_Answer):
    """What the complainant was told."""

    notice_id: str
    act_id: str
    channel: str
    language: str
    text: str
    by: str
    at: datetime


class AppealAnswer(_Answer):
    """A review that was asked for, or a mistake that was found."""

    appeal_id: str
    act_id: str
    words: str
    asked_at: datetime
    noted_by: str


class OpinionAnswer(_Answer):
    """What one person judged."""

    by: str
    answer: Answer
    basis: Basis
    why: str
    given_at: datetime


class DecisionAnswer(_Answer):
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


class NoteAnswer(_Answer):
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


class TaskAnswer(_Answer):
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


class EventAnswer(_Answer):
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


class CaseAnswer(_Answer):
    """A case."""

    case_id: str
    title: str
    kind: OriginKind
    origin_id: str
    run: str
    status: CaseStatus
    lead: str
    team: str
    opened_by: str
    opened_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, case: Case) -> "CaseAnswer":
        """The answer for a case."""
        return cls(
            case_id=case.case_id,
            title=case.title,
            kind=case.origin.kind,
            origin_id=case.origin.origin_id,
            run=case.origin.run,
            status=case.status,
            lead=case.lead,
            team=case.team,
            opened_by=case.opened_by,
            opened_at=case.opened_at,
            changed_at=case.changed_at,
        )


class EvidenceAnswer(_Answer):
    """An item on a case's board; telephones and the like are masked."""

    evidence_id: str
    kind: EvidenceKind
    subject_id: str
    customer_id: str
    standing: Standing
    note: str
    source: str
    added_by: str
    added_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, item: Evidence) -> "EvidenceAnswer":
        """The answer for an item."""
        typed = ":" in item.subject_id
        return cls(
            evidence_id=item.evidence_id,
            kind=item.kind,
            subject_id=mask_entity(*item.subject_id.split(":", 1)) if typed else item.subject_id,
            customer_id=item.customer_id,
            standing=item.standing,
            note=item.note,
            source=item.provenance.source,
            added_by=item.added_by,
            added_at=item.added_at,
            withdrawn_at=item.withdrawn_at,
        )


class PackageAnswer(_Answer):
    """A clue package on its way out."""

    package_id: str
    kind: str
    subject_id: str
    case_id: str
    request_id: str
    run: str
    purpose: str
    recipient: str
    prepared_by: str
    sha256: str = Field(description="empty while it is not built")
    size: int
    originals: int
    missing: int
    built_at: datetime | None
    expires_at: datetime | None
    agreed: bool = Field(description="whether two people have agreed, or nobody else is there to ask")
    handed_by: str
    handed_at: datetime | None

    @classmethod
    def of(cls, one: Handover) -> "PackageAnswer":
        """The answer for a package."""
        return cls(
            package_id=one.handover_id,
            kind=one.subject.kind.value,
            subject_id=one.subject.id,
            case_id=one.case_id,
            request_id=one.request_id,
            run=one.run,
            purpose=one.statement.purpose,
            recipient=one.statement.recipient,
            prepared_by=one.statement.prepared_by,
            sha256=one.sha256,
            size=one.size,
            originals=one.originals,
            missing=one.missing,
            built_at=one.built_at,
            expires_at=one.expires_at,
            agreed=one.agreed,
            handed_by=one.handed_by,
            handed_at=one.handed_at,
        )


class FigureAnswer(_Answer):
    """A figure of a period."""

    name: str
    value: int


class FigureRowAnswer(_Answer):
    """A row that a figure counts."""

    subject_type: str
    subject_id: str
    at: datetime


class FigureRowsAnswer(_Answer):
    """A figure with its query and its rows; the figure is their number."""

    name: str
    query: str
    rows: tuple[FigureRowAnswer, ...]
