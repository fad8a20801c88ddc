"""Weights moved by the lender's own history, as far as it outweighs the error that they state.

Whether a customer complained is on record for every customer, so unlike findings about agents it can be learned from
without the bias of who was looked at. The written weights are the prior: each is normal with its stated deviation.
The customers of past months, described as they were known then and joined with what they did in the 30 days after,
are the data. The most probable weights (Newton's method on the penalised likelihood) stay as written where data are
few and follow the data where they are many. Judgements err together: by how much more than they state is one factor,
the one under which earlier months predict those that followed best (empirical Bayes, MacKay 1992). The latest month has
no part in that choice: it judges. Moved weights replace the written ones only if they predict it better than the
written ones do; then all months teach them. The base rate is always the lender's own, and its last months': how many
complain rises and falls, so each month's base is where the one before stood and a step (Kalman 1960), whose usual size
counts as far as each month is foretold well under it.

See Genkin, Lewis, Madigan, *Large-scale Bayesian logistic regression* (2007).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from mingjian.risk.scorecard import NO_LEVEL, Columns, Marks, Numbers, Scorecard, mark
from mingjian.risk.zones import probability

LARGEST_STEP = 1.0
"""Log-odds. Longer steps of Newton's overshoot a steep weight and come back for ever."""
TOLERANCE = 1e-8
ROUNDS = 50
BEYOND_CHANCE = 0.01
"""So rarely chance makes a model look as bad as one that is refused does."""
LEAST_ERROR = 1e-6
"""Of a mean loss: subjects of one pattern lose alike."""
SPREADS = (1.0, 1.5, 2.0, 3.0)
"""By how much the written weights may err more than they state."""
STEPS = (0.0, 0.1, 0.2, 0.4, 0.8)
"""Deviations of the base's step from one month to the next, in log-odds; under the first it stands still."""
CHOOSING_MONTHS = 3
"""Months that choose among them: in one month of a small lender two dozen people complain, and say little."""


@dataclass(frozen=True)
class Outcomes:
    """Distinct patterns of levels, how many subjects showed each, and how many of these had the outcome."""

    levels: NDArray[np.int8]
    subjects: Numbers
    events: Numbers

    def __add__(self, other: "Outcomes") -> "Outcomes":
        return pooled(
            np.concatenate([self.levels, other.levels]),
            subjects=np.concatenate([self.subjects, other.subjects]),
            events=np.concatenate([self.events, other.events]),
        )


def pooled(levels: NDArray[np.int8], *, subjects: Numbers, events: Numbers) -> Outcomes:
    """Joins equal patterns, so that the cost of learning does not grow with the customers."""
    patterns, place = np.unique(levels, axis=0, return_inverse=True)
    place = place.reshape(-1)
    return Outcomes(
        patterns,
        subjects=np.bincount(place, weights=subjects, minlength=len(patterns)).astype(np.float64),
        events=np.bincount(place, weights=events, minlength=len(patterns)).astype(np.float64),
    )


def outcomes(scorecard: Scorecard, columns: Columns, happened: Numbers) -> Outcomes:
    """The patterns of a month's subjects, and what happened to them."""
    marks = mark(scorecard, columns, size=len(happened))
    return pooled(marks.levels, subjects=np.ones(len(happened)), events=happened)


@dataclass(frozen=True)
class LearnedScorecard:
    """A scorecard and its base after learning; ``months`` of history stand behind it, none where it is as written."""

    scorecard: Scorecard
    base: float
    covariance: Numbers
    """Of the base and the levels, in the order of :func:`design`."""
    written_base: float
    """The base before any history."""
    months: int = 0
    moved: bool = False

    @classmethod
    def as_written(cls, scorecard: Scorecard, prior: "BasePrior") -> "LearnedScorecard":
        """The scorecard before any history, its errors taken as independent."""
        deviations = [prior.deviation, *(level.deviation for level in scorecard.levels)]
        return cls(scorecard, prior.base, np.diag(np.square(deviations)), written_base=prior.base)

    def variance(self, marks: Marks) -> Numbers:
        """The variance of each score: of the base and the levels in it, jointly, and of what is not known."""
        # Each pattern once: they are few, and one row alone gives the same bits as the same row in a batch.
        patterns, place = np.unique(marks.levels, axis=0, return_inverse=True)
        found = np.zeros(len(patterns))
        for row, variables in enumerate(design(self.scorecard, patterns)):
            active = np.flatnonzero(variables)
            found[row] = self.covariance[np.ix_(active, active)].sum()
        variance: Numbers = found[place.reshape(-1)]
        for column in range(marks.levels.shape[1]):
            variance += np.where(marks.levels[:, column] == NO_LEVEL, marks.variances[:, column], 0.0)
        return variance


@dataclass(frozen=True)
class BasePrior:
    """What is assumed of the base before any history."""

    base: float
    deviation: float


