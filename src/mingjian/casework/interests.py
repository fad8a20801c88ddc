"""Who has an interest in a matter, a case or a customer, and therefore does not handle it."""

from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, Text, select

from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.errors import ConflictOfInterestError
from mingjian.casework.joins import whole
from mingjian.casework.ledger import About, SubjectType
from mingjian.store.database import METADATA, Database, Instant

INTERESTS = Table(
    "interests",
    METADATA,
    Column("name", String(80), primary_key=True),
    Column("subject_type", String(20), primary_key=True),
    Column("subject_id", String(200), primary_key=True),
    Column("why", Text, nullable=False),
    Column("declared_by", String(80), nullable=False),
    Column("declared_at", Instant, nullable=False),
)


class Interests:
    """The interests that were declared or found."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def declare(
        self, name: str, subject_type: SubjectType, subject_id: str, *, by: Principal, at: datetime, why: str
    ) -> None:
        """Somebody has an interest: as a relative, as who is complained of, as who collected from the customer."""
        with self._database.begin() as connection:
            declare_within(connection, name, subject_type, subject_id, by=by, at=at, why=why)


def declare_within(
    connection: Connection,
    name: str,
    subject_type: SubjectType,
    subject_id: str,
    *,
    by: Principal,
    at: datetime,
    why: str,
) -> None:
    """Declares an interest within the caller's transaction; one that is known already changes nothing."""
    if name in who_within(connection, subject_type, subject_id):
        return
    connection.execute(
        INTERESTS.insert().values(
            name=name,
            subject_type=subject_type.value,
            subject_id=subject_id,
            why=ledger.stated(why),
            declared_by=by.name,
            declared_at=at,
        )
    )
    ledger.write(connection, About(subject_type, subject_id), "interest", by=by, at=at, after=name, why=why)


def who_within(
    connection: Connection, subject_type: SubjectType, subject_id: str, customer_id: str = ""
) -> frozenset[str]:
    """The names of those who may not handle this; of a matter, those of what is handled in it besides too."""
    numbers = whole(connection, subject_type, subject_id)
    on = (INTERESTS.c.subject_type == subject_type.value) & INTERESTS.c.subject_id.in_(numbers)
    if customer_id:
        on |= (INTERESTS.c.subject_type == SubjectType.CUSTOMER.value) & (INTERESTS.c.subject_id == customer_id)
    return frozenset(connection.scalars(select(INTERESTS.c.name).where(on)))


def refuse_within(
    connection: Connection, by: Principal, subject_type: SubjectType, subject_id: str, customer_id: str
) -> None:
    """ConflictOfInterestError where the person has an interest."""
    if by.name in who_within(connection, subject_type, subject_id, customer_id):
        raise ConflictOfInterestError("you have an interest in this: somebody else has to handle it")
