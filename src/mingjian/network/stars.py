"""Stars: people who share entities of several independent kinds at once, oftener than chance would bring.

All pairs of a star have the same evidence, so a star stands for them all: the cost grows with the people, not with
their pairs. Only stars that pass the threshold leave this module, so nothing weak can join components.
"""

import math

import ibis
import ibis.expr.types as ir

from mingjian.network.surprise import surprise

COMBINATIONS = 20
"""Pairs and triples of five kinds, among which the expected number of false stars is shared out."""


def countable_edges(attributes: ir.Table, statistics: ir.Table) -> ir.Table:
    """``household`` and entity, once each, of the entities that can count."""
    usable = statistics.filter(statistics.countable).select("entity_type", "entity_id", "kind", "households")
    return (
        attributes.select("household", "entity_type", "entity_id").distinct().join(usable, ["entity_type", "entity_id"])
    )


def surprising_stars(
    edges: ir.Table, statistics: ir.Table, population: ir.Table, *, dependence: float, expected_false: float
) -> ir.Table:
    """One row a household and a star that passes: ``star``, its entities, ``shared``, ``expected``, ``threshold``.

    A triple is wanted where two kinds alone do not suffice; where they do, it only repeats them.
    """
    usable = statistics.filter(statistics.countable)
    tried = usable.group_by("kind").aggregate(entities=usable.count())
    first = _numbered(edges, tried, 1)
    second = _numbered(edges, tried, 2)
    third = _numbered(edges, tried, 3)
    pairs = first.join(second, "household").filter(ibis._.kind_1 < ibis._.kind_2)
    triples = pairs.join(third, "household").filter(ibis._.kind_2 < ibis._.kind_3)
    doubled = pairs.mutate(
        star=pairs.entity_1 + "|" + pairs.entity_2,
        kinds=pairs.kind_1 + "+" + pairs.kind_2,
        product=pairs.degree_1 * pairs.degree_2,
        log_tests=pairs.log_tried_1 + pairs.log_tried_2,
        power=1.0,
    )
    tripled = triples.mutate(
        star=triples.entity_1 + "|" + triples.entity_2 + "|" + triples.entity_3,
        kinds=triples.kind_1 + "+" + triples.kind_2 + "+" + triples.kind_3,
        product=triples.degree_1 * triples.degree_2 * triples.degree_3,
        log_tests=triples.log_tried_1 + triples.log_tried_2 + triples.log_tried_3,
        power=2.0,
    )
    columns = ("household", "star", "kinds", "product", "log_tests", "power")
    holders = doubled.select(*columns).union(tripled.select(*columns))
    stars = holders.group_by("star", "kinds", "product", "log_tests", "power").aggregate(
        shared=holders.household.nunique()
    )
    met = stars.filter(stars.shared >= 2).join(population, "kinds")
    measured = met.mutate(
        expected=met["product"] * (dependence / met.population.cast("float64")).pow(met.power),
        threshold=met.log_tests + math.log(COMBINATIONS / expected_false),
    )
    judged = measured.mutate(surprise=surprise(measured.shared, measured.expected))
    accepted = judged.filter(judged.surprise >= judged.threshold).select(
        "star", "kinds", "shared", "expected", "threshold", "surprise"
    )
    return holders.select("star", "household").join(accepted, "star")


def _numbered(edges: ir.Table, tried: ir.Table, number: int) -> ir.Table:
    sized = edges.join(tried, "kind")
    return sized.select(
        "household",
        **{
            f"kind_{number}": sized.kind,
            f"entity_{number}": sized.entity_type + ":" + sized.entity_id,
            f"degree_{number}": sized.households.cast("float64"),
            f"log_tried_{number}": sized.entities.cast("float64").ln(),
        },
    )
