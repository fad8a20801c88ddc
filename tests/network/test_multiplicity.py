"""For what a threshold must answer: what could reach it, and no more false stars than are allowed."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mingjian.network.multiplicity import reachable, sizes_of, threshold
from mingjian.network.surprise import surprise_of

REACHED = st.lists(st.tuples(st.floats(0, 60), st.integers(1, 10_000)), min_size=1, max_size=30)
SIZES = st.dictionaries(st.integers(3, 4_000), st.integers(1, 50), min_size=1, max_size=12)


@given(REACHED, st.floats(1e-4, 0.1))
def test_what_reaches_the_threshold_makes_no_more_false_stars_than_are_allowed(
    reached: list[tuple[float, int]], share: float
) -> None:
    reach, count = (np.array(side, dtype=np.float64) for side in zip(*reached, strict=True))

    least = threshold(reach, count, share=share)

    assert count[reach >= least].sum() * math.exp(-least) <= share * (1 + 1e-9)


@given(REACHED, st.floats(1e-4, 0.1))
def test_it_is_never_higher_than_if_everything_counted(reached: list[tuple[float, int]], share: float) -> None:
    reach, count = (np.array(side, dtype=np.float64) for side in zip(*reached, strict=True))

    assert threshold(reach, count, share=share) <= math.log(count.sum() / share) + 1e-9


def test_what_could_never_surprise_enough_needs_no_allowance() -> None:
    telling, hopeless = np.array([40.0, 1.0]), np.array([10.0, 1e6])

    assert threshold(telling, hopeless, share=0.01) < math.log(10 / 0.01) + 1e-9


@given(SIZES, SIZES)
def test_no_pair_surprises_more_than_its_sizes_are_said_to_reach(first: dict[int, int], second: dict[int, int]) -> None:
    population, dependence = 10_000, 2.0
    reach, count = reachable([sizes_of(first), sizes_of(second)], population, dependence=dependence)

    most = max(
        surprise_of(min(n, d), of=min(n, d), chance=dependence * max(n, d) / population) for n in first for d in second
    )
    assert most <= reach.max() + 1e-9
    assert count.sum() == sum(first.values()) * sum(second.values())
