"""Papers of unrelated people that are one photograph or one scan."""

import ibis.expr.types as ir

from mingjian.materials.copies import shared
from mingjian.materials.tables import Tables

__all__ = ["of_one_capture"]


def of_one_capture(tables: Tables) -> ir.Table:
    """One row a material of a ``group``, another one of it from an unrelated household, and a place that differs."""
    captures = tables.reuse.captures
    paged = captures.select(sha256=captures.member.split(":")[0], group="group").distinct()
    submitted = tables.submissions.select("material_id", "file_sha256")
    grouped = submitted.join(paged, submitted.file_sha256 == paged.sha256).select("material_id", "group").distinct()
    each = shared(grouped, tables)
    # The very same file is the business of the check on files.
    each = each.filter(each.several & ~each.lawful & each.known & (each.files > 1)).drop("other")
    owners = tables.submissions.select("material_id", "household", "file_sha256")
    pairs = tables.reuse.capture_pairs
    pairs = pairs.select("place", mine=pairs.page.split(":")[0], theirs=pairs.other.split(":")[0])
    mine = each.join(owners.select("material_id", mine="file_sha256"), "material_id").join(pairs, "mine")
    beside = owners.select(other="material_id", other_household="household", theirs="file_sha256")
    both = mine.join(beside, "theirs")
    return both.filter(both.household != both.other_household)
