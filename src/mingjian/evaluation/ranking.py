"""How well probabilities rank and how far they may be believed; on numpy, so that evaluation needs no model library."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def area_under_curve(truth: Flags, probability: Numbers) -> float | None:
    """The probability that a true case stands above a false one, ties counted half; None without both kinds."""
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        return None
    order = np.argsort(probability, kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    _, inverse, counts = np.unique(probability, return_inverse=True, return_counts=True)
    ranks = (np.bincount(inverse, weights=ranks) / counts)[inverse]
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def average_precision(truth: Flags, probability: Numbers) -> float | None:
    """Precision averaged over the true cases; equal probabilities count as one step. None without a true case."""
    if not truth.any():
        return None
    recall, precision = _curve(truth, probability)
    return float((np.diff(recall, prepend=0.0) * precision).sum())


def recall_at_precision(truth: Flags, probability: Numbers, *, precision: float) -> float | None:
    """The largest recall that a threshold reaches while it keeps the precision; 0 where none keeps it."""
    if not truth.any():
        return None
    recall, reached = _curve(truth, probability)
    kept = recall[reached >= precision]
    return float(kept.max()) if len(kept) else 0.0


def brier(truth: Flags, probability: Numbers) -> float | None:
    """The mean squared distance of the probability from what came."""
    return float(((probability - truth) ** 2).mean()) if len(truth) else None


def calibration_error(truth: Flags, probability: Numbers, *, bins: int = 10) -> float | None:
    """The expected calibration error over bins of equal size (Naeini et al. 2015)."""
    if not len(truth):
        return None
    parts = groups(probability, bins=bins)
    return float(sum(len(part) * abs(truth[part].mean() - probability[part].mean()) for part in parts) / len(truth))


def coverage(truth: Flags, probability: Numbers, low: Numbers, high: Numbers, *, bins: int = 10) -> float | None:
    """The share of groups of equal probability whose observed rate lies within their mean interval.

    A probability is never observed, only rates are, and a rate of few cases is itself uncertain; so the interval is
    asked of groups, and must meet the 90 % interval of the group's rate (Wilson 1927).
    """
    if not len(truth):
        return None
    parts = groups(probability, bins=bins)
    inside = 0
    for part in parts:
        least, most = _wilson(float(truth[part].mean()), len(part))
        inside += bool(low[part].mean() <= most and least <= high[part].mean())
    return inside / len(parts)


def lift(truth: Flags, probability: Numbers, *, share: float = 0.1) -> float | None:
    """How many times more often the thing comes among the highest than among all; ties are shared out."""
    if not truth.any():
        return None
    taken = max(1, round(len(truth) * share))
    threshold = np.sort(probability)[-taken]
    above, level = probability > threshold, probability == threshold
    hits = float(truth[above].sum()) + float(truth[level].mean()) * (taken - int(above.sum()))
    return hits / taken / float(truth.mean())


def groups(probability: Numbers, *, bins: int) -> list[npt.NDArray[np.int64]]:
    """Rows in groups of about equal size by rising probability; equal probabilities are never parted."""
    order = np.argsort(probability, kind="stable")
    values = probability[order]
    cuts: list[int] = []
    for number in range(1, bins):
        cut = int(np.searchsorted(values, values[min(len(values) - 1, len(values) * number // bins)]))
        if cut > (cuts[-1] if cuts else 0):
            cuts.append(cut)
    return [part for part in np.split(order, cuts) if len(part)]


def _wilson(rate: float, count: int) -> tuple[float, float]:
    z = 1.6449  # 90 %, two-sided
    middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
    half = z * np.sqrt(rate * (1 - rate) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    # At a rate of 0 or 1 the bound is that rate, which rounding must not miss.
    return min(rate, float(middle - half)), max(rate, float(middle + half))


def _curve(truth: Flags, probability: Numbers) -> tuple[Numbers, Numbers]:
    """Recall and precision at each distinct threshold, from the highest down."""
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(truth[order])
    last = np.append(np.flatnonzero(np.diff(probability[order])), len(order) - 1)
    return hits[last] / truth.sum(), hits[last] / (last + 1)
