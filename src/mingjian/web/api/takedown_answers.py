"""What the API asks and answers of requests to platforms, field by field."""

from datetime import date, datetime

from pydantic import Field

from mingjian.casework.takedowns.adverts import MOST
from mingjian.casework.takedowns.requests import Reply, State, Takedown, Whereabouts
from mingjian.contract.vocabulary import Platform
from mingjian.web.api.fields import Answered, Asked, Line, MaybeLine, Said


class NewTakedown(Asked):
    """A request about adverts of one platform."""

    platform: Platform
    adverts: tuple[Line, ...] = Field(min_length=1, max_length=MOST)


class Sending(Asked):
    """That somebody sent it, and the platform's number of it."""

    reference: MaybeLine = ""


class PlatformsAnswer(Asked):
    """What the platform answered."""

    answer: Said
    reply: Reply = Reply.OTHER


class Looking(Asked):
    """What somebody saw who looked whether adverts are still there."""

    adverts: tuple[Line, ...] = Field(min_length=1, max_length=MOST)
    whereabouts: Whereabouts


class Withdrawing(Asked):
    """Why nobody sends it after all."""

    why: Said


class AskedAdvert(Answered):
    """One advert of a request."""

    solicitation_id: str
    number: int
    missing: tuple[str, ...]
    whereabouts: Whereabouts
    looked_by: str
    looked_at: datetime | None


class TakedownAnswer(Answered):
    """One request; ``due_on`` is the day by which somebody looks after it."""

    takedown_id: str
    platform: Platform
    state: State
    prepared_by: str
    prepared_at: datetime
    reference: str
    sent_by: str
    sent_at: datetime | None
    answer: str
    reply: Reply | None
    answered_at: datetime | None
    withdrawn_at: datetime | None
    due_on: date | None
    adverts: tuple[AskedAdvert, ...]

    @classmethod
    def of(cls, one: Takedown, *, days: int) -> "TakedownAnswer":
        """The answer for a request that is looked after ``days`` later."""
        return cls(
            takedown_id=one.takedown_id,
            platform=one.platform,
            state=one.state,
            prepared_by=one.prepared_by,
            prepared_at=one.prepared_at,
            reference=one.reference,
            sent_by=one.sent_by,
            sent_at=one.sent_at,
            answer=one.answer,
            reply=one.reply,
            answered_at=one.answered_at,
            withdrawn_at=one.withdrawn_at,
            due_on=one.due_on(days),
            adverts=tuple(
                AskedAdvert(
                    solicitation_id=asked.advert.solicitation_id,
                    number=asked.number,
                    missing=asked.missing,
                    whereabouts=asked.whereabouts,
                    looked_by=asked.looked_by,
                    looked_at=asked.looked_at,
                )
                for asked in one.adverts
            ),
        )
