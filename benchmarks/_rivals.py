"""The usual ways to find gangs, against which the network's is measured."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from math import log
from typing import Any

import networkit
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Groups = list[frozenset[str]]
Holders = Mapping[str, frozenset[str]]
"""The customers of each entity that two at least have."""
Weight = Callable[[frozenset[str]], float]
Weights = Mapping[tuple[str, str], float]

HUB = 300
"""What lists pairs must cut hubs by a constant."""
LEAST = 3
SEED = 20


def rivals(holders: Holders) -> dict[str, Callable[[], Groups]]:
    """Each way by its name. N is the number of customers who share anything, d that of an entity."""
    population = len(frozenset().union(*holders.values()))

    def rarity(people: frozenset[str]) -> float:
        return log(population / len(people))

    def projected() -> Weights:
        return pairs(holders, weight=rarity)

    return {
        "one thing shared": lambda: components(pairs(holders, weight=lambda _: 1.0)),
        "two things shared": lambda: components(above(pairs(holders, weight=lambda _: 1.0), 2)),
        "Σ ln(N/d) > 2 ln N": lambda: components(above(projected(), 2 * log(population))),
        "Leiden, bipartite": lambda: _communities(_bipartite(holders, lambda _: 1.0), _leiden),
        "Leiden, bipartite, weights ln(N/d)": lambda: _communities(_bipartite(holders, rarity), _leiden),
        "Louvain, pairs": lambda: _communities(projected(), networkit.community.PLM),
        "label propagation, pairs": lambda: _communities(projected(), networkit.community.PLP),
    }


def pairs(holders: Holders, *, weight: Weight) -> Weights:
    """What each two people have in common, hubs left out."""
    evidence: dict[tuple[str, str], float] = defaultdict(float)
    for people in holders.values():
        if len(people) <= HUB:
            for pair in combinations(sorted(people), 2):
                evidence[pair] += weight(people)
    return evidence


def above(weights: Weights, least: float) -> Weights:
    return {pair: total for pair, total in weights.items() if total >= least}


def components(edges: Iterable[tuple[str, str]]) -> Groups:
    index: dict[str, int] = {}
    ends = [(index.setdefault(a, len(index)), index.setdefault(b, len(index))) for a, b in edges]
    if not ends:
        return []
    rows, columns = zip(*ends, strict=True)
    graph = coo_array(([1] * len(ends), (rows, columns)), shape=(len(index), len(index)))
    _, labels = connected_components(graph, directed=False)
    return _grouped(index, labels.tolist())


def _bipartite(holders: Holders, weight: Weight) -> Weights:
    return {(f"#{entity}", person): weight(people) for entity, people in holders.items() for person in people}


def _leiden(graph: Any) -> Any:
    return networkit.community.ParallelLeiden(graph, randomize=False)


def _communities(weights: Weights, algorithm: Callable[[Any], Any]) -> Groups:
    index: dict[str, int] = {}
    ends = [
        (index.setdefault(a, len(index)), index.setdefault(b, len(index)), said) for (a, b), said in weights.items()
    ]
    networkit.setNumberOfThreads(1)
    networkit.setSeed(SEED, False)
    graph = networkit.Graph(len(index), weighted=True)
    for left, right, said in ends:
        graph.addEdge(left, right, said)
    found = algorithm(graph)
    found.run()
    return _grouped(index, found.getPartition().getVector())


def _grouped(index: Mapping[str, int], labels: list[int]) -> Groups:
    """The people of each label; nodes that begin with # are things."""
    groups: dict[int, set[str]] = defaultdict(set)
    for name, position in index.items():
        if not name.startswith("#"):
            groups[labels[position]].add(name)
    return [frozenset(group) for group in groups.values() if len(group) >= LEAST]
