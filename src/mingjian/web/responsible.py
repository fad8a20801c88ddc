"""Who is responsible for a case: its customers' provinces by the current run, with the stations on file for each."""

from collections.abc import Mapping

from mingjian.casework.cases import Case, OriginKind
from mingjian.casework.jurisdiction import Jurisdiction, jurisdictions
from mingjian.web.desk import Desk, Visit
from mingjian.web.errors import NoRunError
from mingjian.web.queries import customers, gangs


def responsible(desk: Desk, visit: Visit, case: Case) -> tuple[Jurisdiction, ...]:
    """The provinces of a case, for its page and the API alike; none where no run has ended yet."""
    return jurisdictions(_provinces(desk, visit, case), desk.partners.on_file())


def _provinces(desk: Desk, visit: Visit, case: Case) -> Mapping[str, int]:
    """How many of the case's customers live where; of a gang all of its customers."""
    try:
        run = visit.run
    except NoRunError:
        return {}
    board = {item.customer_id for item in desk.board.of(case.case_id) if item.customer_id}
    if case.origin.kind is OriginKind.GANG:
        board |= gangs.customers(run, case.origin.origin_id)
    return gangs.by_province(customers.addresses(run, board))
