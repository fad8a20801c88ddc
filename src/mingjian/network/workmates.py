"""People who work together: what they share at work says nothing about an agency.

Colleagues have one mail domain, one batch of telephone numbers, one dormitory, one form from their union.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.network.attributes import normalised
from mingjian.network.households import with_household
from mingjian.network.pay import paying

MOST = 0.5
"""A star is a workplace's where more than this share of its households name one employer."""

CATEGORY = 0.1
"""What more than this share of all customers name is a category (个体, 务农), and no employer."""


def employers(customers: ir.Table, homes: ir.Table) -> ir.Table:
    """``household`` and ``employer``, of the employers that are workplaces."""
    named = customers.filter(customers.employer.notnull()).mutate(
        party_type=ibis.literal(EntityType.CUSTOMER.value),
        party_id=customers.customer_id,
        type__=ibis.literal(EntityType.ORGANISATION.value),
    )
    keyed = named.mutate(employer=normalised(named.type__, named.employer)).select("party_type", "party_id", "employer")
    sizes = keyed.group_by("employer").aggregate(people=keyed.count())
    whole = customers.aggregate(everybody=customers.count())
    places = sizes.cross_join(whole).filter(ibis._.people <= CATEGORY * ibis._.everybody)
    return with_household(keyed.semi_join(places, "employer"), homes).select("household", "employer").distinct()


def without_workplaces(stars: ir.Table, workplaces: ir.Table, costs: ir.Table) -> ir.Table:
    """``stars`` but those whose households mostly work together; who is paid is no matter of work.

    ``costs`` are the accounts (``entity_id``) into which colleagues collect what one of them lays out.
    """
    sizes = stars.group_by("star").aggregate(size=stars.household.nunique())
    together = stars.select("star", "household").join(workplaces, "household")
    by_employer = together.group_by("star", "employer").aggregate(colleagues=together.household.nunique())
    largest = by_employer.group_by("star").aggregate(colleagues=by_employer.colleagues.max()).join(sizes, "star")
    explained = largest.filter(largest.colleagues > MOST * largest["size"])
    return stars.anti_join(explained.anti_join(paying(stars, costs), "star"), "star")
