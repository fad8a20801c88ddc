"""What the examiners saw in a file is a finding of every submission of that file."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import FindingSubject
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """One finding an observation and a submission."""
    observed = tables.examinations.observations
    submitted = tables.submissions.select("material_id", "file_sha256")
    joined = submitted.join(observed, submitted.file_sha256 == observed.sha256)
    return joined.select(
        subject_type=ibis.literal(FindingSubject.MATERIAL.value),
        subject_id=joined.material_id,
        check=joined.check,
        outcome=joined.outcome,
        score=joined.score,
        place=joined.place,
        values=joined["values"],
        evidence=ibis.literal("[]"),
    )
