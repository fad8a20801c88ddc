"""Ten million rows over the tables of a delivery, against DuckDB's own reading and writing of the same files.

``python -m benchmarks intake`` prints rows, seconds, the ratio of rows a second and the peak memory of the whole
process tree. ``MINGJIAN_BENCH_ROWS`` makes it smaller.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psutil

ROWS = int(os.environ.get("MINGJIAN_BENCH_ROWS", "10000000"))

_SHARES = {
    "customers": 0.05,
    "loans": 0.07,
    "repayments": 0.45,
    "charges": 0.03,
    "contacts": 0.22,
    "complaints": 0.02,
    "app_events": 0.16,
}
_QUERIES = {
    "customers": """
        SELECT 'U' || i AS customer_id,
               '王小' || chr(CAST(19968 + i % 5000 AS INTEGER)) AS full_name,
               '5001' || lpad((i % 99 + 1)::VARCHAR, 2, '0') || '19' || (60 + i % 40) || '0101'
                   || lpad((i % 1000)::VARCHAR, 3, '0') || 'X' AS id_number,
               '138' || lpad((i * 7919 % 100000000)::VARCHAR, 8, '0') AS phone,
               CAST(DATE '2024-01-01' + CAST(i % 600 AS INTEGER) AS VARCHAR) AS registered_on,
               '50' AS province,
               '重庆市渝北区金山路' || i % 300 || '号' || i % 40 || '栋' || i % 2000 || '室' AS address,
               '某某公司' AS employer""",
    "loans": """
        SELECT 'L' || i AS loan_id, 'U' || i % {customers} AS customer_id, '消费贷' AS product,
               'cash_loan' AS product_kind, (i % 50 + 1) * 1000 AS principal_yuan, 0.1 + i % 14 / 100.0 AS annual_rate,
               CAST(DATE '2024-01-01' + CAST(i % 600 AS INTEGER) AS VARCHAR) AS disbursed_on, 12 AS term_months,
               'overdue' AS status, i % 90 AS days_past_due, (i % 50) * 700.25 AS outstanding_yuan""",
    "repayments": """
        SELECT 'L' || i // 8 % {loans} AS loan_id, i % 8 + 8 * (i // (8 * {loans})) + 1 AS instalment_number,
               CAST(DATE '2024-01-01' + CAST(i % 700 AS INTEGER) AS VARCHAR) AS due_on, 512.35 + i % 100 AS due_yuan,
               CAST(DATE '2024-01-02' + CAST(i % 700 AS INTEGER) AS VARCHAR) AS paid_on,
               512.35 + i % 100 AS paid_yuan""",
    "charges": """
        SELECT 'F' || i AS charge_id, 'L' || i % {loans} AS loan_id,
               CAST(DATE '2024-01-01' + CAST(i % 700 AS INTEGER) AS VARCHAR) AS charged_on, 'late_fee' AS kind,
               i % 500 + 0.5 AS amount_yuan, i % 2 = 0 AS in_contract""",
    "contacts": """
        SELECT 'T' || i AS contact_id, 'U' || i % {customers} AS customer_id, 'L' || i % {loans} AS loan_id,
               strftime(TIMESTAMP '2025-01-01' + INTERVAL 7 SECOND * i, '%Y-%m-%dT%H:%M:%S+08:00') AS started_at,
               i % 300 AS duration_s, 'outbound' AS direction, 'call' AS channel, 'self' AS counterparty,
               '139' || lpad((i % 100000000)::VARCHAR, 8, '0') AS phone, 'collection' AS purpose,
               'H' || i % 200 AS handler_id""",
    "complaints": """
        SELECT 'C' || i AS complaint_id, 'U' || i % {customers} AS customer_id,
               strftime(TIMESTAMP '2025-01-01' + INTERVAL 7 SECOND * i, '%Y-%m-%dT%H:%M:%S+08:00') AS received_at,
               'regulator_12378' AS channel,
               '我于' || (2018 + i % 8) || '年在贵公司借款' || (i % 90 + 10) * 1000 || '元,现因失业,请求协商,编号'
                   || i || '。催收人员多次致电我的家人,"态度恶劣",严重影响生活。'
                   || repeat('请尽快核实并给予书面答复。', CAST(i % 7 AS INTEGER)) AS text,
               'stop_collection;instalment_plan' AS demands, 'self' AS filed_as,
               '137' || lpad((i % 100000000)::VARCHAR, 8, '0') AS contact_phone, 'D' || i % 9999 AS device_id,
               i % 250 || '.8.8.' || i % 200 AS ip""",
    "app_events": """
        SELECT 'E' || i AS event_id, 'U' || i % {customers} AS customer_id,
               strftime(TIMESTAMP '2025-01-01' + INTERVAL 7 SECOND * i, '%Y-%m-%dT%H:%M:%S+08:00') AS occurred_at,
               'login' AS action, 'D' || hash(i) AS device_id, i % 250 || '.1.2.' || i % 200 AS ip""",
}


@dataclass(frozen=True)
class Measured:
    """One process, measured from outside."""

    seconds: float
    peak_bytes: int
    output: str


def generate(folder: Path) -> int:
    """Writes the delivery; the same bytes every time."""
    counts = {table: max(10, round(ROWS * share)) for table, share in _SHARES.items()}
    connection = duckdb.connect()
    for table, query in _QUERIES.items():
        connection.execute(
            f"COPY ({query.format(**counts)} FROM range({counts[table]}) AS t(i)) TO '{folder}/{table}.csv' (HEADER)"
        )
    return sum(counts.values())


def measure(command: list[str]) -> Measured:
    """Runs a command and samples the memory of its process tree."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", *command], stdout=subprocess.PIPE, text=True)
    root = psutil.Process(process.pid)
    peak = 0
    ended = threading.Event()

    def sample() -> None:
        nonlocal peak
        while not ended.wait(0.05):
            with suppress(psutil.Error):
                peak = max(peak, sum(one.memory_info().rss for one in (root, *root.children(recursive=True))))

    sampler = threading.Thread(target=sample)
    sampler.start()
    output, _ = process.communicate()
    ended.set()
    sampler.join()
    if process.returncode:
        raise SystemExit(f"failed: {command}")
    return Measured(time.perf_counter() - started, peak, output)


