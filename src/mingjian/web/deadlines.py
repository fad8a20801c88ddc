"""The clock of a complaint by itself: which answer is due when, and by which rule.

Counted as the matter is in which it is handled (:mod:`mingjian.casework.clocks`), from this complaint's own receipt;
the matter counts from the first of its complaints, and knows of pauses and of what was decided.
"""

from dataclasses import dataclass
from datetime import datetime

from mingjian.casework.clocks import CalendarRules, clock_of, due
from mingjian.casework.questions import Answer
from mingjian.web.languages import Speech, local, message
from mingjian.web.queries.complaints import Complaint

_TITLES = {
    Answer.ORDINARY: message("ordinary, %(days)s days"),
    Answer.COMPLEX: message("complex, %(days)s days"),
    Answer.APPROVED: message("complex and approved, %(days)s days"),
}


@dataclass(frozen=True)
class Deadline:
    """One deadline; ``days_left`` is negative when it has passed, None when the complaint is closed."""

    title: str
    at: datetime
    days_left: int | None
    share: float
    """How much of the time is used, in per cent."""

    @property
    def passed(self) -> bool:
        return self.days_left is not None and self.days_left < 0


def deadlines(speech: Speech, one: Complaint, *, now: datetime, counting: CalendarRules) -> tuple[Deadline, ...]:
    """The deadline that the transfer states, and those that the rules of that day give."""
    found: list[tuple[str, datetime]] = []
    if one.due_at is not None:
        found.append((speech.say("stated by the transfer"), one.due_at))
    for extension, title in _TITLES.items():
        days = clock_of(extension, local(one.received_at).date(), counting).days
        found.append((speech.say(title, days=days), due(one.received_at, extension=extension, counting=counting).at))
    until = one.closed_at or now
    return tuple(
        Deadline(
            title,
            at,
            (local(at).date() - local(now).date()).days if one.open else None,
            round(min(100.0, max(0.0, 100 * (until - one.received_at) / (at - one.received_at))), 1)
            if at > one.received_at
            else 100.0,
        )
        for title, at in found
    )
