"""Stars: people who share entities of several independent kinds at once, oftener than chance would bring.

All pairs of a star have the same evidence, so a star stands for them all: the cost grows with the people, not with
their pairs. Only stars that pass the threshold leave this module, so nothing weak can join components.
"""

import math

import ibis
import ibis.expr.types as ir

from mingjian.network.evidence import REPORTERS
from mingjian.network.kinds import ENOUGH_ALONE, Kind
from mingjian.network.settings import NetworkSettings
from mingjian.network.surprise import surprise

COMBINATIONS = 23
"""Kinds of what is known as an agency's, pairs and triples of kinds, and webs: the expected false stars are shared
out among them."""

_COLUMNS = ("household", "star", "kinds", "of", "chance", "log_tests")


def countable_edges(attributes: ir.Table, statistics: ir.Table) -> ir.Table:
    """``household`` and entity, once each, of the entities that can count."""
    return _edges(attributes, statistics.filter(statistics.countable))


def circle_edges(attributes: ir.Table, statistics: ir.Table, *, largest: int) -> ir.Table:
    """The same of the entities that two households at least and ``largest`` at most have; hubs are left out."""
    return _edges(
        attributes,
        statistics.filter(statistics.households >= 2, statistics.households <= largest, ~statistics.hub),
    )


def _edges(attributes: ir.Table, chosen: ir.Table) -> ir.Table:
    # Joined before repetitions go: few of all entities can count, and only their rows need to be told apart.
    usable = chosen.select("entity_type", "entity_id", "kind", "households", "users", "population", "agencys")
    return (
        attributes.select("household", "entity_type", "entity_id").join(usable, ["entity_type", "entity_id"]).distinct()
    )


def surprising_stars(
    edges: ir.Table, statistics: ir.Table, population: ir.Table, own: ir.Table, settings: NetworkSettings
) -> ir.Table:
    """One row a household and a star that passes, with the star's ``of``, ``chance``, ``threshold`` and ``surprise``.

    A star shares two kinds, or three where two do not suffice, of which one must be more than a place or a wording:
    a dormitory that copies one form is honest. An entity that independent sources name as an agency's is a star by
    itself, since what they say is evidence of another kind; yet not of those who have it as their ``own``.
    """
    usable = statistics.filter(statistics.countable)
    tried = usable.group_by("kind").aggregate(entities=usable.count())
    holders = (
        _agencys(edges.anti_join(own, ["household", "entity_type", "entity_id"]), tried, settings)
        .select(*_COLUMNS)
        .union(_shared(edges, tried, population, settings).select(*_COLUMNS))
    )
    touched = ~holders.household.re_search(REPORTERS)
    stars = holders.group_by("star", "kinds", "of", "chance", "log_tests").aggregate(
        shared=holders.household.nunique(), clients=holders.household.nunique(where=touched)
    )
    # Reports bear a star out, and are none by themselves.
    met = stars.filter(stars.clients >= settings.minimum_customers)
    measured = met.mutate(
        surprise=surprise(met.shared, of=met["of"], chance=met.chance),
        threshold=met.log_tests + math.log(COMBINATIONS / settings.expected_false_stars),
    )
    accepted = measured.filter(measured.surprise >= measured.threshold).select(
        "star", "kinds", "of", "chance", "threshold", "surprise"
    )
    return holders.select("star", "household").join(accepted, "star").mutate(web=ibis.null("string"))


def _agencys(edges: ir.Table, tried: ir.Table, settings: NetworkSettings) -> ir.Table:
    named = edges.filter(
        edges.agencys, edges.users >= settings.minimum_customers, edges.kind.isin(_values(ENOUGH_ALONE))
    ).join(tried, "kind")
    return named.select(
        "household",
        star=named.entity_type + ":" + named.entity_id,
        kinds=named.kind,
        of=named.households.cast("float64"),
        chance=named.households * settings.dependence / named.population.cast("float64"),
        log_tests=named.entities.cast("float64").ln(),
    )


def _shared(edges: ir.Table, tried: ir.Table, population: ir.Table, settings: NetworkSettings) -> ir.Table:
    first, second, third = (_numbered(edges, tried, number) for number in (1, 2, 3))
    pairs = first.join(second, "household").filter(ibis._.kind_1 < ibis._.kind_2)
    triples = pairs.join(third, "household").filter(ibis._.kind_2 < ibis._.kind_3)
    strong_pairs = pairs.filter(pairs.strong_1 | pairs.strong_2)
    doubled = strong_pairs.select(
        "household",
        star=strong_pairs.entity_1 + "|" + strong_pairs.entity_2,
        kinds=strong_pairs.kind_1 + "+" + strong_pairs.kind_2,
        of=ibis.least(strong_pairs.degree_1, strong_pairs.degree_2),
        product=strong_pairs.degree_1 * strong_pairs.degree_2,
        log_tests=strong_pairs.log_tried_1 + strong_pairs.log_tried_2,
        power=ibis.literal(1).cast("float64"),
    )
    tripled = triples.select(
        "household",
        star=triples.entity_1 + "|" + triples.entity_2 + "|" + triples.entity_3,
        kinds=triples.kind_1 + "+" + triples.kind_2 + "+" + triples.kind_3,
        of=ibis.least(triples.degree_1, triples.degree_2, triples.degree_3),
        product=triples.degree_1 * triples.degree_2 * triples.degree_3,
        log_tests=triples.log_tried_1 + triples.log_tried_2 + triples.log_tried_3,
        power=ibis.literal(2).cast("float64"),
    )
    both = doubled.union(tripled).join(population, "kinds")
    local = both.kinds.contains(Kind.PLACE.value)
    dependence = ibis.ifelse(local, settings.local_dependence, settings.dependence).cast("float64")
    by_chance = both["product"] / both["of"] * (dependence / both.population.cast("float64")).pow(both.power)
    return both.select("household", "star", "kinds", "of", "log_tests", chance=by_chance)


def _numbered(edges: ir.Table, tried: ir.Table, number: int) -> ir.Table:
    sized = edges.join(tried, "kind")
    return sized.select(
        "household",
        **{
            f"kind_{number}": sized.kind,
            f"entity_{number}": sized.entity_type + ":" + sized.entity_id,
            f"degree_{number}": sized.households.cast("float64"),
            f"log_tried_{number}": sized.entities.cast("float64").ln(),
            f"strong_{number}": sized.kind.isin(_values(ENOUGH_ALONE)),
        },
    )


def _values(kinds: frozenset[Kind]) -> list[str]:
    return sorted(kind.value for kind in kinds)
