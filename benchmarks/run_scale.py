"""Seconds and peak memory of ``mingjian run`` at growing sizes, worker processes included.

``python -m benchmarks.run_scale [CUSTOMERS ...]``; without sizes, 10,000 and 100,000.
"""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

SIZES = (10_000, 100_000)
BAR_GB = 3.0
BAR_GROWTH = 1.5


@dataclass(frozen=True)
class Measured:
    """One run."""

    customers: int
    complaints: int
    seconds: float
    peak_gb: float
    stages: dict[str, tuple[float, int]]

    @property
    def per_complaint_ms(self) -> float:
        return self.seconds / self.complaints * 1000


def measure(customers: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        world, out = Path(folder) / "world", Path(folder) / "desk"
        mingjian = [sys.executable, "-c", "from mingjian.cli import main; main()"]
        simulate = ["simulate", str(world), "--customers", str(customers), "--quiet"]
        subprocess.run([*mingjian, *simulate], check=True, stdout=subprocess.DEVNULL)
        command = [*mingjian, "run", str(world / "delivery"), "--out", str(out), "--quiet", "--json"]
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
            peak = 0
            while run.poll() is None:
                peak = max(peak, _memory(run.pid))
                time.sleep(0.1)
        seconds = time.perf_counter() - start
        if run.returncode:
            raise SystemExit(f"the run of {customers:,} customers failed")
        record = json.loads((out / "run.json").read_text())
        stages = {stage["stage"]: (stage["seconds"], stage["peak_memory_mb"]) for stage in record["stages"]}
        complaints = record["outputs"]["complaint_assessments"]["rows"]
        return Measured(customers, complaints, seconds, peak / 1e9, stages)


def _memory(pid: int) -> int:
    """What the process and its children hold alone; pages that they share count once, with the parent."""
    total = 0
    try:
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            total += one.memory_full_info().uss
    except psutil.Error:
        pass
    return total


def main(sizes: list[int]) -> None:
    measured = []
    for customers in sizes:
        one = measure(customers)
        measured.append(one)
        print(
            f"{one.customers:>9,} customers  {one.complaints:>9,} complaints  {one.seconds:8.1f} s  "
            f"peak {one.peak_gb:5.2f} GB  {one.per_complaint_ms:6.2f} ms a complaint"
        )
        for name, (seconds, peak_mb) in one.stages.items():
            print(f"    {name:<12}{seconds:>9.1f} s   main process up to {peak_mb:>6,} MB")
        if one.customers == 100_000:
            print(f"    peak below {BAR_GB} GB: {'yes' if one.peak_gb < BAR_GB else 'NO'}")
    growth = measured[-1].per_complaint_ms / measured[0].per_complaint_ms
    print(
        f"cost per complaint from {measured[0].complaints:,} to {measured[-1].complaints:,}: x {growth:.2f} "
        f"(bar {BAR_GROWTH})"
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
