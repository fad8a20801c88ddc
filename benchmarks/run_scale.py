"""Processor time and peak memory of ``mingjian run`` at growing sizes, worker processes included.

``python -m benchmarks.run_scale [CUSTOMERS ...] [--complaints-per-customer N]``; without sizes, 10,000 and 100,000.
What a complaint costs is processor time, which other work changes less than the clock; the clock stands beside it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

SIZES = (10_000, 100_000)
BAR_GB = 3.0
BAR_GROWTH = 1.5
BAR_PER_CUSTOMER = 1.3
MILLION, BAR_MILLION_GB = 1_000_000, 8.0


@dataclass(frozen=True)
class Measured:
    """One run."""

    customers: int
    complaints: int
    seconds: float
    processor_seconds: float
    peak_gb: float
    stages: dict[str, tuple[float, int]]

    @property
    def per_complaint_ms(self) -> float:
        return self.processor_seconds / self.complaints * 1000

    @property
    def per_customer_ms(self) -> float:
        return self.processor_seconds / self.customers * 1000


def measure(customers: int, complaints_per_customer: str) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        world, out = Path(folder) / "world", Path(folder) / "desk"
        mingjian = [sys.executable, "-c", "from mingjian.cli import main; main()"]
        size = ["--customers", str(customers), "--complaints-per-customer", complaints_per_customer]
        simulate = ["simulate", str(world), *size, "--documented-complaints", "0", "--quiet"]
        subprocess.run([*mingjian, *simulate], check=True, stdout=subprocess.DEVNULL)
        command = [*mingjian, "run", str(world / "delivery"), "--out", str(out), "--quiet", "--json"]
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
            use = Use()
            while run.poll() is None:
                use.look(run.pid)
                time.sleep(0.1)
        seconds = time.perf_counter() - start
        if run.returncode:
            raise SystemExit(f"the run of {customers:,} customers failed")
        record = json.loads((out / "run.json").read_text())
        stages = {stage["stage"]: (stage["seconds"], stage["peak_memory_mb"]) for stage in record["stages"]}
        complaints = record["outputs"]["complaint_assessments"]["rows"]
        return Measured(customers, complaints, seconds, use.processor_seconds, use.peak / 1e9, stages)


class Use:
    """What a process and its children take: memory that each holds alone, and processor time.

    Pages that they share count once, with the parent. A process is looked at until it ends, so the last tenth of a
    second of each is not seen.
    """

    def __init__(self) -> None:
        self.peak = 0
        self._seconds: dict[int, float] = {}
        self._add_up_after = 0.0

    @property
    def processor_seconds(self) -> float:
        return sum(self._seconds.values())

    def look(self, pid: int) -> None:
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            every = (process, *process.children(recursive=True))
            for one in every:
                times = one.cpu_times()
                self._seconds[one.pid] = times.user + times.system
            started = time.perf_counter()
            if started >= self._add_up_after:
                self.peak = max(self.peak, sum(one.memory_full_info().uss for one in every))
                # To add up the pages of ten gigabytes takes long: nine tenths of the time stay the run's own.
                self._add_up_after = started + 10 * (time.perf_counter() - started)


def main(sizes: list[int], complaints_per_customer: str) -> None:
    measured = []
    for customers in sizes:
        one = measure(customers, complaints_per_customer)
        measured.append(one)
        print(
            f"{one.customers:>9,} customers  {one.complaints:>9,} complaints  {one.seconds:8.1f} s "
            f"({one.processor_seconds:.1f} s of processor time)  peak {one.peak_gb:5.2f} GB  "
            f"{one.per_complaint_ms:6.2f} ms a complaint"
        )
        for name, (seconds, peak_mb) in one.stages.items():
            print(f"    {name:<12}{seconds:>9.1f} s   main process up to {peak_mb:>6,} MB")
        bar = {100_000: BAR_GB, MILLION: BAR_MILLION_GB}.get(one.customers)
        if bar is not None:
            print(f"    peak below {bar} GB: {'yes' if one.peak_gb < bar else 'NO'}")
    growth = measured[-1].per_complaint_ms / measured[0].per_complaint_ms
    print(
        f"cost per complaint from {measured[0].complaints:,} to {measured[-1].complaints:,}: x {growth:.2f} "
        f"(bar {BAR_GROWTH})"
    )
    growth = measured[-1].per_customer_ms / measured[0].per_customer_ms
    print(
        f"cost per customer from {measured[0].customers:,} to {measured[-1].customers:,}: "
        f"{measured[0].per_customer_ms:.2f} to {measured[-1].per_customer_ms:.2f} ms of processor time, x {growth:.2f} "
        f"(bar {BAR_PER_CUSTOMER})"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("customers", nargs="*", type=int, default=SIZES)
    parser.add_argument("--complaints-per-customer", default="0.25")
    arguments = parser.parse_args()
    main(arguments.customers, arguments.complaints_per_customer)
