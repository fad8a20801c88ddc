"""Stars become clusters where strong joints hold them together; weak joints are cut before anything is connected.

Joints are: an entity that is the stars' own and more than a name or a wording, people who stand in both stars, and a
record that names an entity of each as one agency's. One customer who went to two agencies, or a letter or a seal that
a den sold to both, joins nothing; a letter of both *and* more people in both than clients who shop around would bring,
does: so one agency with three telephones is one.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from mingjian.network.communities import Component, communities_of
from mingjian.network.evidence import CommonnessOf, Entity, Naming, Star, clients
from mingjian.network.kinds import Kind
from mingjian.network.settings import NetworkSettings
from mingjian.network.surprise import surprise_of
from mingjian.store.engine import Engine

BOUGHT = 0.2
"""A cluster counts something among its things where this share of all who have it are its own; a letter that a den
sells to several agencies is so a thing of each, and one that everybody copies is a thing of none."""

SOLD = 0.25
"""A letter or a seal comes from a den where the gangs that have it make up this share of all who do."""

SOLD_TO_MANY = frozenset({Kind.WORDING, Kind.PAPER})
"""What a den sells to several agencies, and what is therefore nobody's own."""


@dataclass(frozen=True)
class Cluster:
    """A gang before it has a name: its stars, its households, the entities that are its own, and who named them."""

    stars: tuple[Star, ...]
    households: frozenset[str]
    assets: frozenset[Entity]
    namings: tuple[Naming, ...] = ()
    supplied: frozenset[Entity] = frozenset()
    """Letters and seals that a den sold to this gang and to others."""
    sent_away: frozenset[str] = frozenset()
    """Households that a person judged not to belong; nothing brings them back."""
    not_its: frozenset[Entity] = frozenset()
    """Things that a person judged not to be its; they hold nobody in it."""
    merged_of: tuple[tuple[str, frozenset[str]], ...] = ()
    """The gangs that a person judged to be one in it, each with the households that the evidence alone gives it."""


def own_entities(stars: Iterable[Star], commonness: CommonnessOf, *, share: float) -> frozenset[Entity]:
    """The entities of which more than a share of the holders stand in the stars that rest on them."""
    return frozenset(
        entity
        for entity, households in _holders(stars).items()
        if len(households) > share * commonness[entity].households
    )


def clusters(
    stars: Sequence[Star],
    namings: Sequence[Naming],
    commonness: CommonnessOf,
    settings: NetworkSettings,
    engine: Engine,
) -> tuple[Cluster, ...]:
    """The clusters with enough households; each household stands in the one that holds it best."""
    if not stars:
        return ()
    starred = {entity for star in stars for entity in star.entities}
    own = frozenset(
        entity
        for entity in own_entities(stars, commonness, share=settings.own_share)
        if entity.kind not in SOLD_TO_MANY and not entity.is_name
    )
    joining = [
        Naming(naming.record, frozenset(e for e in naming.entities if (e in own or e not in starred) and not e.is_name))
        for naming in namings
    ]
    star_labels, naming_labels = _connected(stars, joining, own)
    star_labels = _with_common_people(stars, star_labels, commonness, settings)
    star_labels = _cut(stars, star_labels, joining, own, settings, engine)
    naming_labels = _label_of_namings(joining, stars, star_labels, naming_labels)
    home = _best_label(stars, star_labels)
    named: dict[int, list[Naming]] = defaultdict(list)
    for naming, label in zip(joining, naming_labels, strict=True):
        named[int(label)].append(naming)
    found: list[Cluster] = []
    for label, positions in _by_label(star_labels):
        members = [stars[position] for position in positions]
        households = frozenset(house for star in members for house in star.households if home[house] == label)
        if len(clients(households)) < settings.minimum_customers:
            continue
        things = frozenset(
            entity
            for entity, holders in _holders(members).items()
            if len(holders) >= BOUGHT * commonness[entity].households
        )
        if not things:
            continue
        naming_it = tuple(naming for naming in named[label] if naming.entities)
        spoken_of = frozenset(entity for naming in naming_it for entity in naming.entities)
        found.append(Cluster(tuple(members), households, things | spoken_of, naming_it))
    ordered = sorted(found, key=lambda cluster: (-len(cluster.households), min(cluster.households)))
    return _with_suppliers(ordered, commonness, least=settings.minimum_customers)


