"""Planted gangs among hubs and noise: ``python -m benchmarks.network_planted``.

8,000 customers, 80 gangs, 165 hubs (switchboards, carriers' addresses, dormitories, popular forms) and chance
meetings; what a gang's complaints carry is drawn anew for each, so its people overlap in patches. Three seeds that no
setting was chosen on. Background counts: a gang found where none was planted lowers precision.

Two sets. *Known* is as hard for the usual ways as the set of which their figures are known (pair evidence 0.72,
bipartite Leiden 0.15, with weights 0.10): its two figures were chosen by the rivals alone, on seeds 1 to 3. In *sparse*
an agency's things stand on fewer of its complaints, and fewer strangers meet by chance.
"""

import argparse
import random
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from benchmarks._rivals import Groups, rivals
from mingjian.contract import TABLES
from mingjian.network import NetworkSettings, run
from mingjian.store.engine import DuckDBEngine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext

CUSTOMERS, GANGS, HUBS = 8_000, 80, 165
SEEDS = (101, 202, 303)
LEAST, MATCH = 5, 0.5
AS_OF = datetime(2026, 6, 30, tzinfo=timezone(timedelta(hours=8)))

Row = dict[str, Any]


@dataclass(frozen=True)
class Difficulty:
    """How well an agency's things show on its complaints, and how often strangers share something."""

    shown: tuple[float, float]
    """The least and the largest share of a gang's complaints that carry one of its things."""
    meetings: float
    """The share of complaints that carry something of somebody else's."""


SETS = {"known": Difficulty((0.55, 0.95), 1 / 4), "sparse": Difficulty((0.4, 0.9), 1 / 20)}

FIELDS = ("contact_phone", "contact_email", "device_id", "ip", "sender_address", "tracking_number", "template_id")


@dataclass
class Planted:
    """A delivery's rows, and the gangs that were planted in it."""

    customers: list[Row] = field(default_factory=list)
    complaints: list[Row] = field(default_factory=list)
    letters: list[Row] = field(default_factory=list)
    gangs: Groups = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    chosen = parser.parse_args()
    table = Table(title=f"planted gangs, {chosen.customers:,} customers (bars: F1 0.85, precision 0.90, largest 2.0)")
    for column in (
        "set",
        "seed",
        "planted",
        "found",
        "precision",
        "recall",
        "F1",
        "largest to largest planted",
        "seconds",
    ):
        table.add_column(column, justify="right")
    usual = Table(title="the usual ways on the same complaints: F1 (precision/recall)")
    for column in ("set", "seed", *rivals({})):
        usual.add_column(column, justify="right")
    for name, difficulty in SETS.items():
        for seed in chosen.seeds:
            world = planted(seed, customers=chosen.customers, difficulty=difficulty)
            table.add_row(name, str(seed), *_measured(world))
            usual.add_row(
                name, str(seed), *(_quality(find(), world.gangs) for find in rivals(_holders(world)).values())
            )
    console = Console(width=160)
    console.print(table)
    console.print(usual)


