"""What the API answers of the figures."""

from datetime import datetime

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
