"""The complaints that still wait for an answer, as they arrive on the desk: a run's, and those that came since.

Only facts are read: what came, when, on which channel, what it says, who dealt with the customer, what they do not
want. No assessment of the run is among them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjian.casework.taking import Arrival
from mingjian.casework.wishes import withdrew
from mingjian.store.serving import Serving
from mingjian.wording.claims import find_claims

_OPEN = f"""
SELECT c.complaint_id, coalesce(c.customer_id, '') AS customer_id, c.received_at, c.channel, c.text,
       c.external_number, c.due_at,
       (SELECT list(DISTINCT m.claim ORDER BY m.claim) FROM claim_mentions AS m WHERE m.complaint_id = c.complaint_id)
           AS mentioned,
       (SELECT list(DISTINCT m.claim ORDER BY m.claim) FROM claims AS m WHERE m.complaint_id = c.complaint_id)
           AS claimed,
       (SELECT list(DISTINCT t.handler_id ORDER BY t.handler_id) FROM contacts AS t
        WHERE t.customer_id = c.customer_id AND t.handler_id IS NOT NULL) AS dealt_with,
       coalesce(c.customer_id IN ({withdrew()}), false) AS withdrawn
FROM complaints AS c
WHERE c.closed_at IS NULL AND coalesce(c.outcome, 'open') = 'open'
ORDER BY c.received_at, c.complaint_id
"""
_OF_A_CUSTOMER = f"""
SELECT (SELECT list(DISTINCT t.handler_id ORDER BY t.handler_id) FROM contacts AS t
        WHERE t.customer_id = $customer AND t.handler_id IS NOT NULL) AS dealt_with,
       $customer IN ({withdrew("customer_id = $customer")}) AS withdrawn
"""
_CLOSED = """
SELECT complaint_id, closed_at, coalesce(outcome, '') AS outcome FROM complaints
WHERE complaint_id IN (SELECT unnest($complaints)) AND (closed_at IS NOT NULL OR coalesce(outcome, 'open') <> 'open')
"""


@dataclass(frozen=True)
class Closed:
    """What the lender's own records say of a complaint that they hold for closed."""

    complaint_id: str
    closed_at: datetime | None
    outcome: str
    """A value of the contract; an empty text where none is stated."""


def closed(complaint_ids: Iterable[str], serving: Serving) -> Mapping[str, Closed]:
    """Of these complaints, those that a later delivery says are closed: a person looks whether that is so."""
    asked = list(complaint_ids)
    rows = serving.query(_CLOSED, {"complaints": asked}) if asked else ()
    return {row["complaint_id"]: Closed(**row) for row in rows}


def waiting(serving: Serving) -> Iterator[Arrival]:
    """Every complaint without an answer, oldest first."""
    for row in serving.stream(_OPEN):
        yield _arrival(row)


def came_since(fields: Mapping[str, Any], serving: Serving | None) -> Arrival:
    """A complaint that came between two runs, by the contract's fields: what it claims is read from its text.

    Who dealt with the customer and whether they withdrew that they may be contacted, the run says where there is one.
    """
    received_at = datetime.fromisoformat(fields["received_at"])
    customer_id, text = fields.get("customer_id") or "", fields.get("text") or ""
    known = serving.query(_OF_A_CUSTOMER, {"customer": customer_id}) if serving and customer_id else ()
    return Arrival(
        complaint_id=fields["complaint_id"],
        customer_id=customer_id,
        received_at=received_at,
        channel=fields.get("channel") or "other",
        text=text,
        external_number=fields.get("external_number") or "",
        due_at=datetime.fromisoformat(fields["due_at"]) if fields.get("due_at") else None,
        claims=tuple(dict.fromkeys(one.claim.value for one in find_claims(text, received_on=received_at.date()))),
        complained_of=tuple(known[0]["dealt_with"] or ()) if known else (),
        do_not_contact=bool(known and known[0]["withdrawn"]),
    )


def _arrival(row: dict[str, Any]) -> Arrival:
    return Arrival(
        complaint_id=row["complaint_id"],
        customer_id=row["customer_id"],
        received_at=row["received_at"],
        channel=row["channel"] or "other",
        text=row["text"] or "",
        external_number=row["external_number"] or "",
        due_at=row["due_at"],
        claims=tuple(dict.fromkeys([*(row["mentioned"] or ()), *(row["claimed"] or ())])),
        complained_of=tuple(row["dealt_with"] or ()),
        do_not_contact=row["withdrawn"],
    )
