"""From gangs to the tables of the contract."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.contract.reasons import to_json
from mingjian.contract.vocabulary import EntityType, Role
from mingjian.network.assessment import role_of
from mingjian.network.evidence import TESTIMONY, Attachment, CommonnessOf, Entity
from mingjian.network.gangs import Gang, living
from mingjian.network.life import Event, Living, is_dormant
from mingjian.network.reading import PARTIES

RECORDS = 20
"""How many records a link names at most."""


def gang_rows(gangs: Mapping[str, Gang], materials: Mapping[str, int]) -> pa.Table:
    """``gangs``; ``materials`` counts the papers of each customer and complaint."""
    rows = []
    for gang_id, gang in gangs.items():
        seen = living(gang.membership)
        parties = gang.membership.parties
        complaints = {
            member.entity.id for member in gang.membership.members if member.entity.type == EntityType.COMPLAINT
        }
        rows.append(
            {
                "gang_id": gang_id,
                "score": gang.assessment.score,
                "stability": gang.stability,
                "first_seen_at": seen.first_seen_at,
                "last_seen_at": seen.last_seen_at,
                "customers": sum(party.type == EntityType.CUSTOMER for party in parties),
                "complaints": len(complaints),
                "materials": sum(materials.get(complaint, 0) for complaint in complaints),
                "summary": gang.assessment.summary,
                "reasons": to_json(gang.assessment.reasons),
                "summary_en": gang.assessment.summary_en,
            }
        )
    return _table("gangs", rows)


def member_rows(gangs: Mapping[str, Gang], *, suppressed: frozenset[Entity]) -> pa.Table:
    """``gang_members``; adverts that name the gang stand among its assets, and whom people suppressed is not shown."""
    rows = []
    for gang_id, gang in gangs.items():
        hidden, roles = _hidden(gang, suppressed), _roles(gang)
        strengths = {member.entity: member.strength for member in gang.membership.members}
        for advert in gang.circumstances.adverts:
            strengths[Entity(EntityType.SOLICITATION, advert)] = 1.0
        for entity, strength in sorted(strengths.items()):
            if entity.type == TESTIMONY or entity in hidden:
                continue
            rows.append(
                {
                    "gang_id": gang_id,
                    "entity_type": entity.type,
                    "entity_id": entity.id,
                    "role": roles.get(entity, Role.ASSET),
                    "strength": min(1.0, max(0.0, strength)),
                }
            )
    return _table("gang_members", rows)


def path_rows(gangs: Mapping[str, Gang], *, suppressed: frozenset[Entity]) -> pa.Table:
    """``membership_paths`` of the members that are shown."""
    hidden = {gang_id: _hidden(gang, suppressed) for gang_id, gang in gangs.items()}
    return _table(
        "membership_paths",
        [
            {
                "gang_id": gang_id,
                "entity_type": member.entity.type,
                "entity_id": member.entity.id,
                "rank": rank,
                "path": path.to_json(),
                "weight": path.weight,
                "strength_without": path.strength_without,
            }
            for gang_id, gang in gangs.items()
            for member in gang.membership.members
            if member.entity.type != TESTIMONY and member.entity not in hidden[gang_id]
            for rank, path in enumerate(member.paths, start=1)
        ],
    )


def _hidden(gang: Gang, suppressed: frozenset[Entity]) -> frozenset[Entity]:
    """Who is not to be shown, and the complaints of whom: a person who was cleared is not found by his letters."""
    letters = {
        Entity(EntityType.COMPLAINT, row.record_id)
        for row in gang.membership.attachments
        if row.record_table == "complaints" and row.party in suppressed
    }
    return suppressed | letters


def link_rows(
    gangs: Mapping[str, Gang], commonness: CommonnessOf, adverts: Mapping[Entity, Sequence[Attachment]]
) -> pa.Table:
    """``links``: who has which of a gang's entities, since when, by which records; ``adverts`` by what they name."""
    grouped: dict[tuple[Entity, Entity], list[Attachment]] = defaultdict(list)
    for gang in gangs.values():
        for row in gang.membership.attachments:
            if row.party.type != TESTIMONY:
                grouped[row.party, row.fine].append(row)
        for entity in gang.membership.cluster.assets:
            for row in adverts.get(entity, ()):
                grouped[row.party, row.fine].append(row)
    return _table(
        "links",
        [
            {
                "source_type": party.type,
                "source_id": party.id,
                "target_type": entity.type,
                "target_id": entity.id,
                "relation": f"has_{entity.type}",
                "weight": max((commonness[r.entity].weight for r in rows if r.entity in commonness), default=None),
                "first_seen_at": min((row.first_seen_at for row in rows if row.first_seen_at), default=None),
                "last_seen_at": max((row.last_seen_at for row in rows if row.last_seen_at), default=None),
                "evidence": json.dumps(sorted({row.record_id for row in rows})[:RECORDS]),
            }
            for (party, entity), rows in sorted(grouped.items())
        ],
    )


