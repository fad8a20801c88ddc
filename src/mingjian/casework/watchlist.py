"""What somebody wants to hear of again: a gang, an agency, a wording. Being watched says nothing against anybody."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, Connection, Date, Index, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.ledger import About, SubjectType
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

WATCHES = Table(
    "watches",
    METADATA,
    Column("watch_id", String(20), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("why", Text, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Date, nullable=False),
    Column("ended_at", Instant),
    Column("looked_at", Instant),
    Index("watches_by_subject", "kind", "subject_id"),
)
RECORDS = Table(
    "watch_records",
    METADATA,
    Column("watch_id", String(20), primary_key=True),
    Column("record_table", String(40), primary_key=True),
    Column("record_id", String(200), primary_key=True),
)
"""The records that showed it when the watch began, and those that somebody has looked at since: only others are news.

Not their dates: what is dated before the watch and delivered after it was never seen by anybody."""
Record = tuple[str, str]
"""A table and the id of a row of it."""
MOST_KNOWN = 10_000
"""What more records show already would be told of with every delivery, and weigh on every page that tells of it."""
KINDS = ("gang", "agency", "entity", "organisation", "wording")
"""Never a customer: a person is not watched for having complained."""


@dataclass(frozen=True)
class Watch:
    """One thing that is watched, why, by whom, and until when."""

    watch_id: str
    kind: str
    subject_id: str
    why: str
    by: str
    at: datetime
    until: date
    ended_at: datetime | None
    looked_at: datetime | None = None
    """Until when somebody has judged what was taken in."""

    @property
    def since(self) -> datetime:
        """From when on a complaint that is taken in between two runs is news."""
        return self.at if self.looked_at is None else max(self.at, self.looked_at)


class Watchlist:
    """The watchlist of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        kind: str,
        subject_id: str,
        *,
        until: date,
        by: Principal,
        at: datetime,
        why: str,
        known: Collection[Record] = (),
    ) -> Watch:
        """Watches something until a day: each watch ends by itself. ``known`` are the records that show it already."""
        if kind not in KINDS or not subject_id.strip():
            raise InputError(f"one watches one of {', '.join(KINDS)}, by its id; never a customer")
        if len(known) > MOST_KNOWN:
            raise InputError("too many records show this already: watch something rarer")
        watch = Watch(new_id("WT"), kind, subject_id.strip(), ledger.stated(why), by.name, at, until, None)
        with self._database.begin() as connection:
            connection.execute(WATCHES.insert().values(**watch.__dict__))
            _note(connection, watch.watch_id, known)
            ledger.write(
                connection, About(SubjectType.WATCH, watch.watch_id), "watch", by=by, at=at, after=subject_id, why=why
            )
        return watch

    def end(self, watch_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """Watches no longer."""
        with self._database.begin() as connection:
            running = (WATCHES.c.watch_id == watch_id) & WATCHES.c.ended_at.is_(None)
            subject = connection.scalar(select(WATCHES.c.subject_id).where(running))
            if subject is None:
                raise NotFoundError("this is not watched")
            connection.execute(WATCHES.update().where(running).values(ended_at=at))
            ledger.write(
                connection,
                About(SubjectType.WATCH, watch_id),
                "end_watch",
                by=by,
                at=at,
                before=subject,
                why=ledger.stated(why),
            )

    def look(
        self, watch_id: str, *, known: Iterable[Record], up_to: datetime, by: Principal, at: datetime, why: str
    ) -> None:
        """A person judged these records, and what was taken in until ``up_to``: only others are told again."""
        with self._database.begin() as connection:
            running = (WATCHES.c.watch_id == watch_id) & WATCHES.c.ended_at.is_(None)
            row = connection.execute(select(WATCHES).where(running)).one_or_none()
            if row is None:
                raise NotFoundError("this is not watched")
            connection.execute(WATCHES.update().where(running).values(looked_at=max(row.looked_at or up_to, up_to)))
            _note(connection, watch_id, known)
            ledger.write(
                connection,
                About(SubjectType.WATCH, watch_id),
                "look",
                by=by,
                at=at,
                before=(row.looked_at or row.at).isoformat(),
                after=up_to.isoformat(),
                why=ledger.stated(why),
            )

    def known(self) -> dict[str, frozenset[Record]]:
        """By watch that has not ended, the records that are no news."""
        running = WATCHES.c.ended_at.is_(None)
        query = select(RECORDS).join(WATCHES, WATCHES.c.watch_id == RECORDS.c.watch_id).where(running)
        found: dict[str, set[Record]] = defaultdict(set)
        with self._database.read() as connection:
            for row in connection.execute(query):
                found[row.watch_id].add((row.record_table, row.record_id))
        return {watch_id: frozenset(records) for watch_id, records in found.items()}

    def history(self, watch_id: str) -> tuple[ledger.Event, ...]:
        """Who began it, who looked at what turned up, and what they said."""
        with self._database.read() as connection:
            return ledger.timeline(connection, SubjectType.WATCH, watch_id)

    def current(self, *, today: date) -> tuple[Watch, ...]:
        """What is watched today, the one that ends first first."""
        running = WATCHES.c.ended_at.is_(None) & (WATCHES.c.until >= today)
        with self._database.read() as connection:
            rows = connection.execute(select(WATCHES).where(running).order_by(WATCHES.c.until)).mappings().all()
        return tuple(Watch(**row) for row in rows)


def _note(connection: Connection, watch_id: str, records: Iterable[Record]) -> None:
    held = connection.execute(select(RECORDS).where(RECORDS.c.watch_id == watch_id))
    new = sorted(set(records) - {(row.record_table, row.record_id) for row in held})
    if new:
        rows = [{"watch_id": watch_id, "record_table": table, "record_id": record} for table, record in new]
        connection.execute(RECORDS.insert(), rows)
