"""What arrives on the desk: of the current run, through the API since, and by hand."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mingjian.access.masking import mask_text
from mingjian.access.policy import Right
from mingjian.casework.arrivals import came_since, waiting
from mingjian.casework.evidence import EvidenceKind
from mingjian.casework.on_record import concerned
from mingjian.casework.taking import Arrival
from mingjian.errors import NotFoundError
from mingjian.online.reception import SentFile, request_key_of
from mingjian.web.desk import Desk, Visit
from mingjian.web.runs import Run

RECEIVED = "received_complaints"
_AT_ONCE = 200


def take_what_came(desk: Desk, visit: Visit) -> tuple[str, ...]:
    """Takes every complaint that waits for an answer; gives the matters that are new.

    What the team took in since the run has no assessment in it yet, but its clock runs.
    """
    run = visit.run_if_any
    arrivals = [*(waiting(run.serving) if run else ()), *_received(desk, visit, run)]
    return desk.taking.take(arrivals, by=visit.principal, at=desk.now())


def take_by_hand(desk: Desk, visit: Visit, fields: dict[str, Any], files: Sequence[SentFile]) -> str:
    """Takes one complaint that came on paper or on a regulator's own page; gives the matter in which it is handled.

    It goes by the door that the API has: sealed in the vault, assessed by a job, part of the next delivery.
    """
    run = visit.run_if_any
    if run and fields.get("customer_id"):
        concerned(run, desk.database, EvidenceKind.CUSTOMER, fields["customer_id"])
    text = json.dumps(fields, ensure_ascii=False)
    received, _new = desk.reception.take(text, files, by=visit.principal, request_key=request_key_of(text, files))
    arrival = came_since(desk.reception.content(received.complaint_id)["complaint"], run.serving if run else None)
    desk.taking.take([arrival], by=visit.principal, at=desk.now())
    return desk.matters.of_complaint(received.complaint_id)


def answered_on_arrival(desk: Desk, visit: Visit, complaint_ids: Iterable[str]) -> frozenset[str]:
    """Those of the complaints whose answer on arrival has a page that the visitor may open."""
    if not visit.principal.may(Right.READ, RECEIVED):
        return frozenset()
    return desk.reception.assessed(tuple(complaint_ids), where=visit.rows(Right.READ, RECEIVED).clause)


def words_of(desk: Desk, visit: Visit, complaint_id: str) -> str:
    """The masked text of a complaint that no run holds yet; an empty one where it is another team's, or nowhere."""
    try:
        found = desk.reception.find(complaint_id, where=visit.rows(Right.READ, RECEIVED).clause)
    except NotFoundError:
        return ""
    return masked_words(visit.run_if_any, desk.reception.content(found.complaint_id)["complaint"])


def masked_words(run: Run | None, complaint: Mapping[str, Any]) -> str:
    """The text as it may be shown, at its length: without who sent it, and without who the customer is on file."""
    names = [str(complaint[field]) for field in ("sender_name", "sender_address") if complaint.get(field)]
    customer = complaint.get("customer_id")
    if run is not None and customer:
        filed = run.query("SELECT full_name, address, employer FROM customers WHERE customer_id = ?", (customer,))
        names += [str(value) for row in filed for value in row.values() if value]
    return mask_text(complaint.get("text") or "", names=names)


def _received(desk: Desk, visit: Visit, run: Run | None) -> Iterator[Arrival]:
    mine, after = visit.rows(Right.READ, RECEIVED).clause, ""
    while found := desk.reception.list(where=mine, after=after, limit=_AT_ONCE, waiting=True):
        for one in found:
            if desk.matters.known(one.complaint_id):
                continue
            yield came_since(desk.reception.content(one.complaint_id)["complaint"], run.serving if run else None)
        after = found[-1].complaint_id
