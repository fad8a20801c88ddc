"""What else a gang has, once it stands: a look-up among what its own people hold, and not a search among everything.

Whether stars stand is asked of all pairs of entities that could have met, hence a high threshold. Of a gang that
stands only the few things that several of its people hold are asked about, so less suffices: a second telephone, the
room that letters come from, the letter that is written since spring. With them, people whom one weak thing held are
held by two kinds, and count from then on as the gang's.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.network.clusters import BOUGHT, Cluster
from mingjian.network.evidence import Attachment, Commonness, CommonnessOf, Entity
from mingjian.network.kinds import Kind
from mingjian.network.reading import attachments_of, commonness_of
from mingjian.network.settings import NetworkSettings
from mingjian.network.strength import Hold, joins, share_of
from mingjian.network.surprise import surprise_of
from mingjian.store.engine import Engine

ROUNDS = 3
"""A gang is looked at again with what it was found to have; after so many times it is what it is."""


@dataclass(frozen=True)
class Held:
    """How many of a cluster's households hold an entity."""

    cluster: int
    entity: Entity
    households: int


def held_by(
    clusters: Sequence[Cluster], attributes: ir.Table, statistics: ir.Table, engine: Engine, *, least: int
) -> tuple[Held, ...]:
    """What at least ``least`` households of one cluster hold, hubs left out."""
    rows = [
        {"cluster": position, "household": house}
        for position, cluster in enumerate(clusters)
        for house in sorted(cluster.households)
    ]
    schema = pa.schema([("cluster", pa.int64()), ("household", pa.string())])
    standing = engine.read_arrow(pa.Table.from_pylist(rows, schema=schema))
    telling = statistics.filter(statistics.countable).select("entity_type", "entity_id")
    held = attributes.select("household", "entity_type", "entity_id").distinct().join(standing, "household")
    counted = (
        held.join(telling, ["entity_type", "entity_id"])
        .group_by("cluster", "entity_type", "entity_id")
        .aggregate(households=ibis._.household.nunique())
    )
    found = counted.filter(counted.households >= least).to_pyarrow().to_pylist()
    return tuple(
        sorted(
            (Held(row["cluster"], Entity(row["entity_type"], row["entity_id"]), row["households"]) for row in found),
            key=lambda held: (held.cluster, held.entity),
        )
    )


def with_assets(
    clusters: Sequence[Cluster], held: Iterable[Held], commonness: CommonnessOf, settings: NetworkSettings
) -> tuple[Cluster, ...]:
    """The clusters with what their people hold oftener than chance brings, among all that was looked at."""
    asked = [
        one
        for one in held
        if one.entity not in clusters[one.cluster].assets and one.entity not in clusters[one.cluster].not_its
    ]
    threshold = math.log(max(1, len(asked)) / settings.expected_false_stars)
    found: dict[int, set[Entity]] = defaultdict(set)
    for one in asked:
        common, size = commonness[one.entity], len(clusters[one.cluster].households)
        dependence = settings.local_dependence if one.entity.kind is Kind.PLACE else settings.dependence
        said = surprise_of(one.households, of=common.households, chance=dependence * size / common.population)
        theirs = (
            one.households > settings.own_share * common.households
            if one.entity.founds_nothing
            else one.households >= BOUGHT * common.households
        )
        if said >= threshold and theirs:
            found[one.cluster].add(one.entity)
    return tuple(
        replace(cluster, assets=cluster.assets | found[position]) if position in found else cluster
        for position, cluster in enumerate(clusters)
    )


def with_people(
    clusters: Sequence[Cluster], attachments: Iterable[Attachment], commonness: CommonnessOf
) -> tuple[Cluster, ...]:
    """The clusters with the households outside that two kinds of their things hold; each goes where it is held best."""
    holders: dict[Entity, set[str]] = defaultdict(set)
    for row in attachments:
        holders[row.entity].add(row.household)
    taken = frozenset().union(*(cluster.households for cluster in clusters))
    best: dict[str, tuple[float, int]] = {}
    for position, cluster in enumerate(clusters):
        shares = {
            entity: share_of(
                in_gang=len(holders[entity] & cluster.households), holders=commonness[entity].households - 1
            )
            for entity in cluster.assets
            if entity in commonness  # what an advert alone names holds nobody
        }
        holds: dict[str, list[Hold]] = defaultdict(list)
        for entity, share in shares.items():
            for house in holders[entity] - taken - cluster.sent_away:
                holds[house].append(Hold(entity, share, commonness[entity].weight))
        for house, found in holds.items():
            if len({hold.entity.kind for hold in found if hold.share > 0}) >= 2 and joins(found):
                said = sum(hold.share for hold in found)
                best[house] = max(best.get(house, (0.0, -position)), (said, -position))
    joined: dict[int, set[str]] = defaultdict(set)
    for house, (_, position) in best.items():
        joined[-position].add(house)
    return tuple(
        replace(cluster, households=cluster.households | joined[position]) if position in joined else cluster
        for position, cluster in enumerate(clusters)
    )


def grown(
    clusters: tuple[Cluster, ...],
    attributes: ir.Table,
    statistics: ir.Table,
    commonness: CommonnessOf,
    settings: NetworkSettings,
    engine: Engine,
) -> tuple[tuple[Cluster, ...], dict[Entity, Commonness]]:
    """The clusters with what else they have and whom it holds, and how common all of their things are."""
    known = dict(commonness)
    for _ in range(ROUNDS if clusters else 0):
        before = clusters
        held = held_by(clusters, attributes, statistics, engine, least=settings.minimum_customers)
        known |= commonness_of(statistics, {one.entity for one in held} - known.keys(), engine)
        clusters = with_assets(clusters, held, known, settings)
        assets = {entity for cluster in clusters for entity in cluster.assets}
        clusters = with_people(clusters, attachments_of(attributes, assets, engine), known)
        if clusters == before:
            break
    return clusters, known
