"""Does the register know the stated issuer, and did it exist on the day of the document?

Not being in the register proves nothing: the lender holds an extract, and people mistype names. It asks for a look-up.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, OrganisationStatus
from mingjian.materials.findings import json_array, rows
from mingjian.materials.tables import Tables

_ENDED = (OrganisationStatus.DISSOLVED, OrganisationStatus.REVOKED)


def find(tables: Tables) -> ir.Table:
    """One finding a file: in the register, not in it, no longer active, or nothing to look up."""
    register = _register(tables.organisations)
    # Intake has brought names into one spelling (standards.names), so equality is enough.
    submitted = tables.submissions.left_join(_day_stated(tables), "material_id").drop("material_id_right")
    joined = submitted.left_join(register, submitted.issuer_name == register.name)
    unstated = joined.issuer_name.fill_null("") == ""
    found = joined.organisation_id.notnull()
    # Unknown since when, or of which day the paper is: then nobody can say that it had ended by that day. People hand
    # in papers that are years old, so the day of receipt says nothing.
    ended = found & joined.ended & (joined.status_from <= joined.stated_on).fill_null(False)
    check = ibis.cases(
        (unstated, "issuer_not_stated"),
        (ibis.literal(not tables.register_is_held), "issuer_register_absent"),
        (~found, "issuer_not_in_register"),
        (ended, "issuer_not_active"),
        else_="issuer_in_register",
    )
    outcome = ibis.cases(
        (check == "issuer_in_register", CheckOutcome.CLEAR.value),
        (check == "issuer_not_active", CheckOutcome.SUSPECT.value),
        else_=CheckOutcome.NOT_APPLICABLE.value,
    )
    return rows(
        joined,
        check=check,
        outcome=outcome,
        score=ibis.ifelse(check == "issuer_not_active", 0.5, ibis.null("float64")),
        values={"issuer": joined.issuer_name, "day": joined.status_from.cast("string")},
        evidence=ibis.ifelse(found, json_array(joined.organisation_id.fill_null("")), "[]"),
    )


def _day_stated(tables: Tables) -> ir.Table:
    """``material_id, stated_on``: the earliest day on which the paper says that it was issued, if a calendar has it."""
    facts = tables.facts
    issued = facts.filter(facts.field == "issued_on")
    days = issued.select("material_id", day=issued.value.try_cast("date"))
    return days.group_by("material_id").aggregate(stated_on=lambda t: t.day.min())


def _register(organisations: ir.Table) -> ir.Table:
    """One row a name: where several organisations bear it, one that still exists."""
    ended = organisations.status.isin([status.value for status in _ENDED]).fill_null(False)
    named = organisations.select(
        "organisation_id",
        "status_from",
        "name",
        ended=ended,
        gone=ended.cast("int64"),
    )
    order = [ibis.asc("gone"), ibis.asc("organisation_id")]
    ranked = named.mutate(place=ibis.row_number().over(group_by="name", order_by=order))
    return ranked.filter(ranked.place == 0).drop("place", "gone")
