"""How many of all complaints are agents', whichever of them were labelled."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.risk.prevalence import Told, base_of_all, sharpness_of_all
from mingjian.risk.zones import log_odds

BEFORE = Told(log_odds(0.5), 0.5)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_two_clear_heaps_tell_the_share_whatever_was_thought_before(share: float) -> None:
    random = np.random.default_rng(3)
    agents = random.random(2_000) < share
    evidence = np.where(agents, 8.0, -8.0) + random.normal(0, 2, 2_000)
    found = base_of_all(evidence, BEFORE)
    assert abs(found.base - log_odds(share)) < 0.35 * abs(BEFORE.base - log_odds(share)) + 0.1
    assert found.deviation < BEFORE.deviation


def test_one_heap_tells_little() -> None:
    evidence = np.random.default_rng(3).normal(-0.3, 0.7, 2_000)
    before = Told(log_odds(0.2), 0.5)
    found = base_of_all(evidence, before)
    assert found.base == pytest.approx(before.base, abs=0.3)
    assert found.deviation > 0.9 * before.deviation


def test_without_complaints_what_was_told_stands() -> None:
    assert base_of_all(np.zeros(0), BEFORE) == BEFORE


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=50))
def test_the_base_stays_finite_for_any_scores(evidence: list[float]) -> None:
    assert abs(base_of_all(np.array(evidence), BEFORE).base) < 9


@pytest.mark.parametrize(("dull", "slope"), [(1.0, 1.0), (0.4, 1.58), (0.1, 2.0), (2.0, 0.71)])
def test_how_two_heaps_lie_tells_how_sharp_the_weights_are_within_what_they_may_err(dull: float, slope: float) -> None:
    """Heaps six apart with a variance of six are log-odds as they stand; duller ones are stretched half of the way."""
    random = np.random.default_rng(3)
    agents = random.random(1_500) < 0.3
    scores = dull * random.normal(np.where(agents, 3.0, -3.0), np.sqrt(6.0))
    # Who is labelled lies between the heaps.
    labelled = dull * np.concatenate([np.linspace(-1, 4, 15), np.linspace(-4, 1, 15)])
    found = np.repeat([0.98, 0.02], 15)
    assert sharpness_of_all(scores, -1.4, labelled, found) == pytest.approx(slope, abs=0.12)
    assert sharpness_of_all(scores[:0], -1.4, labelled, found) == 1.0
