"""Whether both engines, two runs of one seed, and what explanations state agree: ``python -m benchmarks.network_same``.

Planted gangs as in ``benchmarks.network_planted``: DuckDB twice, whose tables must be the same bytes, and Spark once,
whose gangs must be the same (adjusted Rand index 1). Then the explanations of 100 gangs among strangers: each named
path is taken away, and the strength must be the one that was stated.
"""

import argparse
import hashlib
import math
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sklearn.metrics import adjusted_rand_score
from tests.conftest import SHORT_LIVED
from tests.network.test_explanation import GANGS, gang, left_without, membership

from benchmarks.network_planted import AS_OF, Planted, as_table, planted
from mingjian.network import NetworkSettings, run
from mingjian.store.engine import DuckDBEngine, Engine
from mingjian.store.lake import Lake
from mingjian.store.spark import SparkEngine
from mingjian.store.stage import StageContext

TABLES = ("gangs", "gang_members", "membership_paths", "links", "gang_events")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=400)
    parser.add_argument("--seed", type=int, default=101)
    chosen = parser.parse_args()
    world = planted(chosen.seed, customers=chosen.customers)
    with tempfile.TemporaryDirectory() as place:
        first, again, spark = (Path(place) / name for name in ("first", "again", "spark"))
        for folder in (first, again):
            here = DuckDBEngine(memory_limit="2GB", workers=1)
            gangs = _gangs(world, here, folder)
            here.close()
        same = sum(_digest(first, name) == _digest(again, name) for name in TABLES)
        there = SparkEngine(master="local[2]", memory="1g", options=SHORT_LIVED)
        gangs_there = _gangs(world, there, spark)
        there.close()
    people = [row["customer_id"] for row in world.customers]
    # Who is in no gang is alone.
    index = adjusted_rand_score(*([found.get(one, one) for one in people] for found in (gangs, gangs_there)))
    paths, right = _explained()
    table = Table(title=f"the same network twice, {chosen.customers:,} customers, seed {chosen.seed}")
    for column in ("what", "measured", "bar"):
        table.add_column(column)
    table.add_row("tables of two runs of one seed, the same bytes", f"{same} of {len(TABLES)}", "all")
    table.add_row(f"DuckDB and Spark, {len(set(gangs.values()))} gangs: adjusted Rand index", f"{index:.3f}", "1.0")
    table.add_row(f"explanations of {GANGS} gangs, strength as stated without the path", f"{right} of {paths}", "all")
    Console(width=120).print(table)


def _gangs(world: Planted, engine: Engine, folder: Path) -> Mapping[str, str]:
    """The gang of each customer who is in one."""
    folder.mkdir()
    lake = Lake(engine, folder)
    for name in ("customers", "complaints", "letters"):
        lake.write(name, as_table(name, getattr(world, name)))
    run(StageContext(lake, AS_OF), NetworkSettings())
    members = lake.table("gang_members").to_pyarrow().to_pylist()
    return {row["entity_id"]: row["gang_id"] for row in members if row["entity_type"] == "customer"}


def _digest(folder: Path, table: str) -> bytes:
    parts = sorted(path for path in folder.rglob("*.parquet") if path.stem == table or path.parent.name == table)
    assert parts, table
    return hashlib.sha256(b"".join(path.read_bytes() for path in parts)).digest()


def _explained() -> tuple[int, int]:
    """How many paths were named, and of how many the strength without them is as stated."""
    paths = right = 0
    for number in range(GANGS):
        cluster, attachments = gang(number)
        for member in membership(cluster, attachments).members:
            for path in member.paths:
                left = left_without(path, cluster, attachments).get(member.entity, 0.0)
                paths += 1
                right += math.isclose(left, path.strength_without, rel_tol=1e-6, abs_tol=1e-12)
    return paths, right


if __name__ == "__main__":
    main()
