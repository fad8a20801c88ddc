"""What a server works out before it answers, so that nobody waits for it: what everybody opens first."""

import structlog

from mingjian.contract import Language
from mingjian.web.assessment import assess
from mingjian.web.desk import Desk
from mingjian.web.errors import NoRunError
from mingjian.web.languages import Speech
from mingjian.web.listing import read_state, show
from mingjian.web.pages import complaints, listings, overview
from mingjian.web.queries import complaints as query
from mingjian.web.queries import customers
from mingjian.web.runs import Run


def warm(desk: Desk) -> None:
    """Compiles every template, opens the current run, and works out what everybody opens first.

    That is its overview and the first page of each list; and one complaint and one customer, since the first look-up in
    a table reads its index. Where something cannot be worked out, its page says so once it is asked for, and the server
    begins all the same.
    """
    desk.compile_templates()
    try:
        _open_first(desk, desk.runs.current())
    except NoRunError:
        return
    except Exception as error:
        structlog.get_logger("mingjian.web").warning("not all worked out beforehand", failure=type(error).__name__)


def _open_first(desk: Desk, run: Run) -> None:
    overview.figures(desk, run)
    speech = Speech(Language.ZH)
    for listing in listings.LISTINGS:
        show(listing, read_state(listing, ()), run, speech, rows_a_page=desk.settings.page_rows)
    for number in _some(run, "SELECT complaint_id FROM complaints WHERE customer_id IS NOT NULL LIMIT 1"):
        if (complaint := query.complaint(run, number)) is not None:
            complaints.around(run, complaint)
    for number in _some(run, "SELECT customer_id FROM customers LIMIT 1"):
        if (customer := customers.customer(run, number)) is not None:
            assess(run, speech, customer, graph_nodes=desk.settings.graph_nodes)


def _some(run: Run, sql: str) -> list[str]:
    return [str(value) for row in run.query(sql) for value in row.values()]
