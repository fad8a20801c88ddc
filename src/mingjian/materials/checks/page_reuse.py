"""Is the paper one photograph or one scan with a paper of unrelated customers, saved anew and perhaps altered?

What is sent on is saved anew, so it is another file that shows the same. Where one name was put in place of another the
photograph tells: nobody can photograph two papers so that they lie alike to a hundredth of a degree and have one grain.
One of the two may be the genuine one, of which somebody took the photograph and altered it: it cannot say which.
An office may also fill in one scanned blank on a computer, so it is a question. A paper that was photographed twice is
two photographs, and says nothing.

Where the issuer or people said of one of them that it is genuine, it is not held against its owner. Nobody is called
the owner of the photograph by that. An office that is asked for a number alone says yes of an altered copy, too: while
another one bears the same number, its yes clears whom it was given for, and nobody where it does not say
(:mod:`mingjian.materials.contested`). The others stay a question, and those that say something else than it are laid
beside that one first.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, IssuerReply, LabelValue
from mingjian.materials.answers import latest_answers
from mingjian.materials.checks.people import newest_decisions
from mingjian.materials.findings import json_array, rows
from mingjian.materials.one_capture import of_one_capture
from mingjian.materials.tables import Tables, papers_of

_ORIGINAL = "page_original"


def find(tables: Tables) -> ir.Table:
    """A finding ``page_reused`` a material whose picture is an unrelated customer's, too, or ``page_altered``.

    The latter at each place where it differs from one of those; ``page_original`` where it is known to be genuine.
    """
    known = genuine(tables)
    each = of_one_capture(tables).left_join(known.select(other="material_id", original=True), "other")
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

    Also where their customer hands the same file in again, or the same photograph, saved anew by what sent it.
    """
    papers = papers_of(tables)
    # Of one paper the newest answer counts, whichever time it was handed in: the office may have corrected itself.
    asked = tables.verifications.join(papers, "material_id").drop("material_id").rename(material_id="paper")
    answers = latest_answers(asked).rename(paper="material_id").join(papers, "paper")
    answers = answers.left_join(tables.unsettled.select("material_id", contested=True), "material_id")
    answered = answers.select(
        "paper",
        genuine=(answers.reply == IssuerReply.CONFIRMED.value) & ~answers.contested.fill_null(False),
        forged=answers.reply == IssuerReply.DENIED.value,
    )
    decisions = newest_decisions(tables).join(papers, "material_id")
    decided = decisions.select(
        "paper",
        genuine=decisions.label == LabelValue.GENUINE.value,
        forged=decisions.label == LabelValue.FORGED.value,
    ).distinct()
    told = ibis.union(answered, decided).group_by("paper")
    told = told.aggregate(genuine=lambda t: t.genuine.any(), forged=lambda t: t.forged.any())
    known = papers.semi_join(told.filter(told.genuine & ~told.forged), "paper").select("material_id")
    doubted = papers.semi_join(told.filter(told.forged), "paper")
    again = _saved_anew(known, tables).anti_join(doubted, "material_id")
    return ibis.union(known, again, distinct=True)


def _saved_anew(known: ir.Table, tables: Tables) -> ir.Table:
    """``material_id``: the same photograph as one of these, of the same household, and nowhere otherwise."""
    pairs = tables.reuse.capture_pairs
    pairs = pairs.select("place", mine=pairs.page.split(":")[0], theirs=pairs.other.split(":")[0])
    alike = pairs.group_by("mine", "theirs").aggregate(altered=lambda t: t.place.notnull().any())
    alike = alike.filter(~alike.altered).drop("altered")
    owners = tables.submissions.select("material_id", "household", "file_sha256")
    genuine_files = owners.semi_join(known, "material_id").select("household", theirs="file_sha256").distinct()
    mine = owners.rename(mine="file_sha256").join(alike, "mine")
    return mine.semi_join(genuine_files, ["household", "theirs"]).select("material_id").distinct()
