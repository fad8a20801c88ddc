"""What the API asks and answers of the police, partners and appointments, field by field."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from mingjian.casework.accompaniments import Result
from mingjian.web.api.fields import Answered, Asked, Line, MaybeLine, Moment, Said, Why


class NewRequest(Asked):
    """What the police ask, by which instrument."""

    station: Line
    officers: Line
    instrument: Line
    scope: Why
    due_on: date
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
