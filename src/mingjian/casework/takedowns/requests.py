"""A request to a platform to take adverts down: prepared, sent by a person, answered, and looked after.

One that nobody sends after all is withdrawn, and its adverts may be asked for anew.

The adverts are kept as they stood when the request was prepared, so that its file can be written again word for word
after the run has gone. Nothing is sent from here: a person sends the file and says so.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, Float, ForeignKey, Index, Integer, RowMapping, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import About, SubjectType
from mingjian.casework.takedowns.adverts import MOST, Advert
from mingjian.casework.takedowns.platforms import rules_of
from mingjian.contract import TIME_ZONE
from mingjian.contract.vocabulary import Platform
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

__all__ = ["Asked", "Reply", "State", "Takedown", "Takedowns", "Whereabouts"]

TAKEDOWNS = Table(
    "takedowns",
    METADATA,
    Column("takedown_id", String(20), primary_key=True),
    Column("platform", String(20), nullable=False),
    Column("run", String(20), nullable=False),
    Column("prepared_by", String(80), nullable=False),
    Column("prepared_at", Instant, nullable=False),
    Column("reference", String(200), nullable=False),
    Column("sent_by", String(80), nullable=False),
    Column("sent_at", Instant),
    Column("answer", Text, nullable=False),
    Column("answered_at", Instant),
    Column("reply", String(20), nullable=False, server_default=""),
    Column("withdrawn_at", Instant),
    Index("takedowns_by_platform", "platform", "prepared_at"),
)
TAKEDOWN_ADVERTS = Table(
    "takedown_adverts",
    METADATA,
    Column("takedown_id", String(20), ForeignKey("takedowns.takedown_id"), primary_key=True),
    Column("solicitation_id", String(200), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("published_at", Instant),
    Column("author", Text),
    Column("author_id", Text),
    Column("url", Text),
    Column("text", Text),
    Column("phone", Text),
    Column("wechat_id", Text),
    Column("organisation_name", Text),
    Column("score", Float, nullable=False),
    Column("signs", Text, nullable=False),
    Column("whereabouts", String(20), nullable=False),
    Column("looked_by", String(80), nullable=False),
    Column("looked_at", Instant),
    Index("takedown_adverts_by_advert", "solicitation_id"),
)


class State(StrEnum):
    """How far a request is."""

    PREPARED = "prepared"
    SENT = "sent"
    ANSWERED = "answered"
    DONE = "done"
    """Somebody looked at every advert, and none is there any more."""
    WITHDRAWN = "withdrawn"
    """It was never sent, and will not be."""


class Reply(StrEnum):
    """What a platform's answer comes to."""

    TAKES_DOWN = "takes_down"
    REFUSES = "refuses"
    ASKS_FOR_MORE = "asks_for_more"
    """A link, a proof, a company's seal: it is sent, and the answer noted anew."""
    OTHER = "other"
    """It was received, is looked into, or says something else."""


class Whereabouts(StrEnum):
    """What somebody saw who looked whether an advert is still there."""

    UNKNOWN = "unknown"
    GONE = "gone"
    STILL_UP = "still_up"


@dataclass(frozen=True)
class Asked:
    """One advert of a request."""

    advert: Advert
    number: int
    whereabouts: Whereabouts
    looked_by: str
    looked_at: datetime | None

    @property
    def missing(self) -> tuple[str, ...]:
        """What the platform needs to find it and the lender does not have."""
        return tuple(name for name in rules_of(self.advert.platform).needs if not getattr(self.advert, name))


@dataclass(frozen=True)
class Takedown:
    """One request with its adverts, in the order of its file."""

    takedown_id: str
    platform: Platform
    run: str
    prepared_by: str
    prepared_at: datetime
    reference: str
    sent_by: str
    sent_at: datetime | None
    answer: str
    answered_at: datetime | None
    reply: Reply | None
    """None where nobody answered, or nobody said which it was."""
    withdrawn_at: datetime | None
    adverts: tuple[Asked, ...]

    @property
    def state(self) -> State:
        """How far it is."""
        if self.withdrawn_at is not None:
            return State.WITHDRAWN
        if all(one.whereabouts is Whereabouts.GONE for one in self.adverts):
            return State.DONE
        if self.answered_at is not None:
            return State.ANSWERED
        return State.PREPARED if self.sent_at is None else State.SENT

    def due_on(self, days: int) -> date | None:
        """By which day somebody looks after it: ``days`` after the last word on it; None where nothing is open.

        What was prepared and not sent waits as well: meanwhile nobody else may ask for its adverts.
        """
        if self.state in (State.DONE, State.WITHDRAWN):
            return None
        since = self.answered_at or self.sent_at or self.prepared_at
        return since.astimezone(ZoneInfo(TIME_ZONE)).date() + timedelta(days=days)

    def still(self, whereabouts: Whereabouts) -> int:
        """How many of its adverts were seen so last."""
        return sum(one.whereabouts == whereabouts for one in self.adverts)


