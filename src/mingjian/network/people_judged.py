"""Clusters as people's judgements leave them: merged, split, and without those who were sent away.

They are judged before they grow, so that nothing that somebody sent away brings others with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mingjian.network.clusters import Cluster
from mingjian.network.evidence import Entity, clients
from mingjian.network.gangs import Gang
from mingjian.network.judgements import GANG, Decisions
from mingjian.network.life import Living, is_heir
from mingjian.network.reading import PARTIES, Before


def as_judged(
    found: Sequence[Cluster],
    decisions: Decisions,
    *,
    household_of: Mapping[Entity, str],
    before: Before,
    least: int,
) -> tuple[Cluster, ...]:
    """``found`` after merges and splits; a gang is known by the people whom earlier runs gave it.

    Two gangs, or two members, are merged. That a gang and a member belong together takes an earlier split back, and
    brings nobody in whom the evidence does not. A judgement about something that is in no cluster changes nothing.
    """
    clusters = list(found)
    known = _Known(household_of, before)
    for left, right in decisions.merged:
        if (left.type == GANG) != (right.type == GANG):
            continue
        pairs = [
            (said_of_left + said_of_right, first, second)
            for first, said_of_left in known.places(left, clusters)
            for second, said_of_right in known.places(right, clusters)
            if first != second
        ]
        if pairs:
            _, first, second = max(pairs)
            parts = tuple(
                (side.id, clusters[position].households)
                for side, position in ((left, first), (right, second))
                if side.type == GANG
            )
            clusters[first] = _merged(clusters[first], clusters[second], parts)
            del clusters[second]
    for pair in decisions.apart:
        gang, other = sorted(pair, key=lambda side: side.type != GANG) if GANG in {s.type for s in pair} else pair
        if other.type == GANG:
            continue
        for position, _ in known.places(gang, clusters, with_descent=True):
            clusters[position] = _without(clusters[position], other, household_of)
    return tuple(cluster for cluster in clusters if len(clients(cluster.households)) >= least)


def judged_parties(decisions: Decisions, before: Before) -> frozenset[Entity]:
    """Whose household must be known to apply the judgements."""
    named = {entity for pair in (*decisions.merged, *decisions.apart) for entity in pair}
    gangs = {entity.id for entity in named if entity.type == GANG}
    gangs |= {gang_id for gang_id, gang in before.gangs.items() if named & (gang.people | gang.assets)}
    return frozenset(named | {person for gang_id in gangs for person in before.people_of(gang_id)})


def resting_gangs(gangs: Mapping[str, Gang], before: Before, decisions: Decisions) -> dict[str, Living]:
    """The gangs that stand no more and that a judgement names, so that it holds in the next run too.

    One that was merged is known by the people whom the evidence alone would still give it.
    """
    named = {entity.id for pair in (*decisions.merged, *decisions.apart) for entity in pair if entity.type == GANG} | {
        entity.id for entity in decisions.suppressed if entity.type == GANG
    }
    resting = {name: before.gangs[name] for name in named & before.gangs.keys() - gangs.keys()}
    for gang in gangs.values():
        parts = dict(reversed(gang.membership.cluster.merged_of))  # the first is the evidence's own, before any merge
        for name in parts.keys() & resting.keys():
            people = {row.party for row in gang.membership.attachments if row.household in parts[name]}
            of_it = frozenset(party for party in people if party.type in PARTIES)
            resting[name] = replace(resting[name], people=of_it)
    return resting


@dataclass(frozen=True)
class _Known:
    """By what a gang, a party or a thing that somebody judged is found again."""

    household_of: Mapping[Entity, str]
    before: Before

    def places(
        self, entity: Entity, clusters: Sequence[Cluster], *, with_descent: bool = False
    ) -> tuple[tuple[int, int], ...]:
        """Where it stands, and how many people say so; a member of no core stands with the gang that it was of."""
        if entity.type == GANG:
            return self._heirs(entity.id, clusters, with_descent=with_descent)
        house = self.household_of.get(entity)
        own = [
            (position, 1)
            for position, cluster in enumerate(clusters)
            if house in cluster.households or entity in cluster.assets
        ]
        if own:
            return tuple(own)
        gangs = [name for name, gang in self.before.gangs.items() if entity in gang.people | gang.assets]
        return tuple(dict.fromkeys(place for name in gangs for place in self._heirs(name, clusters)))

    def _heirs(
        self, gang_id: str, clusters: Sequence[Cluster], *, with_descent: bool = False
    ) -> tuple[tuple[int, int], ...]:
        gang = self.before.gangs.get(gang_id)
        people = self.before.people_of(gang_id) if with_descent else gang.people if gang else frozenset()
        houses = {self.household_of[person] for person in people if person in self.household_of}
        common = [len(houses & cluster.households) for cluster in clusters]
        return tuple(
            (position, both)
            for position, both in enumerate(common)
            if is_heir(both, len(clusters[position].households), len(houses))
        )


def _merged(left: Cluster, right: Cluster, parts: tuple[tuple[str, frozenset[str]], ...]) -> Cluster:
    return Cluster(
        stars=left.stars + right.stars,
        households=left.households | right.households,
        assets=left.assets | right.assets,
        supplied=left.supplied | right.supplied,
        namings=tuple(dict.fromkeys(left.namings + right.namings)),
        merged_of=left.merged_of + right.merged_of + parts,
    )


def _without(cluster: Cluster, entity: Entity, household_of: Mapping[Entity, str]) -> Cluster:
    """The cluster without somebody, or without a thing and whatever it alone held: two kinds are asked for again."""
    if entity.type in PARTIES:
        house = household_of.get(entity, f"{entity.type}:{entity.id}")
        return replace(cluster, households=cluster.households - {house}, sent_away=cluster.sent_away | {house})
    stars = tuple(star for star in cluster.stars if entity not in star.entities)
    namings = tuple(replace(naming, entities=naming.entities - {entity}) for naming in cluster.namings)
    left = frozenset().union(
        *(star.entities for star in stars), *(naming.entities for naming in namings if len(naming.entities) > 1)
    )
    return replace(
        cluster,
        stars=stars,
        namings=namings,
        households=cluster.households & frozenset().union(*(star.households for star in stars)),
        assets=cluster.assets & left,
        supplied=cluster.supplied - {entity},
        not_its=cluster.not_its | {entity},
    )
