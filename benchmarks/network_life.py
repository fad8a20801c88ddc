"""Twelve monthly runs with 5 % of the edges changing: ``python -m benchmarks.network_life``.

How many surviving gangs keep their id, and which of the planted splits, mergers and rebrandings are told. A planted
event counts as told in the month in which it happens, for the gang that has the people it happened to.
"""

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.network_planted import AS_OF, FIELDS, Planted, as_table, planted
from mingjian.network import NetworkSettings, run
from mingjian.store.engine import DuckDBEngine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext

MONTHS = 12
CHANGING = 0.05
TOLD = ("split", "merged", "rebranded")

Groups = dict[str, frozenset[str]]
Happened = tuple[str, frozenset[str]]
"""A kind of event and the people to whom it happened."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--months", type=int, default=MONTHS)
    chosen = parser.parse_args()
    world = planted(chosen.seed, customers=chosen.customers)
    throw = random.Random(chosen.seed)
    kept, surviving, right, told, happened = 0, 0, 0, 0, 0
    with _folder() as folder:
        engine = DuckDBEngine(memory_limit="1GB", workers=1)
        previous: Lake | None = None
        before: Groups = {}
        for month in range(chosen.months):
            planned = _month(world, throw) if month else []
            now = AS_OF + timedelta(days=30 * month)
            lake = _ran(world, engine, folder / str(month), previous, now)
            found = _gangs(lake)
            if previous is not None:
                touched = frozenset().union(*(people for _, people in planned))
                for gang_id, people in before.items():
                    heirs = [name for name, others in found.items() if 2 * len(people & others) >= len(people | others)]
                    if heirs and not people & touched:
                        surviving += 1
                        kept += gang_id in heirs
                known = {**before, **found}
                said = _events(lake, now)
                happened += len(planned)
                told += len(said)
                right += sum(any(_is(event, one, known) for one in said) for event in planned)
            previous, before = lake, found
        engine.close()
    precision, recall = min(1.0, right / max(1, told)), right / max(1, happened)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{kept} of {surviving} surviving gangs kept their id: {kept / max(1, surviving):.3f} (bar 0.95)")
    print(f"{happened} events planted, {told} told, {right} of them right: F1 {f1:.2f} (bar 0.80)")


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


def _month(world: Planted, throw: random.Random) -> list[Happened]:
    """Changes one edge in twenty, and has one gang split, two become one and one take new things."""
    for complaint in throw.sample(world.complaints, int(CHANGING * len(world.complaints))):
        other = throw.choice(world.complaints)
        fields = throw.sample(FIELDS[:5], 1)
        complaint.update({name: other[name] if throw.random() < 0.3 else f"new-{throw.random()}" for name in fields})
    large = [gang for gang in world.gangs if len(gang) >= 12]
    if len(large) < 4:
        return []
    splitting, changing, first, second = throw.sample(large, 4)
    leaving = frozenset(throw.sample(sorted(splitting), len(splitting) // 2))
    _take_things(world, leaving, throw)
    _take_things(world, changing, throw)
    _join(world, second, first, throw)
    world.gangs = [gang for gang in world.gangs if gang not in (splitting, first, second)]
    world.gangs += [leaving, splitting - leaving, first | second]
    return [("split", leaving), ("rebranded", changing), ("merged", first | second)]


def _take_things(world: Planted, people: frozenset[str], throw: random.Random) -> None:
    """New telephones, devices and a new letter for these people's complaints, and nothing that they had before."""
    mark = throw.randrange(10**6)
    letters = {row["complaint_id"]: row for row in world.letters}
    for complaint in world.complaints:
        if complaint["customer_id"] in people:
            complaint |= dict.fromkeys(FIELDS[:6])
            complaint["contact_phone"] = f"16{mark:06d}{throw.randrange(2):03d}"
            complaint["device_id"] = f"dev-{mark}-{throw.randrange(2)}"
            letters[complaint["complaint_id"]]["template_id"] = f"T-{mark}"


def _join(world: Planted, people: frozenset[str], others: frozenset[str], throw: random.Random) -> None:
    """These people's complaints carry from now on what the others' do."""
    letters = {row["complaint_id"]: row for row in world.letters}
    theirs = [complaint for complaint in world.complaints if complaint["customer_id"] in others]
    for complaint in world.complaints:
        if complaint["customer_id"] in people:
            model = throw.choice(theirs)
            complaint |= {name: model[name] for name in FIELDS[:6]}
            letters[complaint["complaint_id"]]["template_id"] = letters[model["complaint_id"]]["template_id"]


def _ran(world: Planted, engine: DuckDBEngine, folder: Path, previous: Lake | None, now: datetime) -> Lake:
    folder.mkdir()
    lake = Lake(engine, folder)
    for name in ("customers", "complaints", "letters"):
        lake.write(name, as_table(name, getattr(world, name)))
    run(StageContext(lake, now, previous), NetworkSettings(resamples=0))
    return lake


def _gangs(lake: Lake) -> Groups:
    groups: dict[str, set[str]] = defaultdict(set)
    for row in lake.table("gang_members").to_pyarrow().to_pylist():
        if row["entity_type"] == "customer":
            groups[row["gang_id"]].add(row["entity_id"])
    return {name: frozenset(people) for name, people in groups.items()}


def _events(lake: Lake, now: datetime) -> list[tuple[str, str, str | None]]:
    """The gang, the kind and the other gang of this run's events; the two sides of a merger are one event."""
    rows = [row for row in lake.table("gang_events").to_pyarrow().to_pylist() if row["at"] == now]
    named = {(row["gang_id"], row["event"], row["other_gang_id"]) for row in rows if row["event"] in TOLD}
    return sorted(
        (
            one
            for one in named
            if one[1] != "merged" or (one[2] or "") > one[0] or (one[2], "merged", one[0]) not in named
        ),
        key=str,
    )


def _is(event: Happened, said: tuple[str, str, str | None], known: Groups) -> bool:
    kind, people = event
    return kind == said[1] and any(
        len(people & known.get(name or "", frozenset())) * 2 >= len(known.get(name or "", frozenset()) | people)
        for name in (said[0], said[2])
    )


if __name__ == "__main__":
    main()
