"""How common each entity is, and among how many people it could have been met."""

import ibis
import ibis.expr.types as ir

from mingjian.network.groups import VOICES
from mingjian.network.kinds import KIND_OF, Kind
from mingjian.network.surprise import weight

_FREE_TO_SHOW = (Kind.MONEY, Kind.POST, Kind.WORDING, Kind.PAPER)


def presence(attributes: ir.Table) -> ir.Table:
    """``household`` and ``kind``: who could have shared something of a kind.

    Whoever raised his voice could have written after a template, posted with others, or paid somebody, whether or
    not he did: to leave those out who did not would make the rare thing look common.
    """
    shown = attributes.select("household", kind=_kind_of(attributes.entity_type))
    voices = attributes.filter(attributes.record_table.isin(VOICES)).select("household").distinct()
    free = [voices.select("household", kind=ibis.literal(kind.value)) for kind in _FREE_TO_SHOW]
    return ibis.union(shown, *free).distinct()


def populations(shown: ir.Table) -> ir.Table:
    """``kinds``, such as ``place+wording``, and ``population``: how many households show all of them."""
    first = shown.group_by("kind").aggregate(population=shown.household.nunique())
    singles = first.select(kinds=first.kind, population=first.population)
    second = shown.select("household", kind_2="kind")
    pairs = shown.join(second, "household").filter(ibis._.kind < ibis._.kind_2)
    two = pairs.group_by(kinds=pairs.kind + "+" + pairs.kind_2).aggregate(population=pairs.household.nunique())
    third = shown.select("household", kind_3="kind")
    triples = pairs.join(third, "household").filter(ibis._.kind_2 < ibis._.kind_3)
    three = triples.group_by(kinds=triples.kind + "+" + triples.kind_2 + "+" + triples.kind_3).aggregate(
        population=triples.household.nunique()
    )
    return ibis.union(singles, two, three)


def entity_statistics(attributes: ir.Table, population: ir.Table, adverts: ir.Table) -> ir.Table:
    """One row an entity: how many households have it, of how many, what it weighs, and who named it as an agency's.

    ``advertised`` counts the adverts and consumers' reports that name it, ``users`` the households that have it by
    any other record than a report.
    """
    rows = attributes.mutate(reported=attributes.record_table == "testimonies")
    grouped = rows.group_by("entity_type", "entity_id").aggregate(
        key=rows.key.min(),
        households=rows.household.nunique(),
        users=rows.household.nunique(where=~rows.reported),
        reports=rows.record_id.nunique(where=rows.reported),
        first_seen_at=rows.first_seen_at.min(),
        last_seen_at=rows.last_seen_at.max(),
    )
    named = adverts.group_by("entity_type", "entity_id").aggregate(adverts=adverts.record_id.nunique())
    typed = grouped.mutate(kind=_kind_of(grouped.entity_type))
    sized = typed.join(population.select(kind="kinds", population="population"), "kind")
    counted = sized.left_join(named, ["entity_type", "entity_id"])
    return counted.select(
        "entity_type",
        "entity_id",
        "key",
        "kind",
        "households",
        "users",
        "population",
        "first_seen_at",
        "last_seen_at",
        weight=weight(counted.households, counted.population),
        advertised=counted.reports + counted.adverts.fill_null(0),
    )


def with_countable(statistics: ir.Table, *, least: int, dependence: float, hubs: ir.BooleanValue) -> ir.Table:
    """Adds ``hub`` and ``countable``: whether sharing the entity can ever tell.

    At least ``least`` households must have it, and no more than one in ``dependence``, since beyond that chance would
    bring as many as there are; and no person may have called it a hub.
    """
    marked = statistics.mutate(hub=hubs)
    return marked.mutate(
        countable=(marked.households >= least) & (marked.households * dependence < marked.population) & ~marked.hub
    )


def _kind_of(entity_type: ir.StringColumn) -> ir.StringValue:
    return ibis.cases(*((entity_type == type_.value, kind.value) for type_, kind in KIND_OF.items()))
