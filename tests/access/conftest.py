"""What tests that start processes of their own need."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def functions_can_be_imported() -> Iterator[None]:
    """Processes of their own find a function by its module's name."""
    root = str(Path(__file__).parents[2])
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root)
        patch.setenv("PYTHONPATH", root)
        yield
