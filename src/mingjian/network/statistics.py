"""How common each entity is, and among how many people it could have been met."""

import ibis
import ibis.expr.types as ir

from mingjian.network.kinds import Kind, kind_of
from mingjian.network.surprise import weight


def presence(attributes: ir.Table, letters: ir.Table) -> ir.Table:
    """``household`` and ``kind``: who shows anything of a kind at all, and so could have shared it.

    Whoever wrote a letter shows wording, whether or not it follows a template.
    """
    shown = attributes.select("household", kind=kind_of(attributes.entity_type))
    wrote = (
        attributes.filter(attributes.record_table == "complaints")
        .select("household", complaint_id="record_id")
        .join(letters.select("complaint_id"), "complaint_id")
        .select("household", kind=ibis.literal(Kind.WORDING.value))
    )
    return shown.union(wrote).distinct()


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


def entity_statistics(attributes: ir.Table, population: ir.Table, *, dependence: float) -> ir.Table:
    """One row an entity: how many households have it, of how many, and what it weighs.

    ``countable`` says whether it can ever count: at least two households must have it, and no more than one in
    ``dependence``, since beyond that the expected number that share it with anything reaches the observed one.
    """
    grouped = attributes.group_by("entity_type", "entity_id").aggregate(
        households=attributes.household.nunique(),
        first_seen_at=attributes.first_seen_at.min(),
        last_seen_at=attributes.last_seen_at.max(),
    )
    typed = grouped.mutate(kind=kind_of(grouped.entity_type))
    sized = typed.join(population.select(kind="kinds", population="population"), "kind")
    weighed = sized.mutate(weight=weight(sized.households, sized.population))
    return weighed.mutate(countable=(weighed.households >= 2) & (weighed.households * dependence < weighed.population))
