"""The register of complaints: every one that was taken, by what it came, and when it was answered.

A matter (投诉事项) is what a complainant wants answered; an arrival is one complaint by which it came, with the
regulator's number and deadline where it is a transfer. Both are append-only: being taken cannot be taken back, and
triggers of the database refuse to change or to remove one. No column of these tables holds a score, so none can order,
delay or refuse anything.
"""

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, RowMapping, String, Table, Text, select

from mingjian.errors import NotFoundError
from mingjian.store.database import METADATA, Instant

MATTERS = Table(
    "matters",
    METADATA,
    Column("matter_id", String(20), primary_key=True),
    Column("customer_id", String(200), nullable=False),
    Column("need", String(20), nullable=False),
    Column("need_facts", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("taken_by", String(80), nullable=False),
    Index("matters_by_customer", "customer_id", "received_at"),
)
ARRIVALS = Table(
    "arrivals",
    METADATA,
    Column("complaint_id", String(200), primary_key=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("external_number", String(200), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("wording", String(64), nullable=False),
    Column("recognised_by", String(20), nullable=False),
    Column("need_facts", Text, nullable=False, server_default=""),
    Index("arrivals_by_matter", "matter_id"),
    Index("arrivals_by_number", "external_number"),
    Index("arrivals_by_wording", "wording"),
)
ANSWERED = Table(
    "answered",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(80), nullable=False),
    Column("notice_id", String(20), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("reopened_at", Instant),
    Index("answered_by_matter", "matter_id"),
)
"""An answer ends a matter until a review opens it again; ``due_at`` is when it was due."""


def entry(connection: Connection, matter_id: str) -> RowMapping:
    """A matter as it was taken; NotFoundError where there is none."""
    row = connection.execute(select(MATTERS).where(MATTERS.c.matter_id == matter_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("there is no such matter")
    return row


def answered_within(connection: Connection, matter_id: str) -> bool:
    """Whether a matter has an answer that no review has opened again."""
    mine = (ANSWERED.c.matter_id == matter_id) & ANSWERED.c.reopened_at.is_(None)
    return connection.scalar(select(ANSWERED.c.number).where(mine).limit(1)) is not None
