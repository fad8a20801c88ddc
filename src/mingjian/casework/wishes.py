"""What a customer wants to be spared: do not contact, by a channel or at all. Every way out asks here first.

Wishes stand in the database; what the lender's own records say (a withdrawn consent) stands in the run that is current
when somebody sends, whichever run a text was drafted from. :func:`withdrew` is how it is read everywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Column, Connection, Index, String, Table, Text, or_, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import About, SubjectType
from mingjian.errors import NotFoundError
from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.serving import RunTables

WISHES = Table(
    "contact_wishes",
    METADATA,
    Column("wish_id", String(20), primary_key=True),
    Column("customer_id", String(200), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("source", Text, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Instant),
    Index("contact_wishes_by_customer", "customer_id"),
)


WithdrewAt: TypeAlias = Callable[[str], datetime | None]
"""When a customer withdrew, by the lender's records of now, that they may be contacted; None where they may be."""


class DoNotContactError(RefusedError):
    """The customer does not want to be contacted so."""

    code = "do_not_contact"


@dataclass(frozen=True)
class Wish:
    """Do not contact: by this channel, or by none where it is empty."""

    wish_id: str
    customer_id: str
    channel: str
    source: str
    by: str
    at: datetime
    until: datetime | None


class Wishes:
    """The wishes of one database's customers, and what the lender's own records say of them."""

    def __init__(self, database: Database, withdrew: WithdrewAt) -> None:
        self._database = database
        self._withdrew = withdrew

    def note(self, customer_id: str, *, channel: str, source: str, by: Principal, at: datetime) -> None:
        """The customer said so."""
        with self._database.begin() as connection:
            wish_id = note_within(connection, customer_id, channel=channel, source=source, by=by, at=at)
            ledger.write(
                connection,
                About(SubjectType.CUSTOMER, customer_id, wish_id),
                "do_not_contact",
                by=by,
                at=at,
                after=channel,
                why=source,
            )

    def lift(self, customer_id: str, wish_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """The customer takes one wish back; NotFoundError where they have no such wish now."""
        with self._database.begin() as connection:
            theirs = (WISHES.c.wish_id == wish_id) & (WISHES.c.customer_id == customer_id) & WISHES.c.until.is_(None)
            channel = connection.scalar(select(WISHES.c.channel).where(theirs).with_for_update())
            if channel is None:
                raise NotFoundError("the customer has no such wish now")
            # Said first: the database lets a wish end only where a person's entry says so.
            ledger.write(
                connection,
                About(SubjectType.CUSTOMER, customer_id, wish_id),
                "may_contact",
                by=by,
                at=at,
                before=channel,
                why=ledger.stated(why),
            )
            connection.execute(WISHES.update().where(theirs).values(until=at))

    def of(self, customer_id: str) -> tuple[Wish, ...]:
        """What a customer wants to be spared now."""
        theirs = select(WISHES).where(WISHES.c.customer_id == customer_id, WISHES.c.until.is_(None))
        with self._database.ask() as connection:
            return tuple(Wish(**row) for row in connection.execute(theirs.order_by(WISHES.c.at)).mappings())

    def withdrew(self, customer_id: str) -> bool:
        """Whether the lender's records say now that a customer withdrew, and nobody noted since that they may be."""
        with self._database.ask() as connection:
            return self._withdrew_within(connection, customer_id)

    def respect_within(self, connection: Connection, customer_id: str, channel: str) -> None:
        """DoNotContactError where the customer does not want this, by a wish or by the lender's records of now."""
        if not customer_id:
            return
        against = (
            (WISHES.c.customer_id == customer_id)
            & WISHES.c.until.is_(None)
            & or_(WISHES.c.channel == channel, WISHES.c.channel == "")
        )
        if connection.scalar(select(WISHES.c.wish_id).where(against).limit(1)) is not None or self._withdrew_within(
            connection, customer_id
        ):
            raise DoNotContactError("the customer does not want to be contacted so: answer where they wrote, or wait")

    def _withdrew_within(self, connection: Connection, customer_id: str) -> bool:
        if (at := self._withdrew(customer_id)) is None:
            return False
        # Records follow slowly: whoever takes it back, and is heard by a person, need not wait for them.
        taken_back = (WISHES.c.customer_id == customer_id) & (WISHES.c.channel == "") & (WISHES.c.until >= at)
        return connection.scalar(select(WISHES.c.wish_id).where(taken_back).limit(1)) is None


def spared(database: Database) -> Mapping[str, tuple[str, ...]]:
    """Every customer with a wish that stands, and the channels; an empty one is every channel."""
    standing = select(WISHES.c.customer_id, WISHES.c.channel).where(WISHES.c.until.is_(None)).order_by(WISHES.c.at)
    found: dict[str, tuple[str, ...]] = {}
    with database.read() as connection:
        for customer_id, channel in connection.execute(standing).all():
            found[customer_id] = (*found.get(customer_id, ()), channel)
    return found


def wanting_no_contact(wishes: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Of the customers with wishes, those who want to be contacted on no channel."""
    return frozenset(customer_id for customer_id, channels in wishes.items() if "" in channels)


def withdrew(among: str = "") -> str:
    """A SELECT of the customers who last withdrew that the lender may contact them, by its table ``consents``.

    ``among`` is a condition on ``customer_id``; what was granted again since stands.
    """
    # Apart from the other conditions the one on the key is looked up by its index; beside them the table is read whole.
    of_them = f"WITH theirs AS MATERIALIZED (SELECT * FROM consents WHERE {among}) " if among else ""
    return (
        f"{of_them}SELECT customer_id FROM {'theirs' if among else 'consents'} "
        "WHERE purpose = 'contact' AND customer_id IS NOT NULL "
        "GROUP BY customer_id HAVING arg_max(withdrawn_at IS NOT NULL, granted_at)"
    )


def withdrew_at(tables: RunTables, customer_id: str) -> datetime | None:
    """When a customer last withdrew that they may be contacted, by the tables of a run; None where they may be."""
    rows = tables.query(
        "SELECT arg_max(withdrawn_at, granted_at) AS at FROM consents WHERE purpose = 'contact' "
        "AND customer_id = $customer HAVING arg_max(withdrawn_at IS NOT NULL, granted_at)",
        {"customer": customer_id},
    )
    return rows[0]["at"] if rows else None


def note_within(
    connection: Connection, customer_id: str, *, channel: str, source: str, by: Principal, at: datetime
) -> str:
    """Notes a wish within the caller's transaction, and gives its number; the same one again changes nothing."""
    same = (WISHES.c.customer_id == customer_id) & (WISHES.c.channel == channel) & WISHES.c.until.is_(None)
    there: str | None = connection.scalar(select(WISHES.c.wish_id).where(same).limit(1))
    if there is not None:
        return there
    wish_id = new_id("W")
    connection.execute(
        WISHES.insert().values(
            wish_id=wish_id, customer_id=customer_id, channel=channel, source=source, by=by.name, at=at
        )
    )
    return wish_id
