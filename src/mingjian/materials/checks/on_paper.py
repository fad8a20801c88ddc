"""Is a paper that somebody stamps by hand handed in as a picture that never was on paper?

What a program drew as a picture, seal and all, is no scan and no photo of anything. Statements, receipts and chats are
drawn lawfully, and so is what an office sends as a PDF or OFD: only pictures of kinds that are stamped on paper are
asked about. An office may hand out pictures too, so it is a question.
"""

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, MaterialKind
from mingjian.materials.examiners import drawing
from mingjian.materials.findings import rows
from mingjian.materials.specimen import Examination, Observation, TraitKind
from mingjian.materials.tables import Tables

STAMPED: tuple[MaterialKind, ...] = (
    MaterialKind.DIAGNOSIS_CERTIFICATE,
    MaterialKind.DEATH_CERTIFICATE,
    MaterialKind.HARDSHIP_CERTIFICATE,
    MaterialKind.UNEMPLOYMENT_CERTIFICATE,
    MaterialKind.INCOME_CERTIFICATE,
    MaterialKind.POLICE_RECEIPT,
)
"""Kinds that an office prints, stamps and hands out."""


_NEVER, _ONCE = "seal_never_on_paper", "seal_on_paper"
_SCORE = 0.5


def of_one(kind: MaterialKind, examination: Examination) -> Iterator[Observation]:
    """The same of one file, of which somebody says that it is of that kind."""
    checks = {one.check for one in examination.observations}
    sealed = any(trait.kind is TraitKind.SEAL for trait in examination.traits)
    if kind in STAMPED and sealed and drawing.DRAWN in checks:
        yield Observation(_NEVER, CheckOutcome.SUSPECT, _SCORE)
    elif kind in STAMPED and sealed and drawing.CAPTURED in checks:
        yield Observation(_ONCE, CheckOutcome.CLEAR)


def find(tables: Tables) -> ir.Table:
    """One finding a picture of a stamped kind that shows a seal."""
    traits = tables.examinations.traits
    sealed = traits.filter(traits.kind == TraitKind.SEAL.value).select("sha256").distinct()
    made = tables.examinations.observations
    made = made.filter(made.check.isin([drawing.DRAWN, drawing.CAPTURED]))
    made = made.group_by("sha256").aggregate(drawn=(made.check == drawing.DRAWN).any()).semi_join(sealed, "sha256")
    submitted = tables.submissions.filter(tables.submissions.kind.isin([kind.value for kind in STAMPED]))
    found = submitted.select("material_id", sha256=submitted.file_sha256).join(made, "sha256")
    return rows(
        found,
        check=ibis.ifelse(found.drawn, _NEVER, _ONCE),
        outcome=ibis.ifelse(found.drawn, CheckOutcome.SUSPECT.value, CheckOutcome.CLEAR.value),
        score=ibis.ifelse(found.drawn, ibis.literal(_SCORE), ibis.null("float64")),
    )
