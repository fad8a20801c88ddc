"""The part of the network that grows with the customers, as table expressions that run on any engine."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.network.attributes import advert_attributes, attributes, mentioned
from mingjian.network.corroboration import REPORTS, known_as_agencies, reported_by_consumers
from mingjian.network.counters import of_the_lenders_desk, without_counters
from mingjian.network.doors import with_doors
from mingjian.network.evidence import Entity
from mingjian.network.groups import with_groups
from mingjian.network.helpers import costs_of, helped, of_no_helper, without_helpers
from mingjian.network.households import households, with_household, with_voice
from mingjian.network.identities import Identity, identities, voices, with_one_spelling
from mingjian.network.judgements import Decisions
from mingjian.network.kin import helped_by_kin, without_kin
from mingjian.network.kinds import Kind
from mingjian.network.lawful import agencies_representations, unverified_complaints
from mingjian.network.mailboxes import alike, is_word
from mingjian.network.organisations import organisations
from mingjian.network.own_telephones import on_one_file
from mingjian.network.pools import pooled
from mingjian.network.settings import NetworkSettings
from mingjian.network.stars import circle_edges, countable_edges, surprising_stars
from mingjian.network.statistics import entity_statistics, populations, with_countable
from mingjian.network.tables import NetworkTables
from mingjian.network.webs import surprising_webs
from mingjian.network.witnesses import with_witnesses
from mingjian.network.workmates import employers, without_workplaces
from mingjian.store.engine import Engine


@dataclass(frozen=True)
class Linked:
    """``people`` with several records, ``everyone``, the attributes of every party, and what is made of them.

    ``attributes`` are those that links may rest on: not what representatives and senders brought of whom nobody knows
    whether they are the lawyers and law firms that they say. ``statistics`` of every entity and the ``stars`` that pass
    are of these alone; ``adverts`` are attributes of adverts, and ``known`` what is known as an agency's.
    """

    people: tuple[Identity, ...]
    everyone: ir.Table
    attributes: ir.Table
    adverts: ir.Table
    known: ir.Table
    no_helpers: ir.Table
    statistics: ir.Table
    stars: ir.Table


def link(tables: NetworkTables, decisions: Decisions, settings: NetworkSettings, engine: Engine) -> Linked:
    """From records to stars. Only materialising between the steps needs the engine."""
    tables = with_doors(tables, engine)
    people = identities(tables, decisions, settings, engine)
    tables = with_one_spelling(tables, people, engine)
    firms = organisations(tables, decisions, engine)
    brought = engine.materialise(attributes(tables, firms, waybill_gap=settings.waybill_gap))
    hubs = judged_hubs(decisions)
    named = _joined(with_groups(brought, tables.customers, engine, phone_gap=settings.phone_gap), decisions)
    # A hospital's number is in no batch of cards, though the one after it may be.
    alone = named.filter((named.entity_id == named.fine_id) | ~_any_of(named.fine_type, named.fine_id, hubs))
    homes = households(tables.customers, largest=settings.household_size)
    heard = voices(people, homes, engine)
    housed = with_voice(with_household(alone, homes), heard)
    desk = engine.materialise(of_the_lenders_desk(brought, tables.complaints))
    voiced = engine.materialise(_with_founding(housed, tables, desk))
    single = with_witnesses(voiced, tables.testimonies, engine)
    pools = engine.materialise(pooled(single, _any_of(single.entity_type, single.entity_id, hubs), settings, engine))
    advertised = advert_attributes(tables.solicitations, tables.contact_mentions, firms)
    adverts = engine.materialise(_joined(advertised, decisions))
    said = with_voice(with_household(_joined(mentioned(tables, firms), decisions), homes), heard)
    added = engine.materialise(_of_agencies(with_witnesses(said, tables.testimonies, engine), single, adverts))
    words = alike(single, tables.customers, engine)
    everyone = engine.named(ibis.union(single, pools, words.held, added.select(*single.columns)))
    everybody = engine.named(everyone.filter(everyone.founding))
    population = populations(everybody, engine)
    told = reported_by_consumers(tables.solicitations)
    collected = adverts.anti_join(told, adverts.record_id == told.solicitation_id)
    known = engine.materialise(known_as_agencies(everybody, collected, agencies_representations(tables)))
    # Whose own word it is, and who may not found, makes it commoner all the same.
    borne = everybody.union(words.held.filter(~words.held.founding), words.counted)
    counted = entity_statistics(borne, population, known)
    statistics = engine.materialise(
        with_countable(
            counted,
            least=settings.minimum_customers,
            dependence=settings.dependence,
            hubs=_any_of(counted.entity_type, counted.entity_id, hubs),
        )
    )
    founding = statistics.filter(~is_word(statistics))
    edges = engine.materialise(countable_edges(everybody, founding))
    shared = without_counters(
        surprising_stars(edges, statistics, population, on_one_file(everybody), settings), everybody, adverts
    )
    circles = engine.materialise(circle_edges(everybody, founding, largest=settings.circle))
    webs = surprising_webs(edges.filter(edges.kind == Kind.WORDING.value).union(circles), settings)
    stars = engine.materialise(shared.union(webs.select(*shared.columns)))
    no_helpers = engine.materialise(of_no_helper(everybody, tables, known))
    helps = engine.materialise(helped(everybody, tables, no_helpers, engine))
    apart = without_workplaces(stars, with_voice(employers(tables.customers, homes), heard), costs_of(helps))
    helpless = without_helpers(apart, helps)
    families = helped_by_kin(everyone, tables.representations)
    unexplained = engine.materialise(without_kin(helpless, families, largest=settings.circle))
    return Linked(people, everyone, everybody, adverts, known, no_helpers, statistics, unexplained)


def _of_agencies(said: ir.Table, rows: ir.Table, adverts: ir.Table) -> ir.Table:
    """Of what texts and papers say, what a field of another record names as that of somebody who acts or advertises.

    A paper does not say whose telephone stands on it, nor a text whom one reaches by it: the customer's own, a
    collector's, a hotline. So it founds nothing, and adds only to what is known otherwise and on nobody's file.
    """
    thing = ("entity_type", "entity_id")
    acting = rows.filter(rows.record_table.isin(("representations", REPORTS))).select(*thing, by="record_id")
    named = acting.union(adverts.select(*thing, by="record_id"))
    # One row a thing: of its records the first or the last is another's, if any is.
    ends = named.group_by(thing).aggregate(first=named.by.min(), last=named.by.max())
    met = said.join(ends, thing)
    others = met.filter((met.first != met.record_id) | (met.last != met.record_id)).select(*said.columns).distinct()
    on_files = rows.filter(rows.record_table == "customers").select(*thing)
    news = others.anti_join(on_files, thing).anti_join(rows, ["party_type", "party_id", *thing])
    return news.mutate(founding=ibis.literal(False))


def _with_founding(rows: ir.Table, tables: NetworkTables, desk: ir.Table) -> ir.Table:
    """``rows`` with ``founding``: whether what they share may found a gang, which the lender's own ``desk`` may not."""
    complaints = unverified_complaints(tables)
    records = [
        table.semi_join(complaints, "complaint_id").select(unverified_id=key, unverified_in=ibis.literal(name))
        for name, key, table in (
            ("complaints", "complaint_id", tables.complaints),
            ("representations", "representation_id", tables.representations),
            ("materials", "material_id", tables.materials),
        )
    ]
    unverified = ibis.union(*records)
    joined = rows.left_join(
        unverified, (rows.record_id == unverified.unverified_id) & (rows.record_table == unverified.unverified_in)
    )
    verified = joined.mutate(verified=joined.unverified_id.isnull()).drop("unverified_id", "unverified_in")
    own = verified.left_join(desk.mutate(at_desk=ibis.literal(True)), ["fine_type", "fine_id"])
    return own.mutate(founding=own.verified & own.at_desk.isnull()).select(*rows.columns, "founding")


