"""What is written down about requests, and the numbers for Prometheus: never whose page it was."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from tests.web import world
from tests.web.conftest import serving


def test_no_line_of_the_log_and_no_number_says_whose_page_it_was(tmp_path: Path) -> None:
    world.publish(tmp_path)
    with capture_logs() as lines, serving(tmp_path) as address, httpx.Client(base_url=address, timeout=60) as client:
        client.get(f"/customers/{world.CUSTOMER}?x={world.PHONE}")
        client.post("/find", data={"text": world.PHONE})
        client.get(f"/{world.IDENTITY}")
        client.post(f"/customers/{world.CUSTOMER}/unmask", data={"field": "phone", "reason": world.NAME})
        numbers = client.get("/metrics").text
    requests = [line for line in lines if line["event"] == "request"]
    assert [line["address"] for line in requests][:3] == ["/customers/{customer_id}", "/find", "unknown"]
    assert {"request", "verb", "status", "milliseconds", "who"} <= set(requests[0])
    assert 'mingjian_requests_total{address="/customers/{customer_id}",status="200",verb="GET"} 1.0' in numbers
    assert "mingjian_disk_free_bytes" in numbers
    assert "mingjian_jobs_wait_seconds 0.0" in numbers
    assert 'mingjian_run_stage_seconds{stage="letters"} 3.2' in numbers
    assert 'mingjian_run_rows{table="quarantine"} 2.0' in numbers
    said = f"{lines}{numbers}"
    for personal in (world.CUSTOMER, world.PHONE, world.IDENTITY, world.NAME):
        assert personal not in said.replace("/customers/{customer_id}", "")


@pytest.mark.parametrize(("path", "status"), [("/health/live", 200), ("/health/ready", 200), ("/health", 200)])
def test_health_is_told_to_a_proxy_in_one_word_and_to_people_on_a_page(
    desk: httpx.Client, path: str, status: int
) -> None:
    answer = desk.get(path)
    assert answer.status_code == status
    if path == "/health":
        assert "剩余" in answer.text
        assert "GB" in answer.text


def test_a_fault_is_logged_by_its_kind_and_place_and_not_by_what_it_quotes() -> None:
    script = (
        "import logging\n"
        "from mingjian.web.observing import log_as_json\n"
        "log_as_json()\n"
        "try:\n"
        f"    raise ValueError('a row of {world.NAME}')\n"
        "except ValueError as error:\n"
        "    logging.getLogger('uvicorn.error').error('Exception in ASGI application', exc_info=error)\n"
        "logging.getLogger('uvicorn.error').warning('Invalid HTTP request received.')\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stderr
    fault, warning = map(json.loads, said.splitlines())
    assert (fault["error"], fault["place"], fault["level"]) == ("ValueError", "<string>:5", "error")
    assert world.NAME not in said
    assert warning["message"] == "Invalid HTTP request received."
