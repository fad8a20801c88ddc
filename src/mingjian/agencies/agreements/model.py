"""Of what kinds a provision is: one linear model a kind over :mod:`features`, its weights plain numbers in a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mingjian.agencies.agreements.features import View, views
from mingjian.agencies.agreements.grams import Hashes, Owners

__all__ = ["OF_FIRST", "OF_FURTHER", "ClauseModel", "clause_kinds", "clause_model", "told"]

WEIGHTS = "weights.npz"
OF_FIRST = -0.3
"""The score from which a provision is of its most likely kind."""
OF_FURTHER = -0.1
"""The score from which it is of another kind as well.

Both were chosen with manners of speaking left out: where F1 is flat at its highest, with precision rather than recall.
"""
_SHELVES = 20
"""Bits of a hash by which a feature is found: some five shelves for each that is learnt."""
_SHELF_OF = np.uint64(64 - _SHELVES)
_AT_ONCE = 1000
"""Provisions that are scored together: enough for whole arrays, few enough for little memory."""


@dataclass(frozen=True)
class ClauseModel:
    """``weights`` has a row a feature and a column a kind; ``features`` are the sorted hashes of those rows."""

    kinds: tuple[str, ...]
    features: Hashes
    weights: NDArray[np.float32]
    intercepts: NDArray[np.float32]

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """How much each kind is said, about -1 (not) to 1 (plainly), a row for each folded provision."""
        parts = [self._scores(texts[first : first + _AT_ONCE]) for first in range(0, len(texts), _AT_ONCE)]
        return np.concatenate([np.empty((0, len(self.kinds)), dtype=np.float32), *parts])

    def _scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        said = np.tile(self.intercepts, (len(texts), 1))
        for view in views(texts):
            rows, owners = self._known(view)
            if len(rows):
                firsts = np.flatnonzero(np.diff(owners, prepend=-1))
                lengths = np.diff(firsts, append=len(owners)).astype(np.float32)
                said[owners[firsts]] += np.add.reduceat(self.weights[rows], firsts) / np.sqrt(lengths)[:, None]
        return said

    def _known(self, view: View) -> tuple[NDArray[np.int64], Owners]:
        """The rows of a view's known features, each once a text, text by text."""
        hashes, owners = (np.concatenate(column) for column in zip(*view, strict=True))
        shelf = (hashes >> _SHELF_OF).astype(np.int64)
        rows, ends = self._shelves[shelf].astype(np.int64), self._shelves[shelf + 1]
        each = []
        # A shelf holds a feature or none, seldom two: the few that are not the first are looked at again.
        while len(rows):
            there = rows < ends
            hashes, owners, rows, ends = hashes[there], owners[there], rows[there], ends[there]
            same = self.features[rows] == hashes
            each.append(owners[same] * len(self.features) + rows[same])
            hashes, owners, rows, ends = hashes[~same], owners[~same], rows[~same] + 1, ends[~same]
        every = np.sort(np.concatenate(each)) if each else np.empty(0, dtype=np.int64)
        owners, rows = np.divmod(every[np.diff(every, prepend=-1) > 0], len(self.features))
        return rows, owners

    @cached_property
    def _shelves(self) -> NDArray[np.int32]:
        """Where in the sorted features those with each beginning start."""
        counts = np.bincount((self.features >> _SHELF_OF).astype(np.int64), minlength=1 << _SHELVES)
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)

    @classmethod
    def read(cls, source: Path) -> "ClauseModel":
        """The model that was written to a file."""
        with np.load(source) as stored:
            return cls(
                tuple(str(stored["kinds"]).split("\n")),
                stored["features"],
                stored["weights"].astype(np.float32) * stored["scales"],
                stored["intercepts"],
            )

    def write(self, target: Path) -> None:
        """Writes the weights, each kind's in 255 steps."""
        scales = (np.abs(self.weights).max(axis=0) / 127).astype(np.float32)
        np.savez_compressed(
            target,
            features=self.features,
            kinds=np.array("\n".join(self.kinds)),
            weights=np.rint(self.weights / scales).astype(np.int8),
            scales=scales,
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
