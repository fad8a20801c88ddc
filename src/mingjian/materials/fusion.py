"""The weights of a run: as they are written, or moved by documents of which it is known what they are.

Without labels the weights of evidence stand as written. With them each is moved as far as the labels bear out and no
further than what is written lets it: a written weight may be wrong by a factor of two, and in log-odds by half of that
where moving it accuses more, so that few labels can silence a finding and not make it louder. A finding keeps its
meaning, so no weight changes its sign. What proves falsity by itself, and what issuers answer, is not learned.

Documents are looked at because something was found of them: labels tell how much more often a finding is seen of forged
ones, and not how many are forged among all (Prentice and Pyke 1979). So their own share stands beside the weights while
these are learned, and is left out where they are used; there the lender's share of forged documents takes its place,
which calibrates the probability (King and Zeng 2001).

Moved weights are used only where, on labels that they were not learned from, they foretell better than the written ones
do, and where they ask for a look at no document that is known to be genuine and that the written ones leave alone.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from mingjian.contract.vocabulary import CheckOutcome, WeightsStanding
from mingjian.materials import weights
from mingjian.materials.weights import COPIES, OF_A_COPY, STATISTICAL, STATISTICS, Evidence

__all__ = ["WRITTEN", "Fusion", "Known", "learned"]

_Numbers = npt.NDArray[np.float64]

_SOFTER, _LOUDER = math.log(2), math.log(2) / 2
"""Standard deviations of what is written, towards genuine and towards forged."""
_FOLDS = 5
_FEWEST = 5
"""Known documents of either kind: with fewer, some fold would have nothing to learn from."""
_ANSWERS = frozenset({"issuer_denied", "issuer_confirmed", "issuer_no_record"})
_NAMED_BY_ANSWERS = frozenset({"page_reused", "page_altered", "page_original"})
"""Which of these it is follows from the answer: of a known document it tells the answer, and nothing of the paper."""


@dataclass(frozen=True)
class Fusion:
    """How findings are weighed together."""

    standing: WeightsStanding = WeightsStanding.NO_LABELS
    genuine: int = 0
    """Known documents behind the decision which weights stand."""
    forged: int = 0
    moved: Mapping[str, float] = field(default_factory=dict)
    """Log-odds by check that are added to what is written."""

    def weight(self, evidence: Evidence) -> float:
        """The finding's log-odds for forgery; 0 for what says nothing."""
        return weights.weight(evidence) + (self.moved.get(evidence.check, 0.0) if _is_learnt(evidence) else 0.0)

    def log_odds(self, evidence: Iterable[Evidence]) -> float:
        """What all findings of a document say together. The same check at several places counts once."""
        return _together(_strongest(evidence, self))

    def rows(self, prior: float) -> Iterator[dict[str, object]]:
        """The table ``document_weights``: the base, and every check whose weight labels may move."""
        shared = {"standing": self.standing.value, "genuine": self.genuine, "forged": self.forged}
        yield {"check": "base", "weight": prior, "written_weight": prior, **shared}
        for check, written in sorted(weights.written().items()):
            if check not in _ANSWERS | _NAMED_BY_ANSWERS:
                moved = self.moved.get(check, 0.0)
                yield {"check": check, "weight": written + moved, "written_weight": written, **shared}


WRITTEN = Fusion()


@dataclass(frozen=True)
class Known:
    """A document of which it is known what it is."""

    evidence: Sequence[Evidence]
    forged: bool
    file: str
    """Copies of one file are learned from, or foretold, together."""


def _strongest(evidence: Iterable[Evidence], fusion: Fusion) -> dict[str, float]:
    """The weight of each check where it is strongest."""
    found: dict[str, float] = {}
    for piece in evidence:
        found[piece.check] = max(fusion.weight(piece), found.get(piece.check, -math.inf))
    return found


def _together(found: Mapping[str, float]) -> float:
    if not COPIES.isdisjoint(found):
        copied = max(value for check, value in found.items() if check in OF_A_COPY)
        return copied + _together({check: value for check, value in found.items() if check not in OF_A_COPY})
    statistics = sum(value for check, value in found.items() if check in STATISTICAL)
    return sum(value for check, value in found.items() if check not in STATISTICAL) + min(statistics, STATISTICS)


def _is_learnt(evidence: Evidence) -> bool:
    """Whether labels may move it: neither what an answer gives or names nor what says nothing as written."""
    settles = evidence.check in _ANSWERS | _NAMED_BY_ANSWERS or evidence.outcome == CheckOutcome.CONTRADICTED
    return not settles and weights.weight(evidence) != 0


