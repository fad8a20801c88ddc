"""How long each page takes on a run, by the browser's own account of every request.

``python -m benchmarks.pages WORKSPACE`` looks at a run that stands already, such as one of 100,000 customers; without
a workspace it makes one of 2,000. The figure is the median over the rounds, after one that is not counted, of the
time from sending a request to the last byte of the page, as Chromium's resource timing states it.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from benchmarks._served import served
from mingjian.store.serving import Serving
from mingjian.store.workspace import Workspace

ROUNDS = int(os.environ.get("MINGJIAN_BENCH_ROUNDS", "7"))
BAR_MS = 200
ANSWER_MS = (
    "() => { const one = performance.getEntriesByType('navigation')[0]; return one.responseEnd - one.requestStart; }"
)


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(arguments[0]) if arguments else _made(Path(scratch))
        pages = _pages(workspace)
        with served(workspace) as address, sync_playwright() as playwright:
            chromium = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(base_url=address)
            slowest = 0.0
            print(f"{'page':<28}{'median ms':>10}{'worst ms':>10}{'kB':>8}")
            for name, path in pages.items():
                times, size = _times(page, path)
                slowest = max(slowest, statistics.median(times))
                print(f"{name:<28}{statistics.median(times):>10.0f}{max(times):>10.0f}{size / 1000:>8.0f}", flush=True)
            browser.close()
    print(f"slowest median {slowest:.0f} ms, bar {BAR_MS} ms")
    return 0


def _times(page: Page, path: str) -> tuple[list[float], int]:
    times = []
    for _ in range(ROUNDS + 1):
        page.goto(path, wait_until="load")
        times.append(float(page.evaluate(ANSWER_MS)))
    size = int(page.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize"))
    return times[1:], size


def _pages(workspace: Path) -> dict[str, str]:
    """Every page; of the single ones the heaviest: the customer with most complaints, the largest family and gang."""
    run = Workspace(workspace).run()
    with Serving.open(run.path) as serving:

        def one(sql: str) -> str:
            rows = serving.query(sql)
            return quote(str(rows[0]["id"]), safe="") if rows else ""

        customers = serving.query("SELECT count(*) AS number FROM customers")[0]["number"]
        complaints = serving.query("SELECT count(*) AS number FROM complaints")[0]["number"]
        customer = one(
            "SELECT customer_id AS id FROM complaints WHERE customer_id IS NOT NULL "
            "GROUP BY customer_id ORDER BY count(*) DESC, customer_id LIMIT 1"
        )
        complaint = one(
            "SELECT complaint_id AS id FROM letters WHERE template_id IS NOT NULL ORDER BY complaint_id LIMIT 1"
        )
        template = one("SELECT template_id AS id FROM letter_templates ORDER BY complaints DESC, template_id LIMIT 1")
        gang = one("SELECT gang_id AS id FROM gangs ORDER BY customers DESC, gang_id LIMIT 1")
    print(f"run {run.name}: {customers:,} customers, {complaints:,} complaints; {ROUNDS} rounds a page")
    pages = {
        "overview": "/",
        "complaints": "/complaints",
        "complaints by origin": "/complaints?order=-origin",
        "complaints, borne out": "/complaints?borne_out=1",
        "customers": "/customers",
        "customers with complaints": "/customers?complained=1&order=-complaints",
        "letter templates": "/templates",
        "gangs": "/gangs",
        "code words": "/code-words",
        "quarantine": "/quarantine",
        "runs": "/runs",
        "one run": f"/runs/{run.name}",
        "one customer": f"/customers/{customer}",
        "one complaint": f"/complaints/{complaint}",
        "one complaint, difference": f"/complaints/{complaint}?show=diff",
        "one template": f"/templates/{template}",
        "one gang": f"/gangs/{gang}",
    }
    return {name: path for name, path in pages.items() if not path.endswith("/") or path == "/"}


def _made(scratch: Path) -> Path:
    command = shutil.which("mingjian", path=str(Path(sys.executable).parent)) or "mingjian"
    out = scratch / "demo"
    subprocess.run([command, "demo", "--out", str(out), "--customers", "2000", "--no-serve", "--quiet"], check=True)
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
