import numpy as np
import pytest

from mingjian.risk.learning import (
    BasePrior,
    LearnedScorecard,
    Outcomes,
    far_less_likely,
    learn,
    log_losses,
    outcomes,
    reweighted,
    spread_of,
)
from mingjian.risk.scorecard import (
    Basis,
    Characteristic,
    Condition,
    Kind,
    Level,
    Scorecard,
    Source,
    mark,
    unknown_to_both,
)
from mingjian.risk.zones import both, log_odds

CARD = Scorecard(
    "test",
    (
        Characteristic(
            "arrears",
            Kind.REPAYMENT,
            (
                Level("x", 1.0, 0.5, (Condition("days", at_least=31),), Source(Basis.JUDGEMENT, "why")),
                Level("y", 0.5, 0.5, (Condition("days", at_least=1),), Source(Basis.JUDGEMENT, "why")),
            ),
        ),
    ),
)
PRIOR = BasePrior(base=log_odds(0.005), deviation=2.0)


def month(*, size: int, seed: int, weight: float, base: float = -4.0) -> Outcomes:
    random = np.random.default_rng(seed)
    days = random.choice([0.0, 10.0, 60.0], size=size, p=[0.8, 0.1, 0.1])
    chance = 1 / (1 + np.exp(-(base + weight * (days > 30))))
    return outcomes(CARD, {"days": days}, (random.random(size) < chance).astype(float))


def learned(months: list[Outcomes]) -> LearnedScorecard:
    return learn(CARD, PRIOR, months, spread_of(CARD, PRIOR, months))


def test_without_history_the_scorecard_stands_as_written() -> None:
    taught = learned([])
    assert taught.scorecard == CARD
    assert taught.base == PRIOR.base


def test_the_base_becomes_the_lenders_own_rate() -> None:
    months = [month(size=20_000, seed=seed, weight=1.0, base=-3.0) for seed in range(3)]
    taught = learned(months)
    assert taught.base == pytest.approx(-3.0, abs=0.15)
    assert taught.months == 3


def test_the_base_is_that_of_the_last_months_where_fewer_complain_than_before() -> None:
    bases = (-2.6, -2.8, -3.0, -3.3, -3.6, -4.0)
    waning = learned([month(size=3_000, seed=seed, weight=1.0, base=base) for seed, base in enumerate(bases)])
    assert waning.base == pytest.approx(-4.0, abs=0.3)
    level = learned([month(size=3_000, seed=seed, weight=1.0, base=-3.0) for seed in range(6)])
    assert level.base == pytest.approx(-3.0, abs=0.15)
    assert waning.covariance[0, 0] > level.covariance[0, 0]


def test_weights_follow_the_data_where_they_are_many_and_disagree() -> None:
    taught = learned([month(size=50_000, seed=seed, weight=3.0) for seed in range(3)])
    assert taught.moved
    assert taught.scorecard.levels[0].weight == pytest.approx(3.0, abs=0.3)
    assert taught.scorecard.levels[0].deviation < CARD.levels[0].deviation


def test_weights_hardly_move_where_data_are_few() -> None:
    taught = learned([month(size=60, seed=seed, weight=3.0) for seed in range(3)])
    assert taught.scorecard.levels[0].weight == pytest.approx(1.0, abs=0.5)


@pytest.mark.parametrize("weight", [0.0, 2.0, 4.0, 6.0])
def test_a_weight_far_from_what_is_written_is_found_and_not_circled(weight: float) -> None:
    taught = learned([month(size=40_000, seed=seed, weight=weight) for seed in range(3)])
    assert taught.scorecard.levels[0].weight == pytest.approx(weight, abs=0.3)


def test_what_is_written_to_weigh_nothing_never_does_whatever_came() -> None:
    silent = reweighted(CARD, np.array([0.0, 0.5]), np.array([0.5, 0.5]))
    months = [month(size=20_000, seed=seed, weight=3.0) for seed in range(2)]
    assert learn(silent, PRIOR, months, 3.0).scorecard.levels[0].weight == 0.0


def test_moved_weights_that_do_not_predict_the_latest_month_are_not_taken() -> None:
    months = [month(size=20_000, seed=1, weight=4.0), month(size=20_000, seed=2, weight=4.0)]
    months.append(month(size=20_000, seed=3, weight=-1.0))
    taught = learned(months)
    assert not taught.moved
    assert taught.scorecard == CARD


