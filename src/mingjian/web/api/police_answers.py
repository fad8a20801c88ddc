"""What the API asks and answers of the police, partners and appointments, field by field."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from mingjian.access.masking import mask_text
from mingjian.casework.accompaniments import Result
from mingjian.casework.alerts import Alert
from mingjian.casework.watchlist import Watch
from mingjian.web.api.fields import Answered, Asked, Line, MaybeLine, Moment, Said, Why
from mingjian.web.work_view import watched


class NewRequest(Asked):
    """What the police ask, by which instrument."""

    station: Line
    officers: Line
    instrument: Line
    scope: Why
    due_on: date
    received_at: Moment | None = Field(default=None, description="when it came, where it is noted later")
    case_id: MaybeLine = ""


class NewPartner(Asked):
    """A station, another lender, an association, a regulator."""

    kind: Line
    name: Line
    province: Annotated[str, Field(pattern=r"^\d\d$")]
    contact: MaybeLine = ""
    telephone: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""


class ChangedPartner(Asked):
    """A partner as it is from now on."""

    name: Line
    province: Annotated[str, Field(pattern=r"^\d\d$")]
    why: Why
    contact: MaybeLine = ""
    telephone: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""


class NewJointCase(Asked):
    """A partner that works on the case, with its own number."""

    partner_id: Line
    their_number: MaybeLine = ""


class NewNumber(Asked):
    """A partner's own number for the case."""

    their_number: MaybeLine
    why: Why


class NewAccompaniment(Asked):
    """Going along with a consumer."""

    customer_id: Line
    companion: Line
    station: Line
    meets_at: Moment
    case_id: MaybeLine = ""


class MovedAppointment(Asked):
    """Another time or station."""

    meets_at: Moment
    station: Line
    why: Why


class NewOutcome(Asked):
    """What came of going along."""

    result: Result
    outcome: Said


class RequestAnswer(Answered):
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


class PartnerAnswer(Answered):
    """A station, another lender, an association, a regulator."""

    partner_id: str
    kind: str
    name: str
    province: str
    contact: str
    telephone: str


class JointCaseAnswer(Answered):
    """A partner that works on a case with us."""

    partner: PartnerAnswer
    their_number: str


class AccompanimentAnswer(Answered):
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


class NewReply(Asked):
    """What was handed out."""

    answer: Said


class NewWatch(Asked):
    """Something to hear of again: a gang, an agency, an entity, an organisation, a wording."""

    kind: Line
    subject_id: Line
    until: date
    why: Why


class NewLook(Asked):
    """What had turned up in a run, and been taken in until a moment, and what it was."""

    run: Line
    up_to: Moment
    why: Why


class WatchAnswer(Answered):
    """What is watched, masked."""

    watch_id: str
    kind: str
    subject: str
    why: str
    by: str
    at: datetime
    until: date
    looked_at: datetime | None

    @classmethod
    def of(cls, one: Watch) -> "WatchAnswer":
        """The answer for a watch."""
        return cls(
            watch_id=one.watch_id,
            kind=one.kind,
            subject=watched(one),
            why=mask_text(one.why),
            by=one.by,
            at=one.at,
            until=one.until,
            looked_at=one.looked_at,
        )


class SightingAnswer(Answered):
    """One record that shows what is watched."""

    record_table: str
    record_id: str
    at: datetime
    complaint_id: str | None


class AlertAnswer(Answered):
    """What is watched has turned up: the newest records, and how many there are."""

    watch: WatchAnswer
    sightings: tuple[SightingAnswer, ...]
    number: int
    run: str = Field(description="the run whose records these are: whoever has looked says at which")

    @classmethod
    def of(cls, one: Alert, run: str) -> "AlertAnswer":
        """The answer for an alert."""
        sightings = tuple(SightingAnswer.model_validate(seen) for seen in one.sightings)
        return cls(watch=WatchAnswer.of(one.watch), sightings=sightings, number=one.number, run=run)
