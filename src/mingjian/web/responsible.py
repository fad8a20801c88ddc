"""Who is responsible for a case: its customers' provinces by the current run, with the stations on file for each."""

from mingjian.casework.cases import Case, OriginKind
from mingjian.casework.jurisdiction import Jurisdiction, jurisdictions
from mingjian.web.desk import Desk, Visit
from mingjian.web.queries import customers, gangs


def members(visit: Visit, case: Case) -> frozenset[str]:
    """The customers of the gang that a case began with, by the current run."""
    run = visit.run_if_any
    if run is None or case.origin.kind is not OriginKind.GANG:
        return frozenset()
    return gangs.customers(run, case.origin.origin_id)


def responsible(desk: Desk, visit: Visit, case: Case) -> tuple[Jurisdiction, ...]:
    """The provinces of a case, of a gang with all of its customers; none before a first run."""
    if (run := visit.run_if_any) is None:
        return ()
    board = {item.customer_id for item in desk.board.of(case.case_id) if item.customer_id}
    living = gangs.by_province(customers.addresses(run, board | members(visit, case)))
    return jurisdictions(living, desk.partners.on_file())
