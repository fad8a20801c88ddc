"""Stars become clusters where strong joints hold them together; weak joints are cut before anything is connected.

Joints are: an entity that belongs to the stars themselves, and people who stand in both stars. One customer who went
to two agencies, or one den that sells to both, holds nothing together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from mingjian.network.evidence import CommonnessOf, Entity, Star
from mingjian.network.settings import NetworkSettings


@dataclass(frozen=True)
class Cluster:
    """A gang before it has a name: its stars, its households, and the entities that are its own."""

    stars: tuple[Star, ...]
    households: frozenset[str]
    assets: frozenset[Entity]


def own_entities(stars: Iterable[Star], commonness: CommonnessOf, *, share: float) -> frozenset[Entity]:
    """The entities of which most holders stand in the stars that rest on them."""
    holders: dict[Entity, set[str]] = defaultdict(set)
    for star in stars:
        for entity in star.entities:
            holders[entity] |= star.households
    return frozenset(
        entity for entity, households in holders.items() if len(households) > share * commonness[entity].households
    )


def clusters(stars: Sequence[Star], commonness: CommonnessOf, settings: NetworkSettings) -> tuple[Cluster, ...]:
    """The clusters with enough households; each household stands in the one that holds it best."""
    if not stars:
        return ()
    own = own_entities(stars, commonness, share=settings.own_share)
    labels = _connected(stars, own)
    home = _best_label(stars, labels)
    found: list[Cluster] = []
    for label in np.unique(labels):
        members = [star for star, its in zip(stars, labels, strict=True) if its == label]
        households = frozenset(house for star in members for house in star.households if home[house] == label)
        if len(households) < settings.minimum_customers:
            continue
        assets = frozenset(entity for star in members for entity in star.entities if entity in own)
        found.append(Cluster(tuple(members), households, assets))
    return tuple(sorted(found, key=lambda cluster: (-len(cluster.households), min(cluster.households))))


def _connected(stars: Sequence[Star], own: frozenset[Entity]) -> np.ndarray:
    """A label a star: the connected components of the joints that hold."""
    entity_index = {entity: position for position, entity in enumerate(sorted(own))}
    total = len(stars) + len(entity_index)
    rows: list[int] = []
    columns: list[int] = []
    for position, star in enumerate(stars):
        for entity in star.entities:
            if entity in entity_index:
                rows.append(position)
                columns.append(len(stars) + entity_index[entity])
    left, right = _overlapping(stars)
    rows.extend(left)
    columns.extend(right)
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(total, total))
    _, labels = connected_components(graph, directed=False)
    return np.asarray(labels[: len(stars)])


def _overlapping(stars: Sequence[Star]) -> tuple[list[int], list[int]]:
    """Pairs of stars with at least two households in common that are at least half of the smaller star."""
    house_index: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for position, star in enumerate(stars):
        for house in star.households:
            rows.append(position)
            columns.append(house_index.setdefault(house, len(house_index)))
    incidence = csr_array(
        coo_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=(len(stars), len(house_index)))
    )
    common = coo_array(incidence @ incidence.T)
    sizes = np.array([len(star.households) for star in stars])
    left, right = common.coords
    smaller = np.minimum(sizes[left], sizes[right])
    holds = (left < right) & (common.data >= 2) & (common.data * 2 >= smaller)
    return left[holds].tolist(), right[holds].tolist()


def _best_label(stars: Sequence[Star], labels: np.ndarray) -> dict[str, int]:
    """The label whose stars say most about each household: the sum of their surprise a head."""
    said: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for star, label in zip(stars, labels, strict=True):
        for house in star.households:
            said[house][int(label)] += star.surprise / len(star.households)
    return {house: max(by_label, key=lambda label: (by_label[label], -label)) for house, by_label in said.items()}
