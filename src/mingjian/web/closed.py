"""Complaints in hand that the lender's own records hold for closed: the desk says so, and a person looks."""

from collections.abc import Iterable, Mapping

from mingjian.casework.arrivals import Closed, closed
from mingjian.web.desk import Visit
from mingjian.web.errors import NoRunError


def closed_of(visit: Visit, complaint_ids: Iterable[str]) -> Mapping[str, Closed]:
    """Of these complaints, those that are closed by the current run; none where there is no run yet."""
    try:
        run = visit.run
    except NoRunError:
        return {}
    return closed(complaint_ids, run.serving)
