"""Who belongs to a cluster, how firmly, and by which paths."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mingjian.contract.vocabulary import EntityType
from mingjian.network.clusters import Cluster
from mingjian.network.evidence import Attachment, CommonnessOf, Entity
from mingjian.network.strength import Hold, joins, share_of, strength


@dataclass(frozen=True)
class Path:
    """A way from a member to another one, and what would be left without it."""

    steps: tuple[Entity, ...]
    weight: float
    strength_without: float

    def to_json(self) -> str:
        """The contract's JSON array of [entity_type, entity_id]."""
        return json.dumps([list(step) for step in self.steps], ensure_ascii=False)


@dataclass(frozen=True)
class Member:
    """A party or an entity of a gang."""

    entity: Entity
    strength: float
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Membership:
    """A cluster with everybody in it; ``attachments`` are the rows that it rests on."""

    cluster: Cluster
    households: frozenset[str]
    members: tuple[Member, ...]
    attachments: tuple[Attachment, ...]
    parties: frozenset[Entity] = field(default_factory=frozenset)


def memberships(
    clusters: Sequence[Cluster], attachments: Iterable[Attachment], commonness: CommonnessOf, *, paths: int
) -> tuple[Membership, ...]:
    """The members of each cluster: those of its stars, and those outside whom its own entities hold firmly."""
    owners: dict[Entity, list[int]] = defaultdict(list)
    for position, cluster in enumerate(clusters):
        for entity in cluster.assets:
            owners[entity].append(position)
    rows: dict[int, list[Attachment]] = defaultdict(list)
    for attachment in attachments:
        for position in owners.get(attachment.entity, ()):
            rows[position].append(attachment)
    taken = {house: position for position, cluster in enumerate(clusters) for house in cluster.households}
    return tuple(
        _membership(cluster, position, rows[position], taken, commonness, paths=paths)
        for position, cluster in enumerate(clusters)
    )


def _membership(
    cluster: Cluster,
    position: int,
    rows: Sequence[Attachment],
    taken: Mapping[str, int],
    commonness: CommonnessOf,
    *,
    paths: int,
) -> Membership:
    held: dict[Entity, set[str]] = defaultdict(set)
    for row in rows:
        held[row.entity].add(row.household)
    core = {entity: houses & cluster.households for entity, houses in held.items()}

    def holds_of(entities: Iterable[Entity], household: str) -> tuple[Hold, ...]:
        return tuple(
            Hold(
                entity,
                share_of(
                    in_gang=len(core[entity] - {household}),
                    holders=commonness[entity].households - (household in held[entity]),
                ),
                commonness[entity].weight,
            )
            for entity in sorted(entities)
        )

    by_party: dict[Entity, set[Entity]] = defaultdict(set)
    by_record: dict[Entity, tuple[str, set[Entity]]] = {}
    house_of: dict[Entity, str] = {}
    for row in rows:
        by_party[row.party].add(row.entity)
        house_of[row.party] = row.household
        complaint = Entity(EntityType.COMPLAINT, row.record_id)
        if row.record_table == "complaints" and row.party != complaint:
            by_record.setdefault(complaint, (row.household, set()))[1].add(row.entity)

    belonging: dict[Entity, tuple[Hold, ...]] = {}
    for party in sorted(by_party):
        house = house_of[party]
        if house in cluster.sent_away:
            continue
        holds = holds_of(by_party[party], house)
        if house in cluster.households or (taken.get(house, position) == position and joins(holds)):
            belonging[party] = holds
    households = frozenset(house_of[party] for party in belonging)
    for complaint in sorted(by_record):
        house, entities = by_record[complaint]
        if house in households:
            belonging[complaint] = holds_of(entities, house)

    kept = tuple(row for row in rows if row.household in households)
    neighbours: dict[Entity, list[Entity]] = defaultdict(list)
    for party, holds in sorted(belonging.items(), key=lambda item: (-strength(item[1]), item[0])):
        if party in by_party:
            for hold in holds:
                neighbours[hold.entity].append(party)
    fine = {(row.party, row.entity): row.fine for row in rows}
    fine |= {
        (Entity(EntityType.COMPLAINT, row.record_id), row.entity): row.fine
        for row in rows
        if row.record_table == "complaints"
    }

    def joined(holds: Sequence[Hold]) -> float:
        """The strength of somebody outside the stars, who is no member by holds that do not join him."""
        return strength(holds) if joins(holds) else 0.0

    def stands(holds: Sequence[Hold]) -> float:
        return strength(holds)

    firm = {
        entity
        for entity in belonging
        if (house_of[entity] if entity in house_of else by_record[entity][0]) in cluster.households
    }
    members = [
        Member(
            party,
            strength(holds),
            _paths(party, holds, neighbours, fine, left_without=stands if party in firm else joined, most=paths),
        )
        for party, holds in belonging.items()
    ]
    assets = [
        _asset(entity, houses & households, neighbours[entity], house_of, commonness, most=paths)
        for entity, houses in sorted(held.items())
        if houses & households
    ]
    members.extend(_ungrouped(assets, kept, most=paths))
    members.extend(_named(cluster, {member.entity: member.strength for member in members}))
    return Membership(cluster, households, tuple(members), kept, frozenset(by_party.keys() & belonging.keys()))


