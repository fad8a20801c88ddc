import pytest

from tests.simulation.conftest import Make, Simulated


@pytest.fixture(scope="session", params=["chongqing", "qingdao"])
def documented(request: pytest.FixtureRequest, make: Make) -> Simulated:
    """Each of the worlds, with a handful of documents."""
    return make(world=request.param, customers=300, complaints_per_customer=0.8, documented_complaints=8, seed=2)
