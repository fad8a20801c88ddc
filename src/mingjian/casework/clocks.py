"""Until when a complaint has to be answered: calendar days of the law, holidays, pauses, and what a transfer states.

The day of receipt does not count, and a period that ends on a day off ends on the next working day (民法典
第二百零一条, 第二百零三条); make-up working days (调休) are working days. Days off come from the State Council's yearly
notices as kept by ``chinesecalendar``. For a year that it does not hold yet no end is moved: the answer is rather
early.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from mingjian.casework.questions import Answer
from mingjian.contract import TIME_ZONE
from mingjian.standards import working_days
from mingjian.standards.limits import CLOCKS, Clock, clock

_ZONE = ZoneInfo(TIME_ZONE)
_LAST_MOMENT = time(23, 59, 59)


class PauseCause(StrEnum):
    """What may stop a clock. A score is not among them."""

    AWAITING_MATERIAL = "awaiting_material"
    """The complainant was asked for something that the lender cannot have itself."""
    AWAITING_ISSUER = "awaiting_issuer"
    """A document's issuer was asked."""
    MEDIATION = "mediation"
    """Both sides agreed to mediate."""
    AGREED = "agreed"
    """The complainant asked to wait."""


@dataclass(frozen=True)
class Span:
    """A pause, from the day it began to the day it ended; an open one has no end."""

    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class CalendarRules:
    """How days are counted; a lender under local rules states its own."""

    rules: Sequence[Clock] = CLOCKS
    moves_to_working_day: bool = True


OF_THE_LAW = CalendarRules()


@dataclass(frozen=True)
class Due:
    """When an answer is due."""

    at: datetime
    """The last moment, in Shanghai."""
    rule: str
    """The clock that gives it, or ``transfer``."""
    days: int
    """How many the period has; 0 where a transfer states its end."""
    paused_days: int
    certain: bool
    """Whether the holidays of that year were known."""

    @property
    def last_working_day(self) -> date:
        """The day to be ready by: the last working day that is not later."""
        day = self.at.astimezone(_ZONE).date()
        while not is_working_day(day):
            day -= timedelta(days=1)
        return day


_RULE = {Answer.ORDINARY: "answer", Answer.COMPLEX: "answer_complex", Answer.APPROVED: "answer_with_approval"}


def is_working_day(day: date) -> bool:
    """Whether offices work on a day; False at weekends alone where the year's holidays are not known."""
    known = working_days.known_working_day(day)
    return day.weekday() < 5 if known is None else known


def due(
    received_at: datetime,
    *,
    extension: Answer = Answer.ORDINARY,
    review: bool = False,
    pauses: Iterable[Span] = (),
    stated: datetime | None = None,
    today: date | None = None,
    counting: CalendarRules = OF_THE_LAW,
) -> Due:
    """The end of the period that the law gives, or the moment that a transfer states where that is earlier.

    A ``review`` has the law's period of its own from the day on which it was asked for. ``today`` ends a pause that is
    still open; what a regulator states is moved by nothing.
    """
    received_on = received_at.astimezone(_ZONE).date()
    rule = _in_force("review", received_on, counting) if review else clock_of(extension, received_on, counting)
    stopped = _days(pauses, since=received_on, today=today)
    day, left = received_on, rule.days
    while left:
        day += timedelta(days=1)
        left -= day not in stopped
    while day in stopped:
        day += timedelta(days=1)
    paused = sum(one <= day for one in stopped)
    certain = working_days.known_working_day(day) is not None
    if certain and counting.moves_to_working_day:
        while working_days.known_working_day(day) is False:
            day += timedelta(days=1)
    at = datetime.combine(day, _LAST_MOMENT, _ZONE)
    if stated is not None and stated < at:
        return Due(stated.astimezone(_ZONE), "transfer", 0, 0, certain=True)
    return Due(at, rule.name, rule.days, paused, certain)


def clock_of(extension: Answer, received_on: date, counting: CalendarRules = OF_THE_LAW) -> Clock:
    """The period that holds for a complaint received on a day: ordinary, or longer by a decision."""
    return _in_force(_RULE[extension], received_on, counting)


def _in_force(name: str, day: date, counting: CalendarRules) -> Clock:
    # What came before the rules, or bears a mistaken date, is measured by the first of them: no queue stops at it.
    first = min(rule.since for rule in counting.rules if rule.name == name)
    return clock(name, max(day, first), counting.rules)


def _days(pauses: Iterable[Span], *, since: date, today: date | None) -> frozenset[date]:
    found: set[date] = set()
    for pause in pauses:
        day, end = max(pause.started_on, since + timedelta(days=1)), pause.ended_on or today or pause.started_on
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return frozenset(found)
