"""What forms send, how long it may be, and when a time without a zone is."""

from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Form

from mingjian.contract import TIME_ZONE

Line = Annotated[str, Form(max_length=200)]
Words = Annotated[str, Form(min_length=4, max_length=2_000)]
"""A reason."""
Said = Annotated[str, Form(min_length=1, max_length=2_000)]
"""What somebody else said: it may be short."""
Text = Annotated[str, Form(max_length=10_000)]


def in_shanghai(moment: datetime) -> datetime:
    """A browser's time has no zone: it is Shanghai's."""
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(TIME_ZONE))


def end_of_day(day: date) -> datetime:
    """The last minute of a day in Shanghai: what is due on a day is in time until then."""
    return datetime.combine(day, time(23, 59), ZoneInfo(TIME_ZONE))
