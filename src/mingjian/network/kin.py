"""Relatives who help: what a few households share through one says nothing about an agency.

A son files for his parents, his aunt and his parents-in-law: one telephone, one device, one walk to the post office.
"""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import Relationship
from mingjian.standards.fees import PETTY_COSTS_YUAN

MOST = 0.5
"""A star is a family's where for more than this share of its households a relative is stated to act."""


def helped_by_kin(attributes: ir.Table, representations: ir.Table) -> ir.Table:
    """``household`` of those for whom somebody acts who is stated to be kin and to take nothing for it."""
    kin = representations.filter(
        representations.relationship == Relationship.RELATIVE.value,
        ~(representations.fee_yuan > PETTY_COSTS_YUAN).fill_null(False),
    )
    acting = attributes.filter(attributes.record_table == "representations")
    return acting.semi_join(kin, acting.record_id == kin.representation_id).select("household").distinct()


def without_kin(stars: ir.Table, helped: ir.Table, *, largest: int) -> ir.Table:
    """``stars`` but those of up to ``largest`` households that relatives explain.

    Nobody has more homes to help in than that, so whoever calls himself everybody's cousin is not excused. Webs answer
    for friends by themselves.
    """
    single = stars.filter(stars.web.isnull())
    sizes = single.group_by("star").aggregate(size=single.household.nunique())
    family = single.select("star", "household").semi_join(helped, "household")
    counted = family.group_by("star").aggregate(helped=family.household.nunique()).join(sizes, "star")
    explained = counted.filter(counted["size"] <= largest, counted.helped > MOST * counted["size"])
    return stars.filter(stars.web.notnull()).union(single.anti_join(explained, "star"))
