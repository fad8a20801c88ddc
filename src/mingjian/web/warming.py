"""What a server works out before it answers, so that nobody waits for it: what everybody opens first."""

from mingjian.contract import Language
from mingjian.web.desk import Desk
from mingjian.web.errors import NoRunError
from mingjian.web.languages import Speech
from mingjian.web.listing import read_state, show
from mingjian.web.pages import listings, overview


def warm(desk: Desk) -> None:
    """Compiles every template, opens the current run, and works out its overview and the first page of each list."""
    desk.compile_templates()
    try:
        run = desk.runs.current()
    except NoRunError:
        return
    overview.figures(desk, run)
    for listing in listings.LISTINGS:
        show(listing, read_state(listing, ()), run, Speech(Language.ZH), rows_a_page=desk.settings.page_rows)
