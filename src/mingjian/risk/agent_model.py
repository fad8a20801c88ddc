"""The agent model of one run: the written scorecard, moved by people's confirmed findings as far as these outweigh it.

The weights are normal with their written deviations, and labelled complaints are the data: the most probable weights
are taken, and what the data leave open of them is their joint covariance, from which each complaint's interval
follows. Few labels narrow the interval where labelled complaints stand, and nowhere else.

- Which complaints people look into depends on what is suspicious about them, that is on the features, and weights
  given the features bear that; a share of wrong labels is allowed for.
- Labels of one kind alone cannot tell a lender's rate from its people's choice: then the written weights stand.
- Learned weights replace the written ones only where they predict the latest labels better.
- What is unknown adds nothing, learned or not; labels can only narrow what it leaves open.
- All weights together are stretched by one factor, learned on labels that the weights have not seen: calibration.
- The manner of writing (:mod:`mingjian.risk.manner`) joins them with the weight that unseen labels give it, where it
  improves what the scorecard foretells of the latest labels.

No model foresees everything: with the probability ``doubt`` a complaint is none that the weights speak of, and the
base rate holds for it. Without labels that is one in twenty; with them, as often as confident answers proved wrong.
"""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.learning import Prior, design, information, most_probable, reweighted
from mingjian.risk.manner import MOST, NO_WRITINGS, Manner, Writings, learned
from mingjian.risk.scorecard import NO_LEVEL, Marks, Numbers, Scorecard, mark, numbers
from mingjian.risk.settings import RiskSettings
from mingjian.risk.zones import log_odds, probability

LEAST_OF_A_KIND = 10
"""Labels of agents' and of customers' own complaints, each, below which nothing is learned."""
JUDGED_SHARE = 1 / 3
"""The latest labels, on which learned weights are put to the test."""
MISLABELLED = 0.02
"""Share of labels that are taken to be wrong."""
FOLDS = 5
SLOPE_DEVIATION = 0.5
"""Of the logarithm of the sharpness before there are labels: 90 % between 0.44 and 2.3."""
SHARE_DEVIATION = 1.0
"""Of the weight of manner before there are labels; it is never negative."""
CONFIDENT = 0.9
DOUBT_WRONG, DOUBT_ANSWERS = 1, 20
"""Confident answers that are taken to have been wrong, out of so many, before there are labels."""
UNLEARNT_DOUBT = DOUBT_WRONG / DOUBT_ANSWERS
_UNKNOWN = -2
_CERTAIN = 1e-6
"""Deviation of what leaves nothing open."""


@dataclass(frozen=True)
class AgentModel:
    """The scorecard with its base and joint error, as it stands in one run."""

    settings: RiskSettings
    scorecard: Scorecard
    base: float
    covariance: Numbers
    """Of the base, the levels in order, and what each characteristic leaves open where it is unknown."""
    doubt: float
    labels: int = 0
    """Labelled complaints behind the weights; 0 where they stand as written."""
    manner: Manner | None = None
    """What the wording adds; None without labels, or where it does not improve what is foretold."""

    @property
    def base_rate(self) -> float:
        """The probability of an agent where nothing is known of a complaint."""
        return float(probability(np.array([self.base]))[0])

    def variance(self, marks: Marks) -> Numbers:
        """The variance of each score."""
        # Each pattern once: they are few, and one row alone gives the same bits as the same row in a batch.
        patterns, place = np.unique(_patterns(marks), axis=0, return_inverse=True)
        found = np.zeros(len(patterns))
        for row, variables in enumerate(_variables(marks.scorecard, patterns)):
            active = np.flatnonzero(variables)
            found[row] = self.covariance[np.ix_(active, active)].sum()
        spread: Numbers = found[place.reshape(-1)]
        return spread


@dataclass(frozen=True)
class Labelled:
    """Labelled complaints, the earliest label first: where each stands, and whether an agent was found behind it."""

    patterns: NDArray[np.int8]
    agents: Numbers
    """1 for an agent's, 0 for a customer's own."""
    writings: Writings = NO_WRITINGS
    """Empty where the texts are not known: then manner is not learned."""

    def __len__(self) -> int:
        return len(self.agents)

    def part(self, chosen: slice | NDArray[np.bool_]) -> "Labelled":
        """Some of them."""
        places = np.arange(len(self))[chosen].tolist()
        return Labelled(
            self.patterns[chosen],
            self.agents[chosen],
            self.writings.part(places) if self.writings.texts else self.writings,
        )


