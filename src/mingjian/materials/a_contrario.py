"""Where something departs from the rest of a page by more than chance would ever have it.

The a-contrario principle (Desolneux, Moisan, Morel: From Gestalt Theory to Image Analysis, 2008): a window is reported
where the expected number of windows as striking as it, in a page without anything to find, is below a bound. The bound
is the number of false alarms a page, so it means the same on every page and needs no fitting.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from scipy.stats import binom

__all__ = ["WINDOWS", "Cluster", "strike"]

WINDOWS: tuple[tuple[int, int], ...] = (
    (1, 2), (2, 1), (2, 2), (2, 3), (2, 4), (3, 3), (3, 5), (2, 6), (3, 8), (4, 4), (2, 10),
    (3, 14), (3, 20), (4, 24), (5, 30), (8, 16), (8, 40), (12, 60),
)  # fmt: skip
"""Rows × columns of cells: a sign, a word, a line, a paragraph."""


@dataclass(frozen=True)
class Cluster:
    """Cells that depart together. Edges in cells; right and bottom do not belong to it."""

    left: int
    top: int
    right: int
    bottom: int
    departing: int
    examined: int
    """Cells in it that could be judged, and those of them that depart."""
    expected_by_chance: float
    """Base-10 logarithm of the number of windows as striking in a page without anything to find."""


def strike(
    departing: npt.NDArray[np.bool_],
    examined: npt.NDArray[np.bool_],
    *,
    chance: float,
    share: float,
    bound: float,
    windows: Sequence[tuple[int, int]] = WINDOWS,
) -> tuple[Cluster, ...]:
    """The clusters of departing cells (rows × columns) that chance does not explain, the most striking first.

    ``chance`` is the probability that a cell departs by itself; in a window reported at least ``share`` of the
    examined cells depart, and so many or more are expected 10 ** ``bound`` times a page.
    """
    tests = max(1.0, float(examined.sum()) * len(windows))
    counts, hits = _sums(examined), _sums(departing & examined)
    marked = np.zeros(departing.shape, np.float64)
    for height, width in windows:
        if height > departing.shape[0] or width > departing.shape[1]:
            continue
        n, k = _in_windows(counts, height, width), _in_windows(hits, height, width)
        candidates = np.argwhere((k >= 2) & (k >= share * n))
        if not len(candidates):
            continue
        pairs, place = np.unique(
            np.stack([n[tuple(candidates.T)], k[tuple(candidates.T)]], axis=1), axis=0, return_inverse=True
        )
        # Beyond the range of a float nothing becomes more certain.
        tails = np.maximum(binom.logsf(pairs[:, 1] - 1, pairs[:, 0], chance) / np.log(10), -300.0)
        striking = tails + np.log10(tests)
        for (top, left), value in zip(candidates, striking[place.reshape(-1)], strict=True):
            if value <= bound:
                window = marked[top : top + height, left : left + width]
                np.minimum(window, value - 1e-9, out=window)
    return _clusters(marked, departing & examined, examined)


def _clusters(
    marked: npt.NDArray[np.float64], hits: npt.NDArray[np.bool_], examined: npt.NDArray[np.bool_]
) -> tuple[Cluster, ...]:
    """One box around the departing cells of each connected piece of striking windows."""
    number, labels = cv2.connectedComponents((marked < 0).astype(np.uint8), connectivity=8)
    found = []
    for label in range(1, number):
        inside = labels == label
        rows, columns = np.nonzero(inside & hits)
        top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        box = (slice(top, bottom), slice(left, right))
        found.append(
            Cluster(
                int(left),
                int(top),
                int(right),
                int(bottom),
                int(hits[box].sum()),
                int(examined[box].sum()),
                float(marked[inside].min()),
            )
        )
    return tuple(sorted(found, key=lambda cluster: cluster.expected_by_chance))


def _sums(cells: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Summed area table with a row and a column of zeros before it."""
    return np.pad(cells.astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))


def _in_windows(sums: npt.NDArray[np.int64], height: int, width: int) -> npt.NDArray[np.int64]:
    return sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]
