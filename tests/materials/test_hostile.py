"""Broken and hostile files through the whole inspection: each ends in a verdict, and none takes what others need."""

import random
import time

import psutil
import pytest

from mingjian.contract.vocabulary import MaterialKind, Verdict
from mingjian.materials.inspection import inspect
from tests.conftest import SOAK
from tests.reading.test_fuzz import mutated
from tests.reading.test_hostile import BOMBS, FORMATS, MEMORY, PATIENCE_S

MUTATIONS = 500 if SOAK else 1
"""Of each format. An inspection reads what it can draw, which costs a hundred times what drawing does."""


def inspected(name: str, data: bytes) -> Verdict:
    """The verdict; it came in time, and left the process as small as it was."""
    began = time.monotonic()
    found = inspect(name, data, MaterialKind.DIAGNOSIS_CERTIFICATE)
    assert not SOAK or time.monotonic() - began < PATIENCE_S
    assert psutil.Process().memory_info().rss < MEMORY
    assert found.observations
    return found.verdict


@pytest.mark.soak
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_mutated_files_end_in_a_verdict_that_accuses_nobody(form: str) -> None:
    dice = random.Random(f"{form} inspected")
    verdicts = {inspected(f"{form} {number}", mutated(FORMATS[form], dice)) for number in range(MUTATIONS)}
    assert Verdict.SIGNS_OF_FORGERY not in verdicts


@pytest.mark.soak
@pytest.mark.skipif(not SOAK, reason="they cost minutes; drawing them is tested always")
@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_ends_in_a_verdict(name: str) -> None:
    assert inspected(name, BOMBS[name]) is not Verdict.SIGNS_OF_FORGERY