def _joined(named: ir.Table, decisions: Decisions) -> ir.Table:
    """The entities that people judged to be the same under one id."""
    ids = canonical(decisions)
    if not ids:
        return named
    branches = [
        ((named.entity_type == entity.type) & (named.entity_id == entity.id), ibis.literal(first.id))
        for entity, first in sorted(ids.items())
    ]
    joined = named.mutate(joined_id=ibis.cases(*branches, else_=named.entity_id))
    grouped = joined.entity_id != joined.fine_id
    return joined.mutate(
        entity_id=joined.joined_id, fine_id=ibis.ifelse(grouped, joined.fine_id, joined.joined_id)
    ).drop("joined_id")


def canonical(decisions: Decisions) -> dict[Entity, Entity]:
    """For each entity judged the same as another one of its type, the first of its group."""
    first: dict[Entity, Entity] = {}

    def find(entity: Entity) -> Entity:
        while entity in first and first[entity] != entity:
            entity = first[entity]
        return entity

    for left, right in decisions.same:
        if left.type == right.type and left.type in set(EntityType):
            small, large = sorted((find(left), find(right)))
            first[large] = small
    return {entity: find(entity) for entity in first}


def judged_hubs(decisions: Decisions) -> frozenset[Entity]:
    """What people called hubs, under the ids of what they called the same."""
    ids = canonical(decisions)
    return frozenset(ids.get(entity, entity) for entity in decisions.hubs)


def _any_of(types: ir.StringColumn, ids: ir.StringColumn, entities: frozenset[Entity]) -> ir.BooleanValue:
    found: ir.BooleanValue = ibis.literal(False)
    for entity in sorted(entities):
        found = found | ((types == entity.type) & (ids == entity.id))
    return found
