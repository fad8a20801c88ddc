"""The complaints of a run that still wait for an answer, as they arrive on the desk.

Only facts are read: what came, when, on which channel, what it says, who dealt with the customer, what they do not
want. No assessment of the run is among them.
"""

from collections.abc import Iterator
from typing import Any

from mingjian.casework.taking import Arrival
from mingjian.store.serving import Serving

_OPEN = """
SELECT c.complaint_id, coalesce(c.customer_id, '') AS customer_id, c.received_at, c.channel, c.text,
       c.external_number, c.due_at,
       (SELECT list(DISTINCT m.claim ORDER BY m.claim) FROM claim_mentions AS m WHERE m.complaint_id = c.complaint_id)
           AS mentioned,
       (SELECT list(DISTINCT m.claim ORDER BY m.claim) FROM claims AS m WHERE m.complaint_id = c.complaint_id)
           AS claimed,
       (SELECT list(DISTINCT t.handler_id ORDER BY t.handler_id) FROM contacts AS t
        WHERE t.customer_id = c.customer_id AND t.handler_id IS NOT NULL) AS dealt_with,
       (SELECT arg_max(s.withdrawn_at IS NOT NULL, s.granted_at) FROM consents AS s
        WHERE s.customer_id = c.customer_id AND s.purpose = 'contact') AS withdrawn
FROM complaints AS c
WHERE c.closed_at IS NULL AND coalesce(c.outcome, 'open') = 'open'
ORDER BY c.received_at, c.complaint_id
"""


def waiting(serving: Serving) -> Iterator[Arrival]:
    """Every complaint without an answer, oldest first."""
    for row in serving.stream(_OPEN):
        yield _arrival(row)


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
        do_not_contact=bool(row["withdrawn"]),
    )
