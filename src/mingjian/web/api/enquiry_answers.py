"""What the API asks and answers of enquiries, field by field."""

from collections.abc import Collection
from datetime import date, datetime

from pydantic import Field

from mingjian.access.masking import mask_answer, mask_name, mask_text
from mingjian.casework.enquiries import AskedBy, Enquiry, Question, Reply
from mingjian.contract.vocabulary import IssuerReply
from mingjian.web.api.fields import Answered, Asked, Line, Moment, Why


class NewEnquiry(Asked):
    """That somebody asked a document's stated issuer, by a channel that the document does not name."""

    issuer: Line
    channel: AskedBy
    question: Why
    asked_at: Moment
    names_holder: bool = Field(
        default=False,
        description="whether the question named the person on the document and asked whether it was issued for them",
    )

    def asked(self, holder: str) -> Question:
        """As casework takes it; ``holder`` is whom the question named, an empty text for nobody."""
        return Question(self.issuer, self.channel, self.question, self.asked_at, holder)


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
    issued_for: str = Field(description="for whom the issuer says of itself that it issued the document, masked")
    issued_for_asked: bool | None = Field(
        description="whether it says that it was issued for whom the question named; null where it left that open"
    )

    @classmethod
    def of(cls, one: Reply, *, names: Collection[str]) -> "ReplyAnswer":
        """The answer for a noted reply, in which these names are masked."""
        shown = {"said": mask_answer(one.said, names=names), "issued_for": mask_name(one.issued_for)}
        return cls.model_validate(one.__dict__ | shown)


class EnquiryAnswer(Answered):
    """What was asked about a document, and what holds of the issuer's answers."""

    enquiry_id: str
    material_id: str
    issuer: str
    channel: AskedBy
    question: str
    asked_at: datetime
    asked_for: str = Field(description="whom the question named, masked; an empty text for nobody")
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
            asked_for=mask_name(one.asked_for),
            by=one.by,
            reply=one.reply,
            due_on=one.due_on(days),
            replies=[ReplyAnswer.of(reply, names=names) for reply in one.replies],
        )
