"""What the network costs as edges grow: ``python -m benchmarks network_scale``.

Complaints with a telephone, a device, an IP, an address and a waybill each, gangs of twenty among them, hubs as common
as carriers' addresses are. An edge is one thing that one household has. Each size runs in a process of its own, so that
peak memory is its own; scipy's ``connected_components`` on the very same edges is the measure for finding components.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mingjian.contract import TABLES
from mingjian.network import NetworkSettings, run
from mingjian.network.clusters import clusters
from mingjian.network.judgements import Decisions
from mingjian.network.linking import link
from mingjian.network.reading import commonness_of, stars_of
from mingjian.network.tables import NetworkTables
from mingjian.store.engine import DuckDBEngine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext

AS_OF = datetime(2026, 6, 30, tzinfo=timezone(timedelta(hours=8)))
EDGES_A_CUSTOMER = 6
"""Telephone and address on file, device, IP and its block, waybill: about so many distinct ones."""

_CUSTOMERS = """
SELECT 'C' || i AS customer_id, '客户' || i AS full_name, '138' || lpad(CAST(i AS VARCHAR), 8, '0') AS phone,
  DATE '2025-01-01' AS registered_on, '成都市武侯区一环路' || i || '号' AS address FROM range({n}) t(i)
"""
_COMPLAINTS = """
SELECT 'K' || i AS complaint_id, 'C' || i AS customer_id,
  TIMESTAMPTZ '2026-05-01 09:00:00+08' + to_minutes(CAST(i % 80000 AS BIGINT)) AS received_at, 'app' AS channel,
  CASE WHEN i % 50 < 1 THEN '17' || lpad(CAST(i // 1000 * 7919 AS VARCHAR), 9, '0')
    ELSE '138' || lpad(CAST(i AS VARCHAR), 8, '0') END AS contact_phone,
  CASE WHEN i % 50 < 1 THEN 'gang-' || (i // 1000) ELSE 'own-' || i END AS device_id,
  '100.' || (hash(i) % 64) || '.' || (hash(i + 1) % 250) || '.' || (hash(i + 2) % 250) AS ip,
  'SF' || (1000000000 + i * 7919) AS tracking_number FROM range({n}) t(i)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=float, nargs="+", default=[1.0, 5.0, 20.0])
    parser.add_argument("--one", type=float, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        _measured(chosen.one)
        return
    for millions in chosen.millions:
        subprocess.run([sys.executable, "-m", "benchmarks.network_scale", "--one", str(millions)], check=True)


def _measured(millions: float) -> None:
    with tempfile.TemporaryDirectory() as place:
        engine = DuckDBEngine(memory_limit=f"{max(1.0, 0.1 * millions):.0f}GB")
        lake = Lake(engine, Path(place))
        count = round(millions * 1e6 / EDGES_A_CUSTOMER)
        for name, sql in (("customers", _CUSTOMERS), ("complaints", _COMPLAINTS)):
            raw = Path(place) / f"raw-{name}.parquet"
            engine.connection.raw_sql(f"COPY ({sql.format(n=count)}) TO '{raw}' (FORMAT parquet)")
            given = engine.read(raw)
            absent = [column for column in TABLES[name].columns if column not in given.columns]
            lake.write(name, given.mutate(**dict.fromkeys(absent, ibis.null("string"))))
        settings = NetworkSettings()
        began, cpu = time.perf_counter(), time.process_time()
        run(StageContext(lake, AS_OF), settings)
        seconds, spent = time.perf_counter() - began, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        linked = link(NetworkTables.of(lake), Decisions(), settings, engine)
        stars = stars_of(linked.stars)
        commonness = commonness_of(linked.statistics, {e for star in stars for e in star.entities}, engine)
        began = time.process_time()
        found = clusters(stars, (), commonness, settings, engine)
        ours = time.process_time() - began
        edges, theirs = _scipy(linked.attributes)
        engine.close()
    millions = edges / 1e6
    print(
        f"{millions:.2f} M edges, {count:,} customers, {len(found)} gangs: {seconds:.1f} s by the clock, "
        f"{spent:.1f} s of processor time ({spent / millions:.2f} a million edges), "
        f"peak {peak:.2f} GB ({peak / millions:.2f} a million, bar 0.15); components and communities {ours:.2f} s, "
        f"scipy's connected_components alone {theirs:.2f} s (ratio {ours / max(theirs, 1e-9):.2f}, bar 1.3)",
        flush=True,
    )


def _scipy(attributes: ir.Table) -> tuple[int, float]:
    """The number of distinct edges, and scipy's processor time for the components of their graph."""
    edges = attributes.select("household", thing=attributes.entity_type + ":" + attributes.entity_id).distinct()
    table = edges.to_pyarrow()
    left = table["household"].combine_chunks().dictionary_encode()
    right = table["thing"].combine_chunks().dictionary_encode()
    rows, columns = left.indices.to_numpy(), right.indices.to_numpy() + len(left.dictionary)
    size = len(left.dictionary) + len(right.dictionary)
    began = time.process_time()
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(size, size))
    connected_components(graph, directed=False)
    return len(rows), time.process_time() - began


if __name__ == "__main__":
    main()
