"""What came of a delivery, so that a person can act on it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True)
class ProblemCount:
    """How often one problem met one field of a table. ``examples`` are row numbers."""

    field: str
    code: str
    whole_row: bool
    count: int
    examples: tuple[int, ...]


@dataclass(frozen=True)
class TableSummary:
    """One table of a delivery: ``rows_in`` is always ``rows_stored`` + ``rows_quarantined``."""

    table: str
    rows_in: int
    rows_stored: int
    rows_quarantined: int
    added: int
    corrected: int
    unchanged: int
    rows_total: int
    """Rows in the accumulated table."""
    problems: tuple[ProblemCount, ...] = ()
    columns_not_understood: tuple[str, ...] = ()
    columns_absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class IntakeSummary:
    """One delivery. ``version`` names the accumulated tables that it led to."""

    version: str
    delivery: str
    previous_version: str | None
    changed: bool
    """False where the delivery had been taken before."""
    snapshot_at: datetime | None
    lender: str | None
    tables: tuple[TableSummary, ...]
    tables_absent: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def rows_in(self) -> int:
        """Rows of all tables."""
        return sum(table.rows_in for table in self.tables)

    @property
    def rows_stored(self) -> int:
        """Rows taken, of all tables."""
        return sum(table.rows_stored for table in self.tables)

    @property
    def rows_quarantined(self) -> int:
        """Whole rows not taken, of all tables."""
        return sum(table.rows_quarantined for table in self.tables)

    def to_json(self) -> str:
        """The summary as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, default=str)
