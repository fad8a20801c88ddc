"""What casework holds of one customer: for the copy that they may ask for, and for the deletion that it stands against.

A copy has what concerns the customer and what was said to them: no colleague's name, no note, no reason that somebody
gave for an opinion, nothing of a case, which is about others too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, select

from mingjian.casework.accompaniments import ACCOMPANIMENTS
from mingjian.casework.advert_reports import REPORTS
from mingjian.casework.decisions import ACTS
from mingjian.casework.enquiries import ENQUIRIES, REPLIES
from mingjian.casework.joins import leading
from mingjian.casework.ledger import SubjectType
from mingjian.casework.pauses import PAUSES
from mingjian.casework.register import ARRIVALS, MATTERS, answered_within
from mingjian.casework.replies import APPEALS, ASKED, NOTICES
from mingjian.casework.wishes import WISHES
from mingjian.store.database import Database

Rows = Sequence[Mapping[str, Any]]
_OURS = frozenset(
    {
        *("taken_by", "by", "noted_by", "companion", "case_id", "wording", "ground", "agreed_by", "replied_by"),
        *("decided_by", "said", "issued_for", "asked_for"),
    }
)
"""Columns that are about others: who worked here or answered there, and what only orders the work."""


def held_of(database: Database, customer_id: str) -> Mapping[str, Rows]:
    """The rows about a customer, by table; a table without any is left out."""
    mine = select(MATTERS.c.matter_id).where(MATTERS.c.customer_id == customer_id)
    decided = (ACTS.c.subject_type == SubjectType.MATTER.value) & ACTS.c.subject_id.in_(mine)
    asked = select(ENQUIRIES.c.enquiry_id).where(ENQUIRIES.c.customer_id == customer_id)
    wanted: tuple[tuple[Table, ColumnElement[bool]], ...] = (
        (MATTERS, MATTERS.c.customer_id == customer_id),
        *((table, table.c.matter_id.in_(mine)) for table in (ARRIVALS, PAUSES, ASKED, NOTICES, APPEALS)),
        (ACTS, decided),
        (WISHES, WISHES.c.customer_id == customer_id),
        (ENQUIRIES, ENQUIRIES.c.customer_id == customer_id),
        (REPLIES, REPLIES.c.enquiry_id.in_(asked) & REPLIES.c.agreed_at.is_not(None)),
        (ACCOMPANIMENTS, ACCOMPANIMENTS.c.customer_id == customer_id),
        (REPORTS, REPORTS.c.customer_id == customer_id),
    )
    with database.read() as connection:
        found = {table.name: _rows(connection, table, where) for table, where in wanted}
    return {name: rows for name, rows in found.items() if rows}


def waits_for_an_answer(database: Database, customer_id: str) -> bool:
    """Whether a complaint of theirs is in hand: it is answered first, and nothing that it needs is deleted before."""
    with database.read() as connection:
        mine = connection.scalars(select(MATTERS.c.matter_id).where(MATTERS.c.customer_id == customer_id)).all()
        return any(not answered_within(connection, leading(connection, one)) for one in mine)


def _rows(connection: Connection, table: Table, where: ColumnElement[bool]) -> Rows:
    columns: list[Column[Any]] = [column for column in table.columns if column.name not in _OURS]
    return [dict(row) for row in connection.execute(select(*columns).where(where)).mappings()]
