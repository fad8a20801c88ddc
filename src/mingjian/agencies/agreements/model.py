"""Of what kinds a provision is: one linear model a kind over :mod:`features`, its weights plain numbers in a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from mingjian.agencies.agreements.features import features

__all__ = ["THRESHOLD", "ClauseModel", "clause_kinds", "clause_model"]

WEIGHTS = "weights.npz"
THRESHOLD = 0.0
"""The score from which a provision is of a kind: more likely so than not, by the model's own count."""


@dataclass(frozen=True)
class ClauseModel:
    """``weights`` has a row a feature and a column a kind, the last row zeros; ``places`` says which row is whose."""

    kinds: tuple[str, ...]
    places: dict[str, int]
    weights: NDArray[np.float32]
    intercepts: NDArray[np.float32]

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The log odds of each kind, a row for each folded provision."""
        places: list[int] = []
        starts = []
        for text in texts:
            starts.append(len(places))
            # The last row is of zeros: a text without any known feature has something to add up.
            places.append(len(self.weights) - 1)
            places += [place for feature in features(text) if (place := self.places.get(feature)) is not None]
        if not texts:
            return np.empty((0, len(self.kinds)), dtype=np.float32)
        scores: NDArray[np.float32] = np.add.reduceat(self.weights[places], starts) + self.intercepts
        return scores


@cache
def clause_model() -> ClauseModel:
    """The model that ``python -m mingjian.agencies.agreements.training`` made."""
    with as_file(files("mingjian.agencies.agreements").joinpath(WEIGHTS)) as path, np.load(path) as stored:
        names = str(stored["features"]).split("\n")
        return ClauseModel(
            tuple(str(stored["kinds"]).split("\n")),
            {name: place for place, name in enumerate(names)},
            np.vstack([stored["weights"].astype(np.float32), np.zeros((1, len(stored["intercepts"])), np.float32)]),
            stored["intercepts"].astype(np.float32),
        )


def clause_kinds() -> tuple[str, ...]:
    """Every kind of clause that is known."""
    return clause_model().kinds
