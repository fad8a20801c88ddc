"""What intake could not take: by table and problem, and row by row."""

from dataclasses import dataclass

from mingjian.access import masking
from mingjian.contract import INTAKE
from mingjian.web.languages import message
from mingjian.web.listing import Choice, Column, Key, Kind, Listing
from mingjian.web.queries.rows import each
from mingjian.web.runs import Run

LISTING = Listing(
    name="quarantine",
    title=message("Quarantined rows"),
    address="/quarantine",
    source="quarantine AS q",
    columns=(
        Column("table", "Table", 'q."table"', Kind.TABLE),
        Column("file", "File", "q.file", mask=masking.mask_text),
        Column("row", "Row", 'q."row"', Kind.NUMBER),
        Column("field", "Field", "q.field", Kind.FIELD),
        Column("problem", "What is wrong, and what to do", "q.problem", Kind.PROBLEM),
        Column("value", "Value", "q.value", Kind.MASKED, beside="q.field"),
        Column("delivery", "Delivery", "q.delivery", mask=masking.mask_text),
    ),
    filters=(
        Choice("table", "Table", 'q."table"', tuple(table.name for table in INTAKE), "table"),
        Key("problem", "Problem", "q.problem"),
        Key("field", "Field", "q.field"),
    ),
    order="table",
    key='q.delivery, q.file, q."row", q.field, q.problem',
)


@dataclass(frozen=True)
class Group:
    """One kind of trouble in one table."""

    table: str | None
    problem: str | None
    field: str | None
    rows: int
    first_row: int | None


def groups(run: Run) -> tuple[Group, ...]:
    """The kinds of trouble, most frequent first."""
    return each(
        Group,
        run.query(
            'SELECT "table", problem, field, count(*) AS rows, min("row") AS first_row FROM quarantine '
            'GROUP BY "table", problem, field ORDER BY rows DESC, "table", problem, field LIMIT 100'
        ),
    )


def total(run: Run) -> int:
    """How many rows stand in quarantine."""
    number: int = run.query("SELECT count(*) AS total FROM quarantine")[0]["total"]
    return number
