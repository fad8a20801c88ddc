"""How many of all complaints are agents', told by how the scores of all of them lie, labelled or not.

Weights of evidence are log-likelihood ratios. Were they right, the share of agents under which the scores of all
complaints are most likely would be the share there is (Saerens, Latinne and Decaestecker 2002). Where the scores part
into two clear heaps, weights half as sharp or twice as sharp give the same share; where they do not, the share hangs on
the sharpness and says little. So it is believed as far as it stays where it is when the sharpness is wrong.

How sharp the weights are the scores of all tell as well, once some of them are labelled: a score is a sum of many small
things, so each heap is about normal, and where two normal heaps lie that far apart and are that narrow, the log-odds
rise with the score by one factor (Fisher's linear discriminant, fitted by EM). Labels are of the conspicuous, which lie
between the heaps, and few: alone they make weights look duller than they are.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from mingjian.risk.scorecard import Numbers
from mingjian.risk.zones import probability

FLATTER, SHARPER = 0.5, 2.0
"""By how much the weights may be wrong together."""
LEAST_ERROR = 0.25
"""Deviation that stays however clear the heaps: no weight of evidence is quite a likelihood ratio."""
ROUNDS = 500
TOLERANCE = 1e-6
LEAST_SPREAD = 1e-3
WIDE = 5.0
"""Deviation of the base where nothing but the scores is asked: it only keeps the answer finite."""


@dataclass(frozen=True)
class Told:
    """A base in log-odds, and the standard deviation of its error."""

    base: float
    deviation: float


def base_of_all(evidence: Numbers, before: Told) -> Told:
    """The base of complaints with these log-likelihood ratios, given what was told of it before."""
    if not len(evidence):
        return before
    flatter, found, sharper = (_most_likely(evidence * sharpness, before.base) for sharpness in (FLATTER, 1.0, SHARPER))
    clear = 1 / (LEAST_ERROR**2 + ((sharper - flatter) / 2) ** 2 + _sampling_variance(evidence, found))
    doubtful = 1 / before.deviation**2
    base = float((clear * found + doubtful * before.base) / (clear + doubtful))
    return Told(base, deviation=float(1 / np.sqrt(clear + doubtful)))


def sharpness_of_all(evidence: Numbers, base: float, labelled: Numbers, found: Numbers) -> float:
    """The factor by which weights that labels taught are to be stretched, given the evidence of all complaints.

    ``found`` is the probability of an agent behind each labelled one. Labels and heaps err each in their own way and
    are trusted alike: of what the heaps ask for half is taken, in logarithms, within what weights may err together.
    """
    scores = np.concatenate([evidence, labelled])
    agents = np.concatenate([probability(evidence + base), found])
    for _ in range(ROUNDS if len(evidence) else 0):
        upper, lower = np.average(scores, weights=agents), np.average(scores, weights=1 - agents)
        spread = (agents * (scores - upper) ** 2 + (1 - agents) * (scores - lower) ** 2).mean()
        slope = (upper - lower) / max(float(spread), LEAST_SPREAD)
        share = agents[: len(evidence)].mean()
        told = probability(np.log(share / (1 - share)) + slope * (evidence - (upper + lower) / 2))
        change, agents = np.abs(told - agents[: len(evidence)]).max(), np.concatenate([told, found])
        if change < TOLERANCE:
            break
    else:
        return 1.0
    return float(np.sqrt(np.clip(slope, FLATTER**2, SHARPER**2)))


def _most_likely(evidence: Numbers, near: float) -> float:
    def loss(base: float) -> float:
        likely = np.logaddexp(0, evidence + base).sum() - len(evidence) * np.logaddexp(0, base)
        return float(((base - near) / WIDE) ** 2 / 2 - likely)

    return float(scipy.optimize.minimize_scalar(loss, bounds=(-8.0, 8.0), method="bounded").x)


def _sampling_variance(evidence: Numbers, base: float) -> float:
    """Of the most likely base, by the second derivative of the likelihood."""
    share = float(probability(np.array([base]))[0])
    each = probability(evidence + base)
    curvature = len(evidence) * share * (1 - share) - (each * (1 - each)).sum()
    return float(1 / max(curvature, 1e-3))