def test_the_month_that_judges_has_not_chosen_how_far_the_weights_move() -> None:
    earlier = [month(size=2_000, seed=seed, weight=1.3) for seed in range(3)]
    nearer, farther = (month(size=20_000, seed=9, weight=weight) for weight in (1.5, 5.0))
    chosen = spread_of(CARD, PRIOR, [*earlier, nearer])
    assert chosen is not None
    assert spread_of(CARD, PRIOR, [*earlier, farther]) == chosen
    assert spread_of(CARD, PRIOR, [*earlier, farther, nearer]) != chosen  # once it is an earlier one, it has a say


def test_the_mean_prediction_meets_the_observed_rate() -> None:
    months = [month(size=30_000, seed=seed, weight=1.5) for seed in range(2)]
    taught = learned(months)
    weights = {index: level.weight for index, level in enumerate(taught.scorecard.levels)} | {-1: 0.0}
    expected = observed = 0.0
    for data in months:
        score = taught.base + np.array([weights[int(level)] for level in data.levels[:, 0]])
        expected += float((data.subjects / (1 + np.exp(-score))).sum())
        observed += float(data.events.sum())
    # Chance alone parts two such months by five in a hundred, and the base is the last one's as far as they differ.
    assert expected == pytest.approx(observed, rel=0.05)


@pytest.mark.parametrize("days", [0.0, 60.0, np.nan])
def test_history_narrows_what_is_left_open_and_what_is_unknown_widens_it(days: float) -> None:
    marks = mark(CARD, {"days": np.array([days])}, size=1)
    written = learned([])
    taught = learned([month(size=20_000, seed=seed, weight=3.0) for seed in range(3)])
    left, found = (
        written.variance(marks)[0],
        taught.variance(mark(taught.scorecard, {"days": np.array([days])}, size=1))[0],
    )
    assert 0 < found < left
    known = mark(CARD, {"days": np.array([0.0])}, size=1)
    assert (left > written.variance(known)[0]) == (days != 0.0)


def test_two_scores_err_alike_only_where_the_same_fact_is_unknown_to_both() -> None:
    unknown, known = (mark(CARD, {"days": np.array([value])}, size=1) for value in (np.nan, 60.0))
    assert unknown_to_both(unknown, unknown)[0] == pytest.approx(unknown.variances[0].sum())
    assert unknown_to_both(unknown, known)[0] == 0
    assert unknown_to_both(known, known)[0] == 0


def test_base_and_weight_vary_together_so_that_their_sum_is_surer_than_each() -> None:
    taught = learned([month(size=20_000, seed=seed, weight=3.0) for seed in range(3)])
    marks = mark(taught.scorecard, {"days": np.array([60.0])}, size=1)
    assert taught.variance(marks)[0] < taught.covariance[0, 0] + taught.covariance[1, 1]


@pytest.mark.parametrize("common", [0.0, 0.12])
def test_what_is_left_open_of_two_things_together_is_what_drawing_them_shows(common: float) -> None:
    random = np.random.default_rng(0)
    first, second = np.array([-2.0]), np.array([-0.5])
    found = both(first, np.array([0.09]), second, np.array([0.25]), common)
    scores = random.multivariate_normal([-2.0, -0.5], [[0.09, common], [common, 0.25]], 200_000)
    drawn = (1 / (1 + np.exp(-scores))).prod(axis=1)
    low, high = np.quantile(drawn, [0.05, 0.95])
    assert found.low[0] == pytest.approx(low, rel=0.08)
    assert found.high[0] == pytest.approx(high, rel=0.08)
    assert found.probability[0] == pytest.approx(1 / (1 + np.exp(2.0)) / (1 + np.exp(0.5)))


@pytest.mark.parametrize(
    ("people", "complained", "worse"),
    [(30, 0, False), (30, 1, False), (1_000, 15, True), (1_000, 30, False)],
    ids=["nobody in a small group", "one of few", "half of what was foretold", "as foretold"],
)
def test_a_group_is_foretold_worse_where_what_came_says_so_and_not_where_it_is_small(
    people: int, complained: int, worse: bool
) -> None:
    came = np.arange(people) < complained
    losses, before = log_losses(np.full(people, 0.03), came), log_losses(np.full(people, 0.015), came)
    assert far_less_likely((losses - before).sum()) is worse
