"""Clusters as people's judgements leave them: merged, split, and without those who were sent away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mingjian.network.clusters import Cluster
from mingjian.network.evidence import Entity
from mingjian.network.judgements import GANG, Decisions
from mingjian.network.life import Living


def as_judged(
    found: Sequence[Cluster],
    decisions: Decisions,
    *,
    household_of: Mapping[Entity, str],
    before: Mapping[str, Living],
    least: int,
) -> tuple[Cluster, ...]:
    """``found`` after merges and splits; a gang is known by the people whom the previous run gave it.

    A judgement about something that is in no cluster changes nothing.
    """
    clusters = list(found)
    for left, right in decisions.merged:
        first = _position(clusters, left, household_of, before)
        second = _position(clusters, right, household_of, before)
        if first is not None and second is not None and first != second:
            clusters[first] = _merged(clusters[first], clusters[second])
            del clusters[second]
    for left, right in decisions.apart:
        kept = _position(clusters, left, household_of, before)
        other = _position(clusters, right, household_of, before)
        if kept is not None and kept == other and right.type != GANG:
            clusters[kept] = _without(clusters[kept], right, household_of)
    return tuple(cluster for cluster in clusters if len(cluster.households) >= least)


def judged_parties(decisions: Decisions, before: Mapping[str, Living]) -> frozenset[Entity]:
    """Whose household must be known to apply the judgements."""
    named = {entity for pair in (*decisions.merged, *decisions.apart) for entity in pair}
    return frozenset(named | {person for entity in named if entity.type == GANG for person in _people(entity, before)})


def _people(entity: Entity, before: Mapping[str, Living]) -> Iterable[Entity]:
    gang = before.get(entity.id)
    return gang.people if gang else ()


def _position(
    clusters: Sequence[Cluster], entity: Entity, household_of: Mapping[Entity, str], before: Mapping[str, Living]
) -> int | None:
    people = _people(entity, before) if entity.type == GANG else (entity,)
    houses = {household_of[person] for person in people if person in household_of}
    overlaps = [
        (len(houses & cluster.households) or int(entity in cluster.assets), -position)
        for position, cluster in enumerate(clusters)
    ]
    most, position = max(overlaps, default=(0, 0))
    return -position if most else None


def _merged(left: Cluster, right: Cluster) -> Cluster:
    return Cluster(
        stars=left.stars + right.stars,
        households=left.households | right.households,
        assets=left.assets | right.assets,
        supplied=left.supplied | right.supplied,
        namings=tuple(dict.fromkeys(left.namings + right.namings)),
    )


def _without(cluster: Cluster, entity: Entity, household_of: Mapping[Entity, str]) -> Cluster:
    house = household_of.get(entity)
    return replace(
        cluster,
        households=cluster.households - ({house} if house else set()),
        assets=cluster.assets - {entity},
        sent_away=cluster.sent_away | ({house} if house else set()),
    )
