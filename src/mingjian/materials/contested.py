"""Papers whose number stands on another one, too, that names somebody else: whose yes is an issuer's yes then?

An office that is asked for a number alone says yes of the genuine paper and of every altered copy that kept the number.
Where it says for whom it issued its paper (为某人出具), the yes is that one's. Where it does not, the yes settles
neither paper, in whichever order they were asked about: a question to the issuer settles both.

Not contested is a number on papers of one household, of one and the same holder (one letter of the name may be
misread), or of people who are named together (a couple's certificate, a village's list), nor the number of another
issuer, since every office counts from one.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract.vocabulary import IssuerReply
from mingjian.materials.copies import PERSONAL, shared
from mingjian.materials.joint import speaking_of_several
from mingjian.materials.known_seals import Standing
from mingjian.materials.sealed import Known, sealed
from mingjian.materials.specimen import TraitKind
from mingjian.materials.tables import CONTESTED, Tables
from mingjian.store.engine import Engine

__all__ = ["of_one_capture", "unsettled", "with_contested", "with_issuer"]

_NUMBERS = ("document_number", "patient_number")
_NAME, _IDENTITY = "person_name", "id_number"
_NOT_FOR = "(并非|不是|没有|非|未曾|未|没)(系|是|曾)?((我|本|贵)?(院|单位|公司|所|局|行|校|处|社区|村委会))?(为|给|向)"
"""For whom a paper was not issued, which names nobody."""
_DOUBTED = "涂|[修更篡被]改|出入|冒[用名充]|有误|应[为是]|作废|不一致|所载.{0,4}不符"
"""Where an answer says that something on the paper was changed a person has to read whom it means."""
_MISREAD = 1
"""So many characters of a name or an identity number may be read otherwise on two papers of one holder."""
_SHORTEST_MISREAD = 3
"""A name of two characters of which one differs is another name."""

_Holder = Mapping[str, set[str]]
"""Whom a paper names, by field."""


def with_contested(tables: Tables, engine: Engine) -> Tables:
    """The tables with ``contested``: confirmed papers beside those of other holders that bear the same number."""
    confirmed = _confirmed(tables, engine)
    pairs = _by_picture(tables, confirmed, engine) | _by_number(tables, confirmed, engine)
    holders = _holders(tables, {one for pair in pairs for one in pair[:2]}) if pairs else {}
    rows = []
    for material_id, other, number in sorted(pairs):
        mine, theirs = holders.get(material_id, {}), holders.get(other, {})
        if _are_two(mine, theirs):
            for own, holder in ((True, mine), (False, theirs)):
                row = {"material_id": material_id, "other": other, "number": number, "own": own}
                rows.append(row | {"called": _issued_for(holder)})
    known = replace(tables, contested=engine.read_arrow(pa.Table.from_pylist(rows, schema=CONTESTED)))
    return _without_their_seals(known, engine) if rows else known


def _without_their_seals(tables: Tables, engine: Engine) -> Tables:
    """A yes that may be another paper's vouches for no picture of a seal: a den pastes one on every copy.

    Nor is the seal of that paper the genuine one which true seals are held against.
    """
    open_ = engine.materialise(unsettled(tables).select("material_id"))
    settled = tables.verifications.anti_join(open_, "material_id")
    known = Known(tables.submissions, settled, tables.organisations, tables.examinations, tables.reuse)
    cuts = tables.reuse.seal_cuts
    model = ibis.ifelse(cuts.standing == Standing.CONFIRMED.value, cuts.material_id, ibis.null("string"))
    cuts = cuts.mutate(model=model).anti_join(open_.rename(model="material_id"), "model").drop("model")
    return replace(tables, sealed=engine.materialise(sealed(known)), reuse=replace(tables.reuse, seal_cuts=cuts))


def unsettled(tables: Tables) -> ir.Table:
    """``material_id, other, number``: confirmed papers whose yes may be the other one's."""
    contested = tables.contested
    words = _paper(tables).join(_words(tables), "paper")
    asked = contested.left_join(words, "material_id").drop("material_id_right")
    asked = asked.mutate(named=asked.said.re_search(asked.called).fill_null(False))
    told = asked.group_by("material_id", "other", "number").aggregate(
        mine=lambda t: (t.named & t.own).any(), theirs=lambda t: (t.named & ~t.own).any()
    )
    left = told.filter(~told.mine | told.theirs)
    ranked = left.mutate(place=ibis.row_number().over(group_by="material_id", order_by=["other", "number"]))
    return ranked.filter(ranked.place == 0).drop("place")


def _words(tables: Tables) -> ir.Table:
    """``paper, said``: what issuers said with a yes, whichever time they were asked about the paper."""
    answers = tables.verifications
    if "said" not in answers.columns:  # of a run before issuers' words were delivered
        answers = answers.mutate(said=ibis.null("string"))
    yes = answers.filter(answers.reply == IssuerReply.CONFIRMED.value)
    # Lists set blanks within short names.
    said = yes.said.re_replace("[\\s\u3000]", "").upper()
    said = ibis.ifelse(said.re_search(_DOUBTED), ibis.literal(""), said.re_replace(_NOT_FOR, "×"))
    return yes.select("material_id", said=said).join(_paper(tables), "material_id").select("paper", "said").distinct()