def labelled(batch: pa.Table) -> Labelled:
    """The labelled ones of wide complaints, from ``agent`` (1 or 0), ``decided_at`` and ``text``."""
    batch = batch.sort_by([("decided_at", "ascending"), ("complaint_id", "ascending")])
    columns = numbers(batch, (*AGENT.features, "agent"))
    texts, writers = (tuple(batch.column(name).fill_null("").to_pylist()) for name in ("text", "customer_id"))
    writings = Writings(texts, writers) if any(texts) else NO_WRITINGS
    return Labelled(_patterns(mark(AGENT, columns, size=batch.num_rows)), columns["agent"], writings)


def written_model(settings: RiskSettings) -> AgentModel:
    """The model as the settings and the written weights state it."""
    return AgentModel(
        settings,
        AGENT,
        base=log_odds(settings.agent_base_rate),
        covariance=np.diag(_deviations(AGENT, settings.agent_base_deviation) ** 2),
        doubt=UNLEARNT_DOUBT,
    )


def learned_model(settings: RiskSettings, known: Labelled) -> AgentModel:
    """The written model moved by labels, or the written model where there are too few, or they do not improve it."""
    written = written_model(settings)
    if min(known.agents.sum(), (1 - known.agents).sum()) < LEAST_OF_A_KIND:
        return written
    judged_from = len(known) - round(len(known) * JUDGED_SHARE)
    earlier, latest = known.part(slice(judged_from)), known.part(slice(judged_from, None))
    candidate = _fit(written, earlier)
    if _loss(candidate, latest) >= _loss(written, latest):
        return written
    foretold, speaks = _scores(candidate, latest), False
    if known.writings.texts:
        unseen = _unseen(written, earlier)
        alone, joined = (stretch(unseen, earlier.agents, with_manner=one) for one in (False, True))
        wording = learned(earlier.writings, earlier.agents).weighed(joined.share).scores(latest.writings.texts)
        without, with_manner = foretold * alone.slope, foretold * joined.slope + wording
        speaks = _log_loss(with_manner, latest.agents) < _log_loss(without, latest.agents)
        foretold = with_manner if speaks else without
    answers = probability(foretold)
    confident = np.maximum(answers, 1 - answers) >= CONFIDENT
    wrong = confident & ((answers >= CONFIDENT) != (latest.agents == 1))
    doubt = (DOUBT_WRONG + wrong.sum()) / (DOUBT_ANSWERS + confident.sum())
    found = stretch(_unseen(written, known), known.agents, with_manner=speaks)
    return replace(
        _sharpened(_fit(written, known), found.slope),
        doubt=float(doubt),
        labels=len(known),
        manner=learned(known.writings, known.agents).weighed(found.share) if found.share > 0 else None,
    )


@dataclass(frozen=True)
class Unseen:
    """What models say of labelled complaints that they have not seen: log-odds of the weights, and of the wording."""

    scores: Numbers
    manners: Numbers


@dataclass(frozen=True)
class Stretch:
    """By how much log-odds must be stretched to foretell labels best, and the weight that the wording deserves."""

    slope: float
    share: float


def _unseen(written: AgentModel, known: Labelled) -> Unseen:
    """Each fifth of the labels as a model of the others foretells it (Platt 1999)."""
    scores, manners = np.zeros(len(known)), np.zeros(len(known))
    for fold in range(FOLDS):
        held = np.arange(len(known)) % FOLDS == fold
        others, own = known.part(~held), known.part(held)
        scores[held] = _scores(_fit(written, others), own)
        if known.writings.texts:
            manners[held] = learned(others.writings, others.agents).scores(own.writings.texts)
    return Unseen(scores, manners)


def sharpness(written: AgentModel, known: Labelled) -> float:
    """The stretch of the weights alone."""
    return stretch(_unseen(written, known), known.agents, with_manner=False).slope


