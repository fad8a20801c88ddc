"""Papers of unrelated households that bear one number of one issuer, or lie on one photograph altered elsewhere.

Not so papers of people who are named together (a couple's certificate, a village's list), nor those of another issuer,
since every office counts from one.
"""

from typing import NamedTuple

import ibis.expr.types as ir

from mingjian.materials.copies import PERSONAL
from mingjian.materials.joint import speaking_of_several
from mingjian.materials.one_capture import of_one_capture
from mingjian.materials.specimen import TraitKind
from mingjian.materials.stated_issuer import with_issuer
from mingjian.materials.tables import Tables
from mingjian.store.engine import Engine

__all__ = ["Pair", "beside"]

_NUMBERS = ("document_number", "patient_number")


class Pair(NamedTuple):
    """A paper, another one beside it, and the number that both bear."""

    material_id: str
    other: str
    number: str


def beside(asked: ir.Table, tables: Tables, engine: Engine) -> set[Pair]:
    """The papers that stand beside each of those that were asked about (``material_id``)."""
    return _by_picture(tables, asked, engine) | _by_number(tables, asked, engine)


def _by_number(tables: Tables, asked: ir.Table, engine: Engine) -> set[Pair]:
    """By a number of which its issuer has one alone."""
    traits = tables.examinations.traits
    numbers = traits.filter(traits.kind == TraitKind.SERIAL_NUMBER.value).select(file_sha256="sha256", number="text")
    papers = with_issuer(tables).join(numbers.distinct(), "file_sha256")
    personal = papers.kind.isin([kind.value for kind in PERSONAL]).fill_null(False)
    papers = papers.filter(personal & papers.household.notnull() & papers.issuer.notnull())
    papers = papers.mutate(group=papers.issuer + " " + papers.number)
    groups = papers.semi_join(asked, "material_id").select("group").distinct()
    kept = papers.semi_join(groups, "group").select("material_id", "household", "group", "number", "file_sha256")
    kept = engine.materialise(kept.distinct())
    if kept.household.nunique().to_pyarrow().as_py() < 2:
        return set()
    joint = speaking_of_several(kept.select("material_id", "group").distinct(), tables)
    alone = kept.anti_join(joint, ["material_id", "group"])
    others = alone.rename(other="material_id", other_household="household", other_file="file_sha256").drop("number")
    # Of a number on very many papers those that were answered for alone are laid beside the others.
    pairs = alone.semi_join(asked, "material_id").join(others, "group")
    return _pairs(pairs.filter((pairs.household != pairs.other_household) & (pairs.file_sha256 != pairs.other_file)))


def _by_picture(tables: Tables, asked: ir.Table, engine: Engine) -> set[Pair]:
    """By one photograph that was altered elsewhere than at the number."""
    pairs = tables.reuse.capture_pairs
    if not pairs.filter(pairs.place.notnull()).count().to_pyarrow().as_py():
        return set()
    facts = tables.facts.filter(tables.facts.field.isin(_NUMBERS)).select("material_id", number="value").distinct()
    altered = of_one_capture(tables).semi_join(asked, "material_id")
    altered = engine.materialise(altered.filter(altered.place.notnull()).select("material_id", "other").distinct())
    mine = altered.join(facts, "material_id").select("material_id", "other", "number")
    return _pairs(mine.join(facts.rename(other="material_id"), ["other", "number"]))


def _pairs(table: ir.Table) -> set[Pair]:
    rows = table.select("material_id", "other", "number").to_pyarrow().to_pylist()
    return {Pair(row["material_id"], row["other"], row["number"]) for row in rows}
