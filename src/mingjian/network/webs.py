"""Webs: many small links among the writers of one letter, none of which would tell anything alone.

An agency that throws its telephones away after two clients leaves no star: two people on one telephone are friends.
But friends are spread over all letters, and the agency's clients are all on its own. So the links among a letter's
writers are counted: of the n people who share a rare thing with a writer of the letter, k write it too. Friends do
copy each other's letters, say with probability q; Chernoff's bound on k of n at q is the web's surprise.
"""

import math

import ibis
import ibis.expr.types as ir

from mingjian.network.kinds import ENOUGH_ALONE, Kind
from mingjian.network.settings import NetworkSettings
from mingjian.network.stars import COMBINATIONS
from mingjian.network.surprise import surprise


def surprising_webs(edges: ir.Table, settings: NetworkSettings) -> ir.Table:
    """One row a household and a link of a web that passes, in the form of a star: the rare thing and the letter."""
    links = _links(edges, circle=settings.circle)
    letters = edges.filter(edges.kind == Kind.WORDING.value)
    letters = letters.select(
        "household",
        letter=letters.entity_type + ":" + letters.entity_id,
        writers="households",
        population="population",
    )
    meetings = links.join(letters, "household")
    met = meetings.group_by("letter", "writers", "population", "link", "degree").aggregate(
        both=meetings.household.nunique()
    )
    webs = met.group_by("letter", "writers", "population").aggregate(
        trials=(met.degree - 1).sum().cast("float64"), hits=(met.both - 1).sum().cast("float64")
    )
    inside = meetings.join(met.filter(met.both > 1).select("letter", "link"), ["letter", "link"])
    linked = inside.group_by("letter").aggregate(linked=inside.household.nunique())
    number = webs.aggregate(letters=webs.count())
    counted = webs.join(linked, "letter").cross_join(number)
    chance = ibis.greatest(
        ibis.literal(settings.friends_copy),
        counted.writers.cast("float64") * settings.dependence / counted.population.cast("float64"),
    )
    measured = counted.mutate(
        chance=chance,
        surprise=surprise(counted.hits, of=counted.trials, chance=chance),
        threshold=counted.letters.cast("float64").ln() + math.log(COMBINATIONS / settings.expected_false_stars),
    )
    passed = measured.filter(
        measured.surprise >= measured.threshold,
        measured.linked >= settings.minimum_customers,
        measured.linked >= measured.writers * settings.web_share,
    ).select("letter", "trials", "chance", "threshold", "surprise")
    rows = inside.join(passed, "letter")
    return rows.select(
        "household",
        star=rows.link + "|" + rows.letter,
        kinds=rows.kind + f"+{Kind.WORDING.value}",
        of=rows.trials,
        chance=rows.chance,
        threshold=rows.threshold,
        surprise=rows.surprise,
        web=rows.letter,
    )


def _links(edges: ir.Table, *, circle: int) -> ir.Table:
    """Rare things by which somebody speaks, is paid or posts; of each kind a household's largest circle alone.

    A batch of cards and the cards in it are one link.
    """
    rare = edges.filter(edges.households <= circle, edges.kind.isin(sorted(kind.value for kind in ENOUGH_ALONE)))
    named = rare.select(
        "household", "kind", link=rare.entity_type + ":" + rare.entity_id, degree=rare.households
    ).distinct()
    ranked = named.mutate(
        rank=ibis.row_number().over(group_by=[named.household, named.kind], order_by=[named.degree.desc(), named.link])
    )
    return ranked.filter(ranked["rank"] == 0).drop("rank")
