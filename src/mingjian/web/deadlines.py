"""The clock of a complaint: which answer is due when, and by which rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mingjian.standards.limits import clock
from mingjian.web.languages import Speech, local
from mingjian.web.queries.complaints import Complaint


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


def deadlines(speech: Speech, one: Complaint, *, now: datetime) -> tuple[Deadline, ...]:
    """The deadline that the transfer states, and those that the rules of that day give."""
    received_on = local(one.received_at).date()
    days = [clock(name, received_on).days for name in ("answer", "answer_complex", "answer_with_approval")]
    found: list[tuple[str, datetime]] = []
    if one.due_at is not None:
        found.append((speech.say("stated by the transfer"), one.due_at))
    titles: Sequence[str] = (
        speech.say("ordinary, %(days)s days", days=days[0]),
        speech.say("complex, %(days)s days", days=days[1]),
        speech.say("complex and approved, %(days)s days", days=days[2]),
    )
    found += [(title, one.received_at + timedelta(days=number)) for title, number in zip(titles, days, strict=True)]
    until = one.closed_at or now
    return tuple(
        Deadline(
            title,
            at,
            (at - now).days if one.open else None,
            round(min(100.0, max(0.0, 100 * (until - one.received_at) / (at - one.received_at))), 1)
            if at > one.received_at
            else 100.0,
        )
        for title, at in found
    )
