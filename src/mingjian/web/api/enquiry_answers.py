"""What the API asks and answers of enquiries, field by field."""

from collections.abc import Collection
from datetime import date, datetime

from pydantic import Field

from mingjian.access.masking import mask_answer, mask_text
from mingjian.casework.enquiries import AskedBy, Enquiry, Question, Reply
from mingjian.contract.vocabulary import IssuerReply
from mingjian.web.api.fields import Answered, Asked, Line, Moment, Why


class NewEnquiry(Asked):
    """That somebody asked a document's stated issuer, by a channel that the document does not name."""

    issuer: Line
    channel: AskedBy
    question: Why
    asked_at: Moment

    @property
    def asked(self) -> Question:
        """As casework takes it."""
        return Question(self.issuer, self.channel, self.question, self.asked_at)


class ReplyAnswer(Answered):
    """What the issuer answered, as it was noted; the letter is given as a file."""

    reply_id: str
    reply: IssuerReply
    replied_at: datetime
    replied_by: str
    said: str
    file_name: str
    by: str
    at: datetime
    agreed_by: str
    agreed_at: datetime | None = Field(description="since when it holds; null while a second person has to read it")

    @classmethod
    def of(cls, one: Reply, *, names: Collection[str]) -> "ReplyAnswer":
        """The answer for a noted reply, in which these names are masked."""
        return cls.model_validate({**one.__dict__, "said": mask_answer(one.said, names=names)})


class EnquiryAnswer(Answered):
    """What was asked about a document, and what holds of the issuer's answers."""

    enquiry_id: str
    material_id: str
    issuer: str
    channel: AskedBy
    question: str
    asked_at: datetime
    by: str
    reply: IssuerReply = Field(description="what holds: pending until an answer was noted, and read by two against it")
    due_on: date | None = Field(description="by which day somebody asks again; no complaint waits for it")
    replies: list[ReplyAnswer]

    @classmethod
    def of(cls, one: Enquiry, *, days: int, names: Collection[str]) -> "EnquiryAnswer":
        """The answer for an enquiry, which is asked again after so many days and in which these names are masked."""
        return cls(
            enquiry_id=one.enquiry_id,
            material_id=one.material_id,
            issuer=one.issuer,
            channel=one.channel,
            question=mask_text(one.question, names=names),
            asked_at=one.asked_at,
            by=one.by,
            reply=one.reply,
            due_on=one.due_on(days),
            replies=[ReplyAnswer.of(reply, names=names) for reply in one.replies],
        )
