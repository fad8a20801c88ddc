"""Does a number that only one paper of its issuer can have stand on papers of unrelated customers?

Every hospital counts its patients from one: without an issuer, named in the delivery or on the paper, a number says
nothing. Nor does it on a paper that names several of them: two who were married each photograph the one paper.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.copies import PERSONAL
from mingjian.materials.findings import json_array, rows
from mingjian.materials.joint import speaking_of_several
from mingjian.materials.specimen import TraitKind
from mingjian.materials.stated_issuer import with_issuer
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """One finding a file that bears a number of its own."""
    traits = tables.examinations.traits
    numbers = (
        traits.filter(traits.kind == TraitKind.SERIAL_NUMBER.value).select("sha256", number=traits.text).distinct()
    )
    submitted = with_issuer(tables)
    each = submitted.join(numbers, submitted.file_sha256 == numbers.sha256)
    personal = each.kind.isin([kind.value for kind in PERSONAL]).fill_null(False)
    each = each.mutate(personal=personal)
    shared = (
        each.filter(each.personal & each.household.notnull() & each.issuer.notnull())
        .group_by("issuer", "number")
        .aggregate(
            households=lambda t: t.household.nunique(),
            customers=lambda t: t.customer_id.nunique(),
            files=lambda t: t.file_sha256.nunique(),
            first=lambda t: t.material_id.min(),
            last=lambda t: t.material_id.max(),
        )
    )
    joined = each.left_join(shared, ["issuer", "number"]).drop("issuer_right", "number_right")
    numbered = each.filter(each.personal & each.issuer.notnull())
    numbered = numbered.select("material_id", "number", group=numbered.issuer + " " + numbered.number).distinct()
    joint = speaking_of_several(numbered.drop("number"), tables).join(numbered, ["material_id", "group"]).drop("group")
    joined = joined.left_join(joint.mutate(joint=True), ["material_id", "number"])
    # The very same file is the business of the check on files.
    again = joined.personal & (joined.households > 1) & (joined.files > 1) & ~joined.joint.fill_null(False)
    joined = joined.mutate(again=again.fill_null(False))
    found = joined.group_by("material_id").aggregate(
        again=lambda t: t.again.any(),
        number=lambda t: t.number.max(where=t.again),
        households=lambda t: t.households.max(where=t.again),
        customers=lambda t: t.customers.max(where=t.again),
        other=lambda t: ibis.ifelse(t.material_id == t.first, t.last, t.first).max(where=t.again),
    )
    return rows(
        found,
        check=ibis.ifelse(found.again, "serial_number_reused", "serial_number_unique"),
        outcome=ibis.ifelse(found.again, CheckOutcome.SUSPECT.value, CheckOutcome.CLEAR.value),
        score=ibis.ifelse(found.again, 1 - 1 / found.households.cast("float64"), ibis.null("float64")),
        values={"number": found.number, "customers": found.customers, "households": found.households},
        evidence=ibis.ifelse(found.again, json_array(found.other.fill_null("")), "[]"),
    )
