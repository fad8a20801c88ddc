"""What the API asks and answers of reports of adverts, field by field."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from mingjian.access.masking import mask_text
from mingjian.casework.advert_reports import LONGEST, AdvertReport, Outcome
from mingjian.contract.vocabulary import Platform
from mingjian.web.api.fields import Answered, Asked, Why


class Accepted(Asked):
    """That it is an advert."""

    text: Annotated[str, Field(max_length=LONGEST, pattern=r"^[^\x00]*$")] | None = Field(
        None, description="its words, nobody's name; by default what was noted and read"
    )
    why: Why


class Rejected(Asked):
    """That it is none, or known already."""

    outcome: Outcome
    why: Why


class AdvertReportAnswer(Answered):
    """One report, masked; the picture is given as a file."""

    report_id: str
    customer_id: str = Field(description="who reported it; empty where the lender does not know them")
    platform: Platform
    seen_on: date
    text: str
    picture_text: str = Field(description="what was read from the picture")
    url: str
    author: str
    phone: str
    wechat_id: str
    organisation_name: str
    file_name: str
    by: str
    at: datetime
    outcome: str = Field(description="accepted, not_advert or duplicate; empty while nobody has looked it through")
    advert_text: str
    why: str
    decided_by: str
    decided_at: datetime | None

    @classmethod
    def of(cls, one: AdvertReport) -> "AdvertReportAnswer":
        """The answer for a report."""
        masked = {name: mask_text(getattr(one, name)) for name in ("text", "picture_text", "phone", "advert_text")}
        return cls.model_validate({**one.__dict__, **masked})
