"""Papers that speak of several customers together: a couple's certificate, two who were married, a guarantor's letter.

Whoever is named on a paper may hand it in, wherever they live.
"""

import ibis.expr.types as ir

from mingjian.materials.tables import Tables

__all__ = ["naming_all"]

_OF_PEOPLE = ("person_name", "relative_name", "id_number", "relative_id_number")


def naming_all(shared: ir.Table, tables: Tables) -> ir.Table:
    """``material_id, group`` of papers that name each customer for whom a paper of their group was handed in.

    ``shared`` has ``material_id, group``. Not one of them may be missing: a den's paper names at most one of those
    who bought it.
    """
    owned = shared.join(tables.submissions.select("material_id", "household", "full_name", "id_number"), "material_id")
    owners = owned.filter(owned.household.notnull()).select("group", "household", "full_name", "id_number").distinct()
    facts = tables.facts
    stated = facts.filter(facts.field.isin(_OF_PEOPLE)).select("material_id", said=facts.value.upper())
    named = shared.join(stated, "material_id").join(owners, "group")
    named = named.filter((named.said == named.full_name.upper()) | (named.said == named.id_number.upper()))
    each = named.group_by("material_id", "group").aggregate(named=lambda t: t.household.nunique())
    all_ = owners.group_by("group").aggregate(households=lambda t: t.household.nunique())
    joined = each.join(all_, "group")
    return joined.filter(joined.named == joined.households).select("material_id", "group")
