"""Is the paper one form with others? It should be: offices have blanks. So it is said, and weighs nothing.

A form it is where each of its holders filled in something else. One paper twice, or one photograph of it, is no form.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.findings import json_array, rows
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """One finding a file that shares its form, and not what is filled in, with files of other customers."""
    each = formed(tables).semi_join(_filled(tables), "material_id")
    shared = each.group_by("form").aggregate(
        customers=lambda t: t.customer_id.nunique(),
        first=lambda t: t.material_id.min(),
        last=lambda t: t.material_id.max(),
    )
    joined = each.join(shared.filter(shared.customers > 1), "form")
    found = joined.group_by("material_id").aggregate(
        customers=lambda t: t.customers.max(),
        other=lambda t: ibis.ifelse(t.material_id == t.first, t.last, t.first).max(),
    )
    return rows(
        found,
        check="form_shared",
        outcome=CheckOutcome.NOT_APPLICABLE,
        values={"customers": found.customers},
        evidence=json_array(found.other),
    )


def formed(tables: Tables) -> ir.Table:
    """``material_id, customer_id, form, page``: one row a page that is one form with a page of another file."""
    forms = tables.reuse.forms
    paged = forms.select(sha256=forms.member.split(":")[0], page=forms.member.split(":")[1].cast("int64"), form="group")
    submitted = tables.submissions.select("material_id", "customer_id", "file_sha256")
    return submitted.join(paged, submitted.file_sha256 == paged.sha256).select(
        "material_id", "customer_id", "form", "page"
    )


def _filled(tables: Tables) -> ir.Table:
    """``material_id``: papers of which a page is filled in otherwise than one of its form that is another capture."""
    pairs, captures = tables.reuse.form_pairs, tables.reuse.capture_pairs
    pairs = pairs.filter(pairs.filled > 0).select("first", "second")
    either = ibis.union(pairs, pairs.select(first="second", second="first"))
    apart = either.anti_join(captures.select(first="page", second="other"), ["first", "second"])
    files = apart.select(file_sha256=apart.first.split(":")[0]).distinct()
    return tables.submissions.select("material_id", "file_sha256").semi_join(files, "file_sha256").select("material_id")
