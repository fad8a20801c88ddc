import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.evaluation import ranking

CASES = st.lists(st.tuples(st.booleans(), st.floats(0, 1, width=16)), min_size=2, max_size=60)


def _columns(cases: list[tuple[bool, float]]) -> tuple[ranking.Flags, ranking.Numbers]:
    truth, probability = zip(*cases, strict=True)
    return np.array(truth, dtype=np.bool_), np.array(probability, dtype=np.float64)


@given(CASES)
def test_the_area_is_the_share_of_pairs_in_order(cases: list[tuple[bool, float]]) -> None:
    truth, probability = _columns(cases)
    above, below = probability[truth], probability[~truth]
    area = ranking.area_under_curve(truth, probability)
    if not len(above) or not len(below):
        assert area is None
    else:
        pairs = (above[:, None] > below).mean() + (above[:, None] == below).mean() / 2
        assert area == pytest.approx(pairs)


@given(CASES)
def test_turning_the_order_round_turns_the_area_round(cases: list[tuple[bool, float]]) -> None:
    truth, probability = _columns(cases)
    area, turned = (ranking.area_under_curve(truth, column) for column in (probability, -probability))
    assert (area is None) == (turned is None)
    if area is not None and turned is not None:
        assert area + turned == pytest.approx(1)


@given(CASES)
def test_figures_stay_between_nothing_and_one(cases: list[tuple[bool, float]]) -> None:
    truth, probability = _columns(cases)
    for value in (
        ranking.average_precision(truth, probability),
        ranking.brier(truth, probability),
        ranking.calibration_error(truth, probability),
        ranking.recall_at_precision(truth, probability, precision=0.9),
        ranking.coverage(truth, probability, probability, probability),
    ):
        assert value is None or -1e-9 <= value <= 1 + 1e-9


def test_average_precision_of_a_known_ranking() -> None:
    truth = np.array([True, False, True, False])
    assert ranking.average_precision(truth, np.array([0.9, 0.8, 0.7, 0.1])) == pytest.approx((1 + 2 / 3) / 2)


def test_equal_probabilities_give_the_base_rate_whatever_their_order() -> None:
    truth = np.array([True, False, False, False])
    assert ranking.average_precision(truth, np.full(4, 0.5)) == pytest.approx(0.25)
    assert ranking.area_under_curve(truth, np.full(4, 0.5)) == pytest.approx(0.5)
    assert ranking.lift(truth, np.full(4, 0.5), share=0.5) == pytest.approx(1)


def test_recall_at_precision_takes_the_deepest_threshold_that_still_holds() -> None:
    truth = np.array([True, True, False, True])
    probability = np.array([0.9, 0.8, 0.7, 0.6])
    assert ranking.recall_at_precision(truth, probability, precision=0.9) == pytest.approx(2 / 3)
    assert ranking.recall_at_precision(truth, probability, precision=0.7) == pytest.approx(1)


def test_calibration_sees_a_probability_that_is_always_half() -> None:
    truth = np.zeros(100, dtype=np.bool_)
    assert ranking.calibration_error(truth, np.full(100, 0.5)) == pytest.approx(0.5)


def test_an_interval_covers_when_the_rate_of_its_group_lies_within() -> None:
    truth = np.array([True, False] * 50)
    probability = np.full(100, 0.9)
    assert ranking.coverage(truth, probability, np.full(100, 0.4), np.full(100, 0.95)) == 1
    assert ranking.coverage(truth, probability, np.full(100, 0.8), np.full(100, 0.95)) == 0


def test_lift_of_a_perfect_ranking_is_the_inverse_of_the_share() -> None:
    truth = np.arange(100) >= 90
    assert ranking.lift(truth, np.arange(100) / 100) == pytest.approx(10)


def test_groups_never_part_equal_probabilities() -> None:
    probability = np.array([0.1] * 7 + [0.5] * 2 + [0.9])
    for part in ranking.groups(probability, bins=5):
        for other in ranking.groups(probability, bins=5):
            if part is not other and not np.array_equal(part, other):
                assert not set(probability[part]) & set(probability[other])
