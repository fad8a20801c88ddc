"""How far what goes into a model, and what comes out of it, has moved since the day of training."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mingjian.risk.registry import Distribution
from mingjian.risk.scorecard import Columns, Numbers

WATCH_FROM, ACT_FROM = 0.10, 0.25
"""Population stability indices from which a drift is watched, and from which it is acted on: the trade's usual ones."""
BINS = 10


@dataclass(frozen=True)
class Drift:
    """How far a feature or a score has moved since a model was trained (population stability index)."""

    name: str
    index: float
    unknown: bool = False
    """Whether it is known of nothing now, where it was of something: its table did not come, or it is not known yet."""

    @property
    def status(self) -> str:
        """``steady``, ``watch`` or ``act``; ``unknown`` where nothing is there that could have moved."""
        if self.unknown:
            return "unknown"
        return "act" if self.index >= ACT_FROM else "watch" if self.index >= WATCH_FROM else "steady"


def drifts(before: Mapping[str, Distribution], now: Mapping[str, Distribution]) -> tuple[Drift, ...]:
    """How far each has moved that is known now, the furthest first."""
    found = [
        Drift(name, _stability(one, now[name]), unknown=now[name].shares[-1] >= 1 > one.shares[-1])
        for name, one in before.items()
        if name in now
    ]
    return tuple(sorted(found, key=lambda drift: (-drift.index, drift.name)))


def spread(columns: Columns) -> dict[str, Distribution]:
    """How each column is spread between its own deciles; NaN is unknown."""
    return {name: _distribution(values, _edges(values[~np.isnan(values)])) for name, values in columns.items()}


def spread_as(before: Mapping[str, Distribution], columns: Columns) -> dict[str, Distribution]:
    """How each column is spread between the edges of before."""
    return {name: _distribution(columns[name], np.array(one.edges)) for name, one in before.items() if name in columns}


def _edges(known: Numbers) -> Numbers:
    distinct = np.unique(known)
    if len(distinct) <= BINS:  # each has a bin of its own: deciles do not part a no from a yes that nine in ten said
        return np.unique([np.nextafter(distinct, -np.inf), distinct])
    return np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1]))


def _distribution(values: Numbers, edges: Numbers) -> Distribution:
    known = values[~np.isnan(values)]
    counts = np.bincount(np.searchsorted(edges, known, side="left"), minlength=len(edges) + 1)
    shares = np.append(counts, len(values) - len(known)) / max(len(values), 1)
    return Distribution(edges=tuple(edges.tolist()), shares=tuple(shares.tolist()))


def _stability(before: Distribution, after: Distribution) -> float:
    """The population stability index; an empty bin counts as half of one in a thousand."""
    old, new = (np.maximum(np.array(one.shares), 0.0005) for one in (before, after))
    return float(((new - old) * np.log(new / old)).sum())
