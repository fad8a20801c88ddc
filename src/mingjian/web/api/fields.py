"""The kinds of fields that the API takes, and how long each may be."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

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


class Asked(BaseModel):
    """What is sent: nothing besides its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answered(BaseModel):
    """What is answered, read from the room's own records."""

    model_config = ConfigDict(from_attributes=True, frozen=True)
