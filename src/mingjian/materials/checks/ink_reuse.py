"""Does one piece of handwriting stand on papers of different people, speck by speck?

No hand writes twice alike, so such ink was pasted. Whoever signs for several people lawfully (a parent, a borrower with
a guarantor) is named on each of their papers, and so is everybody on a letter that many sign together: ink is held
against nobody whose paper names a person whom the other one names too, nor where it is not known whom a paper names.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.contract.vocabulary import MaterialKind as Kind
from mingjian.materials.copies import PERSONAL
from mingjian.materials.findings import json_array, rows
from mingjian.materials.tables import Tables

KINDS = (*PERSONAL, Kind.COMPLAINT_LETTER)
"""Kinds on which one person signs or is asked who they are."""


def find(tables: Tables) -> ir.Table:
    """One finding a file that bears handwriting of a customer."""
    written = _written(tables)
    pairs = _of_different_people(written, tables)
    again = pairs.group_by("material_id").aggregate(
        others=lambda t: t.other_household.nunique(), other=lambda t: t.other_id.min()
    )
    each = written.select("material_id").distinct().left_join(again, "material_id").drop("material_id_right")
    reused = each.others.notnull()
    households = each.others + 1
    return rows(
        each,
        check=ibis.ifelse(reused, "handwriting_reused", "handwriting_unique"),
        outcome=ibis.ifelse(reused, CheckOutcome.SUSPECT.value, CheckOutcome.CLEAR.value),
        score=1 - 1 / households.cast("float64"),
        values={"households": households},
        evidence=ibis.ifelse(reused, json_array(each.other.fill_null("")), "[]"),
    )


def _written(tables: Tables) -> ir.Table:
    """One row a submission of a personal kind and a piece of ink on it; ``ink`` is empty where it is alone."""
    inks = tables.reuse.inks
    each = inks.select(sha256=inks.member.split(":")[0], ink=inks.group)
    submitted = tables.submissions.filter(
        tables.submissions.kind.isin([kind.value for kind in KINDS]) & tables.submissions.household.notnull()
    ).select("material_id", "household", sha256=tables.submissions.file_sha256)
    return submitted.join(each, "sha256").distinct()


def _of_different_people(written: ir.Table, tables: Tables) -> ir.Table:
    """Pairs of different files with one piece of ink that name different people of different households."""
    facts = tables.facts
    named = facts.filter(facts.field.isin(["person_name", "relative_name"]))
    named = named.select("material_id", name=named.value).distinct()
    of_people = written.semi_join(named, "material_id")
    others = of_people.select(
        "ink", other_id=of_people.material_id, other_household=of_people.household, other_file=of_people.sha256
    )
    pairs = of_people.join(others, "ink")
    pairs = pairs.filter((pairs.household != pairs.other_household) & (pairs.sha256 != pairs.other_file))
    pairs = pairs.select("material_id", "other_id", "other_household").distinct()
    theirs = named.select(other_id=named.material_id, name=named.name)
    sharing = pairs.join(named, "material_id").join(theirs, ["other_id", "name"]).select("material_id", "other_id")
    return pairs.anti_join(sharing.distinct(), ["material_id", "other_id"])
