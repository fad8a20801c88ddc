"""Going along with a consumer to the police: who, with whom, where, when, and what came of it.

A client of an agency is a possible victim first; whoever goes to a station with them says what they may expect there.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from sqlalchemy import Column, Connection, Index, RowMapping, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import cases, interests, ledger
from mingjian.casework.colleagues import refuse_stranger
from mingjian.casework.errors import ConflictOfInterestError, RefusedError
from mingjian.casework.ledger import About, SubjectType
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

ACCOMPANIMENTS = Table(
    "accompaniments",
    METADATA,
    Column("accompaniment_id", String(20), primary_key=True),
    Column("customer_id", String(200), nullable=False),
    Column("case_id", String(20), nullable=False),
    Column("companion", String(80), nullable=False),
    Column("station", String(200), nullable=False),
    Column("meets_at", Instant, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("result", String(20), nullable=False, server_default=""),
    Column("ended_at", Instant),
    Index("accompaniments_by_day", "ended_at", "meets_at"),
)


class Result(StrEnum):
    """What came of an appointment."""

    TAKEN_IN = "taken_in"
    """The police have taken the report in (受案)."""
    NOT_TAKEN = "not_taken"
    """They have not, or have sent the consumer elsewhere."""
    TALKED = "talked"
    """The consumer was advised and has not reported."""
    CALLED_OFF = "called_off"
    """It did not take place."""


@dataclass(frozen=True)
class Accompaniment:
    """Going along with a consumer to the police."""

    accompaniment_id: str
    customer_id: str
    case_id: str
    companion: str
    station: str
    meets_at: datetime
    outcome: str
    result: Result | Literal[""]
    """An empty text while it is to come."""
    ended_at: datetime | None


class Accompaniments:
    """The appointments of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def arrange(
        self,
        customer_id: str,
        *,
        companion: str,
        station: str,
        meets_at: datetime,
        by: Principal,
        at: datetime,
        case_id: str = "",
    ) -> str:
        """Arranges to go along; ConflictOfInterestError where the companion has an interest in the customer."""
        if not customer_id or not station.strip() or not companion:
            raise InputError("say whom somebody accompanies, who goes along, and to which station")
        accompaniment_id = new_id("AC")
        with self._database.begin() as connection:
            refuse_stranger(connection, companion)
            if companion in interests.who_within(connection, SubjectType.CUSTOMER, customer_id):
                raise ConflictOfInterestError(f"{companion} has an interest in this customer: choose somebody else")
            if case_id:
                cases.find_within(connection, case_id)
            connection.execute(
                ACCOMPANIMENTS.insert().values(
                    accompaniment_id=accompaniment_id,
                    customer_id=customer_id,
                    case_id=case_id,
                    companion=companion,
                    station=station.strip(),
                    meets_at=meets_at,
                    outcome="",
                )
            )
            ledger.write(
                connection,
                About(SubjectType.CUSTOMER, customer_id, accompaniment_id),
                "accompany",
                by=by,
                at=at,
                after=station.strip(),
            )
        return accompaniment_id

    def move(
        self, accompaniment_id: str, *, meets_at: datetime, station: str, by: Principal, at: datetime, why: str
    ) -> None:
        """Another time or another station; both sides stand on the timeline."""
        if not station.strip():
            raise InputError("say to which station")
        with self._database.begin() as connection:
            row = _to_come(connection, accompaniment_id)
            mine = ACCOMPANIMENTS.c.accompaniment_id == accompaniment_id
            connection.execute(ACCOMPANIMENTS.update().where(mine).values(meets_at=meets_at, station=station.strip()))
            ledger.write(
                connection,
                About(SubjectType.CUSTOMER, row["customer_id"], accompaniment_id),
                "move_appointment",
                by=by,
                at=at,
                before=_when_and_where(row["meets_at"], row["station"]),
                after=_when_and_where(meets_at, station.strip()),
                why=ledger.stated(why),
            )

    def came_of(self, accompaniment_id: str, result: Result, outcome: str, *, by: Principal, at: datetime) -> None:
        """What came of it; noted once."""
        with self._database.begin() as connection:
            row = _to_come(connection, accompaniment_id)
            said = ledger.stated(outcome, shortest=1)
            connection.execute(
                ACCOMPANIMENTS.update()
                .where(ACCOMPANIMENTS.c.accompaniment_id == accompaniment_id)
                .values(outcome=said, result=result.value, ended_at=at)
            )
            ledger.write(
                connection,
                About(SubjectType.CUSTOMER, row["customer_id"], accompaniment_id),
                "came_of_it",
                by=by,
                at=at,
                before=row["station"],
                after=result.value,
                why=said,
            )

    def list(
        self, *, customer_id: str = "", case_id: str = "", companion: str = "", to_come: bool = False
    ) -> tuple[Accompaniment, ...]:
        """What is to come first, by its time: of a customer, a case or a companion where one is named."""
        query = select(ACCOMPANIMENTS).order_by(ACCOMPANIMENTS.c.ended_at.is_not(None), ACCOMPANIMENTS.c.meets_at)
        named = {"customer_id": customer_id, "case_id": case_id, "companion": companion}
        for column, value in named.items():
            if value:
                query = query.where(ACCOMPANIMENTS.c[column] == value)
        if to_come:
            query = query.where(ACCOMPANIMENTS.c.ended_at.is_(None))
        with self._database.ask() as connection:
            return tuple(map(_accompaniment, connection.execute(query).mappings()))


def _to_come(connection: Connection, accompaniment_id: str) -> RowMapping:
    mine = select(ACCOMPANIMENTS).where(ACCOMPANIMENTS.c.accompaniment_id == accompaniment_id)
    row = connection.execute(mine).mappings().one_or_none()
    if row is None:
        raise NotFoundError("there is no such appointment")
    if row["ended_at"] is not None:
        raise RefusedError("what came of it is noted already")
    return row


def _when_and_where(meets_at: datetime, station: str) -> str:
    return f"{meets_at.isoformat(timespec='minutes')} · {station}"


def _accompaniment(row: RowMapping) -> Accompaniment:
    return Accompaniment(**{**row, "result": Result(row["result"]) if row["result"] else ""})
