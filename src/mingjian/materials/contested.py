"""Papers whose number stands on another one, too, that says something else: whose yes is an issuer's yes then?

An office that is asked for a number alone says yes of the genuine paper and of every altered copy that kept the number.
Where it also says whom its paper names, the yes is that one's. Where it does not, the yes settles neither paper, in
whichever order they were asked about: a question to the issuer settles both.

Not contested is a number on papers of one household, of one and the same holder, or of people who are named together
(a couple's certificate, a village's list), nor the number of another issuer, since every office counts from one.
"""

from collections import defaultdict
from dataclasses import replace

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.materials.copies import PERSONAL, shared
from mingjian.materials.joint import speaking_of_several
from mingjian.materials.specimen import TraitKind
from mingjian.materials.tables import CONTESTED, Tables
from mingjian.store.engine import Engine

__all__ = ["of_one_capture", "unsettled", "with_contested", "with_issuer"]

_NUMBERS = ("document_number", "patient_number")
_HOLDERS = ("person_name", "id_number")
_NO = "非|不是|不符|不一致|并未|并无|没有|无此|查无|未曾|未给|未为|未向|另有"
"""Words with which an answer takes back some of its yes: whom it names after them a person has to read.

经核对无误, 未见异常 and the like are no such words.
"""


def with_contested(tables: Tables, engine: Engine) -> Tables:
    """The tables with ``contested``: papers of two households that bear one number and name two holders."""
    pairs = _by_picture(tables, engine) | _by_number(tables, engine)
    called = _called(tables, {one for pair in pairs for one in pair[:2]}) if pairs else {}
    rows = []
    for material_id, other, number in sorted(pairs):
        mine, theirs = called[material_id], called[other]
        told: list[tuple[str | None, bool]] = [(name, name in mine) for name in sorted(mine ^ theirs)]
        for name, own in told or [(None, False)]:
            row = {"material_id": material_id, "other": other, "number": number, "called": name, "own": own}
            rows.append(row)
    return replace(tables, contested=engine.read_arrow(pa.Table.from_pylist(rows, schema=CONTESTED)))


def unsettled(tables: Tables, confirmed: ir.Table) -> ir.Table:
    """``material_id, other, number``: papers of ``confirmed`` whose yes may be the other one's.

    ``confirmed`` has ``material_id, said``: what the issuer said, in its own words, of papers that it confirmed.
    """
    asked = tables.contested.join(confirmed.select("material_id", "said"), "material_id")
    # Lists set blanks within short names.
    named = asked.said.re_replace("[\\s\u3000]", "").upper().contains(asked.called).fill_null(False)
    asked = asked.mutate(named=named, taken_back=asked.said.re_search(_NO).fill_null(False))
    told = asked.group_by("material_id", "other", "number").aggregate(
        mine=lambda t: (t.named & t.own).any(),
        theirs=lambda t: (t.named & ~t.own).any(),
        taken_back=lambda t: t.taken_back.any(),
    )
    left = told.filter(~told.mine | told.theirs | told.taken_back)
    return left.group_by("material_id").aggregate(other=lambda t: t.other.min(), number=lambda t: t.number.min())


def _called(tables: Tables, papers: set[str]) -> dict[str, set[str]]:
    """Whom each of these papers names."""
    facts = tables.facts
    found: dict[str, set[str]] = defaultdict(set)
    wanted = facts.filter(facts.field.isin(_HOLDERS) & facts.material_id.isin(sorted(papers)))
    for row in wanted.select("material_id", "value").to_pyarrow().to_pylist():
        name = "".join((row["value"] or "").split()).upper()
        if len(name) > 1:
            found[row["material_id"]].add(name)
    return found


def _pairs(table: ir.Table) -> set[tuple[str, str, str]]:
    rows = table.select("material_id", "other", "number").to_pyarrow().to_pylist()
    return {(row["material_id"], row["other"], row["number"]) for row in rows}


def _by_number(tables: Tables, engine: Engine) -> set[tuple[str, str, str]]:
    """By a number of which its issuer has one alone: both name somebody, and nobody the same."""
    traits = tables.examinations.traits
    numbers = traits.filter(traits.kind == TraitKind.SERIAL_NUMBER.value).select(file_sha256="sha256", number="text")
    papers = with_issuer(tables).join(numbers.distinct(), "file_sha256")
    personal = papers.kind.isin([kind.value for kind in PERSONAL]).fill_null(False)
    papers = papers.filter(personal & papers.household.notnull() & papers.issuer.notnull())
    papers = papers.mutate(group=papers.issuer + " " + papers.number)
    shared_by = papers.group_by("group").aggregate(
        homes=lambda t: t.household.nunique(), files=lambda t: t.file_sha256.nunique()
    )
    again = papers.semi_join(shared_by.filter((shared_by.homes > 1) & (shared_by.files > 1)), "group")
    kept = engine.materialise(again.select("material_id", "household", "group", "number", "file_sha256").distinct())
    if not kept.count().to_pyarrow().as_py():
        return set()
    joint = speaking_of_several(kept.select("material_id", "group").distinct(), tables)
    alone = kept.anti_join(joint, ["material_id", "group"])
    beside = alone.rename(other="material_id", other_household="household", other_file="file_sha256").drop("number")
    pairs = alone.join(beside, "group")
    pairs = pairs.filter((pairs.household != pairs.other_household) & (pairs.file_sha256 != pairs.other_file))
    found = _pairs(pairs)
    called = _called(tables, {one for pair in found for one in pair[:2]})
    return {
        pair for pair in found if called[pair[0]] and called[pair[1]] and called[pair[0]].isdisjoint(called[pair[1]])
    }


def _by_picture(tables: Tables, engine: Engine) -> set[tuple[str, str, str]]:
    """By one photograph that was altered elsewhere than at the number."""
    pairs = tables.reuse.capture_pairs
    if not pairs.filter(pairs.place.notnull()).count().to_pyarrow().as_py():
        return set()
    facts = tables.facts.filter(tables.facts.field.isin(_NUMBERS)).select("material_id", number="value").distinct()
    altered = of_one_capture(tables)
    altered = engine.materialise(altered.filter(altered.place.notnull()).select("material_id", "other").distinct())
    mine = altered.join(facts, "material_id").select("material_id", "other", "number")
    return _pairs(mine.join(facts.rename(other="material_id"), ["other", "number"]))


def with_issuer(tables: Tables) -> ir.Table:
    """The submissions with who issued each: as the delivery has it, or else as the paper says."""
    facts = tables.facts
    stated = facts.filter(facts.field == "issuer").group_by("material_id").aggregate(on_paper=lambda t: t.value.min())
    joined = tables.submissions.left_join(stated, "material_id").drop("material_id_right")
    return joined.mutate(issuer=ibis.coalesce(joined.issuer_name.nullif(""), joined.on_paper)).drop("on_paper")


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