class Takedowns:
    """The requests of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def prepare(self, adverts: Sequence[Advert], *, run: str, by: Principal, at: datetime) -> Takedown:
        """A request about adverts of one platform.

        RefusedError for an advert that another request asks for and nobody has yet seen to be still there.
        """
        platforms = {advert.platform for advert in adverts}
        if not 0 < len(adverts) <= MOST or len(platforms) != 1:
            raise InputError(f"a request names 1 to {MOST} adverts of one platform")
        (platform,) = platforms
        takedown_id = new_id("TD")
        with self._database.begin() as connection:
            asked = _asked_for(connection) & {advert.solicitation_id for advert in adverts}
            if asked:
                raise RefusedError(
                    f"{min(asked)} is in a request already: look whether it is still there, then ask again"
                )
            connection.execute(
                TAKEDOWNS.insert().values(
                    takedown_id=takedown_id,
                    platform=platform.value,
                    run=run,
                    prepared_by=by.name,
                    prepared_at=at,
                    reference="",
                    sent_by="",
                    answer="",
                )
            )
            connection.execute(
                TAKEDOWN_ADVERTS.insert(),
                [_row(takedown_id, number, advert) for number, advert in enumerate(adverts, 1)],
            )
            ledger.write(
                connection,
                About(SubjectType.TAKEDOWN, takedown_id),
                "prepare_takedown",
                by=by,
                at=at,
                after=f"{platform.value}: {len(adverts)}",
            )
        return self.find(takedown_id)

    def sent(self, takedown_id: str, *, reference: str, by: Principal, at: datetime) -> None:
        """Somebody sent it; ``reference`` is the platform's number of it, where it gave one."""
        with self._database.begin() as connection:
            row = _open(connection, takedown_id)
            if row["sent_at"] is not None:
                raise RefusedError("it was sent already")
            _change(connection, takedown_id, reference=reference.strip(), sent_by=by.name, sent_at=at)
            ledger.write(
                connection,
                About(SubjectType.TAKEDOWN, takedown_id),
                "send_takedown",
                by=by,
                at=at,
                after=reference.strip(),
            )

    def withdraw(self, takedown_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """Nobody sends it after all: its adverts may be asked for anew. What was sent stays."""
        with self._database.begin() as connection:
            row = _open(connection, takedown_id)
            if row["sent_at"] is not None:
                raise RefusedError("it was sent already")
            _change(connection, takedown_id, withdrawn_at=at)
            about = About(SubjectType.TAKEDOWN, takedown_id)
            ledger.write(connection, about, "withdraw_takedown", by=by, at=at, why=ledger.stated(why))

    def answered(
        self, takedown_id: str, answer: str, *, reply: Reply = Reply.OTHER, by: Principal, at: datetime
    ) -> None:
        """What the platform answered; a later answer takes the place of an earlier one, which the ledger keeps."""
        with self._database.begin() as connection:
            row = _open(connection, takedown_id)
            if row["sent_at"] is None:
                raise RefusedError("say first when it was sent")
            said = ledger.stated(answer, shortest=1)
            _change(connection, takedown_id, answer=said, answered_at=at, reply=reply.value)
            ledger.write(
                connection,
                About(SubjectType.TAKEDOWN, takedown_id),
                "answer_takedown",
                by=by,
                at=at,
                before=f"{row['reply']}: {row['answer']}" if row["reply"] else row["answer"],
                after=f"{reply.value}: {said}",
            )

    def looked(
        self, takedown_id: str, adverts: Sequence[str], whereabouts: Whereabouts, *, by: Principal, at: datetime
    ) -> None:
        """Somebody looked whether adverts are still there; what is gone is gone for every request that names it."""
        if whereabouts is Whereabouts.UNKNOWN:
            raise InputError("whoever looked saw that it is gone or still_up")
        if not adverts:
            raise InputError("say which adverts you looked for")
        with self._database.begin() as connection:
            _open(connection, takedown_id)
            for solicitation_id in dict.fromkeys(adverts):
                _looked(connection, takedown_id, solicitation_id, whereabouts, by=by, at=at)

    def find(self, takedown_id: str) -> Takedown:
        """One request; NotFoundError where there is none of that number."""
        with self._database.read() as connection:
            return _takedown(connection, _found(connection, takedown_id))

    def list(self) -> tuple[Takedown, ...]:
        """Every request, the newest first."""
        newest = select(TAKEDOWNS).order_by(TAKEDOWNS.c.prepared_at.desc(), TAKEDOWNS.c.takedown_id)
        with self._database.read() as connection:
            return tuple(_takedown(connection, row) for row in connection.execute(newest).mappings().all())

    def asked_for(self) -> frozenset[str]:
        """The adverts that need not be asked for: in a request, and not seen to be still there since."""
        with self._database.read() as connection:
            return frozenset(_asked_for(connection))

    def history(self, takedown_id: str) -> tuple[ledger.Event, ...]:
        """What happened to a request, oldest first."""
        with self._database.read() as connection:
            return ledger.timeline(connection, SubjectType.TAKEDOWN, takedown_id)


def _asked_for(connection: Connection) -> set[str]:
    waiting = (TAKEDOWN_ADVERTS.c.whereabouts != Whereabouts.STILL_UP.value) & TAKEDOWNS.c.withdrawn_at.is_(None)
    return set(connection.scalars(select(TAKEDOWN_ADVERTS.c.solicitation_id).join(TAKEDOWNS).where(waiting)))


def _looked(
    connection: Connection,
    takedown_id: str,
    solicitation_id: str,
    whereabouts: Whereabouts,
    *,
    by: Principal,
    at: datetime,
) -> None:
    one = (TAKEDOWN_ADVERTS.c.takedown_id == takedown_id) & (TAKEDOWN_ADVERTS.c.solicitation_id == solicitation_id)
    before = connection.scalar(select(TAKEDOWN_ADVERTS.c.whereabouts).where(one))
    if before is None:
        raise NotFoundError("there is no such advert in this request")
    looking = [(takedown_id, before)]
    if whereabouts is Whereabouts.GONE:
        looking += _also_asked_for(connection, takedown_id, solicitation_id)
    for number, was in looking:
        one = (TAKEDOWN_ADVERTS.c.takedown_id == number) & (TAKEDOWN_ADVERTS.c.solicitation_id == solicitation_id)
        seen = {"whereabouts": whereabouts.value, "looked_by": by.name, "looked_at": at}
        connection.execute(TAKEDOWN_ADVERTS.update().where(one).values(**seen))
        about = About(SubjectType.TAKEDOWN, number, solicitation_id)
        ledger.write(connection, about, "look_after_takedown", by=by, at=at, before=was, after=whereabouts.value)


def _also_asked_for(connection: Connection, takedown_id: str, solicitation_id: str) -> list[tuple[str, str]]:
    """Other requests that name an advert and in which it is not known to be gone, with what was seen there."""
    others = (
        select(TAKEDOWN_ADVERTS.c.takedown_id, TAKEDOWN_ADVERTS.c.whereabouts)
        .join(TAKEDOWNS)
        .where(
            TAKEDOWN_ADVERTS.c.solicitation_id == solicitation_id,
            TAKEDOWN_ADVERTS.c.takedown_id != takedown_id,
            TAKEDOWN_ADVERTS.c.whereabouts != Whereabouts.GONE.value,
            TAKEDOWNS.c.withdrawn_at.is_(None),
        )
        .order_by(TAKEDOWN_ADVERTS.c.takedown_id)
    )
    return [(row.takedown_id, row.whereabouts) for row in connection.execute(others)]


def _found(connection: Connection, takedown_id: str) -> RowMapping:
    row = connection.execute(select(TAKEDOWNS).where(TAKEDOWNS.c.takedown_id == takedown_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("there is no such request")
    return row


def _open(connection: Connection, takedown_id: str) -> RowMapping:
    row = _found(connection, takedown_id)
    if row["withdrawn_at"] is not None:
        raise RefusedError("it was withdrawn already")
    return row


def _change(connection: Connection, takedown_id: str, **values: object) -> None:
    connection.execute(TAKEDOWNS.update().where(TAKEDOWNS.c.takedown_id == takedown_id).values(**values))


_KEPT = (
    "solicitation_id", "published_at", "author", "author_id", "url", "text", "phone", "wechat_id", "organisation_name",
    "score",
)  # fmt: skip


def _row(takedown_id: str, number: int, advert: Advert) -> dict[str, Any]:
    return {
        "takedown_id": takedown_id,
        "number": number,
        **{name: getattr(advert, name) for name in _KEPT},
        "signs": json.dumps(advert.signs, ensure_ascii=False),
        "whereabouts": Whereabouts.UNKNOWN.value,
        "looked_by": "",
        "looked_at": None,
    }


def _takedown(connection: Connection, row: RowMapping) -> Takedown:
    mine = TAKEDOWN_ADVERTS.c.takedown_id == row["takedown_id"]
    adverts = connection.execute(select(TAKEDOWN_ADVERTS).where(mine).order_by(TAKEDOWN_ADVERTS.c.number)).mappings()
    platform = Platform(row["platform"])
    return Takedown(
        **{**row, "platform": platform, "reply": Reply(row["reply"]) if row["reply"] else None},
        adverts=tuple(
            Asked(
                Advert(
                    **{name: one[name] for name in _KEPT},
                    platform=platform,
                    signs=tuple((code, values) for code, values in json.loads(one["signs"])),
                ),
                one["number"],
                Whereabouts(one["whereabouts"]),
                one["looked_by"],
                one["looked_at"],
            )
            for one in adverts
        ),
    )