def planted(seed: int, *, customers: int = CUSTOMERS, difficulty: Difficulty = SETS["sparse"]) -> Planted:
    """A delivery with gangs of 5 to 45 people, hubs of 20 to 8 % of everybody, and chance meetings."""
    throw = random.Random(f"planted {seed}")
    world = Planted()
    people = [f"C{number:05d}" for number in range(customers)]
    world.customers = [_customer(name, number) for number, name in enumerate(people)]
    hubs = [_hub(throw, number, customers) for number in range(HUBS * customers // CUSTOMERS)]
    visited = {name: [hub for hub in hubs if throw.random() < hub[2] / customers] for name in people}
    recruits = throw.sample(people, len(people))
    den = [f"T-den-{number}" for number in range(8)]
    gang_of: dict[str, dict[str, list[str]]] = {}
    firmness: dict[str, float] = {}
    for number in range(GANGS * customers // CUSTOMERS):
        size = min(45, max(LEAST, round(throw.lognormvariate(2.4, 0.6))))
        members, recruits = recruits[:size], recruits[size:]
        things = _things(throw, number, size)
        if throw.random() < 0.3:
            things["template_id"] = [throw.choice(den)]
        holds = throw.uniform(*difficulty.shown)
        for member in members:
            gang_of[member], firmness[member] = things, holds
        world.gangs.append(frozenset(members))
    for number, name in enumerate(people):
        for filing in range(1 + (throw.random() < 0.4)):
            own = _own(throw, number, filing)
            for hub_field, thing, _ in visited[name]:
                if throw.random() < 0.7:
                    own[hub_field] = thing
            things = gang_of.get(name, {})
            for thing_field, choices in things.items():
                if throw.random() < firmness[name]:
                    own[thing_field] = throw.choice(choices)
            _file(world, name, own, throw)
    _meet_by_chance(world, throw, difficulty.meetings)
    return world


def _customer(name: str, number: int) -> Row:
    return {
        "customer_id": name,
        "full_name": f"客户{number}",
        "phone": f"138{number:08d}",
        "registered_on": date(2025, 1, 1),
        "address": f"成都市武侯区一环路{number}号",
    }


def _hub(throw: random.Random, number: int, customers: int) -> tuple[str, str, float]:
    """The field that it stands in, its value, and how many people pass it: three in four are of medium size."""
    which = throw.choice(("contact_phone", "device_id", "ip", "ip", "sender_address", "template_id", "template_id"))
    size = throw.uniform(20, 80) if number % 4 else throw.uniform(0.02, 0.08) * customers
    things = {
        "contact_phone": f"028{number:08d}",
        "device_id": f"kiosk-{number}",
        "ip": f"100.64.{number}.1",
        "sender_address": f"成都市高新区天府大道{number}号服务大厅",
        "template_id": f"T-form-{number}",
    }
    return which, things[which], size


def _things(throw: random.Random, number: int, size: int) -> dict[str, list[str]]:
    """What an agency has: everybody a letter, most a telephone, the rest by chance; more of it where it is large."""
    many = max(1, size // 12)
    kinds = {
        "contact_phone": [f"17{number:03d}{throw.randrange(10**6):06d}" for _ in range(many)],
        "contact_email": [f"{throw.randrange(10**9):09d}@m{number}x{throw.randrange(10**6)}.example"],
        "device_id": [f"dev-{number}-{one}" for one in range(many)],
        "ip": [f"59.{number}.{throw.randrange(250)}.{one}" for one in range(many)],
        "sender_address": [f"成都市锦江区春熙路{900 + number}号{throw.randrange(100, 999)}室"],
        "tracking_number": [f"YT{8_000_000_000 + number * 1_000_003}"],
        "template_id": [f"T-gang-{number}"],
    }
    chance = {"contact_phone": 0.8, "template_id": 0.9}
    kept = {name: things for name, things in kinds.items() if throw.random() < chance.get(name, 0.4)}
    return kept if len(kept) >= 2 else {name: kinds[name] for name in ("contact_phone", "template_id")}


def _own(throw: random.Random, number: int, filing: int) -> dict[str, str | None]:
    return {
        "contact_phone": f"138{number:08d}",
        "contact_email": f"p{number}@mail{throw.randrange(5)}.example" if throw.random() < 0.5 else None,
        "device_id": f"own-{number}",
        "ip": f"36.{number // 250 % 250}.{number % 250}.{1 + filing}",
        "sender_address": f"成都市武侯区一环路{number}号",
        "tracking_number": f"SF{1_000_000_000 + (number * 2 + filing) * 7919}",
        "template_id": None,
    }


def _file(world: Planted, name: str, things: dict[str, str | None], throw: random.Random) -> None:
    complaint_id = f"K{len(world.complaints):06d}"
    world.complaints.append(
        {
            "complaint_id": complaint_id,
            "customer_id": name,
            "received_at": AS_OF - timedelta(hours=throw.randrange(4_000)),
            "channel": "app",
            **{key: value for key, value in things.items() if key != "template_id"},
        }
    )
    world.letters.append({"complaint_id": complaint_id, "template_id": things["template_id"]})


def _meet_by_chance(world: Planted, throw: random.Random, share: float) -> None:
    """So many complaints carry something of another, as friends' do; pairs of friends share two things."""
    for complaint in throw.sample(world.complaints, int(len(world.complaints) * share)):
        other = throw.choice(world.complaints)
        for name in throw.sample(FIELDS[:5], throw.choice((1, 1, 2))):
            complaint[name] = other[name]


def _measured(world: Planted) -> list[str]:
    with tempfile.TemporaryDirectory() as place:
        engine = DuckDBEngine(memory_limit="2GB", workers=1)
        lake = Lake(engine, Path(place))
        for name in ("customers", "complaints", "letters"):
            lake.write(name, as_table(name, getattr(world, name)))
        began = time.perf_counter()
        run(StageContext(lake, AS_OF), NetworkSettings())
        seconds = time.perf_counter() - began
        groups: dict[str, set[str]] = defaultdict(set)
        for row in lake.table("gang_members").to_pyarrow().to_pylist():
            if row["entity_type"] == "customer":
                groups[row["gang_id"]].add(row["entity_id"])
        engine.close()
    found = [frozenset(group) for group in groups.values()]
    judged, precision, recall, balanced = _against(world.gangs, found)
    largest = max(map(len, found), default=0) / max(map(len, world.gangs))
    return [
        str(len(world.gangs)),
        f"{judged} of {len(found)}",
        f"{precision:.2f}",
        f"{recall:.2f}",
        f"{balanced:.2f}",
        f"{largest:.2f}",
        f"{seconds:.1f}",
    ]


def _holders(world: Planted) -> dict[str, frozenset[str]]:
    """Who has which thing by his complaints, as the usual ways would be told."""
    templates = {row["complaint_id"]: row["template_id"] for row in world.letters}
    held: dict[str, set[str]] = defaultdict(set)
    for complaint in world.complaints:
        for name, thing in {**complaint, "template_id": templates[complaint["complaint_id"]]}.items():
            if name in FIELDS and thing is not None:
                held[f"{name}:{thing}"].add(complaint["customer_id"])
    return {thing: frozenset(people) for thing, people in held.items() if len(people) > 1}


def _quality(found: Groups, gangs: Groups) -> str:
    _, precision, recall, balanced = _against(gangs, found)
    return f"{balanced:.2f} ({precision:.2f}/{recall:.2f})"


def _against(gangs: Groups, found: Groups) -> tuple[int, float, float, float]:
    """How many were judged, precision, recall and F1."""
    judged = [group for group in found if len(group) >= LEAST]
    right = sum(_best(group, gangs) >= MATCH for group in judged)
    met = sum(_best(group, judged) >= MATCH for group in gangs)
    precision, recall = right / max(1, len(judged)), met / len(gangs)
    return len(judged), precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def as_table(name: str, rows: list[Row]) -> pa.Table:
    schema = TABLES[name].arrow_schema
    return pa.Table.from_pylist([{column: row.get(column) for column in schema.names} for row in rows], schema=schema)


def _best(group: frozenset[str], others: Groups) -> float:
    return max((len(group & other) / len(group | other) for other in others), default=0.0)


if __name__ == "__main__":
    main()
