"""Were the very same bytes handed in for several customers who have nothing to do with each other?"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.copies import shared
from mingjian.materials.findings import json_array, rows
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """One finding a material: ``file_reused``, ``file_reuse_lawful``, ``file_not_reused`` or ``file_reuse_unknown``."""
    submitted = tables.submissions
    files = submitted.filter(submitted.file_sha256.notnull()).select("material_id", group="file_sha256")
    joined = submitted.select("material_id").left_join(shared(files, tables), "material_id").drop("material_id_right")
    known, several, lawful = (joined[flag].fill_null(False) for flag in ("known", "several", "lawful"))
    check = ibis.cases(
        (~known, "file_reuse_unknown"),
        (lawful, "file_reuse_lawful"),
        (several, "file_reused"),
        else_="file_not_reused",
    )
    outcome = ibis.cases(
        (~known | lawful, CheckOutcome.NOT_APPLICABLE.value),
        (several, CheckOutcome.SUSPECT.value),
        else_=CheckOutcome.CLEAR.value,
    )
    reused = several & ~lawful & known
    # Two households may be a family that lives apart; with each further one that grows less likely.
    score = ibis.ifelse(reused, 1 - 1 / joined.households.cast("float64"), ibis.null("float64"))
    return rows(
        joined,
        check=check,
        outcome=outcome,
        score=score,
        values={
            "customers": ibis.ifelse(several, joined.customers, ibis.null("int64")),
            "households": ibis.ifelse(several, joined.households, ibis.null("int64")),
        },
        evidence=ibis.ifelse(reused, json_array(joined.other), "[]"),
    )
