"""Is the paper one photograph or one scan with a paper of unrelated customers, saved anew and perhaps altered?

What is sent on is saved anew, so it is another file that shows the same. Where one name was put in place of another the
photograph tells: nobody can photograph two papers so that they lie alike to a hundredth of a degree and have one grain.
One of the two may be the genuine one, of which somebody took the photograph and altered it: it cannot say which.
An office may also fill in one scanned blank on a computer, so it is a question. A paper that was photographed twice is
two photographs, and says nothing.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.copies import shared
from mingjian.materials.findings import json_array, rows
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """A finding ``page_reused`` a material whose picture is an unrelated customer's, too, or ``page_altered``.

    The latter at each place where it differs from one of those.
    """
    each = of_unrelated(tables)
    chosen = each.group_by("material_id").aggregate(
        altered=lambda t: t.place.notnull().any(),
        other=lambda t: ibis.coalesce(t.other.min(where=t.place.notnull()), t.other.min()),
        customers=lambda t: t.customers.max(),
        households=lambda t: t.households.max(),
    )
    places = each.select("material_id", "other", "place").distinct()
    found = chosen.join(places, ["material_id", "other"])
    return rows(
        found,
        check=ibis.ifelse(found.altered, "page_altered", "page_reused"),
        outcome=CheckOutcome.SUSPECT,
        score=1 - 1 / found.households.cast("float64"),
        place=found.place,
        values={"customers": found.customers, "households": found.households},
        evidence=json_array(found.other),
    )


def of_unrelated(tables: Tables) -> ir.Table:
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
