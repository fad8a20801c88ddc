"""What the network may link papers by: one image of a seal, one blank, one photograph, each with where it stands."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.materials.checks.form_twins import formed
from mingjian.materials.checks.page_reuse import of_unrelated
from mingjian.materials.tables import Tables

_NO_FAMILY = 3
"""Households: two may be one family that lives apart."""


def marks(tables: Tables) -> ir.Table:
    """The rows of ``document_marks``."""
    seals = tables.sealed
    images = seals.filter(seals.image.notnull()).select(
        "material_id",
        entity_type=ibis.literal(EntityType.SEAL.value),
        entity_id=ibis.literal("seal-") + seals.image,
        page=seals.page,
        region=_region(seals),
        lawful=seals.lawful,
    )
    forms = formed(tables)
    # A blank is lawful by itself: it links papers only beside something that is not.
    blanks = forms.select(
        "material_id",
        entity_type=ibis.literal(EntityType.DOCUMENT_TEMPLATE.value),
        entity_id=ibis.literal("form-") + forms.form,
        page=forms.page,
        region=ibis.null("string"),
        lawful=ibis.literal(True),
    )
    return ibis.union(images, blanks, _photographs(tables))


def _photographs(tables: Tables) -> ir.Table:
    """One photograph or scan for unrelated customers, altered for one of them or handed in by more than a family."""
    copies = of_unrelated(tables)
    by_paper = copies.group_by("material_id", "group").aggregate(
        told=lambda t: t.place.notnull().any() | (t.households.max() >= _NO_FAMILY)
    )
    return by_paper.filter(by_paper.told).select(
        "material_id",
        entity_type=ibis.literal(EntityType.DOCUMENT_TEMPLATE.value),
        entity_id=ibis.literal("photograph-") + by_paper.group,
        page=ibis.null("int64"),
        region=ibis.null("string"),
        lawful=ibis.literal(False),
    )


def _region(seals: ir.Table) -> ir.StringValue:
    edges = [seals[edge].cast("string") for edge in ("left", "top", "right", "bottom")]
    text: ir.StringValue = ibis.literal("[") + edges[0]
    for edge in edges[1:]:
        text = text + ", " + edge
    return text + "]"
