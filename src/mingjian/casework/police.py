"""What the police ask of us: by which instrument, for what, until when, and what was handed out."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, Date, Index, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import cases, ledger
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import About, Event, SubjectType
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

POLICE_REQUESTS = Table(
    "police_requests",
    METADATA,
    Column("request_id", String(20), primary_key=True),
    Column("station", String(200), nullable=False),
    Column("officers", String(200), nullable=False),
    Column("instrument", String(200), nullable=False),
    Column("scope", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("case_id", String(20), nullable=False),
    Column("noted_by", String(80), nullable=False),
    Column("reply", Text, nullable=False),
    Column("replied_by", String(80), nullable=False),
    Column("replied_at", Instant),
    Index("police_requests_by_day", "replied_at", "due_on"),
)


@dataclass(frozen=True)
class PoliceRequest:
    """What the police ask of us: by which instrument, for what, until when."""

    request_id: str
    station: str
    officers: str
    instrument: str
    scope: str
    received_at: datetime
    due_on: date
    case_id: str
    noted_by: str
    reply: str
    replied_by: str
    replied_at: datetime | None


class Police:
    """The requests of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note_request(
        self,
        *,
        station: str,
        officers: str,
        instrument: str,
        scope: str,
        due_on: date,
        by: Principal,
        at: datetime,
        received_at: datetime | None = None,
        case_id: str = "",
    ) -> str:
        """Notes what the police ask; without an instrument (调取证据通知书) and a scope nothing is handed out.

        ``received_at`` is when it came, where it is noted later; never a moment to come.
        """
        if not all(one.strip() for one in (station, officers, instrument, scope)):
            raise InputError("a request has a station, two officers, the number of its instrument, and its scope")
        if received_at is not None and received_at > at:
            raise InputError("a request came before it is noted: state when")
        request_id = new_id("PR")
        with self._database.begin() as connection:
            if case_id:
                cases.find_within(connection, case_id)
            connection.execute(
                POLICE_REQUESTS.insert().values(
                    request_id=request_id,
                    station=station,
                    officers=officers,
                    instrument=instrument,
                    scope=scope,
                    received_at=received_at or at,
                    due_on=due_on,
                    case_id=case_id,
                    noted_by=by.name,
                    reply="",
                    replied_by="",
                )
            )
            ledger.write(
                connection,
                About(SubjectType.POLICE_REQUEST, request_id, case_id),
                "note_request",
                by=by,
                at=at,
                after=instrument,
            )
        return request_id

    def reply(self, request_id: str, reply: str, *, by: Principal, at: datetime) -> None:
        """What was handed out within the request's scope, by whom."""
        with self._database.begin() as connection:
            row = connection.execute(
                select(POLICE_REQUESTS).where(POLICE_REQUESTS.c.request_id == request_id)
            ).one_or_none()
            if row is None:
                raise NotFoundError("there is no such request")
            if row.replied_at is not None:
                raise RefusedError("it is answered already")
            connection.execute(
                POLICE_REQUESTS.update()
                .where(POLICE_REQUESTS.c.request_id == request_id)
                .values(reply=ledger.stated(reply, shortest=1), replied_by=by.name, replied_at=at)
            )
            ledger.write(
                connection, About(SubjectType.POLICE_REQUEST, request_id), "reply_request", by=by, at=at, why=reply
            )

    def find(self, request_id: str) -> PoliceRequest:
        """The request of that number; NotFoundError where there is none."""
        mine = select(POLICE_REQUESTS).where(POLICE_REQUESTS.c.request_id == request_id)
        with self._database.read() as connection:
            row = connection.execute(mine).mappings().one_or_none()
        if row is None:
            raise NotFoundError("there is no such request")
        return PoliceRequest(**row)

    def timeline(self, request_id: str) -> tuple[Event, ...]:
        """Everything that happened to a request, oldest first."""
        with self._database.read() as connection:
            return ledger.timeline(connection, SubjectType.POLICE_REQUEST, request_id)

    def requests(self, *, case_id: str = "", waiting: bool = False) -> tuple[PoliceRequest, ...]:
        """What is unanswered first, by its day; of one case where one is named, without what was answered on demand."""
        query = select(POLICE_REQUESTS).order_by(POLICE_REQUESTS.c.replied_at.is_not(None), POLICE_REQUESTS.c.due_on)
        if case_id:
            query = query.where(POLICE_REQUESTS.c.case_id == case_id)
        if waiting:
            query = query.where(POLICE_REQUESTS.c.replied_at.is_(None))
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(PoliceRequest(**row) for row in rows)
