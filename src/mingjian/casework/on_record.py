"""Whether what somebody names by its number is on record, and whom it concerns by the records.

A mistyped number would make a suspect of somebody else, whom figures then count and packages name. So a case begins
with, and its board holds, what the current run has, or a complaint that was taken in hand since.
"""

from collections.abc import Mapping

from sqlalchemy import select

from mingjian.casework.evidence import EvidenceKind
from mingjian.casework.register import ARRIVALS, MATTERS
from mingjian.errors import InputError
from mingjian.store.database import Database
from mingjian.store.serving import RunTables

_CUSTOMER = "SELECT customer_id FROM customers WHERE customer_id = $number"
_ROWS: Mapping[EvidenceKind, str] = {
    EvidenceKind.CUSTOMER: _CUSTOMER,
    EvidenceKind.COMPLAINT: "SELECT customer_id FROM complaints WHERE complaint_id = $number",
    EvidenceKind.MATERIAL: (
        "SELECT coalesce(m.customer_id, c.customer_id) AS customer_id FROM materials AS m "
        "LEFT JOIN complaints AS c ON c.complaint_id = m.complaint_id WHERE m.material_id = $number"
    ),
    EvidenceKind.REPRESENTATION: (
        "SELECT c.customer_id FROM representations AS r LEFT JOIN complaints AS c ON c.complaint_id = r.complaint_id "
        "WHERE r.representation_id = $number"
    ),
    EvidenceKind.CONTACT: "SELECT customer_id FROM contacts WHERE contact_id = $number",
    EvidenceKind.TESTIMONY: "SELECT customer_id FROM testimonies WHERE testimony_id = $number",
    EvidenceKind.GANG: "SELECT NULL AS customer_id FROM gangs WHERE gang_id = $number",
    EvidenceKind.AGENCY: "SELECT NULL AS customer_id FROM agencies WHERE agency_id = $number",
    EvidenceKind.SOLICITATION: "SELECT NULL AS customer_id FROM solicitations WHERE solicitation_id = $number",
    EvidenceKind.ORGANISATION: "SELECT NULL AS customer_id FROM organisations WHERE organisation_id = $number",
}
"""The row of a number with its customer. What else can be evidence, a telephone or a file, is nobody's by a record."""


def concerned(
    tables: RunTables | None, database: Database, kind: EvidenceKind, number: str, *, stated: str = ""
) -> str:
    """The customer whom the thing of that kind and number concerns; an empty text where it concerns none.

    ``stated`` is whom somebody says that it concerns. InputError where nothing on record has the number, or where the
    records say otherwise.
    """
    found = _found(tables, database, kind, number)
    if found is None:
        raise InputError(
            "no customer of the current run has that number"
            if kind is EvidenceKind.CUSTOMER
            else "the current run knows nothing of that kind under this"
        )
    if found and stated and stated != found:
        raise InputError("by the records this concerns another customer: leave the customer empty")
    if stated and not found:
        return concerned(tables, database, EvidenceKind.CUSTOMER, stated)
    return found


def _found(tables: RunTables | None, database: Database, kind: EvidenceKind, number: str) -> str | None:
    if kind not in _ROWS:
        return ""
    if tables is not None and (rows := tables.query(_ROWS[kind], {"number": number})):
        return rows[0]["customer_id"] or ""
    if kind is not EvidenceKind.COMPLAINT:
        return None
    in_hand = select(MATTERS.c.customer_id).join(ARRIVALS, ARRIVALS.c.matter_id == MATTERS.c.matter_id)
    with database.read() as connection:
        return connection.scalar(in_hand.where(ARRIVALS.c.complaint_id == number))