def spread_of(scorecard: Scorecard, prior: BasePrior, months: list[Outcomes]) -> float | None:
    """By how much the weights may err more than they state, None where they are to stay as written; the latest last.

    The ``CHOOSING_MONTHS`` before the latest choose, each foretold by those before it; the latest, which has chosen
    nothing, judges whether weights that so moved foretell it better than the written ones.
    """
    months = _with_subjects(months)
    if len(months) < 2:
        return None
    *earlier, latest = months
    choosing = range(max(1, len(earlier) - CHOOSING_MONTHS), len(earlier))

    def lost(spread: float) -> float:
        return sum(_loss(learn(scorecard, prior, earlier[:month], spread), earlier[month]) for month in choosing)

    chosen = min(SPREADS, key=lost)
    stay, moved = (_loss(learn(scorecard, prior, earlier, spread), latest) for spread in (None, chosen))
    return chosen if moved < stay else None


def learn(scorecard: Scorecard, prior: BasePrior, months: list[Outcomes], spread: float | None) -> LearnedScorecard:
    """The scorecard after ``months`` of outcomes, its weights moved as far as ``spread`` lets them.

    None: the weights stay as written, and the base alone is the lender's own.
    """
    months = _with_subjects(months)
    if not months:
        return LearnedScorecard.as_written(scorecard, prior)
    fitted = _of_last_months(_fit(scorecard, prior, sum(months[1:], months[0]), spread), prior, months)
    return replace(fitted, months=len(months), moved=spread is not None)


def _of_last_months(fitted: LearnedScorecard, prior: BasePrior, months: list[Outcomes]) -> LearnedScorecard:
    """The scorecard with the base on which the months end, and the error that a base which moves leaves besides."""
    weights = np.array([level.weight for level in fitted.scorecard.levels])
    scores = [design(fitted.scorecard, month.levels)[:, 1:] @ weights for month in months]
    lost, ends = zip(*(_followed(prior, months, scores, step=step) for step in STEPS), strict=True)
    chance = np.exp(min(lost) - np.array(lost))
    chance /= chance.sum()
    bases = np.array([end.base for end in ends])
    base = float(chance @ bases)
    variance = float(chance @ (np.array([end.deviation for end in ends]) ** 2 + (bases - base) ** 2))
    covariance = fitted.covariance.copy()
    covariance[0, 0] += max(variance - ends[0].deviation ** 2, 0.0)
    return replace(fitted, base=fitted.base + base - ends[0].base, covariance=covariance)


def _followed(
    prior: BasePrior, months: list[Outcomes], scores: list[Numbers], *, step: float
) -> tuple[float, BasePrior]:
    """What a base that moves by ``step`` a month loses in foretelling each month, and where it ends."""
    lost, base, variance = 0.0, prior.base, prior.deviation**2
    for month, score in zip(months, scores, strict=True):
        lost += float((month.subjects * np.logaddexp(0, score + base) - month.events * (score + base)).sum())
        variance += step**2
        before = base
        for _ in range(ROUNDS):
            expected = probability(score + base)
            told = float((month.subjects * expected * (1 - expected)).sum())
            slope = float((month.events - month.subjects * expected).sum()) - (base - before) / variance
            move = float(np.clip(slope / (told + 1 / variance), -LARGEST_STEP, LARGEST_STEP))
            base += move
            if abs(move) < TOLERANCE:
                break
        expected = probability(score + base)
        variance = 1 / (1 / variance + float((month.subjects * expected * (1 - expected)).sum()))
    return lost, BasePrior(base, float(np.sqrt(variance)))


def _with_subjects(months: list[Outcomes]) -> list[Outcomes]:
    """A month with nobody at risk teaches nothing."""
    return [month for month in months if month.subjects.sum() > 0]


def design(scorecard: Scorecard, levels: NDArray[np.int8]) -> Numbers:
    """One column for the base and one a level, in order: 1 where it counts."""
    columns = [np.ones(len(levels))]
    for position, characteristic in enumerate(scorecard.characteristics):
        columns.extend((levels[:, position] == index).astype(float) for index in range(len(characteristic.levels)))
    return np.column_stack(columns)


@dataclass(frozen=True)
class Prior:
    """What is thought of the base and the weights, in the order of :func:`design`, before there are data."""

    mean: Numbers
    precision: Numbers
    """One over each variance."""
    free: NDArray[np.intp]
    """Those that data may move."""


