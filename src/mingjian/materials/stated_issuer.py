"""Who issued each paper that was handed in: as the delivery has it, or else as the paper itself says."""

import ibis
import ibis.expr.types as ir

from mingjian.materials.tables import Tables

__all__ = ["with_issuer"]


def with_issuer(tables: Tables) -> ir.Table:
    """The submissions with ``issuer``."""
    facts = tables.facts
    stated = facts.filter(facts.field == "issuer").group_by("material_id").aggregate(on_paper=lambda t: t.value.min())
    joined = tables.submissions.left_join(stated, "material_id").drop("material_id_right")
    return joined.mutate(issuer=ibis.coalesce(joined.issuer_name.nullif(""), joined.on_paper)).drop("on_paper")
