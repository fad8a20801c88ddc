"""What a complaint that arrived names, as the current run calls it, and by which rows others have it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingjian.contract.groups import group_of
from mingjian.web.queries.rows import each
from mingjian.web.queries.spelling import parameters, spelt
from mingjian.web.runs import Run


@dataclass(frozen=True)
class Named:
    """A thing of the run that the text of that ``place`` names, by itself or as one of a group."""

    place: int
    entity_type: str
    entity_id: str
    number: int | None


@dataclass(frozen=True)
class Row:
    """A party that has the thing, and the record that says so; ``of`` counts the parties."""

    party_type: str
    party_id: str
    record_table: str | None
    record_id: str | None
    of: int


def named(run: Run, texts: Sequence[str]) -> tuple[Named, ...]:
    """The things that the texts name, with the number by which pages call each."""
    if not texts:
        return ()
    found = run.query(
        "SELECT DISTINCT min(place) AS place, entity_type, entity_id FROM entity_index "
        f"JOIN ({spelt(groups=True)}) USING (entity_type, key) WHERE key <> '' "
        "GROUP BY entity_type, entity_id ORDER BY place, entity_type, entity_id",
        parameters(*texts),
    )
    return tuple(Named(**row, number=number(run, row["entity_type"], row["entity_id"])) for row in found)


def number(run: Run, entity_type: str, entity_id: str) -> int | None:
    """By which pages call it in this run; None where fewer than two households have it."""
    rows = run.query(
        "SELECT number FROM entity_index WHERE entity_id = ? AND entity_type = ? AND number IS NOT NULL LIMIT 1",
        (entity_id, entity_type),
    )
    return rows[0]["number"] if rows else None


def rows(run: Run, entity_type: str, entity_id: str, *, limit: int) -> tuple[Row, ...]:
    """Who has it, each by the first record that says so."""
    table = "group_holders" if group_of(entity_type, entity_id) else "sharings"
    return each(
        Row,
        run.query(
            "SELECT party_type, party_id, min_by(record_table, record_id) AS record_table, "
            f"min(record_id) AS record_id, count(*) OVER () AS of FROM {table} WHERE entity_id = ? AND entity_type = ? "
            f"GROUP BY party_type, party_id ORDER BY party_type, party_id LIMIT {limit:d}",
            (entity_id, entity_type),
        ),
    )
