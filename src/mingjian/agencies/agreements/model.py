"""Of what kinds a provision is: one linear model a kind over :mod:`features`, its weights plain numbers in a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mingjian.agencies.agreements.features import features

__all__ = ["OF_FIRST", "OF_FURTHER", "ClauseModel", "clause_kinds", "clause_model", "told"]

WEIGHTS = "weights.npz"
OF_FIRST = -0.2
"""The score from which a provision is of its most likely kind."""
OF_FURTHER = -0.1
"""The score from which it is of another kind as well.

Both were chosen with manners of speaking left out: where F1 is flat at its highest, with precision rather than recall.
"""


@dataclass(frozen=True)
class ClauseModel:
    """``weights`` has a row a feature and a column a kind, the last row zeros; ``places`` says which row is whose."""

    kinds: tuple[str, ...]
    places: dict[str, int]
    weights: NDArray[np.float32]
    intercepts: NDArray[np.float32]

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """How much each kind is said, about -1 (not) to 1 (plainly), a row for each folded provision."""
        if not texts:
            return np.empty((0, len(self.kinds)), dtype=np.float32)
        places: list[int] = []
        starts = []
        known = []
        for text in texts:
            starts.append(len(places))
            # The last row is of zeros: a text without any known feature has something to add up.
            places.append(len(self.weights) - 1)
            places += [place for feature in features(text) if (place := self.places.get(feature)) is not None]
            known.append(max(1, len(places) - starts[-1] - 1))
        lengths = np.sqrt(np.array(known, dtype=np.float32))[:, None]
        said = np.add.reduceat(self.weights[places], starts) / lengths + self.intercepts
        return said.astype(np.float32)

    @classmethod
    def read(cls, source: Path) -> "ClauseModel":
        """The model that was written to a file."""
        with np.load(source) as stored:
            names = str(stored["features"]).split("\n")
            return cls(
                tuple(str(stored["kinds"]).split("\n")),
                {name: place for place, name in enumerate(names)},
                np.vstack([stored["weights"].astype(np.float32), np.zeros((1, len(stored["intercepts"])), np.float32)]),
                stored["intercepts"],
            )

    def write(self, target: Path) -> None:
        """Writes the weights, half as exact as they are held."""
        np.savez_compressed(
            target,
            features=np.array("\n".join(self.places)),
            kinds=np.array("\n".join(self.kinds)),
            weights=self.weights[:-1].astype(np.float16),
            intercepts=self.intercepts,
        )


def told(scores: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which kinds each provision is of: its most likely one sooner than a further one."""
    first = scores == scores.max(axis=1, keepdims=True)
    found: NDArray[np.bool_] = (first & (scores >= OF_FIRST)) | (scores >= OF_FURTHER)
    return found


@cache
def clause_model() -> ClauseModel:
    """The model that ``python -m mingjian.agencies.agreements.training`` made."""
    with as_file(files("mingjian.agencies.agreements").joinpath(WEIGHTS)) as path:
        return ClauseModel.read(path)


def clause_kinds() -> tuple[str, ...]:
    """Every kind of clause that is known."""
    return clause_model().kinds
