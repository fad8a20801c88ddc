"""Where a probability is clear enough to be named, and where it stays undecided.

Three answers compete by their expected cost (Chow, *On optimum recognition error and reject tradeoff*, 1970). With
``p`` the probability of an agent and a person's review as the unit of cost:

    likely_agent costs (1 - p) * cost_false_accusation
    likely_self  costs p * cost_miss
    undecided    costs 1

so likely_agent is cheapest from ``1 - 1 / cost_false_accusation`` on, likely_self up to ``1 / cost_miss``. An
interval that crosses an edge is not clear, and stays undecided.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjian.contract.vocabulary import Zone
from mingjian.errors import InputError
from mingjian.risk.scorecard import Numbers
from mingjian.risk.settings import RiskSettings

Z_90 = 1.6448536269514722
"""The standard normal's 95 % quantile: a 90 % interval lies within it on both sides."""
DOUBT_AT_LEAST, DOUBT_AT_MOST = 0.05, 3.0
"""Between which times of it a doubt lies with 90 %, as of anything rare of which a few cases are known: the ends of an
exponential distribution with that mean."""
MOST_DOUBT = 0.5
HUNDREDTHS = 100


@dataclass(frozen=True)
class Edges:
    """likely_self lies at or below ``self_at_most``, likely_agent at or above ``agent_at_least``."""

    self_at_most: float
    agent_at_least: float


def edges(settings: RiskSettings) -> Edges:
    """The edges that the costs imply; InputError where review would never be worth its cost."""
    found = Edges(
        self_at_most=1 / settings.cost_miss,
        agent_at_least=1 - 1 / settings.cost_false_accusation,
    )
    if not 0 < found.self_at_most < found.agent_at_least < 1:
        raise InputError("cost_miss and cost_false_accusation must exceed 1, and leave room for undecided")
    return found


@dataclass(frozen=True)
class Interval:
    """Probabilities with their 90 % interval."""

    probability: Numbers
    low: Numbers
    high: Numbers

    def outward(self) -> "Interval":
        """With ends in whole hundredths, never nearer than they were: findings by the dozen tell nothing finer."""
        low, high = np.floor(self.low * HUNDREDTHS), np.ceil(self.high * HUNDREDTHS)
        return Interval(self.probability, low / HUNDREDTHS, high / HUNDREDTHS)


def probability(score: Numbers) -> Numbers:
    """The probability of log-odds."""
    result: Numbers = 1.0 / (1.0 + np.exp(-score))
    return result


def log_odds(share: float) -> float:
    """The log-odds of a probability."""
    return float(np.log(share / (1 - share)))


def interval(
    score: Numbers, variance: Numbers, *, doubt: Numbers | float = 0.0, base_rate: Numbers | float = 0.0
) -> Interval:
    """The probability of a score, and the interval that its variance and what is not known of the doubt leave.

    With the probability ``doubt`` the score speaks of something else, and the base rate holds. The two errors are
    independent: their reaches add as squares.
    """
    reach = Z_90 * np.sqrt(variance)

    def doubted(score: Numbers, doubt: Numbers | float) -> Numbers:
        found: Numbers = (1 - doubt) * probability(score) + doubt * base_rate
        return found

    found = doubted(score, doubt)
    surer = doubted(score, doubt * DOUBT_AT_LEAST)
    less_sure = doubted(score, np.minimum(doubt * DOUBT_AT_MOST, MOST_DOUBT))
    low = found - np.hypot(found - doubted(score - reach, doubt), found - np.minimum(surer, less_sure))
    high = found + np.hypot(doubted(score + reach, doubt) - found, np.maximum(surer, less_sure) - found)
    return Interval(found, low=np.clip(low, 0.0, 1.0), high=np.clip(high, 0.0, 1.0))


def both(
    first: Numbers,
    first_variance: Numbers,
    second: Numbers,
    second_variance: Numbers,
    covariance: Numbers | float = 0.0,
) -> Interval:
    """The probability that a first thing happens and, given that, a second one; from the scores of both.

    The errors of the two scores, and what they have in common (``covariance``), are carried over to the log-odds of the
    product (delta method): d log(pq) = (1 - p) dx + (1 - q) dy, and d logit = d log / (1 - pq).
    """
    p, q = probability(first), probability(second)
    joint: Numbers = p * q
    spread = (1 - p) ** 2 * first_variance + (1 - q) ** 2 * second_variance + 2 * (1 - p) * (1 - q) * covariance
    variance = spread / (1 - joint) ** 2
    found = interval(np.log(joint / (1 - joint)), variance)
    return Interval(joint, low=found.low, high=found.high)


def zones(
    found: Interval, kinds: NDArray[np.int64], settings: RiskSettings, *, accused_above: Numbers | float = 0.0
) -> NDArray[np.object_]:
    """The zone of each interval, given how many kinds of evidence speak for an agent.

    ``accused_above`` narrows likely_agent to what lies above it, where the costs would name more.
    """
    limits = edges(settings)
    zone = np.full(len(found.low), str(Zone.UNDECIDED), dtype=object)
    zone[found.high <= limits.self_at_most] = str(Zone.LIKELY_SELF)
    clear = (found.low >= limits.agent_at_least) & (found.low > accused_above)
    zone[clear & (kinds >= settings.least_kinds)] = str(Zone.LIKELY_AGENT)
    return zone