def stretch(unseen: Unseen, agents: Numbers, *, with_manner: bool) -> Stretch:
    """The most probable stretch of the weights, and weight of the wording, given labels that neither has seen.

    Weights that are stated with care for what comes together say less than they know. Only the slope is learned: how
    many of the labels are agents' is the choice of those who looked, and moves nothing. Before there are labels the
    most probable slope is one, and the most probable weight of the wording is nothing.
    """
    slopes = np.exp(np.linspace(-1, 1, 81))
    shares = np.linspace(0, 2, 41) if with_manner else np.zeros(1)
    losses = np.array(
        [
            [
                _log_loss(unseen.scores * slope + np.clip(unseen.manners * share, -MOST, MOST), agents)
                + (np.log(slope) / SLOPE_DEVIATION) ** 2 / 2
                + (share / SHARE_DEVIATION) ** 2 / 2
                for share in shares
            ]
            for slope in slopes
        ]
    )
    best, weight = np.unravel_index(int(np.argmin(losses)), losses.shape)
    return Stretch(float(slopes[best]), float(shares[weight]))


def _sharpened(model: AgentModel, slope: float) -> AgentModel:
    """The model with its log-odds stretched; its errors stretch with them."""
    weights = np.array([level.weight for level in model.scorecard.levels])
    covariance = model.covariance * slope**2
    deviations = np.sqrt(np.diag(covariance))[1 : 1 + len(weights)]
    return replace(
        model,
        scorecard=reweighted(model.scorecard, weights * slope, deviations),
        base=model.base * slope,
        covariance=covariance,
    )


def _patterns(marks: Marks) -> NDArray[np.int8]:
    """The level that each complaint stands on, telling what is unknown from what is known and stands on none."""
    patterns: NDArray[np.int8] = np.where((marks.levels == NO_LEVEL) & ~marks.known, np.int8(_UNKNOWN), marks.levels)
    return patterns


def _variables(scorecard: Scorecard, patterns: NDArray[np.int8]) -> Numbers:
    """One column for the base, one a level, and one a characteristic that may be unknown."""
    return np.column_stack([design(scorecard, patterns), (patterns == _UNKNOWN).astype(np.float64)])


def _deviations(scorecard: Scorecard, base_deviation: float) -> Numbers:
    levels = [level.deviation for level in scorecard.levels]
    unknown = [characteristic.unknown_deviation for characteristic in scorecard.characteristics]
    deviations: Numbers = np.maximum(np.array([base_deviation, *levels, *unknown], dtype=np.float64), _CERTAIN)
    return deviations


def _fit(written: AgentModel, known: Labelled) -> AgentModel:
    """The most probable weights, some labels being wrong, and the covariance that the labels leave."""
    variables = _variables(written.scorecard, known.patterns)
    mean = np.zeros(variables.shape[1])
    weights = [level.weight for level in written.scorecard.levels]
    mean[: 1 + len(weights)] = [written.base, *weights]
    # What is unknown adds nothing, whatever the labels say.
    prior = Prior(mean, 1 / np.diag(written.covariance), free=np.arange(1 + len(weights)))
    values = most_probable(prior, variables, np.ones(len(known)), lambda expected: _truth(known.agents, expected))
    expected = probability(variables @ values)
    truth = _truth(known.agents, expected)
    # What a label tells is less than were it known to be right; one that contradicts all else tells nothing.
    told = np.maximum(expected * (1 - expected) - truth * (1 - truth), 0.0)
    covariance = np.linalg.inv(information(prior, variables, told)).astype(np.float64)
    deviations = np.sqrt(np.diag(covariance))[1 : 1 + len(weights)]
    return replace(
        written,
        scorecard=reweighted(written.scorecard, values[1 : 1 + len(weights)], deviations),
        base=float(values[0]),
        covariance=covariance,
    )


def _truth(agents: Numbers, expected: Numbers) -> Numbers:
    """The probability that an agent is behind each labelled complaint, given its label and the model."""
    right, wrong = 1 - MISLABELLED, MISLABELLED
    for_agent = np.where(agents == 1, right, wrong) * expected
    for_customer = np.where(agents == 1, wrong, right) * (1 - expected)
    truth: Numbers = for_agent / (for_agent + for_customer)
    return truth


def _scores(model: AgentModel, known: Labelled) -> Numbers:
    weights = np.array([model.base, *(level.weight for level in model.scorecard.levels)])
    scores: Numbers = design(model.scorecard, known.patterns) @ weights
    return scores


def _loss(model: AgentModel, known: Labelled) -> float:
    """The mean logarithmic loss of the labels."""
    return _log_loss(_scores(model, known), known.agents) / len(known)


def _log_loss(scores: Numbers, agents: Numbers) -> float:
    expected = MISLABELLED + (1 - 2 * MISLABELLED) * probability(scores)
    return float(-np.sum(np.log(np.where(agents == 1, expected, 1 - expected))))
