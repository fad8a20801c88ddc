"""Confirmed papers whose yes may be another paper's, or was given for somebody else than the paper names.

An office that is asked for a number alone says yes of the genuine paper and of every altered copy that kept the number.
Where another paper bears the same number (:mod:`~mingjian.materials.same_number`) and names somebody else
(:mod:`~mingjian.materials.holders`), the yes is whose the answer says it is
(:mod:`~mingjian.materials.whose_yes`). Where it does not say, the yes settles neither paper, in whichever order they
were asked about: a question to the issuer settles both. A paper that its issuer denies contests no other one's.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract.vocabulary import IssuerReply
from mingjian.materials.answers import latest_answers
from mingjian.materials.holders import NOBODY, Holder, holders
from mingjian.materials.known_seals import Standing
from mingjian.materials.same_number import Pair, beside
from mingjian.materials.sealed import Known, sealed
from mingjian.materials.tables import UNSETTLED, Tables, papers_of
from mingjian.materials.whose_yes import Answer, is_for_another, is_own
from mingjian.store.engine import Engine

__all__ = ["with_contested"]

_FOR_WHOM = {"said": "string", "issued_for": "string", "asked_for": "string", "issued_for_asked": "boolean"}
"""Columns of ``verifications`` that may say for whom a paper was issued."""


def with_contested(tables: Tables, engine: Engine) -> Tables:
    """The tables with ``unsettled``."""
    papers = engine.materialise(papers_of(tables))
    answered = papers.join(_answers(tables).filter(lambda t: t.reply == IssuerReply.CONFIRMED.value), "material_id")
    asked = papers.semi_join(answered, "paper").select("material_id").distinct()
    pairs = beside(engine.materialise(asked), tables, engine)
    # Of a copy that its issuer denied it has said that the number is not its holder's.
    denied = _denied(papers, tables) if pairs else frozenset()
    pairs = {pair for pair in pairs if pair.other not in denied}
    own = _own_answers(papers, answered)
    held = holders(tables, set(own).union(*((pair.material_id, pair.other) for pair in pairs)))
    came = _came(tables, pairs)
    open_: dict[str, Pair | None] = {}
    for pair in sorted(pairs):
        if pair.material_id not in open_ and _is_open(pair, held, own, came):
            open_[pair.material_id] = pair
    open_ |= {paper: None for paper, told in own.items() if is_for_another(held.get(paper, NOBODY), told)}
    rows = [
        {"material_id": paper, "other": pair and pair.other, "number": pair and pair.number}
        for paper, pair in sorted(open_.items())
    ]
    known = replace(tables, unsettled=engine.read_arrow(pa.Table.from_pylist(rows, schema=UNSETTLED)))
    return _without_their_seals(known, engine) if rows else known


def _is_open(
    pair: Pair, held: Mapping[str, Holder], own: Mapping[str, Sequence[Answer]], came: Mapping[str, date]
) -> bool:
    mine, theirs = held.get(pair.material_id, NOBODY), held.get(pair.other, NOBODY)
    since, others = came.get(pair.material_id), came.get(pair.other)
    return mine.is_another_than(theirs) and not is_own(
        mine,
        theirs,
        own=own.get(pair.material_id, ()),
        of_the_other=own.get(pair.other, ()),
        came_first=since is not None and others is not None and since < others,
    )


def _came(tables: Tables, pairs: Collection[Pair]) -> dict[str, date]:
    """When each of the papers was handed in, where that is known."""
    if not pairs:
        return {}
    wanted = sorted({one for pair in pairs for one in (pair.material_id, pair.other)})
    submitted = tables.submissions
    rows = submitted.filter(submitted.material_id.isin(wanted) & submitted.received_on.notnull())
    return {
        row["material_id"]: row["received_on"]
        for row in rows.select("material_id", "received_on").to_pyarrow().to_pylist()
    }


def _answers(tables: Tables) -> ir.Table:
    """What issuers answered, with what says for whom; a run may stand on deliveries from before these columns."""
    answers = tables.verifications
    absent = {name: ibis.null(kind) for name, kind in _FOR_WHOM.items() if name not in answers.columns}
    return answers.mutate(**absent).select("material_id", "reply", "replied_at", *_FOR_WHOM)


def _own_answers(papers: ir.Table, answered: ir.Table) -> dict[str, tuple[Answer, ...]]:
    """By material, each yes of its issuer, whichever time it was asked about the paper, the newest last."""
    rows = papers.join(answered.drop("material_id"), "paper").select("material_id", "replied_at", *_FOR_WHOM)
    found: dict[str, list[Answer]] = defaultdict(list)
    # What has no day counts as the oldest.
    for row in rows.distinct().order_by(ibis.asc("replied_at", nulls_first=True)).to_pyarrow().to_pylist():
        words = {name: row[name] or "" for name in ("said", "issued_for", "asked_for")}
        found[row["material_id"]].append(Answer(**words, issued_for_asked=row["issued_for_asked"]))
    return {material: tuple(answers) for material, answers in found.items()}


def _denied(papers: ir.Table, tables: Tables) -> frozenset[str]:
    """Materials whose issuer says of the paper, last of all, that it did not issue it."""
    asked = tables.verifications.join(papers, "material_id").drop("material_id").rename(material_id="paper")
    newest = latest_answers(asked)
    denied = newest.filter(newest.reply == IssuerReply.DENIED.value).rename(paper="material_id")
    return frozenset(papers.semi_join(denied, "paper").material_id.to_pyarrow().to_pylist())


def _without_their_seals(tables: Tables, engine: Engine) -> Tables:
    """A yes that may be another paper's vouches for no picture of a seal: a den pastes one on every copy.

    Nor is the seal of that paper the genuine one which true seals are held against.
    """
    open_ = tables.unsettled.select("material_id")
    settled = tables.verifications.anti_join(open_, "material_id")
    known = Known(tables.submissions, settled, tables.organisations, tables.examinations, tables.reuse)
    cuts = tables.reuse.seal_cuts
    model = ibis.ifelse(cuts.standing == Standing.CONFIRMED.value, cuts.material_id, ibis.null("string"))
    cuts = cuts.mutate(model=model).anti_join(open_.rename(model="material_id"), "model").drop("model")
    return replace(tables, sealed=engine.materialise(sealed(known)), reuse=replace(tables.reuse, seal_cuts=cuts))
