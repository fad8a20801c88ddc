"""Could the file be read? A bad photo or a broken file is no sign of anything."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.findings import rows
from mingjian.materials.tables import Tables

READ = "file_read"
MISSING = "file_missing"
"""The delivery named a file and did not bring it; other problems are called after ``reading.record.Problem``."""


def find(tables: Tables) -> ir.Table:
    """One finding a file: ``file_read``, or ``file_`` and why it could not be."""
    readings = tables.readings.select(
        file_sha256=tables.readings.sha256, reading_kind=tables.readings.kind, problem=tables.readings.problem
    )
    joined = tables.submissions.left_join(readings, "file_sha256")
    check = ibis.ifelse(
        joined.reading_kind.isnull(),
        MISSING,
        ibis.ifelse(joined.problem.isnull(), READ, ibis.literal("file_") + joined.problem.fill_null("")),
    )
    outcome = ibis.ifelse(check == READ, CheckOutcome.CLEAR.value, CheckOutcome.UNREADABLE.value)
    return rows(joined, check=check, outcome=outcome)
