"""From tables to values: the few rows that clustering needs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract.vocabulary import EntityType, GangEventKind, JudgementKind
from mingjian.network.corroboration import REPORTS
from mingjian.network.evidence import Attachment, Commonness, Entity, Naming, Star
from mingjian.network.judgements import Judgement
from mingjian.network.life import Event, Living
from mingjian.network.linking import Linked
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake

PARTIES = frozenset({"customer", "complaint"})
"""The member types that are people, for telling gangs apart over time."""


def stars_of(table: ir.Table) -> tuple[Star, ...]:
    """The stars with their households, in a fixed order."""
    rows = _rows(table)
    # A link of a web may have the very entities of a star, and is none.
    houses: dict[tuple[str, str], set[str]] = defaultdict(set)
    first: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["star"], row["web"] or "")
        houses[key].add(row["household"])
        first[key] = row
    return tuple(
        Star(
            entities=tuple(Entity.parse(part) for part in name.split("|")),
            households=frozenset(houses[name, web]),
            of=row["of"],
            chance=row["chance"],
            threshold=row["threshold"],
            surprise=row["surprise"],
            web=web,
        )
        for (name, web), row in sorted(first.items())
    )


def commonness_of(statistics: ir.Table, entities: Iterable[Entity], engine: Engine) -> dict[Entity, Commonness]:
    """How common the given entities are."""
    return {
        Entity(row["entity_type"], row["entity_id"]): Commonness(row["households"], row["population"], row["weight"])
        for row in _rows(statistics.semi_join(_named(entities, engine), ["entity_type", "entity_id"]))
    }


def entities_of(table: ir.Table, entities: Iterable[Entity], engine: Engine) -> frozenset[Entity]:
    """Which of the given entities a table names."""
    found = table.semi_join(_named(entities, engine), ["entity_type", "entity_id"]).select("entity_type", "entity_id")
    return frozenset(Entity(row["entity_type"], row["entity_id"]) for row in _rows(found))


def attachments_of(attributes: ir.Table, entities: Iterable[Entity], engine: Engine) -> tuple[Attachment, ...]:
    """Who has the given entities, by which records."""
    chosen = attributes.semi_join(_named(entities, engine), ["entity_type", "entity_id"])
    found = [
        Attachment(
            party=Entity(row["party_type"], row["party_id"]),
            household=row.get("household") or f"{row['party_type']}:{row['party_id']}",
            entity=Entity(row["entity_type"], row["entity_id"]),
            fine=Entity(row["fine_type"], row["fine_id"]),
            record_table=row["record_table"],
            record_id=row["record_id"],
            first_seen_at=row["first_seen_at"],
            last_seen_at=row["last_seen_at"],
            founding=row.get("founding", True),
        )
        for row in _rows(chosen)
    ]
    return tuple(sorted(found, key=lambda row: (row.party, row.entity, row.fine, row.record_table, row.record_id)))


_NAMED_TYPES = (
    EntityType.PHONE.value,
    EntityType.EMAIL.value,
    EntityType.WECHAT.value,
    EntityType.ACCOUNT.value,
    EntityType.LICENCE.value,
    EntityType.ORGANISATION.value,
)
"""What a record names as one agency's. A person's name is not among them: strangers share names."""


def namings_of(
    linked: Linked, solicitations: ir.Table, common: ir.Table, hubs: frozenset[Entity]
) -> tuple[Naming, ...]:
    """What adverts (by their author), consumers' reports and representations name together.

    An advert or a report joins only what others name as an agency's too: a number does not become an agency's because
    somebody writes it down beside one. What is too ``common`` to tell, or was judged a hub, names no agency either.
    """
    attributes = linked.attributes.filter(linked.attributes.entity_id == linked.attributes.fine_id)
    stated = attributes.filter(attributes.record_table == "representations")
    reported = attributes.filter(attributes.record_table == REPORTS)
    authors = solicitations.select(
        record_id="solicitation_id", author=ibis.coalesce(solicitations.author_id, solicitations.solicitation_id)
    )
    columns = {"record_type": "record_table", "record": "record_id"}
    said = reported.select("entity_type", "entity_id", **columns).union(
        linked.adverts.join(authors, "record_id").select(
            "entity_type", "entity_id", record_type=ibis.literal(EntityType.SOLICITATION.value), record="author"
        )
    )
    borne_out = said.semi_join(linked.known, ["entity_type", "entity_id"])
    rows = borne_out.union(stated.select("entity_type", "entity_id", **columns))
    named: dict[Entity, set[Entity]] = defaultdict(set)
    telling = rows.filter(rows.entity_type.isin(_NAMED_TYPES)).anti_join(common, ["entity_type", "entity_id"])
    for row in _rows(telling.distinct()):
        entity = Entity(row["entity_type"], row["entity_id"])
        if entity not in hubs:
            named[Entity(row["record_type"], row["record"])].add(entity)
    return tuple(Naming(record, frozenset(entities)) for record, entities in sorted(named.items()))


def judgements_of(table: ir.Table) -> tuple[Judgement, ...]:
    """The rows of ``judgements``."""
    return tuple(
        Judgement(
            kind=JudgementKind(row["kind"]),
            left=Entity(row["left_type"], row["left_id"]),
            right=Entity(row["right_type"], row["right_id"]) if row["right_id"] else None,
            decided_at=row["decided_at"],
            judgement_id=row["judgement_id"],
        )
        for row in _rows(table)
    )


def households_of(attributes: ir.Table, parties: Iterable[Entity], engine: Engine) -> dict[Entity, str]:
    """The household of each of a few parties, and of whoever raised a few complaints."""
    wanted = _named(parties, engine).select(party_type="entity_type", party_id="entity_id")
    rows = attributes.semi_join(wanted, ["party_type", "party_id"]).select("party_type", "party_id", "household")
    complaints = wanted.filter(wanted.party_type == EntityType.COMPLAINT.value).select(record_id="party_id")
    filed = attributes.filter(attributes.record_table == "complaints").semi_join(complaints, "record_id")
    raised = filed.select(
        party_type=ibis.literal(EntityType.COMPLAINT.value), party_id="record_id", household="household"
    )
    return {
        Entity(row["party_type"], row["party_id"]): row["household"] for row in _rows(rows.union(raised).distinct())
    }


def parties_of(attributes: ir.Table, households: Iterable[str], engine: Engine) -> dict[str, tuple[Entity, ...]]:
    """The parties of each of a few households."""
    wanted = engine.read_arrow(pa.table({"household": pa.array(sorted(set(households)), pa.string())}))
    rows = attributes.semi_join(wanted, "household").select("household", "party_type", "party_id").distinct()
    found: dict[str, list[Entity]] = defaultdict(list)
    for row in _rows(rows):
        found[row["household"]].append(Entity(row["party_type"], row["party_id"]))
    return {household: tuple(sorted(parties)) for household, parties in found.items()}


@dataclass(frozen=True)
class Before:
    """The previous run's gangs, which of them were dormant, and what had happened to them.

    Those of ``gangs`` that are ``resting`` did not stand in it: a judgement names them.
    """

    gangs: Mapping[str, Living]
    dormant: frozenset[str]
    resting: frozenset[str]
    events: tuple[Event, ...]

    def people_of(self, gang_id: str) -> frozenset[Entity]:
        """The people of a gang and of those that split from it."""
        people: set[Entity] = set()
        asked, known = [gang_id], {gang_id}
        while asked:
            one = asked.pop()
            if one in self.gangs:
                people |= self.gangs[one].people
            for event in self.events:
                if event.event is GangEventKind.SPLIT and event.other_gang_id == one and event.gang_id not in known:
                    known.add(event.gang_id)
                    asked.append(event.gang_id)
        return frozenset(people)


def before(previous: Lake | None) -> Before:
    """What the previous run knew; nothing where there was none."""
    if previous is None or not previous.has("gang_registry"):
        return Before({}, frozenset(), frozenset(), ())
    people: dict[str, set[Entity]] = defaultdict(set)
    assets: dict[str, set[Entity]] = defaultdict(set)
    seen: dict[str, tuple[datetime | None, datetime | None]] = {}
    dormant, resting = set(), set()
    for row in _rows(previous.table("gang_registry")):
        gang_id = row["gang_id"]
        side = people if row["entity_type"] in PARTIES else assets
        side[gang_id].add(Entity(row["entity_type"], row["entity_id"]))
        seen[gang_id] = (row["first_seen_at"], row["last_seen_at"])
        if row["dormant"]:
            dormant.add(gang_id)
        # A run of an earlier version says nothing of it: all of its gangs stood.
        if row.get("standing") is False:
            resting.add(gang_id)
    gangs = {
        gang_id: Living(frozenset(people[gang_id]), frozenset(assets[gang_id]), first, last)
        for gang_id, (first, last) in seen.items()
    }
    events = tuple(
        Event(row["gang_id"], GangEventKind(row["event"]), row["at"], row["other_gang_id"], row["evidence"])
        for row in _rows(previous.table("gang_events"))
    )
    return Before(gangs, frozenset(dormant), frozenset(resting), events)


def _named(entities: Iterable[Entity], engine: Engine) -> ir.Table:
    ordered = sorted(set(entities))
    schema = pa.schema([("entity_type", pa.string()), ("entity_id", pa.string())])
    return engine.read_arrow(pa.Table.from_arrays([[e.type for e in ordered], [e.id for e in ordered]], schema=schema))


def _rows(table: ir.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows
