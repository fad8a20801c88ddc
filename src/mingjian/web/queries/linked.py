"""What a complaint that arrived names, as the current run calls it, and by which rows others have it.

Each question is asked once for all things: a complaint with twenty links is a page like any other.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mingjian.contract.groups import group_of
from mingjian.web.queries.rows import AT_ONCE
from mingjian.web.queries.spelling import parameters, spelt
from mingjian.web.runs import Run

Thing: TypeAlias = tuple[str, str]
"""Its type and its id."""


@dataclass(frozen=True)
class Named:
    """A thing of the run that the text of that ``place`` names, by itself or as one of a group."""

    place: int
    entity_type: str
    entity_id: str


@dataclass(frozen=True)
class Row:
    """A party that has the thing, and the record that says so; ``of`` counts the parties."""

    party_type: str
    party_id: str
    record_table: str | None
    record_id: str | None
    of: int


def named(run: Run, texts: Sequence[str]) -> tuple[Named, ...]:
    """The things that the texts name."""
    if not texts:
        return ()
    found = run.query(
        "SELECT DISTINCT min(place) AS place, entity_type, entity_id FROM entity_index "
        f"JOIN ({spelt(groups=True)}) USING (entity_type, key) WHERE key <> '' "
        "GROUP BY entity_type, entity_id ORDER BY place, entity_type, entity_id",
        parameters(*texts),
    )
    return tuple(Named(**row) for row in found)


def numbers(run: Run, things: Collection[Thing]) -> Mapping[Thing, int]:
    """By which number pages call each in this run; none where fewer than two households have it."""
    found: dict[Thing, int] = {}
    for ids in _parts(things):
        for row in run.query(
            "SELECT entity_type, entity_id, min(number) AS number FROM entity_index "
            f"WHERE entity_id IN ({', '.join('?' * len(ids))}) AND number IS NOT NULL GROUP BY entity_type, entity_id",
            ids,
        ):
            found[row["entity_type"], row["entity_id"]] = row["number"]
    return {thing: found[thing] for thing in things if thing in found}


def rows(run: Run, things: Collection[Thing], *, limit: int) -> Mapping[Thing, tuple[Row, ...]]:
    """Who has each, by the first record that says so; ``limit`` of them."""
    found: dict[Thing, list[Row]] = {}
    groups = {thing for thing in things if group_of(*thing)}
    for table, there in (("group_holders", groups), ("sharings", set(things) - groups)):
        for ids in _parts(there):
            for row in run.query(
                "SELECT entity_type, entity_id, party_type, party_id, min_by(record_table, record_id) AS record_table, "
                "min(record_id) AS record_id, count(*) OVER (PARTITION BY entity_type, entity_id) AS of "
                f"FROM {table} WHERE entity_id IN ({', '.join('?' * len(ids))}) "
                "GROUP BY entity_type, entity_id, party_type, party_id "
                "QUALIFY row_number() OVER (PARTITION BY entity_type, entity_id ORDER BY party_type, party_id) "
                f"<= {limit:d} ORDER BY party_type, party_id",
                ids,
            ):
                found.setdefault((row.pop("entity_type"), row.pop("entity_id")), []).append(Row(**row))
    return {thing: tuple(found[thing]) for thing in things if thing in found}


def gangs(run: Run, gang_ids: Collection[str]) -> frozenset[str]:
    """Those of the gangs that this run has."""
    asked = sorted(set(gang_ids))
    if not asked:
        return frozenset()
    found = run.query(f"SELECT gang_id FROM gangs WHERE gang_id IN ({', '.join('?' * len(asked))})", asked)
    return frozenset(row["gang_id"] for row in found)


def _parts(things: Collection[Thing]) -> Iterator[list[str]]:
    """Their ids alone, since by these a row is found however large the table is, so many at once."""
    ids = sorted({entity_id for _, entity_id in things})
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
