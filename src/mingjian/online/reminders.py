"""What webhooks are told because time passes, or a run ended, and nobody did anything: each once."""

from contextlib import closing
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from mingjian.access.webhooks import Event, announce
from mingjian.casework.clocks import CalendarRules
from mingjian.casework.confirmations import Confirmations
from mingjian.casework.matters import Matters
from mingjian.contract import TIME_ZONE
from mingjian.store.database import Database
from mingjian.store.serving import Serving
from mingjian.store.workspace import RunFolder, Workspace

SOON = timedelta(days=3)
"""A weekend away is soon."""


class Reminders:
    """Looks at what is due and at the run; told once for each day that it is due on, however many workers look."""

    def __init__(self, workspace: Workspace, database: Database, counting: CalendarRules) -> None:
        self._workspace = workspace
        self._database = database
        self._matters = Matters(database, counting)
        self._confirmations = Confirmations(database)

    def tell(self, now: datetime) -> None:
        """Announces what is due soon, what is overdue, and the current run."""
        if (current := self._workspace.current) is not None:
            self._once(Event.RUN_CURRENT, current.name, current.name)
            self._tell_of_news(current)
        zone = ZoneInfo(TIME_ZONE)
        today = now.astimezone(zone).date()
        for matter in self._matters.queue(today=today, due_by=today + SOON).matters:
            day = matter.due.at.astimezone(zone).date()
            event = Event.MATTER_OVERDUE if day < today else Event.MATTER_DUE_SOON
            self._once(event, matter.matter_id, f"{matter.matter_id} {day}")

    def _tell_of_news(self, run: RunFolder) -> None:
        """One message a run, however many customers are to be asked: they are many on some days."""
        with closing(Serving(run.serving)) as tables:
            if self._confirmations.waiting(tables, as_of=run.read_record().as_of):
                self._once(Event.CONFIRMATIONS_WAITING, run.name, f"{run.name} confirmations")

    def _once(self, event: Event, object_id: str, once: str) -> None:
        try:
            with self._database.begin() as connection:
                announce(connection, event, object_id, once=once)
        except IntegrityError:  # another worker told it at this moment
            return
