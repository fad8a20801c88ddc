"""What every test may ask for."""

import os
from collections.abc import Callable

import pytest

SOAK = os.environ.get("MINGJIAN_TEST_SOAK") == "1"


@pytest.fixture(scope="session")
def repetitions() -> Callable[[int], int]:
    """How often a kill, fuzz or load check repeats: its full count in `make soak`, a tenth of it otherwise."""
    return lambda full: full if SOAK else max(1, full // 10)