_BASELINE = """
import sys, duckdb
from pathlib import Path
connection = duckdb.connect()
for path in sorted(Path(sys.argv[1]).glob("*.csv")):
    connection.execute(f"COPY (FROM read_csv('{path}')) TO '{sys.argv[2]}/{path.stem}.parquet' (FORMAT parquet)")
"""
_INTAKE = """
import sys
from pathlib import Path
from mingjian.intake import take
from mingjian.store.workspace import Workspace
workspace = Workspace(Path(sys.argv[2]))
with workspace.writing():
    summary = take(Path(sys.argv[1]), into=workspace)
print(summary.rows_in, summary.rows_stored, summary.rows_quarantined)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "delivery").mkdir()
        (folder / "baseline").mkdir()
        rows = generate(folder / "delivery")
        size = sum(path.stat().st_size for path in (folder / "delivery").iterdir())
        print(f"rows {rows:,} in {len(_QUERIES)} files, {size / 2**20:,.0f} MiB")
        baseline = measure([_BASELINE, str(folder / "delivery"), str(folder / "baseline")])
        print(f"DuckDB read_csv + COPY TO parquet: {baseline.seconds:.1f} s, {rows / baseline.seconds:,.0f} rows/s")
        intake = measure([_INTAKE, str(folder / "delivery"), str(folder / "workspace")])
        rows_in, stored, quarantined = map(int, intake.output.split())
        assert rows_in == rows == stored + quarantined
        print(f"intake: {intake.seconds:.1f} s, {rows / intake.seconds:,.0f} rows/s, {quarantined:,} quarantined")
        print(f"ratio to DuckDB: {baseline.seconds / intake.seconds:.2f} (bar: at least 0.30)")
        print(f"peak memory of the process tree: {intake.peak_bytes / 2**20:,.0f} MiB (bar: below 4,096)")


if __name__ == "__main__":
    main()
