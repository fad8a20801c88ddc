"""Where a component of stars falls apart: communities inside it, cut where only a few people bridge them.

Leiden (Traag, Waltman and van Eck 2019) proposes the communities; it would also cut through one large gang. So a cut
stands only where fewer people bridge it than make a gang, and no thing or report of the gang's own does. No component
asks for another, so where there are many the engine's workers share them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mingjian.network.evidence import Star
from mingjian.store.engine import Engine

AT_ONCE = 250_000
"""So many people of stars are cut in this process in less time than an engine takes to hand them out."""

_ROWS = pa.schema(
    [
        ("component", pa.int64()),
        ("star", pa.int64()),
        ("household", pa.string()),
        ("weight", pa.float64()),
        ("joint", pa.int64()),
    ]
)
_LABELS = pa.schema([("component", pa.int64()), ("star", pa.int64()), ("label", pa.int32())])


class _Row(NamedTuple):
    """A star's household with its weight, or, without one, a joint that the star is in."""

    star: int
    household: str | None
    weight: float
    joint: int


@dataclass(frozen=True)
class Component:
    """Stars that hang together: the households of each, and what it says of one of them.

    ``joints`` are sets of positions of stars that a thing or a report of their own holds together.
    """

    households: tuple[frozenset[str], ...]
    weights: tuple[float, ...]
    joints: tuple[frozenset[int], ...] = ()

    @classmethod
    def of(cls, stars: Sequence[Star], joints: Sequence[frozenset[int]] = ()) -> "Component":
        """The component of the stars, weighted by their surprise a head."""
        weights = tuple(_exact(star.surprise / len(star.households)) for star in stars)
        return cls(tuple(star.households for star in stars), weights, tuple(joints))


def communities_of(
    components: Sequence[Component], engine: Engine, *, bridge: int, seed: int, at_once: int = AT_ONCE
) -> list[NDArray[np.int32]]:
    """:func:`communities` of each, cut by the engine's workers where there are more than ``at_once`` people in all."""
    if sum(len(people) for component in components for people in component.households) <= at_once:
        return [communities(component, bridge=bridge, seed=seed) for component in components]
    cutting = partial(_labels, bridge=bridge, seed=seed)
    found = engine.map_groups(cutting, engine.read_arrow(_table(components)), by="component", schema=_LABELS)
    labels = [np.zeros(len(component.households), dtype=np.int32) for component in components]
    for row in found.to_pyarrow().to_pylist():
        labels[row["component"]][row["star"]] = row["label"]
    return labels


def _table(components: Sequence[Component]) -> pa.Table:
    rows: list[tuple[int, int, str | None, float, int]] = []
    for number, component in enumerate(components):
        for star, (people, weight) in enumerate(zip(component.households, component.weights, strict=True)):
            rows.extend((number, star, house, weight, 0) for house in people)
        for joint, stars in enumerate(component.joints):
            rows.extend((number, star, None, 0.0, joint) for star in stars)
    return pa.Table.from_arrays(list(zip(*rows, strict=True)), schema=_ROWS)


def _labels(bucket: pa.Table, *, bridge: int, seed: int) -> pa.Table:
    """The labels of the stars of all components of a bucket."""
    rows: dict[int, list[_Row]] = defaultdict(list)
    for number, *row in zip(*(bucket[name].to_pylist() for name in _ROWS.names), strict=True):
        rows[number].append(_Row(*row))
    found = [_LABELS.empty_table()]
    for number in sorted(rows):
        labels = communities(_component(rows[number]), bridge=bridge, seed=seed)
        found.append(pa.Table.from_arrays([[number] * len(labels), range(len(labels)), labels], schema=_LABELS))
    return pa.concat_tables(found)


def _component(rows: Sequence[_Row]) -> Component:
    households: dict[int, set[str]] = defaultdict(set)
    weights: dict[int, float] = {}
    joints: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.household is not None:
            households[row.star].add(row.household)
            weights[row.star] = row.weight
        else:
            joints[row.joint].add(row.star)
    stars = range(len(households))
    return Component(
        tuple(frozenset(households[star]) for star in stars),
        tuple(weights[star] for star in stars),
        tuple(frozenset(joints[joint]) for joint in sorted(joints)),
    )


def communities(component: Component, *, bridge: int, seed: int) -> NDArray[np.int32]:
    """A label a star.

    At least ``bridge`` people who stand on both sides make two communities one. One thread and a fixed seed: the same
    stars fall apart in the same way again.
    """
    if len(component.households) < 3:
        return np.zeros(len(component.households), dtype=np.int32)
    proposed = _proposed(component, seed=seed)
    sides: dict[str, set[int]] = {}
    for people, label in zip(component.households, proposed, strict=True):
        for house in people:
            sides.setdefault(house, set()).add(label)
    bridges: dict[tuple[int, int], int] = {}
    for met in sides.values():
        for pair in combinations(sorted(met), 2):
            bridges[pair] = bridges.get(pair, 0) + 1
    joined = [pair for pair, people in bridges.items() if people >= bridge]
    for joint in component.joints:
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


def _proposed(component: Component, *, seed: int) -> list[int]:
    """Leiden's community of each star, in the weighted graph of stars and people."""
    import networkit  # takes seconds, which only a batch with gangs in it should pay

    stars = len(component.households)
    houses = {house: number for number, house in enumerate(sorted(frozenset().union(*component.households)), stars)}
    networkit.setNumberOfThreads(1)
    networkit.setSeed(seed, False)
    graph = networkit.Graph(stars + len(houses), weighted=True)
    for position, (people, weight) in enumerate(zip(component.households, component.weights, strict=True)):
        for house in sorted(people):
            graph.addEdge(position, houses[house], weight)
    leiden = networkit.community.ParallelLeiden(graph, randomize=False)
    leiden.run()
    partition = leiden.getPartition()
    partition.compact()
    return [int(partition.subsetOf(position)) for position in range(stars)]