def _paper(tables: Tables) -> ir.Table:
    """``material_id, paper``: one paper is one file of one customer, however often it was handed in."""
    submitted = tables.submissions
    paper = ibis.coalesce(submitted.file_sha256 + ":" + submitted.customer_id, submitted.material_id)
    return submitted.select("material_id", paper=paper)


def _issued_for(holder: _Holder) -> str:
    """What says, of an answer without blanks, that the paper was issued for this one."""
    to = [
        rf"[为给向](患者|职工|居民)?{re.escape(name)}(本人|先生|女士|同志)?所?(出具|开具|签发|开立)"
        for name in sorted(holder.get(_NAME, ()))
    ]
    for number in sorted(holder.get(_IDENTITY, ())):
        to.append(rf"(^|[^0-9]){number}([^0-9]|$)")
        to.append(rf"([末后]四位|尾号)(为|是|：|:)?{number[-4:]}([^0-9X]|$)")
    return "|".join(to)


def _are_two(mine: _Holder, theirs: _Holder) -> bool:
    """Whether both name somebody, and nobody who may be the same: two sons hold their mother's paper."""
    both = [field for field in (_IDENTITY, _NAME) if mine.get(field) and theirs.get(field)]
    return bool(both) and not any(
        _may_be_one(one, other) for field in both for one in mine[field] for other in theirs[field]
    )


def _may_be_one(one: str, other: str) -> bool:
    if one == other:
        return True
    differing = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) >= _SHORTEST_MISREAD and differing <= _MISREAD


def _holders(tables: Tables, papers: set[str]) -> dict[str, dict[str, set[str]]]:
    facts = tables.facts
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    wanted = facts.filter(facts.field.isin([_NAME, _IDENTITY]) & facts.material_id.isin(sorted(papers)))
    for row in wanted.select("material_id", "field", "value").to_pyarrow().to_pylist():
        value = "".join((row["value"] or "").split()).upper()
        if len(value) > 1:
            found[row["material_id"]][row["field"]].add(value)
    return found


def _confirmed(tables: Tables, engine: Engine) -> ir.Table:
    """``material_id``: papers of which an issuer said yes: of the others nothing has to be asked."""
    yes = tables.verifications.filter(tables.verifications.reply == IssuerReply.CONFIRMED.value)
    papers = _paper(tables)
    asked = papers.semi_join(papers.semi_join(yes, "material_id"), "paper")
    return engine.materialise(asked.select("material_id").distinct())


def _pairs(table: ir.Table) -> set[tuple[str, str, str]]:
    rows = table.select("material_id", "other", "number").to_pyarrow().to_pylist()
    return {(row["material_id"], row["other"], row["number"]) for row in rows}


def _by_number(tables: Tables, confirmed: ir.Table, engine: Engine) -> set[tuple[str, str, str]]:
    """By a number of which its issuer has one alone."""
    traits = tables.examinations.traits
    numbers = traits.filter(traits.kind == TraitKind.SERIAL_NUMBER.value).select(file_sha256="sha256", number="text")
    papers = with_issuer(tables).join(numbers.distinct(), "file_sha256")
    personal = papers.kind.isin([kind.value for kind in PERSONAL]).fill_null(False)
    papers = papers.filter(personal & papers.household.notnull() & papers.issuer.notnull())
    papers = papers.mutate(group=papers.issuer + " " + papers.number)
    asked = papers.semi_join(confirmed, "material_id").select("group").distinct()
    kept = papers.semi_join(asked, "group").select("material_id", "household", "group", "number", "file_sha256")
    kept = engine.materialise(kept.distinct())
    if kept.household.nunique().to_pyarrow().as_py() < 2:
        return set()
    joint = speaking_of_several(kept.select("material_id", "group").distinct(), tables)
    alone = kept.anti_join(joint, ["material_id", "group"])
    beside = alone.rename(other="material_id", other_household="household", other_file="file_sha256").drop("number")
    # Of a number on very many papers those that were answered for alone are laid beside the others.
    pairs = alone.semi_join(confirmed, "material_id").join(beside, "group")
    return _pairs(pairs.filter((pairs.household != pairs.other_household) & (pairs.file_sha256 != pairs.other_file)))


def _by_picture(tables: Tables, confirmed: ir.Table, engine: Engine) -> set[tuple[str, str, str]]:
    """By one photograph that was altered elsewhere than at the number."""
    pairs = tables.reuse.capture_pairs
    if not pairs.filter(pairs.place.notnull()).count().to_pyarrow().as_py():
        return set()
    facts = tables.facts.filter(tables.facts.field.isin(_NUMBERS)).select("material_id", number="value").distinct()
    altered = of_one_capture(tables).semi_join(confirmed, "material_id")
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
