"""What the API answers of the figures."""

from datetime import datetime
from typing import Generic, TypeVar

from pydantic import Field

from mingjian.web.api.fields import Answered


class FigureAnswer(Answered):
    """A figure of a period."""

    name: str
    value: int


class FigureRowAnswer(Answered):
    """A row that a figure counts."""

    subject_type: str
    subject_id: str
    at: datetime


class FigureRowsAnswer(Answered):
    """A figure with its query and its rows; the figure is their number."""

    name: str
    query: str
    rows: tuple[FigureRowAnswer, ...]


class ReasonSaid(Answered):
    """A reason with what it adds, in log-odds, and its sentence in the reader's language."""

    code: str
    weight: float
    text: str


class ZoneSaid(Answered):
    """What the agent model says."""

    probability: float
    low: float
    high: float
    zone: str
    reasons: tuple[ReasonSaid, ...]


class WarningSaid(Answered):
    """What the early warning says."""

    probability: float
    low: float
    high: float
    escalation_probability: float
    escalation_low: float
    escalation_high: float
    band: str
    likely_channel: str
    reasons: tuple[ReasonSaid, ...]


Said = TypeVar("Said", ZoneSaid, WarningSaid)


class WhatIfAnswer(Answered, Generic[Said]):
    """A complaint or a customer as it stands and as it is supposed."""

    stands: Said
    supposed: Said
    agrees: bool = Field(
        description="whether what stands, computed again, is what the run states; false where another version "
        "wrote the run, or the costs were others"
    )
