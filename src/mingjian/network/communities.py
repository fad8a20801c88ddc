"""Where a component of stars falls apart: communities inside it, cut where only a few people bridge them.

Leiden (Traag, Waltman and van Eck 2019) proposes the communities; it would also cut through one large gang. So a cut
stands only where fewer people bridge it than make a gang, and no thing or report of the gang's own does.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mingjian.network.evidence import Star


def communities(
    stars: Sequence[Star], joints: Sequence[frozenset[int]], *, bridge: int, seed: int
) -> NDArray[np.int32]:
    """A label a star. ``joints`` are sets of positions of stars that a thing or a report of their own holds together.

    At least ``bridge`` people who stand on both sides make two communities one. One thread and a fixed seed: the same
    stars fall apart in the same way again.
    """
    if len(stars) < 3:
        return np.zeros(len(stars), dtype=np.int32)
    proposed = _proposed(stars, seed=seed)
    sides: dict[str, set[int]] = {}
    for star, label in zip(stars, proposed, strict=True):
        for house in star.households:
            sides.setdefault(house, set()).add(label)
    bridges: dict[tuple[int, int], int] = {}
    for met in sides.values():
        for pair in combinations(sorted(met), 2):
            bridges[pair] = bridges.get(pair, 0) + 1
    joined = [pair for pair, people in bridges.items() if people >= bridge]
    for joint in joints:
        first, *others = sorted({proposed[position] for position in joint})
        joined.extend((first, other) for other in others)
    size = max(proposed) + 1
    left, right = zip(*joined, strict=True) if joined else ((), ())
    graph = coo_array((np.ones(len(joined), dtype=np.int8), (left, right)), shape=(size, size))
    _, merged = connected_components(graph, directed=False)
    labels: NDArray[np.int32] = merged[proposed]
    return labels


def _exact(weight: float) -> float:
    """The weight in whole 64ths, of which sums are exact.

    Where moves tie, as among stars of the very same people, rounding makes each of two look like a gain over the
    other, and Leiden goes back and forth between them for ever.
    """
    return round(weight * 64) / 64


def _proposed(stars: Sequence[Star], *, seed: int) -> list[int]:
    """Leiden's community of each star, in the graph of stars and people weighted by surprise a head."""
    import networkit  # takes seconds, which only a batch with gangs in it should pay

    houses = {house: number for number, house in enumerate(sorted({h for star in stars for h in star.households}))}
    networkit.setNumberOfThreads(1)
    networkit.setSeed(seed, False)
    graph = networkit.Graph(len(stars) + len(houses), weighted=True)
    for position, star in enumerate(stars):
        for house in sorted(star.households):
            graph.addEdge(position, len(stars) + houses[house], _exact(star.surprise / len(star.households)))
    leiden = networkit.community.ParallelLeiden(graph, randomize=False)
    leiden.run()
    partition = leiden.getPartition()
    partition.compact()
    return [int(partition.subsetOf(position)) for position in range(len(stars))]
