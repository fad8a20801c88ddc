"""Is the paper one photograph or one scan with a paper of unrelated customers, saved anew and perhaps altered?

What is sent on is saved anew, so it is another file that shows the same. Where one name was put in place of another the
photograph tells: nobody can photograph two papers so that they lie alike to a hundredth of a degree and have one grain.
One of the two may be the genuine one, of which somebody took the photograph and altered it: it cannot say which.
An office may also fill in one scanned blank on a computer, so it is a question. A paper that was photographed twice is
two photographs, and says nothing.

Where the issuer or people said of one of them that it is genuine, its owner is the one from whom it was copied: that is
said of it, and nothing is asked. The others stay a question, and are laid beside that one first.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, IssuerReply, LabelValue
from mingjian.materials.answers import latest_answers
from mingjian.materials.checks.people import newest_decisions, papers_of
from mingjian.materials.copies import shared
from mingjian.materials.findings import json_array, rows
from mingjian.materials.tables import Tables

_ORIGINAL = "page_original"


def find(tables: Tables) -> ir.Table:
    """A finding ``page_reused`` a material whose picture is an unrelated customer's, too, or ``page_altered``.

    The latter at each place where it differs from one of those; ``page_original`` where it is known to be genuine.
    """
    known = genuine(tables)
    each = of_unrelated(tables).left_join(known.select(other="material_id", original=True), "other")
    each = each.mutate(original=each.original.fill_null(False)).drop("other_right")
    chosen = each.group_by("material_id").aggregate(
        altered=lambda t: t.place.notnull().any(),
        other=lambda t: ibis.coalesce(
            t.other.min(where=t.place.notnull() & t.original), t.other.min(where=t.place.notnull()), t.other.min()
        ),
        customers=lambda t: t.customers.max(),
        households=lambda t: t.households.max(),
    )
    places = each.select("material_id", "other", "place").distinct()
    found = chosen.join(places, ["material_id", "other"])
    found = found.left_join(known.select("material_id", owned=True), "material_id").drop("material_id_right")
    owned = found.owned.fill_null(False)
    return rows(
        found,
        check=ibis.cases((owned, _ORIGINAL), (found.altered, "page_altered"), else_="page_reused"),
        outcome=ibis.ifelse(owned, CheckOutcome.CLEAR.value, CheckOutcome.SUSPECT.value),
        score=ibis.ifelse(owned, 0.0, 1 - 1 / found.households.cast("float64")),
        place=found.place,
        values={"customers": found.customers, "households": found.households},
        evidence=json_array(found.other),
    )


def genuine(tables: Tables) -> ir.Table:
    """``material_id``: papers that their issuer confirmed or people found genuine, and of which the other says no else.

    Also where their customer hands the same file in again.
    """
    papers = papers_of(tables)
    answers = latest_answers(tables.verifications)
    answered = answers.select(
        "material_id",
        genuine=answers.reply == IssuerReply.CONFIRMED.value,
        forged=answers.reply == IssuerReply.DENIED.value,
    )
    decisions = newest_decisions(tables)
    decided = decisions.select(
        "material_id",
        genuine=decisions.label == LabelValue.GENUINE.value,
        forged=decisions.label == LabelValue.FORGED.value,
    )
    told = papers.join(ibis.union(answered, decided), "material_id").group_by("paper")
    told = told.aggregate(genuine=lambda t: t.genuine.any(), forged=lambda t: t.forged.any())
    return papers.semi_join(told.filter(told.genuine & ~told.forged), "paper").select("material_id")


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
