"""What webhooks are told because time passes, or a run ended, and nobody did anything: each once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from mingjian.access.webhooks import Event, announce
from mingjian.casework.clocks import CalendarRules
from mingjian.casework.matters import Matters
from mingjian.contract import TIME_ZONE
from mingjian.store.database import Database
from mingjian.store.workspace import Workspace

SOON = timedelta(days=3)
"""A weekend away is soon."""


class Reminders:
    """Looks at what is due and at the run; told once for each day that it is due on, however many workers look."""

    def __init__(self, workspace: Workspace, database: Database, counting: CalendarRules) -> None:
        self._workspace = workspace
        self._database = database
        self._matters = Matters(database, counting)

    def tell(self, now: datetime) -> None:
        """Announces what is due soon, what is overdue, and the current run."""
        if (current := self._workspace.current) is not None:
            self._once(Event.RUN_CURRENT, current.name, current.name)
        zone = ZoneInfo(TIME_ZONE)
        today = now.astimezone(zone).date()
        for matter in self._matters.queue(today=today, due_by=today + SOON).matters:
            day = matter.due.at.astimezone(zone).date()
            event = Event.MATTER_OVERDUE if day < today else Event.MATTER_DUE_SOON
            self._once(event, matter.matter_id, f"{matter.matter_id} {day}")

    def _once(self, event: Event, object_id: str, once: str) -> None:
        try:
            with self._database.begin() as connection:
                announce(connection, event, object_id, once=once)
        except IntegrityError:  # another worker told it at this moment
            return
