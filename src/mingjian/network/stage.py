"""The stage: read, find, write."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.network.assessment import assess
from mingjian.network.clusters import clusters
from mingjian.network.corroboration import reported_by_consumers
from mingjian.network.evidence import Attachment, Entity, clients
from mingjian.network.friends import beyond_friendship, circles_of
from mingjian.network.gangs import Fee, Gang, circumstances_of, living
from mingjian.network.growth import grown
from mingjian.network.identities import identity_rows
from mingjian.network.judgements import GANG, decide
from mingjian.network.lawful import legal_senders
from mingjian.network.life import lives
from mingjian.network.linking import Linked, judged_hubs, link
from mingjian.network.membership import memberships
from mingjian.network.people_judged import as_judged, judged_parties, resting_gangs
from mingjian.network.reading import (
    attachments_of,
    before,
    commonness_of,
    entities_of,
    households_of,
    judgements_of,
    namings_of,
    parties_of,
    stars_of,
)
from mingjian.network.settings import NetworkSettings
from mingjian.network.stability import stability
from mingjian.network.statistics import too_common
from mingjian.network.tables import NetworkTables
from mingjian.network.writing import (
    asset_rows,
    event_rows,
    gang_rows,
    link_rows,
    member_rows,
    path_rows,
    registry_rows,
    sent_away_rows,
)
from mingjian.standards.payments import paid
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext


def run(context: StageContext, settings: NetworkSettings) -> None:
    """Writes the six tables of the contract that the network owns, and what else a run and the next one look up."""
    lake, engine = context.lake, context.engine
    context.progress("network: links", 0.0)
    decisions = decide(judgements_of(lake.table("judgements")))
    tables = NetworkTables.of(lake)
    linked = link(tables, decisions, settings, engine)
    context.progress("network: gangs", 0.5)
    known = before(context.previous)
    stars = stars_of(linked.stars)
    namings = namings_of(
        linked,
        tables.solicitations,
        linked.statistics.filter(too_common(linked.statistics, dependence=settings.dependence)),
        judged_hubs(decisions),
    )
    met = {entity for star in stars for entity in star.entities}
    met |= {entity for naming in namings for entity in naming.entities}
    commonness = commonness_of(linked.statistics, met, engine)
    parties = judged_parties(decisions, known)
    judged = as_judged(
        clusters(stars, namings, commonness, settings, engine),
        decisions,
        household_of=households_of(linked.everyone, parties, engine) if parties else {},
        before=known,
        least=settings.minimum_customers,
    )
    standing, commonness = grown(judged, linked.attributes, linked.statistics, commonness, settings, engine)
    circles = circles_of(linked.statistics, largest=settings.circle)
    theirs = {entity for cluster in standing for entity in cluster.assets}
    no_helpers = entities_of(linked.no_helpers, theirs, engine)
    found = beyond_friendship(standing, circles, commonness, settings, no_helpers=no_helpers)
    assets = {entity for cluster in found for entity in cluster.assets}
    members = [
        membership
        for membership in memberships(
            found, attachments_of(linked.everyone, assets, engine), commonness, paths=settings.paths
        )
        if len(clients(membership.households)) >= settings.minimum_customers
    ]
    adverts: dict[Entity, list[Attachment]] = defaultdict(list)
    for row in attachments_of(linked.adverts, assets, engine):
        adverts[row.entity].append(row)
    told = lives(
        [living(membership) for membership in members],
        known.gangs,
        as_of=context.as_of,
        dormant_days=settings.dormant_days,
        dormant_before=known.dormant,
        resting=known.resting,
        known_ids=[event.gang_id for event in known.events],
    )
    fees = _fees(linked.attributes, tables)
    reported = frozenset(reported_by_consumers(tables.solicitations).solicitation_id.to_pyarrow().to_pylist())
    known_things = entities_of(linked.known, assets, engine)
    gangs: dict[str, Gang] = {}
    steadiness = stability([one.cluster for one in members], stars, namings, commonness, settings, engine)
    for gang_id, membership, steady in zip(told.ids, members, steadiness, strict=True):
        circumstances, operators = circumstances_of(membership, fees, adverts, known_things, reported)
        assessment = assess(membership, circumstances, commonness)
        gangs[gang_id] = Gang(membership, circumstances, assessment, steady, operators)
    context.progress("network: writing", 0.9)
    shown = {gang_id: gang for gang_id, gang in gangs.items() if Entity(GANG, gang_id) not in decisions.suppressed}
    lake.write("gangs", gang_rows(shown, _materials(lake)))
    lake.write("gang_members", member_rows(shown, suppressed=decisions.suppressed))
    lake.write("membership_paths", path_rows(shown, suppressed=decisions.suppressed))
    lake.write("links", link_rows(shown, commonness, adverts))
    lake.write("gang_events", event_rows((*known.events, *told.events)))
    resting = resting_gangs(gangs, known, decisions)
    lake.write("gang_registry", registry_rows(gangs, resting, as_of=context.as_of, dormant_days=settings.dormant_days))
    away = frozenset().union(*(cluster.sent_away for cluster in found))
    parties_away = parties_of(linked.everyone, away, engine) if away else {}
    lake.write("sent_away", sent_away_rows(shown, parties_away, suppressed=decisions.suppressed))
    lake.write("entities", _entities(linked).union(engine.read_arrow(identity_rows(linked.people))))
    lake.write("sharings", _sharings(linked))
    lake.write("group_holders", _group_holders(linked, dependence=settings.dependence))
    lake.write("legal_senders", legal_senders(tables))
    lake.write("entity_index", _index(linked, engine.read_arrow(asset_rows(shown))))
    context.progress("network", 1.0)


def _fees(attributes: ir.Table, tables: NetworkTables) -> Mapping[Entity, Sequence[Fee]]:
    """What was paid, or stated as a fee, by who paid and by who was paid: from testimonies and representations.

    Of a report whose author paid nothing the price that he was asked is no fee.
    """
    reports = tables.testimonies
    yuan = ibis.ifelse(paid(reports), reports.fee_yuan, ibis.null("float64"))
    testimonies = reports.select(record_id="testimony_id", yuan=yuan)
    representations = tables.representations.select(record_id="representation_id", yuan="fee_yuan")
    stated = attributes.filter(attributes.record_table == "testimonies").join(testimonies, "record_id")
    charged = attributes.filter(attributes.record_table == "representations").join(representations, "record_id")
    columns = ("party_type", "party_id", "record_id", "entity_type", "entity_id", "yuan")
    rows = stated.select(*columns).union(charged.select(*columns)).to_pyarrow().to_pylist()
    paid_to: dict[tuple[Entity, str, float], list[Entity]] = {}
    for row in rows:
        key = (Entity(row["party_type"], row["party_id"]), row["record_id"], row["yuan"] or 0.0)
        paid_to.setdefault(key, []).append(Entity(row["entity_type"], row["entity_id"]))
    fees: dict[Entity, list[Fee]] = defaultdict(list)
    for (customer, record_id, yuan), entities in sorted(paid_to.items()):
        fee = Fee(customer, record_id, yuan, tuple(sorted(entities)))
        for entity in (customer, *fee.paid_to):
            fees[entity].append(fee)
    return fees


def _materials(lake: Lake) -> Mapping[str, int]:
    filed = lake.table("materials").filter(ibis._.complaint_id.notnull())
    counted = filed.group_by("complaint_id").aggregate(materials=filed.count())
    return {row["complaint_id"]: row["materials"] for row in counted.to_pyarrow().to_pylist()}


def _entities(linked: Linked) -> ir.Table:
    """One row a record and what it was resolved to, with the field that agreed and what it weighs."""
    attributes = linked.everyone
    rows = attributes.filter(attributes.entity_id == attributes.fine_id).join(
        linked.statistics.select("entity_type", "entity_id", "households", "weight"), ["entity_type", "entity_id"]
    )
    by_name = rows.entity_type == EntityType.PERSON.value
    return rows.select(
        "entity_type",
        "entity_id",
        "record_table",
        "record_id",
        # A name alone is shared by strangers: of two bearers of a name, nothing says that they are one.
        match_probability=ibis.literal(1).cast("float64") / ibis.ifelse(by_name, 2, 1),
        match_detail=ibis.literal('{"field": "')
        + rows.field
        + ibis.literal('", "households": ')
        + rows.households.cast("string")
        + ibis.literal(', "weight": ')
        + rows.weight.round(3).cast("string")
        + ibis.literal("}"),
    )


def _sharings(linked: Linked) -> ir.Table:
    """Who has what another household has too, each by the first record that says so."""
    shared = linked.statistics.filter(linked.statistics.households > 1)
    attributes = linked.everyone
    rows = attributes.filter(attributes.entity_id == attributes.fine_id).semi_join(shared, ["entity_type", "entity_id"])
    return _by_first_record(rows, "party_type", "party_id", "entity_type", "entity_id")


def _group_holders(linked: Linked, *, dependence: float) -> ir.Table:
    """Who is in which group that another household is in too, by what of its own, each by the first record of it.

    What is too common to tell lists nobody: a carrier's block would name every customer who has a telephone.
    """
    statistics = linked.statistics
    shared = statistics.filter(statistics.households > 1, ~too_common(statistics, dependence=dependence))
    attributes = linked.everyone
    rows = attributes.filter(attributes.entity_id != attributes.fine_id).semi_join(shared, ["entity_type", "entity_id"])
    own = rows.rename(member_type="fine_type", member_id="fine_id")
    return _by_first_record(own, "entity_type", "entity_id", "party_type", "party_id", "member_type", "member_id")


def _by_first_record(rows: ir.Table, *key: str) -> ir.Table:
    earliest = (rows.first_seen_at.asc(nulls_first=False), rows.record_table, rows.record_id)
    numbered = rows.mutate(number=ibis.row_number().over(ibis.window(group_by=key, order_by=earliest)))
    first = numbered.filter(numbered.number == 0)
    return first.select(*key, "record_table", "record_id", "first_seen_at")


def _index(linked: Linked, assets: ir.Table) -> ir.Table:
    """Every entity with what one new complaint must know of it, once for each of its spellings."""
    written = linked.everyone.select("entity_type", "entity_id", "key")
    # An organisation is found by what pages call it too, though nobody may have written it so.
    shown = written.filter(written.entity_type == EntityType.ORGANISATION.value).mutate(key=written.entity_id)
    spelt = written.union(shown).distinct()
    known = linked.statistics.drop("key").join(spelt, ["entity_type", "entity_id"])
    held = known.left_join(assets, ["entity_type", "entity_id"]).drop("entity_type_right", "entity_id_right")
    joined = held.left_join(_numbers(linked.statistics), ["entity_type", "entity_id", "key"])
    return joined.select(
        "entity_type",
        "entity_id",
        "key",
        "kind",
        "households",
        "population",
        "weight",
        "countable",
        "hub",
        "gang_id",
        "gang_households",
        "number",
    )


def _numbers(statistics: ir.Table) -> ir.Table:
    """The shared things by number, each under the first of its spellings: what most have first.

    Among things that as many have a digest decides: their own order would say something of masked values.
    """
    shared = statistics.filter(statistics.households > 1)
    order = (
        shared.households.desc(),
        (shared.entity_type + shared.entity_id).hexdigest("md5"),
        shared.entity_type,
        shared.entity_id,
    )
    return shared.select("entity_type", "entity_id", "key", number=ibis.row_number().over(order_by=order) + 1)