def most_probable(
    prior: Prior, variables: Numbers, subjects: Numbers, happened: Callable[[Numbers], Numbers]
) -> Numbers:
    """The most probable base and weights.

    ``variables`` has a row for each pattern and a column for each weight, the base first; ``subjects`` tells how many
    show each pattern, and ``happened`` how many of them had the outcome, given the probabilities of the moment: labels
    that may be wrong are believed as far as these bear them out. Each round so believes and then takes one step of
    Newton's, the gradient form of the EM algorithm (Lange 1995).
    """
    values = prior.mean.copy()
    more, less = prior.mean >= 0, prior.mean <= 0
    more[0] = less[0] = False
    for _ in range(ROUNDS):
        expected = probability(variables @ values)
        gradient = variables.T @ (happened(expected) - subjects * expected) - prior.precision * (values - prior.mean)
        told = subjects * expected * (1 - expected)
        step = np.linalg.solve(
            information(prior, variables, told)[np.ix_(prior.free, prior.free)], gradient[prior.free]
        )
        moved = values.copy()
        moved[prior.free] += np.clip(step, -LARGEST_STEP, LARGEST_STEP)
        # A reason keeps its meaning: data may silence it, and never turn it round; what is to weigh nothing never does.
        moved[more] = np.maximum(moved[more], 0.0)
        moved[less] = np.minimum(moved[less], 0.0)
        change, values = np.abs(moved - values).max(), moved
        if change < TOLERANCE:
            break
    return values


def information(prior: Prior, variables: Numbers, told: Numbers) -> Numbers:
    """What the prior and the data tell of the weights: the inverse of their covariance. ``told`` is each pattern's."""
    found: Numbers = (variables.T * told) @ variables + np.diag(prior.precision)
    return found


def _fit(scorecard: Scorecard, base: BasePrior, data: Outcomes, spread: float | None) -> LearnedScorecard:
    mean = np.array([base.base, *(level.weight for level in scorecard.levels)])
    deviations = np.array([level.deviation for level in scorecard.levels]) * (spread or 1.0)
    precision = 1 / np.array([base.deviation, *deviations]) ** 2
    prior = Prior(mean, precision, free=np.arange(1 if spread is None else len(mean)))
    variables = design(scorecard, data.levels)
    values = most_probable(prior, variables, data.subjects, lambda _expected: data.events)
    expected = probability(variables @ values)
    told = data.subjects * expected * (1 - expected)
    known = information(prior, variables, told)
    if spread is None:
        # The base alone was learned: what the data leave open of it, and of the weights what they state themselves.
        covariance = np.diag([1 / known[0, 0], *np.square(deviations)])
        return LearnedScorecard(scorecard, base=values[0], covariance=covariance, written_base=base.base)
    covariance = np.linalg.inv(known).astype(np.float64)
    moved = reweighted(scorecard, values[1:], np.sqrt(np.diag(covariance))[1:])
    return LearnedScorecard(moved, base=values[0], covariance=covariance, written_base=base.base)


def reweighted(scorecard: Scorecard, weights: Numbers, deviations: Numbers) -> Scorecard:
    """The scorecard with other weights and deviations of its levels, in order."""
    position = 0
    characteristics = []
    for characteristic in scorecard.characteristics:
        levels = []
        for level in characteristic.levels:
            levels.append(replace(level, weight=float(weights[position]), deviation=float(deviations[position])))
            position += 1
        characteristics.append(replace(characteristic, levels=tuple(levels)))
    return replace(scorecard, characteristics=tuple(characteristics))


def log_losses(chances: Numbers, happened: NDArray[np.bool_]) -> Numbers:
    """The logarithmic loss of each case."""
    losses: Numbers = -np.log(np.clip(np.where(happened, chances, 1 - chances), 1e-12, 1))
    return losses


def worse_beyond_chance(more_loss: Numbers) -> bool:
    """Whether a model loses more on the same subjects than another one, beyond chance (paired t-test)."""
    if len(more_loss) < 2:
        return False
    error = max(float(more_loss.std(ddof=1)) / np.sqrt(len(more_loss)), LEAST_ERROR)
    return float(stdtr(len(more_loss) - 1, -more_loss.mean() / error)) < BEYOND_CHANCE


def far_less_likely(more_loss: float) -> bool:
    """Whether what came is a hundred times as likely under another model.

    Were this one right, chance would make it so at most once in a hundred (Markov's inequality for a likelihood ratio;
    Wasserman, Ramdas and Balakrishnan 2020). ``more_loss`` is the sum over all subjects. Unlike a t-test it holds in a
    small group and of what is rare: where nobody of thirty complained, all losses are alike, and a t-test finds the
    model worse that foretold a little more.
    """
    return bool(more_loss > -np.log(BEYOND_CHANCE))


def _loss(model: LearnedScorecard, data: Outcomes) -> float:
    """The mean logarithmic loss over a month's subjects."""
    weights = np.array([model.base, *(level.weight for level in model.scorecard.levels)])
    expected = np.clip(probability(design(model.scorecard, data.levels) @ weights), 1e-12, 1 - 1e-12)
    total = data.events * np.log(expected) + (data.subjects - data.events) * np.log(1 - expected)
    return float(-total.sum() / data.subjects.sum())