def event_rows(events: Iterable[Event]) -> pa.Table:
    """``gang_events``."""
    return _table(
        "gang_events",
        [
            {
                "gang_id": event.gang_id,
                "event": event.event.value,
                "at": event.at,
                "other_gang_id": event.other_gang_id,
                "evidence": event.evidence,
            }
            for event in events
        ],
    )


def registry_rows(
    gangs: Mapping[str, Gang], resting: Mapping[str, Living], *, as_of: datetime, dormant_days: int
) -> pa.Table:
    """``gang_registry``: every gang, those that people suppressed too, so that the next run knows them again.

    Those that are ``resting`` stand no more, but people's judgements name them.
    """
    standing = {gang_id: living(gang.membership) for gang_id, gang in gangs.items()}
    return _table(
        "gang_registry",
        [
            {
                "gang_id": gang_id,
                "entity_type": entity.type,
                "entity_id": entity.id,
                "first_seen_at": seen.first_seen_at,
                "last_seen_at": seen.last_seen_at,
                "dormant": gang_id in standing and is_dormant(seen, as_of=as_of, dormant_days=dormant_days),
                "standing": gang_id in standing,
            }
            for gang_id, seen in {**standing, **resting}.items()
            for entity in sorted(seen.people | seen.assets)
        ],
    )


def sent_away_rows(
    gangs: Mapping[str, Gang], parties_of: Mapping[str, Sequence[Entity]], *, suppressed: frozenset[Entity]
) -> pa.Table:
    """``sent_away``: the parties of the households that people judged not to be of a gang, and who is not shown."""
    away = [
        (party, gang_id)
        for gang_id, gang in gangs.items()
        for house in gang.membership.cluster.sent_away
        for party in {Entity.parse(house), *parties_of.get(house, ())}
    ]
    nowhere = [(entity, None) for entity in suppressed if entity.type in PARTIES]
    return _table(
        "sent_away",
        [
            {"entity_type": party.type, "entity_id": party.id, "gang_id": gang_id}
            for party, gang_id in sorted(away) + sorted(nowhere)
            if party.type != TESTIMONY
        ],
    )


def asset_rows(gangs: Mapping[str, Gang]) -> pa.Table:
    """Which gang each asset is of, and how many of its core's households have it: the gang's side of the entity index.

    Whom it alone holds, and who is not known to be the law firm that he says, holds nobody else, as in the batch.
    """
    rows: list[dict[str, Any]] = []
    for gang_id, gang in gangs.items():
        core = gang.membership.cluster.households
        held: dict[Entity, set[str]] = defaultdict(set)
        for row in gang.membership.attachments:
            held[row.entity] |= {row.household} & core if row.founding else set()
        rows.extend(
            {
                "entity_type": entity.type,
                "entity_id": entity.id,
                "gang_id": gang_id,
                "gang_households": len(houses),
            }
            for entity, houses in sorted(held.items())
        )
    schema = pa.schema(
        [
            ("entity_type", pa.string()),
            ("entity_id", pa.string()),
            ("gang_id", pa.string()),
            ("gang_households", pa.int64()),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _roles(gang: Gang) -> dict[Entity, Role]:
    """What each member is; a complaint is what its customer is, and a client's where nobody knows whose it is."""
    of = {
        Entity(EntityType.COMPLAINT, row.record_id): row.party
        for row in gang.membership.attachments
        if row.record_table == "complaints"
    }
    return {member.entity: _role(of.get(member.entity, member.entity), gang) for member in gang.membership.members}


def _role(entity: Entity, gang: Gang) -> Role:
    if entity.type == EntityType.COMPLAINT:
        return Role.CLIENT
    if entity in gang.membership.cluster.supplied:
        return Role.SUPPLIER
    return role_of(entity, gang.circumstances, gang.operators)


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=TABLES[name].arrow_schema)
