"""Gangs found by stars and by the usual ways, in both worlds: ``python -m benchmarks.network``.

``--speed`` times the stage alone and names its peak memory; letters are then the truth's own families.
"""

import argparse
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from benchmarks._rivals import Groups, rivals
from mingjian.agencies import AgenciesSettings
from mingjian.agencies.cases import Tables, cases
from mingjian.agencies.judging import judge, requirements
from mingjian.contract import INTAKE, TABLES
from mingjian.network import NetworkSettings, run
from mingjian.network.judgements import Decisions
from mingjian.network.linking import link
from mingjian.network.tables import NetworkTables
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.store.engine import DuckDBEngine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext

MATCH = 0.5
"""A gang is found where intersection over union with a true one (of at least three complainers) reaches this."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--steps", type=float, nargs="+", default=[0.0, 0.25, 0.5, 0.75, 1.0])
    parser.add_argument("--speed", action="store_true")
    chosen = parser.parse_args()
    if chosen.speed:
        _speed(WorldSettings(customers=chosen.customers, seed=chosen.seed))
        return
    table = Table(title=f"gang F1 (precision/recall), {chosen.customers:,} customers, seed {chosen.seed}")
    for column in ("world", "step", "true", *rivals({}), "stars"):
        table.add_column(column, justify="right")
    for world in WORLDS:
        for step in chosen.steps:
            settings = WorldSettings(world=world, customers=chosen.customers, seed=chosen.seed, sophistication=step)
            table.add_row(world, f"{step:g}", *_quality(settings))
    Console(width=200).print(table)


def _quality(settings: WorldSettings) -> list[str]:
    with tempfile.TemporaryDirectory() as place:
        lake, truth = _world(settings, Path(place))
        true = _true_gangs(truth)
        tables = NetworkTables.of(lake)
        attributes = link(tables, Decisions(), NetworkSettings(), lake.engine).attributes
        rows = attributes.filter(attributes.party_type == "customer")
        held: dict[str, set[str]] = defaultdict(set)
        for row in rows.select("party_id", "entity_type", "entity_id").distinct().to_pyarrow().to_pylist():
            held[f"{row['entity_type']}:{row['entity_id']}"].add(row["party_id"])
        holders = {entity: frozenset(people) for entity, people in held.items() if len(people) > 1}
        run(StageContext(lake, settings.snapshot_at), NetworkSettings())
        ways = (*(find() for find in rivals(holders).values()), _found(lake))
        lake.engine.close()
        return [str(len(true)), *(_shown(found, true) for found in ways)]


def _world(settings: WorldSettings, folder: Path) -> tuple[Lake, Path]:
    """The delivery in a lake, with the truth's families for templates: what is measured is the network alone.

    Whether whoever acts may do so is judged as in a run, since what a lawful representative brings links nobody.
    """
    simulate(settings, delivery=folder / "delivery", truth=folder / "truth")
    engine = DuckDBEngine(memory_limit="1GB")
    (folder / "lake").mkdir()
    lake = Lake(engine, folder / "lake")
    for table in INTAKE:
        path = folder / "delivery" / f"{table.name}.parquet"
        if path.exists():
            lake.write(table.name, engine.read(path))
    complaints = engine.read(folder / "truth" / "complaints.parquet")
    empty = {name: complaints.complaint_id.nullif(complaints.complaint_id) for name in TABLES["letters"].columns[2:]}
    lake.write("letters", complaints.select("complaint_id", template_id="family_id", **empty))
    lake.write("requirements", requirements(judge(cases(Tables.from_lake(lake)), engine, AgenciesSettings())))
    return lake, folder / "truth"


def _true_gangs(truth: Path) -> Groups:
    lineage = {row["gang_id"]: row["lineage_id"] for row in pq.read_table(truth / "gangs.parquet").to_pylist()}
    groups: dict[str, set[str]] = defaultdict(set)
    for row in pq.read_table(truth / "complaints.parquet").to_pylist():
        if row["agent_filed"] and row["customer_id"] and row["gang_id"]:
            groups[lineage[row["gang_id"]]].add(row["customer_id"])
    return [frozenset(group) for group in groups.values() if len(group) >= 3]


def _found(lake: Lake) -> Groups:
    groups: dict[str, set[str]] = defaultdict(set)
    for row in lake.table("gang_members").to_pyarrow().to_pylist():
        if row["entity_type"] == "customer":
            groups[row["gang_id"]].add(row["entity_id"])
    return [frozenset(group) for group in groups.values() if len(group) >= 3]


def _shown(found: Sequence[frozenset[str]], true: Sequence[frozenset[str]]) -> str:
    def best(group: frozenset[str], others: Sequence[frozenset[str]]) -> float:
        return max((len(group & other) / len(group | other) for other in others), default=0.0)

    right = sum(best(group, true) >= MATCH for group in found)
    met = sum(best(group, found) >= MATCH for group in true)
    precision, recall = right / max(1, len(found)), met / max(1, len(true))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{f1:.2f} ({precision:.2f}/{recall:.2f})"


def _speed(settings: WorldSettings) -> None:
    with tempfile.TemporaryDirectory() as place:
        lake, _ = _world(settings, Path(place))
        before = resource.getrusage(resource.RUSAGE_SELF)
        began = time.perf_counter()
        run(StageContext(lake, settings.snapshot_at), NetworkSettings())
        seconds = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_SELF)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        gangs = lake.table("gangs").count().execute()
        events = lake.table("app_events").count().execute()
        print(
            f"{settings.customers:,} customers, {events:,} app events, {gangs} gangs: {seconds:.1f} s"
            f" ({cpu:.1f} CPU s), peak {after.ru_maxrss / 2**20:.2f} GB"
        )


if __name__ == "__main__":
    main()
