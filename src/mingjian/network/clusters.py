"""Stars become clusters where strong joints hold them together; weak joints are cut before anything is connected.

Joints are: an entity that is the stars' own and more than a name or a wording, people who stand in both stars, and a
record that names an entity of each as one agency's. One customer who went to two agencies, or a letter that a den
sold to both, joins nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from mingjian.network.communities import communities
from mingjian.network.evidence import CommonnessOf, Entity, Naming, Star
from mingjian.network.kinds import Kind
from mingjian.network.settings import NetworkSettings

BOUGHT = 0.2
"""A cluster counts something among its things where this share of all who have it are its own; a letter that a den
sells to several agencies is so a thing of each, and one that everybody copies is a thing of none."""

SOLD = 0.25
"""A letter comes from a den where the gangs that write it make up this share of all who write it."""


@dataclass(frozen=True)
class Cluster:
    """A gang before it has a name: its stars, its households, the entities that are its own, and who named them."""

    stars: tuple[Star, ...]
    households: frozenset[str]
    assets: frozenset[Entity]
    namings: tuple[Naming, ...] = ()
    supplied: frozenset[Entity] = frozenset()
    """Letters that a den sold to this gang and to others."""
    sent_away: frozenset[str] = frozenset()
    """Households that a person judged not to belong; nothing brings them back."""


def own_entities(stars: Iterable[Star], commonness: CommonnessOf, *, share: float) -> frozenset[Entity]:
    """The entities of which more than a share of the holders stand in the stars that rest on them."""
    return frozenset(
        entity
        for entity, households in _holders(stars).items()
        if len(households) > share * commonness[entity].households
    )


def clusters(
    stars: Sequence[Star], namings: Sequence[Naming], commonness: CommonnessOf, settings: NetworkSettings
) -> tuple[Cluster, ...]:
    """The clusters with enough households; each household stands in the one that holds it best."""
    if not stars:
        return ()
    starred = {entity for star in stars for entity in star.entities}
    own = frozenset(
        entity
        for entity in own_entities(stars, commonness, share=settings.own_share)
        if entity.kind is not Kind.WORDING and not entity.is_name
    )
    joining = [
        Naming(naming.record, frozenset(e for e in naming.entities if (e in own or e not in starred) and not e.is_name))
        for naming in namings
    ]
    star_labels, naming_labels = _connected(stars, joining, own)
    star_labels = _cut(stars, star_labels, joining, own, settings)
    naming_labels = _label_of_namings(joining, stars, star_labels, naming_labels)
    home = _best_label(stars, star_labels)
    named: dict[int, list[Naming]] = defaultdict(list)
    for naming, label in zip(joining, naming_labels, strict=True):
        named[int(label)].append(naming)
    found: list[Cluster] = []
    for label in np.unique(star_labels):
        members = [star for star, its in zip(stars, star_labels, strict=True) if its == label]
        households = frozenset(house for star in members for house in star.households if home[house] == label)
        if len(households) < settings.minimum_customers:
            continue
        things = frozenset(
            entity
            for entity, holders in _holders(members).items()
            if len(holders) >= BOUGHT * commonness[entity].households
        )
        if not things:
            continue
        naming_it = tuple(naming for naming in named[int(label)] if naming.entities)
        spoken_of = frozenset(entity for naming in naming_it for entity in naming.entities)
        found.append(Cluster(tuple(members), households, things | spoken_of, naming_it))
    ordered = sorted(found, key=lambda cluster: (-len(cluster.households), min(cluster.households)))
    return _with_suppliers(ordered, commonness, least=settings.minimum_customers)


def _with_suppliers(clusters: Sequence[Cluster], commonness: CommonnessOf, *, least: int) -> tuple[Cluster, ...]:
    """The clusters with the letters that two of them at least write, and that few others do: a den sold them."""
    writers: dict[Entity, dict[int, int]] = defaultdict(dict)
    for position, cluster in enumerate(clusters):
        for entity, houses in _holders(cluster.stars).items():
            if entity.kind is Kind.WORDING and len(houses & cluster.households) >= least:
                writers[entity][position] = len(houses & cluster.households)
    sold: dict[int, set[Entity]] = defaultdict(set)
    for entity, by_cluster in writers.items():
        if len(by_cluster) > 1 and sum(by_cluster.values()) >= SOLD * commonness[entity].households:
            for position in by_cluster:
                sold[position].add(entity)
    return tuple(
        replace(cluster, assets=cluster.assets | sold[position], supplied=frozenset(sold[position]))
        if position in sold
        else cluster
        for position, cluster in enumerate(clusters)
    )


def _cut(
    stars: Sequence[Star],
    labels: NDArray[np.int32],
    namings: Sequence[Naming],
    own: frozenset[Entity],
    settings: NetworkSettings,
) -> NDArray[np.int32]:
    """The components as their communities leave them."""
    cut = labels.copy()
    having: dict[Entity, list[int]] = defaultdict(list)
    for position, star in enumerate(stars):
        for entity in star.entities:
            having[entity].append(position)
    web: dict[str, list[int]] = defaultdict(list)
    for position in _loose_webs(stars)[1]:
        web[stars[position].web].append(position)
    holding = [having[entity] for entity in sorted(own)]
    holding += [[at for entity in sorted(naming.entities) for at in having.get(entity, ())] for naming in namings]
    holding += [web[name] for name in sorted(web)]
    joints: dict[int, list[frozenset[int]]] = defaultdict(list)
    for together in holding:
        if together:
            joints[int(labels[together[0]])].append(frozenset(together))
    following = int(labels.max(initial=0)) + 1
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        local = {int(position): number for number, position in enumerate(members)}
        parts = communities(
            [stars[position] for position in members.tolist()],
            [frozenset(local[position] for position in joint) for joint in joints[int(label)]],
            bridge=settings.minimum_customers,
            seed=settings.seed,
        )
        for part in np.unique(parts)[1:]:
            cut[members[parts == part]] = following
            following += 1
    return cut


def _label_of_namings(
    namings: Sequence[Naming], stars: Sequence[Star], star_labels: NDArray[np.int32], before: NDArray[np.int32]
) -> NDArray[np.int32]:
    """A record goes with the stars whose entities it names; one that names none stays where it was."""
    label_of = {entity: int(label) for star, label in zip(stars, star_labels, strict=True) for entity in star.entities}
    return np.array(
        [
            next((label_of[entity] for entity in sorted(naming.entities) if entity in label_of), int(label))
            for naming, label in zip(namings, before, strict=True)
        ],
        dtype=np.int32,
    )


def _holders(stars: Iterable[Star]) -> dict[Entity, set[str]]:
    holders: dict[Entity, set[str]] = defaultdict(set)
    for star in stars:
        for entity in star.entities:
            holders[entity] |= star.households
    return holders


def _connected(
    stars: Sequence[Star], namings: Sequence[Naming], own: frozenset[Entity]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """A label a star and a label a naming: the connected components of the joints that hold."""
    entities = sorted(own.union(*(naming.entities for naming in namings)))
    index = {entity: len(stars) + len(namings) + position for position, entity in enumerate(entities)}
    rows: list[int] = []
    columns: list[int] = []
    for position, star in enumerate(stars):
        for entity in star.entities:
            if entity in own:
                rows.append(position)
                columns.append(index[entity])
    for position, naming in enumerate(namings, start=len(stars)):
        for entity in naming.entities:
            rows.append(position)
            columns.append(index[entity])
    left, right = _overlapping(stars)
    rows.extend(left)
    columns.extend(right)
    webs, web_stars = _loose_webs(stars)
    rows.extend(web_stars)
    columns.extend(len(stars) + len(namings) + len(entities) + web for web in webs)
    total = len(stars) + len(namings) + len(entities) + len(stars)
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(total, total))
    _, labels = connected_components(graph, directed=False)
    return labels[: len(stars)], labels[len(stars) : len(stars) + len(namings)]


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


def _loose_webs(stars: Sequence[Star]) -> tuple[list[int], list[int]]:
    """A number of the web for each link of a web whose people stand in no star of their own, and the link's position.

    The web alone holds these together. People of two stars who bought one letter are not joined by its web.
    """
    standing = frozenset().union(*(star.households for star in stars if not star.web))
    number: dict[str, int] = {}
    loose = [
        position
        for position, star in enumerate(stars)
        if star.web and len(star.households & standing) * 2 < len(star.households)
    ]
    return [number.setdefault(stars[position].web, len(number)) for position in loose], loose


def _best_label(stars: Sequence[Star], labels: NDArray[np.int32]) -> dict[str, int]:
    """The label whose stars say most about each household: the sum of their surprise a head."""
    said: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    webs: dict[str, set[str]] = defaultdict(set)
    for star in stars:
        webs[star.web] |= star.households
    for star, label in zip(stars, labels, strict=True):
        heads = len(webs[star.web] if star.web else star.households)
        for house in star.households:
            said[house][int(label)] += star.surprise / heads
    return {house: max(by_label, key=lambda label: (by_label[label], -label)) for house, by_label in said.items()}
