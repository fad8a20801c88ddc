"""Does one picture of a person's seal stand on papers of two organisations?

A firm pastes or prints its head's seal on all its papers, and a physician's stands on every certificate of his
hospital: one picture on the papers of one organisation says nothing. On papers of two registered ones, for unrelated
households, it may have been taken from somewhere; but one person heads several firms of a group, and one program
prints their papers, so it asks for nobody's look by itself.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.findings import json_array, rows
from mingjian.materials.specimen import TraitKind
from mingjian.materials.stated_issuer import with_issuer
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """One finding a paper of a registered organisation that bears a person's seal."""
    borne = _borne(tables)
    others = borne.select(
        "picture", other_id="material_id", other_household="household", other_file="sha256", other_owner="owner"
    ).distinct()
    pairs = borne.join(others, "picture")
    pairs = pairs.filter(
        (pairs.owner != pairs.other_owner)
        & (pairs.household != pairs.other_household)
        & (pairs.sha256 != pairs.other_file)
    )
    again = pairs.group_by("material_id").aggregate(
        others=lambda t: t.other_household.nunique(),
        other=lambda t: t.other_id.min(),
        name=lambda t: t.name.min(),
        at=lambda t: t.place.min(),
    )
    each = borne.select("material_id").distinct().left_join(again, "material_id").drop("material_id_right")
    reused = each.others.notnull()
    households = each.others + 1
    return rows(
        each,
        check=ibis.ifelse(reused, "name_seal_of_two_issuers", "name_seal_of_one_issuer"),
        outcome=ibis.ifelse(reused, CheckOutcome.NOT_APPLICABLE.value, CheckOutcome.CLEAR.value),
        score=1 - 1 / households.cast("float64"),
        place=each["at"],
        values={"name": each.name, "households": households},
        evidence=ibis.ifelse(reused, json_array(each.other.fill_null("")), "[]"),
    )


def _borne(tables: Tables) -> ir.Table:
    """One row a submission of a registered issuer and a person's seal on it."""
    traits = tables.examinations.traits
    seals = traits.filter(traits.kind == TraitKind.NAME_SEAL.value)
    edges = [seals[edge].cast("string") for edge in ("left", "top", "right", "bottom")]
    place = ibis.literal('{"page": ') + seals.page.cast("string") + ', "region": [' + edges[0]
    place = place + ", " + edges[1] + ", " + edges[2] + ", " + edges[3] + "]}"
    member = seals.sha256 + ":" + seals.page.cast("string") + ":" + edges[0] + "," + edges[1]
    each = seals.select(sha256=seals.sha256, place=place, member=member, name=seals.text)
    each = each.join(tables.reuse.squares.rename(picture="group"), "member")
    issued = with_issuer(tables).join(_owners(tables.organisations), "issuer")
    issued = issued.filter(issued.household.notnull())
    joined = issued.select("material_id", "household", "owner", sha256=issued.file_sha256).join(each, "sha256")
    return joined.select("material_id", "household", "owner", "sha256", "picture", "name", "place").distinct()


def _owners(register: ir.Table) -> ir.Table:
    """``issuer, owner``: one office under all its names; a name that several rows bear may be one firm twice."""
    code = register.uscc.nullif("") if "uscc" in register.columns else ibis.null("string")
    each = register.select(issuer=register.name, owner=ibis.coalesce(code, register.organisation_id))
    owners = each.group_by("issuer").aggregate(owner=lambda t: t.owner.min(), several=lambda t: t.owner.nunique())
    return owners.filter(owners.several == 1).drop("several")
