"""Who belongs to a cluster, how firmly, and by which paths."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import islice

from mingjian.contract.vocabulary import EntityType
from mingjian.network.clusters import Cluster
from mingjian.network.evidence import Attachment, CommonnessOf, Entity
from mingjian.network.kinds import ENOUGH_ALONE, Kind
from mingjian.network.own_telephones import own_telephones
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
    loosened: dict[int, set[str]] = defaultdict(set)
    for attachment in attachments:
        if attachment.entity not in commonness:
            continue  # an advert alone names it, and nobody has it who could hold another
        for position in owners.get(attachment.entity, ()):
            if attachment.fine in clusters[position].not_its:
                loosened[position].add(attachment.household)
            else:
                rows[position].append(attachment)
    clusters = [_held_still(one, rows[place], loosened[place]) for place, one in enumerate(clusters)]
    taken = {house: position for position, cluster in enumerate(clusters) for house in cluster.households}
    return tuple(
        _membership(cluster, position, rows[position], taken, commonness, paths=paths)
        for position, cluster in enumerate(clusters)
    )


def _held_still(cluster: Cluster, rows: Sequence[Attachment], loosened: Collection[str]) -> Cluster:
    """The cluster without the households that lost a thing which a person split off, and have only one kind left."""
    if not loosened:
        return cluster
    kinds: dict[str, set[Kind]] = defaultdict(set)
    for row in rows:
        if not row.entity.founds_nothing:
            kinds[row.household].add(row.entity.kind)
    fallen = {house for house in loosened if len(kinds[house]) < 2 or not kinds[house] & ENOUGH_ALONE}
    return replace(cluster, households=cluster.households - fallen)


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
        if row.founding:
            held[row.entity].add(row.household)
    core = {entity: houses & cluster.households for entity, houses in held.items()}

    def holds_of(entities: Iterable[Entity], household: str) -> tuple[Hold, ...]:
        return tuple(
            Hold(
                entity,
                share_of(
                    in_gang=len(core[entity]) - (household in core[entity]),
                    holders=commonness[entity].households - (household in held[entity]),
                ),
                commonness[entity].weight,
            )
            for entity in sorted(entities)
        )

    by_party: dict[Entity, set[Entity]] = defaultdict(set)
    by_record: dict[Entity, tuple[str, set[Entity]]] = {}
    house_of: dict[Entity, str] = {}
    telephones = own_telephones(rows)
    for row in rows:
        if row.household not in cluster.households and row.entity in telephones[row.party]:
            continue
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
    own = cluster.households | cluster.sent_away
    strangers: dict[str, list[Entity]] = defaultdict(list)
    for party in sorted(by_party):
        if house_of[party] not in own and taken.get(house_of[party], position) == position:
            strangers[house_of[party]].append(party)
    records: dict[tuple[Entity, Entity], set[str]] = defaultdict(set)
    for row in rows:
        records[row.party, row.entity].add(row.record_id)

    def left_of_party(party: Entity, lost: Entity) -> float:
        """Its strength without an entity; who is in no star is no member by holds that do not join him."""
        holds = [hold for hold in belonging[party] if hold.entity != lost]
        return strength(holds) if house_of[party] in cluster.households or joins(holds) else 0.0

    def left_of_complaint(complaint: Entity, lost: Entity) -> float:
        """The same of a complaint, which stays as long as its customer does by this and his other records."""
        house = by_record[complaint][0]
        stays = house in cluster.households or any(
            records[party, lost] - {complaint.id} or left_of_party(party, lost) > 0
            for party in strangers[house]
            if party in belonging
        )
        return strength([hold for hold in belonging[complaint] if hold.entity != lost]) if stays else 0.0

    @cache
    def attached(entity: Entity, in_gang: int, common: int) -> frozenset[str]:
        """The households outside the stars that an entity helps to hold, were it had by so many."""
        share = share_of(in_gang=in_gang, holders=common - 1)
        return frozenset(
            house
            for house in held[entity] - cluster.households
            if any(
                joins(
                    Hold(entity, share, hold.weight) if hold.entity == entity else hold
                    for hold in holds_of(by_party[party], house)
                )
                for party in strangers[house]
            )
        )

    def left_of_asset(entity: Entity, gone: str) -> float:
        """An entity's strength once a household has it no more, with whoever falls out for that."""
        common = commonness[entity].households - (gone in held[entity])
        core_left = len(core[entity]) - (gone in core[entity])
        staying = attached(entity, core_left, common)
        return share_of(in_gang=core_left + len(staying) - (gone in staying), holders=common)

    members = [
        Member(
            one,
            strength(holds),
            _paths(
                one,
                holds,
                neighbours,
                fine,
                left_without=partial(left_of_party if one in by_party else left_of_complaint, one),
                most=paths,
            ),
        )
        for one, holds in belonging.items()
    ]
    assets = [
        _asset(entity, houses & households, neighbours[entity], house_of, commonness, left_of_asset, most=paths)
        for entity, houses in sorted(held.items())
        if houses & households
    ]
    members.extend(_ungrouped(assets, kept, left_of_asset, most=paths))
    members.extend(_named(cluster, {member.entity: member.strength for member in members}))
    return Membership(cluster, households, tuple(members), kept, frozenset(by_party.keys() & belonging.keys()))


