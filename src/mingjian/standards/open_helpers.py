"""Whose a thing is that many people left: a helper's who says that he acts, a public body's, or nobody's in particular.

A clerk types a helper for some of those whom he brings, and none for the others: whose telephone it is follows from all
who left it. The network asks this of what holds a gang together, and risk of what a complaint has in common.
"""

import ibis.expr.types as ir

OPENLY = 0.5
"""A thing is a helper's, or what is lent at a desk its owner's, where at least this share of the households that left
it name him or it."""


def largely(rows: ir.Table, chosen: ir.Table, *, by: tuple[str, ...], share: float = OPENLY) -> ir.Table:
    """The things, by their columns, that at least ``share`` of the households who left them have by a ``chosen`` row.

    Both tables have ``household``; ``chosen`` are some of the ``rows``.
    """
    counted = chosen.group_by(*by).aggregate(chosen=chosen.household.nunique())
    everybody = rows.semi_join(counted, by)
    homes = everybody.group_by(*by).aggregate(homes=everybody.household.nunique()).join(counted, by)
    return homes.filter(homes.chosen >= share * homes.homes).select(*by)