def _named(cluster: Cluster, known: Mapping[Entity, float]) -> list[Member]:
    """What nobody was seen to have, but a record names beside something that the gang has: as strong as that."""
    found = []
    for entity in sorted(cluster.assets - known.keys()):
        beside = {
            other for naming in cluster.namings if entity in naming.entities for other in naming.entities & known.keys()
        }
        if beside:
            best = min(beside, key=lambda other: (-known[other], other))
            found.append(Member(entity, known[best], (Path((entity, best), 0.0, 0.0),)))
    return found


def _ungrouped(assets: Iterable[Member], rows: Iterable[Attachment], *, most: int) -> list[Member]:
    """The assets, with the members' own entities in place of their groups: people know a telephone, not a batch."""
    single = {asset.entity: asset for asset in assets if not asset.entity.is_group}
    groups = {asset.entity: asset for asset in assets if asset.entity.is_group}
    for row in rows:
        group = groups.get(row.entity)
        if group is None:
            continue
        known = single.get(row.fine)
        path = Path((row.fine, row.party), group.paths[0].weight, group.paths[0].strength_without)
        if known is None or known.strength < group.strength:
            paths = (*known.paths, path) if known else (path,)
            single[row.fine] = Member(row.fine, group.strength, tuple(dict.fromkeys(paths))[:most])
    return [single[entity] for entity in sorted(single)]


def _paths(
    party: Entity,
    holds: Sequence[Hold],
    neighbours: Mapping[Entity, Sequence[Entity]],
    fine: Mapping[tuple[Entity, Entity], Entity],
    *,
    left_without: Callable[[Sequence[Hold]], float],
    most: int,
) -> tuple[Path, ...]:
    """One path an entity, the best of each kind first: paths through different entities share no edge."""
    ordered = sorted(holds, key=lambda hold: (-hold.share * hold.weight, hold.entity))
    found = []
    for hold in ordered[:most]:
        others = [other for other in neighbours[hold.entity] if other != party]
        mine = fine.get((party, hold.entity), hold.entity)
        theirs = [fine.get((other, hold.entity), hold.entity) for other in others[:1]]
        steps = tuple(dict.fromkeys((party, mine, *theirs, *others[:1])))
        found.append(Path(steps, hold.weight, left_without([other for other in holds if other is not hold])))
    return tuple(found)


def _asset(
    entity: Entity,
    houses: set[str] | frozenset[str],
    holders: Sequence[Entity],
    house_of: Mapping[Entity, str],
    commonness: CommonnessOf,
    *,
    most: int,
) -> Member:
    """An entity of the gang: as strong as the share of its holders who are the gang's."""
    common = commonness[entity]
    share = share_of(in_gang=len(houses), holders=common.households)
    without = share_of(in_gang=len(houses) - 1, holders=common.households - 1)
    seen: set[str] = set()
    paths: list[Path] = []
    for holder in holders:
        if house_of[holder] not in seen and len(paths) < most:
            seen.add(house_of[holder])
            paths.append(Path((entity, holder), common.weight, without))
    return Member(entity, share, tuple(paths))
