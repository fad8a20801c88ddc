"""Whose seal is it by the register, and is it the stated issuer's?

A register is an extract: a name that is not in it asks for a look-up and raises no suspicion. An office keeps its
credit code when it is renamed, so where the register has its former name too, with the same code, its old seal is its
own.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.findings import rows
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """One finding a file that bears a seal."""
    seals = tables.reuse.seals
    submitted = tables.submissions.select("material_id", "issuer_name", "file_sha256")
    joined = submitted.join(seals, submitted.file_sha256 == seals.sha256)
    for name, code in (("registered_name", "seals_code"), ("issuer_name", "issuers_code")):
        codes = _codes(tables).select(**{name: "name", code: "code"})
        joined = joined.left_join(codes, name).drop(f"{name}_right")
    # A department, a branch or a special-purpose seal bears the issuer's name and more, or a part of it.
    same = joined.registered_name.contains(joined.issuer_name) | joined.issuer_name.contains(joined.registered_name)
    renamed = joined.seals_code == joined.issuers_code
    borne = (
        joined.mutate(same=same.fill_null(False) | renamed.fill_null(False))
        .group_by(["material_id", "issuer_name"])
        .aggregate(
            agrees=lambda t: t.same.any(),
            read=lambda t: t.name.max(),
            registered=lambda t: t.registered_name.max(),
        )
    )
    names = tables.organisations.select(issuer_name=tables.organisations.name).distinct().mutate(known=True)
    known = borne.left_join(names, "issuer_name").drop("issuer_name_right")
    stated = known.known.fill_null(False)
    check = ibis.cases(
        (ibis.literal(not tables.register_is_held), "seal_register_absent"),
        (known.registered.isnull(), "seal_not_in_register"),
        (known.agrees, "seal_of_issuer"),
        (stated, "seal_of_another"),
        else_="seal_in_register",
    )
    outcome = ibis.cases(
        (check == "seal_of_another", CheckOutcome.SUSPECT.value),
        (check.isin(["seal_of_issuer", "seal_in_register"]), CheckOutcome.CLEAR.value),
        else_=CheckOutcome.NOT_APPLICABLE.value,
    )
    return rows(
        known,
        check=check,
        outcome=outcome,
        # Offices stamp for each other, and a person may have noted the wrong issuer.
        score=ibis.ifelse(check == "seal_of_another", 0.5, ibis.null("float64")),
        values={"name": ibis.coalesce(known.registered, known["read"]), "issuer": known.issuer_name},
    )


def _codes(tables: Tables) -> ir.Table:
    """``name, code``: the credit code of each registered name that bears one, and only one."""
    stated = tables.organisations.filter(tables.organisations.uscc.fill_null("") != "")
    codes = stated.group_by("name").aggregate(code=lambda t: t.uscc.min(), several=lambda t: t.uscc.nunique())
    return codes.filter(codes.several == 1).select("name", "code")