def _with_suppliers(clusters: Sequence[Cluster], commonness: CommonnessOf, *, least: int) -> tuple[Cluster, ...]:
    """The clusters with the letters and seals that two of them at least have, and few others do: a den sold them."""
    writers: dict[Entity, dict[int, int]] = defaultdict(dict)
    for position, cluster in enumerate(clusters):
        for entity, houses in _holders(cluster.stars).items():
            if entity.kind in SOLD_TO_MANY and len(houses & cluster.households) >= least:
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
    engine: Engine,
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
    # What two records name beside things of the gang holds both, whether or not a star rests on it.
    spoken_of: dict[Entity, list[int]] = defaultdict(list)
    for naming in namings:
        named = [at for entity in sorted(naming.entities) for at in having.get(entity, ())]
        holding.append(named)
        for entity in naming.entities - having.keys():
            spoken_of[entity].extend(named)
    holding += [spoken_of[entity] for entity in sorted(spoken_of)]
    holding += [web[name] for name in sorted(web)]
    joints: dict[int, list[frozenset[int]]] = defaultdict(list)
    for together in holding:
        if together:
            joints[int(labels[together[0]])].append(frozenset(together))
    positions_of = _by_label(labels)
    components = []
    for label, positions in positions_of:
        local = {position: number for number, position in enumerate(positions)}
        within = [frozenset(local[position] for position in joint) for joint in joints[label]]
        components.append(Component.of([stars[position] for position in positions], within))
    parts_of = communities_of(components, engine, bridge=settings.minimum_customers, seed=settings.seed)
    following = int(labels.max(initial=0)) + 1
    for (_, positions), parts in zip(positions_of, parts_of, strict=True):
        members = np.array(positions)
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
    common = _in_common([star.households for star in stars])
    sizes = np.array([len(star.households) for star in stars])
    left, right = common.coords
    smaller = np.minimum(sizes[left], sizes[right])
    holds = (left < right) & (common.data >= 2) & (common.data * 2 >= smaller)
    return left[holds].tolist(), right[holds].tolist()


def _with_common_people(
    stars: Sequence[Star], labels: NDArray[np.int32], commonness: CommonnessOf, settings: NetworkSettings
) -> NDArray[np.int32]:
    """Joins components that share an entity and more people than go from one agency to the next by themselves."""
    names, at = np.unique(labels, return_inverse=True)
    parts = [[stars[position] for position in positions] for _, positions in _by_label(at)]
    things = [frozenset(entity for star in part for entity in star.entities) for part in parts]
    people = [frozenset(house for star in part for house in star.households) for part in parts]
    sharing = _in_common(things)
    tried = [(a, b) for a, b in zip(*(side.tolist() for side in sharing.coords), strict=True) if a < b]
    joined = []
    for a, b in tried:
        smaller, larger = sorted((len(people[a]), len(people[b])))
        population = max(commonness[entity].population for entity in things[a] & things[b])
        chance = settings.local_dependence * larger / population
        common = len(people[a] & people[b])
        said = surprise_of(common, of=smaller, chance=chance)
        if common >= settings.minimum_customers and said >= math.log(len(tried) / settings.expected_false_stars):
            joined.append((a, b))
    left, right = zip(*joined, strict=True) if joined else ((), ())
    graph = coo_array((np.ones(len(joined), dtype=np.int8), (left, right)), shape=(len(names), len(names)))
    _, merged = connected_components(graph, directed=False)
    first = {part: label for label, part in sorted(zip(names.tolist(), merged.tolist(), strict=True), reverse=True)}
    return np.array([first[part] for part in merged[at].tolist()], dtype=np.int32)


def _by_label(labels: NDArray[Any]) -> list[tuple[int, list[int]]]:
    """Each label and where it stands, in one pass: at a large lender labels are about as many as stars."""
    found: dict[int, list[int]] = defaultdict(list)
    for position, label in enumerate(labels.tolist()):
        found[label].append(position)
    return sorted(found.items())


def _in_common(sets: Sequence[frozenset[Any]]) -> coo_array:
    """How many elements each two of the sets have in common, where they have any."""
    index: dict[Any, int] = {}
    rows = [position for position, elements in enumerate(sets) for _ in elements]
    columns = [index.setdefault(element, len(index)) for elements in sets for element in elements]
    ones = np.ones(len(rows), dtype=np.int32)
    incidence = csr_array(coo_array((ones, (rows, columns)), shape=(len(sets), len(index))))
    return coo_array(incidence @ incidence.T)


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
