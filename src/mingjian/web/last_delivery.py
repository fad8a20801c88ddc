"""What came in last, as the overview says it: which delivery, its tables, and what of it was left out."""

import json
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from mingjian.intake import IntakeSummary
from mingjian.store.workspace import DELIVERIES, Workspace


@dataclass(frozen=True)
class DeliveredTable:
    """One table of it, by rows."""

    table: str
    rows_in: int
    rows_quarantined: int


@dataclass(frozen=True)
class LastDelivery:
    """The last delivery that a run holds."""

    name: str
    snapshot_at: datetime | None
    tables: tuple[DeliveredTable, ...]
    unreadable: tuple[str, ...]
    left_out: tuple[str, ...]
    """Names of files that were not read."""

    @property
    def rows_in(self) -> int:
        """Rows of all tables."""
        return sum(table.rows_in for table in self.tables)

    @property
    def rows_quarantined(self) -> int:
        """Whole rows that were not taken."""
        return sum(table.rows_quarantined for table in self.tables)


def last_delivery(workspace: Workspace, version: str) -> LastDelivery | None:
    """The last delivery of an intake version; None where its record is gone or another version of ours wrote it."""
    path = workspace.intake / version / DELIVERIES
    if not version or not path.is_file():
        return None
    try:
        summary = IntakeSummary.from_json(json.dumps(json.loads(path.read_bytes())["summary"]))
    except (ValueError, KeyError, ValidationError):
        return None
    return LastDelivery(
        summary.delivery,
        summary.snapshot_at,
        tuple(DeliveredTable(one.table, one.rows_in, one.rows_quarantined) for one in summary.tables),
        summary.tables_unreadable,
        summary.files_not_taken,
    )
