"""Was something written by a program on the picture of a paper that an office had stamped?

People fill in scanned forms on a screen, and write notes on their photos, so that by itself is nobody's matter. A paper
that an office wrote, stamped and handed out says what it says: what stands in one of its lines and was not on the paper
when its picture was taken is a question.
"""

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, FindingSubject, MaterialKind
from mingjian.materials.checks.on_paper import STAMPED
from mingjian.materials.examiners import sharpness
from mingjian.materials.specimen import Examination, Observation, TraitKind
from mingjian.materials.tables import Tables

TYPED_LATER = "typed_on_stamped_paper"


def of_one(kind: MaterialKind, examination: Examination) -> Iterator[Observation]:
    """The same of one file, of which somebody says that it is of that kind."""
    if kind in STAMPED and any(trait.kind is TraitKind.SEAL for trait in examination.traits):
        for one in examination.observations:
            if one.check == sharpness.SHARPER:
                yield Observation(TYPED_LATER, CheckOutcome.SUSPECT, one.score, one.place, one.values)


def find(tables: Tables) -> ir.Table:
    """One finding a place of a file of a stamped kind that shows a seal."""
    traits, observed = tables.examinations.traits, tables.examinations.observations
    sealed = traits.filter(traits.kind == TraitKind.SEAL.value).select("sha256").distinct()
    typed = observed.filter(observed.check == sharpness.SHARPER).semi_join(sealed, "sha256")
    stamped = tables.submissions.filter(tables.submissions.kind.isin([kind.value for kind in STAMPED]))
    found = stamped.select("material_id", sha256=stamped.file_sha256).join(typed, "sha256")
    return found.select(
        subject_type=ibis.literal(FindingSubject.MATERIAL.value),
        subject_id=found.material_id,
        check=ibis.literal(TYPED_LATER),
        outcome=ibis.literal(CheckOutcome.SUSPECT.value),
        score=found.score,
        place=found.place,
        values=found["values"],
        evidence=ibis.literal("[]"),
    )
