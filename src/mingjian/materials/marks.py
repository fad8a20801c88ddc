"""What the network may link papers by: one image of a seal, one blank, each with where it stands.

A photograph links nobody: an office may fill in one scanned blank for a whole village, a list may be everybody's, and
of an altered one the picture cannot tell who only had the genuine paper.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.materials.checks.form_twins import formed
from mingjian.materials.tables import Tables


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
    return ibis.union(images, blanks)


def _region(seals: ir.Table) -> ir.StringValue:
    edges = [seals[edge].cast("string") for edge in ("left", "top", "right", "bottom")]
    text: ir.StringValue = ibis.literal("[") + edges[0]
    for edge in edges[1:]:
        text = text + ", " + edge
    return text + "]"