def _named(cluster: Cluster, known: Mapping[Entity, float]) -> list[Member]:
    """What nobody was seen to have, but a record names beside something that the gang has: as strong as that."""
    found = []
    for entity in sorted(cluster.assets - known.keys()):
        beside = sorted(
            {
                max(naming.entities & known.keys(), key=lambda other: (known[other], other))
                for naming in cluster.namings
                if entity in naming.entities and naming.entities & known.keys()
            },
            key=lambda other: (-known[other], other),
        )
        if beside:
            left = known[beside[1]] if len(beside) > 1 else 0.0
            found.append(Member(entity, known[beside[0]], (Path((entity, beside[0]), 0.0, left),)))
    return found


def _ungrouped(
    assets: Iterable[Member], rows: Sequence[Attachment], left: Callable[[Entity, str], float], *, most: int
) -> list[Member]:
    """The assets, with the members' own entities in place of their groups: people know a telephone, not a batch."""
    single = {asset.entity: asset for asset in assets if not asset.entity.is_group}
    groups = {asset.entity: asset for asset in assets if asset.entity.is_group}
    houses: dict[Entity, set[str]] = defaultdict(set)
    for row in rows:
        houses[row.fine].add(row.household)
    for row in rows:
        group = groups.get(row.entity)
        if group is None:
            continue
        known = single.get(row.fine)
        without = left(row.entity, row.household) if houses[row.fine] - {row.household} else 0.0
        path = Path((row.fine, row.party), group.paths[0].weight, without)
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
    left_without: Callable[[Entity], float],
    most: int,
) -> tuple[Path, ...]:
    """One path an entity, the best of each kind first: paths through different entities share no edge."""
    ordered = sorted(holds, key=lambda hold: (-hold.share * hold.weight, hold.entity))
    found = []
    for hold in ordered[:most]:
        others = list(islice((other for other in neighbours[hold.entity] if other != party), 1))
        mine = fine.get((party, hold.entity), hold.entity)
        theirs = [fine.get((other, hold.entity), hold.entity) for other in others]
        steps = tuple(dict.fromkeys((party, mine, *theirs, *others)))
        found.append(Path(steps, hold.weight, left_without(hold.entity)))
    return tuple(found)


def _asset(
    entity: Entity,
    houses: set[str] | frozenset[str],
    holders: Sequence[Entity],
    house_of: Mapping[Entity, str],
    commonness: CommonnessOf,
    left: Callable[[Entity, str], float],
    *,
    most: int,
) -> Member:
    """An entity of the gang: as strong as the share of its holders who are the gang's."""
    common = commonness[entity]
    seen: set[str] = set()
    paths: list[Path] = []
    for holder in holders:
        if house_of[holder] not in seen and len(paths) < most:
            seen.add(house_of[holder])
            paths.append(Path((entity, holder), common.weight, left(entity, house_of[holder])))
    return Member(entity, share_of(in_gang=len(houses), holders=common.households), tuple(paths))
