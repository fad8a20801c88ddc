"""Complaints in hand that the lender's own records hold for closed: the desk says so, and a person looks."""

from collections.abc import Iterable, Mapping

from mingjian.casework.arrivals import Closed, closed
from mingjian.web.desk import Visit


def closed_of(visit: Visit, complaint_ids: Iterable[str]) -> Mapping[str, Closed]:
    """Of these complaints, those that are closed by the current run; none where there is no run yet."""
    run = visit.run_if_any
    return closed(complaint_ids, run.serving) if run else {}
