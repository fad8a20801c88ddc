"""What the papers of a complaint were found to be."""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import Certainty, Verdict
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables


def papers(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Papers that their issuer denied or that contradict themselves, and papers that were confirmed."""
    rows = tables.table("materials").semi_join(subjects, "complaint_id").select("material_id", "complaint_id")
    joined = rows.inner_join(tables.table("material_assessments"), "material_id")
    # A model alone gives ``needs_review``; only a contradiction or the issuer's denial speaks of falsity.
    false = (joined.verdict == str(Verdict.SIGNS_OF_FORGERY)) & joined.certainty.isin(
        [str(Certainty.CONTRADICTED), str(Certainty.ISSUER_DENIED)]
    )
    return joined.group_by("complaint_id").agg(
        papers_false=false.sum().cast("float64"),
        papers_confirmed=(joined.certainty == str(Certainty.ISSUER_CONFIRMED)).sum().cast("float64"),
        papers_evidence=joined.material_id.max(where=false),
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("materials", "material_assessments"),
        features=(
            Feature(
                "papers_false",
                "papers that show signs of forgery and that a contradiction or their issuer's denial speaks against",
                "papers",
                "when the paper was received, or its issuer answered",
                none_is_zero=True,
            ),
            Feature(
                "papers_confirmed",
                "papers that their issuer confirmed",
                "papers",
                "when the issuer answered",
                none_is_zero=True,
            ),
        ),
        evidence=("papers_evidence",),
        build=papers,
    ),
)
