"""Does one photograph of a person stand on papers of different people?

Nobody's own photo stands on a paper that names somebody else with another identity number. Whoever hands in his own
card again, or whose card a relative, a representative or a lawyer attaches to several complaints, is named by number on
each of these papers; so is a couple on theirs, and then nothing is held against anyone. Nor is it where the
card's own number cannot be read whole, nor of what a program drew.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, MaterialKind
from mingjian.materials.copies import PERSONAL
from mingjian.materials.examiners import drawing
from mingjian.materials.findings import json_array, rows
from mingjian.materials.specimen import TraitKind
from mingjian.materials.tables import Tables

FRAMED = (MaterialKind.IDENTITY_CARD, MaterialKind.DISABILITY_CERTIFICATE)
"""Kinds on which a photo in a frame is the holder's."""


def find(tables: Tables) -> ir.Table:
    """One finding a file of a personal kind that shows a photo of its holder."""
    shown = _shown(tables)
    pairs = _of_different_people(shown, tables)
    again = pairs.group_by("material_id").aggregate(
        others=lambda t: t.other_household.nunique(), other=lambda t: t.other_id.min(), at=lambda t: t.place.min()
    )
    each = shown.select("material_id").distinct().left_join(again, "material_id").drop("material_id_right")
    reused = each.others.notnull()
    households = each.others + 1
    return rows(
        each,
        check=ibis.ifelse(reused, "portrait_reused", "portrait_unique"),
        outcome=ibis.ifelse(reused, CheckOutcome.SUSPECT.value, CheckOutcome.CLEAR.value),
        score=1 - 1 / households.cast("float64"),
        place=each["at"],
        values={"households": households},
        evidence=ibis.ifelse(reused, json_array(each.other.fill_null("")), "[]"),
    )


def _shown(tables: Tables) -> ir.Table:
    """One row a submission of a personal kind, a photo on it and a number that stands on the file."""
    traits = tables.examinations.traits
    kinds = [TraitKind.PORTRAIT.value, TraitKind.FRAMED_PORTRAIT.value]
    portraits = traits.filter(traits.kind.isin(kinds)).anti_join(_drawn(tables), "sha256").view()
    edges = [portraits[edge].cast("string") for edge in ("left", "top", "right", "bottom")]
    place = ibis.literal('{"page": ') + portraits.page.cast("string") + ', "region": [' + edges[0]
    place = place + ", " + edges[1] + ", " + edges[2] + ", " + edges[3] + "]}"
    member = portraits.sha256 + ":" + portraits.page.cast("string") + ":" + edges[0] + "," + edges[1]
    each = portraits.select(
        sha256=portraits.sha256, trait=portraits.kind, place=place, member=member, id_number=portraits.text
    )
    pictures = tables.reuse.portraits.rename(picture="group")
    each = each.join(pictures, "member").drop("member")
    submitted = tables.submissions.filter(
        tables.submissions.kind.isin([kind.value for kind in PERSONAL]) & tables.submissions.household.notnull()
    ).select("material_id", "household", "kind", sha256=tables.submissions.file_sha256)
    joined = submitted.join(each, "sha256")
    # Forms print pictures of their own in frames, hospitals their physicians' photos: only cards show the holder's.
    of_holders = (joined.trait == TraitKind.PORTRAIT.value) | joined.kind.isin([kind.value for kind in FRAMED])
    return joined.filter(of_holders).drop("kind", "trait").distinct()


def _drawn(tables: Tables) -> ir.Table:
    """``sha256``: pictures that a program drew: an app shows one figure to everybody of whom it has no photo."""
    seen = tables.examinations.observations
    return seen.filter(seen.check == drawing.DRAWN).select("sha256").distinct()


def _of_different_people(shown: ir.Table, tables: Tables) -> ir.Table:
    """Pairs of different files with one picture on which neither number nor name is the same."""
    photos = shown.select("material_id", "household", "sha256", "picture", "place").distinct()
    others = photos.select("picture", other_id="material_id", other_household="household", other_file="sha256")
    pairs = photos.join(others.distinct(), "picture")
    pairs = pairs.filter((pairs.household != pairs.other_household) & (pairs.sha256 != pairs.other_file))
    pairs = pairs.select("material_id", "other_id", "other_household", "place").distinct()
    facts = tables.facts
    names = facts.filter(facts.field.isin(["person_name", "relative_name"]))
    called = ibis.union(
        shown.select("material_id", name=shown.id_number), names.select("material_id", name=names.value)
    ).distinct()
    theirs = called.select(other_id=called.material_id, name=called.name)
    sharing = pairs.join(called, "material_id").join(theirs, ["other_id", "name"]).select("material_id", "other_id")
    return pairs.anti_join(sharing.distinct(), ["material_id", "other_id"])