def learned(known: Sequence[Known], *, prior: float, review_from: float) -> Fusion:
    """The fusion of a run. ``prior`` is in log-odds; ``review_from`` is a probability."""
    genuine, forged = sum(not one.forged for one in known), sum(one.forged for one in known)
    with_counts = partial(Fusion, genuine=genuine, forged=forged)
    if not known:
        return WRITTEN
    if min(genuine, forged) < _FEWEST:
        return with_counts(WeightsStanding.FEW_LABELS)
    everything = _fit(known)
    # Each document as weights see it that were learned without it and without its copies.
    folds = np.array([int(hashlib.sha256(one.file.encode()).hexdigest()[:8], 16) % _FOLDS for one in known])
    written, foretold, after = (np.zeros(len(known)) for _ in range(3))
    loss = {True: 0.0, False: 0.0}
    for fold in set(folds.tolist()):
        out = [one for one, its in zip(known, folds, strict=True) if its == fold]
        rest = [one for one, its in zip(known, folds, strict=True) if its != fold]
        for moving in (True, False):
            fit = _fit(rest, moving=moving)
            loss[moving] += sum(_loss(fit.share + fit.fusion.log_odds(_unsettled(one)), one.forged) for one in out)
            scores = foretold if moving else written
            scores[folds == fold] = [prior + fit.fusion.log_odds(_unsettled(one)) for one in out]
    after[:] = [prior + everything.fusion.log_odds(_unsettled(one)) for one in known]
    bound = math.log(review_from / (1 - review_from))
    genuine_ones = np.array([not one.forged for one in known])
    if ((np.maximum(foretold, after) >= bound) & (written < bound) & genuine_ones).any():
        return with_counts(WeightsStanding.ACCUSES_GENUINE)
    if loss[True] >= loss[False]:
        return with_counts(WeightsStanding.FORETELLS_NO_BETTER)
    return with_counts(WeightsStanding.LEARNED, moved=everything.fusion.moved)


def _unsettled(known: Known) -> list[Evidence]:
    """The evidence without the answer that made the document known, and without what is named by it."""
    return [piece for piece in known.evidence if piece.check not in _ANSWERS | _NAMED_BY_ANSWERS]


def _loss(log_odds: float, forged: bool) -> float:
    return float(np.logaddexp(0, log_odds)) - forged * log_odds


@dataclass(frozen=True)
class _Fit:
    fusion: Fusion
    share: float
    """Of forged documents among those it was learned from, in log-odds, where nothing was found."""


def _fit(known: Sequence[Known], *, moving: bool = True) -> _Fit:
    """The most probable weights, given what is written; with ``moving`` false these themselves."""
    evidence = [_unsettled(one) for one in known]
    found = [{piece.check: weights.weight(piece) for piece in each if _is_learnt(piece)} for each in evidence]
    checks = sorted({check for one in found for check in one}) if moving else []
    active = np.array([[1.0, *(float(check in one) for check in checks)] for one in found])
    statistical = np.array([False, *(check in STATISTICAL for check in checks)])
    written = np.array([WRITTEN.log_odds(each) for each in evidence])
    summed = np.array([sum(value for check, value in one.items() if check in STATISTICAL) for one in found])
    forged = np.array([one.forged for one in known], np.float64)
    # A finding may be moved as far as it speaks where it says least: then it says nothing.
    least = [min((one[check] for one in found if check in one), key=abs) for check in checks]
    bounds = [(None, None), *((-value, None) if value > 0 else (None, -value) for value in least)]

    def loss(moved: _Numbers) -> tuple[float, _Numbers]:
        statistics = summed + active[:, statistical] @ moved[statistical]
        at_most = np.minimum(statistics, STATISTICS) - np.minimum(summed, STATISTICS)
        scores = written + active[:, ~statistical] @ moved[~statistical] + at_most
        stiffness = np.where(moved > 0, _LOUDER, _SOFTER) ** -2.0
        stiffness[0] = 0  # of the share nothing is thought beforehand
        total = np.sum(np.logaddexp(0, scores) - forged * scores) + 0.5 * np.sum(stiffness * moved**2)
        free = active * ~(statistical[None, :] & (statistics > STATISTICS)[:, None])
        return float(total), np.asarray(free.T @ (expit(scores) - forged) + stiffness * moved, np.float64)

    values = minimize(loss, np.zeros(len(checks) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    moved = {check: float(value) for check, value in zip(checks, values[1:], strict=True)}
    return _Fit(Fusion(WeightsStanding.LEARNED, moved=moved), float(values[0]))
