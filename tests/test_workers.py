import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one process runs all tests")
def test_what_shares_something_dear_runs_on_one_worker(request: pytest.FixtureRequest) -> None:
    # Otherwise Spark, the browser and every world are made once a worker, and nothing but the time tells.
    group = request.node.get_closest_marker("xdist_group").args[0]
    assert request.node.nodeid.endswith(f"@{group}")
