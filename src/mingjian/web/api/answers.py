"""What the API answers, field by field, and what it may refuse with."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mingjian.access.webhooks import Delivery, Event, Webhook
from mingjian.contract.vocabulary import ClaimStatus, Requirement, RequirementStatus, Zone
from mingjian.network.links import Standing
from mingjian.online.reception import Received
from mingjian.store.jobs import Job, JobState


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class Problem(_Answer):
    """Why something was refused: a code that stays, and a sentence that says what to do."""

    code: str
    message: str


class ReceivedComplaint(_Answer):
    """A complaint that was taken in."""

    complaint_id: str
    team: str
    files: tuple[str, ...] = Field(description="the SHA-256 of each file, in the order in which they were sent")
    taken_by: str
    taken_at: datetime
    job_id: str = Field(description="the job that assesses it")
    run: str | None = Field(description="the run against which it was assessed")
    assessed_at: datetime | None
    delivered_in: str | None = Field(description="the accumulated delivery that took it up")

    @classmethod
    def of(cls, received: Received) -> "ReceivedComplaint":
        """The answer for a complaint."""
        return cls.model_validate(received)


class ReceivedComplaints(_Answer):
    """A page of complaints; ``after`` asks for the next one."""

    complaints: tuple[ReceivedComplaint, ...]
    after: str | None


class Claim(_Answer):
    """A claim in the text and what the lender's records say of it."""

    claim: str
    status: ClaimStatus
    start: int
    end: int
    evidence: tuple[str, ...]


class JudgedRequirement(_Answer):
    """What the law asks of somebody who acts for the complainant, and whether it is met."""

    representation_id: str
    requirement: Requirement
    status: RequirementStatus
    text: str
    source: str


class LeftOut(_Answer):
    """A value that could not be read: the complaint was assessed without it."""

    table: str
    row: str
    field: str
    code: str
    text: str


class Hold(_Answer):
    """A thing that holds a complaint to a gang."""

    entity_type: str
    entity_id: str = Field(description="masked")
    share: float = Field(description="of those who have it, the gang's")


class GangLink(_Answer):
    """A gang with which a complaint has things in common."""

    gang_id: str
    strength: float = Field(ge=0, le=1)
    joins: bool = Field(description="whether that is enough to join it")
    holds: list[Hold] = Field(description="none where the run itself has the complaint in the gang")


class SharedThing(_Answer):
    """A thing of no gang that others have too."""

    entity_type: str
    entity_id: str = Field(description="masked")
    households: int = Field(description="who had it in the run")


class Links(_Answer):
    """What a complaint has in common with others. It says where to look, and nothing of whoever complained."""

    standing: Standing = Field(
        default=Standing.NOTHING_KNOWN,
        description="nothing_known also where nothing was looked for: of a lawyer's, or of the run's own",
    )
    gangs: list[GangLink] = []
    shared: list[SharedThing] = []


class ComplaintAssessment(_Answer):
    """Origin and merit side by side. It orders work; it decides nothing."""

    complaint_id: str
    run: str
    agent_probability: float = Field(ge=0, le=1)
    agent_probability_low: float = Field(ge=0, le=1)
    agent_probability_high: float = Field(ge=0, le=1)
    zone: Zone
    template_id: str | None
    gang_id: str | None
    links: Links = Field(default=Links(), description="with gangs, joined or not, and by things of no gang")
    reasons: list[dict[str, Any]]
    merits: list[dict[str, Any]]
    claims: list[Claim]
    requirements: list[JudgedRequirement] = Field(default=[], description="of the representatives that came with it")
    left_out: list[LeftOut] = Field(default=[], description="values that could not be read; correct and deliver them")


class JobAnswer(_Answer):
    """A piece of work and where it stands."""

    job_id: str
    kind: str
    state: JobState
    attempts: int
    most_attempts: int
    lost: int = Field(description="how often its worker did not come back; no try of its own")
    made_at: datetime
    due_at: datetime
    ended_at: datetime | None
    failure: str

    @classmethod
    def of(cls, job: Job) -> "JobAnswer":
        """The answer for a job."""
        return cls.model_validate(job)


class NewWebhook(BaseModel):
    """Where messages are to go."""

    model_config = ConfigDict(extra="forbid")
    address: str = Field(max_length=500)
    events: list[Event] = Field(min_length=1, max_length=len(Event))


class WebhookAnswer(_Answer):
    """A webhook."""

    webhook_id: str
    address: str
    events: tuple[str, ...]
    made_by: str
    made_at: datetime
    last_answer: str
    last_at: datetime | None

    @classmethod
    def of(cls, webhook: Webhook) -> "WebhookAnswer":
        """The answer for a webhook."""
        return cls.model_validate(webhook)


class MadeWebhook(WebhookAnswer):
    """A webhook with its secret, which is shown this once."""

    secret: str


class NewSecret(_Answer):
    """The new secret of a webhook, which is shown this once."""

    secret: str


class DeliveryAnswer(_Answer):
    """A message to a webhook, and how it goes with it."""

    delivery: str
    event: str
    id: str
    state: JobState
    attempts: int
    made_at: datetime
    due_at: datetime
    failure: str

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryAnswer":
        """The answer for a message."""
        return cls.model_validate(delivery)


class SentPing(_Answer):
    """The job that sends the message."""

    job_id: str


class AuditEntryAnswer(_Answer):
    """Who did what to which object, when and why."""

    sequence: int
    at: datetime
    actor: str
    action: str
    object_type: str
    object_key: str
    reason: str
