"""Milliseconds for one complaint through the stages' own functions against a run.

``python -m benchmarks.online [CUSTOMERS | WORKSPACE]``; without either, a run of 10,000 simulated customers.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mingjian.contract import TABLES
from mingjian.online import OnlineDesk
from mingjian.store.serving import Serving
from mingjian.store.workspace import RunFolder, find_run

COMPLAINTS = 300
BAR_MS = 50


def main(what: str) -> None:
    if not what.isdecimal():
        report(find_run(Path(what)))
        return
    with tempfile.TemporaryDirectory() as folder:
        world, out = Path(folder) / "world", Path(folder) / "desk"
        mingjian = [sys.executable, "-c", "from mingjian.cli import main; main()"]
        subprocess.run(
            [*mingjian, "simulate", str(world), "--customers", what, "-q"], check=True, stdout=subprocess.DEVNULL
        )
        subprocess.run(
            [*mingjian, "run", str(world / "delivery"), "--out", str(out), "-q"], check=True, stdout=subprocess.DEVNULL
        )
        report(find_run(out))


def report(run: RunFolder) -> None:
    contract = TABLES["complaints"]
    with Serving.open(run.path) as serving:
        (counts,) = serving.query(
            "SELECT (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM complaints) AS complaints"
        )
        rows = serving.query_arrow(f"SELECT * FROM complaints ORDER BY hash(complaint_id) LIMIT {COMPLAINTS}")
        rows = rows.select(list(contract.columns)).cast(contract.arrow_schema)
    start = time.perf_counter()
    with OnlineDesk.open(run) as desk:
        opened = time.perf_counter() - start
        wall, cpu = [], []
        for place in range(rows.num_rows):
            start, started = time.perf_counter(), time.process_time()
            desk.assess(rows.slice(place, 1))
            wall.append((time.perf_counter() - start) * 1000)
            cpu.append((time.process_time() - started) * 1000)
    print(f"{counts['customers']:,} customers, {counts['complaints']:,} complaints, opened in {opened:.1f} s")
    tail = statistics.quantiles(wall, n=20)[-1]
    print(
        f"{len(wall)} complaints: median {statistics.median(wall):.1f} ms (bar {BAR_MS}), 95 % below {tail:.1f} ms; "
        f"median of processor time {statistics.median(cpu):.1f} ms"
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "10000")
