"""What the lender's own records say of a complaint's claims. These never enter the score of an agent."""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim, ClaimStatus
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables

DIFFICULTY = (Claim.HARDSHIP, Claim.ILLNESS, Claim.BEREAVEMENT)
"""Claims that, where they are true, oblige the lender to help."""

WINDOW_DAYS = 365


def _counts(claims: ir.Table, key: str) -> ir.Table:
    borne_out = claims.status == str(ClaimStatus.BORNE_OUT)
    difficulty = claims.claim.isin([str(claim) for claim in DIFFICULTY])
    return claims.group_by(key).agg(
        claims_borne_out=borne_out.sum().cast("float64"),
        claims_contradicted=(claims.status == str(ClaimStatus.CONTRADICTED)).sum().cast("float64"),
        claims_unknown=(claims.status == str(ClaimStatus.UNKNOWN)).sum().cast("float64"),
        difficulty_borne_out=(difficulty & borne_out).sum().cast("float64"),
        difficulty_claimed=difficulty.sum().cast("float64"),
    )


def complaint_claims(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The claims of a complaint by what the records say of them."""
    return _counts(tables.table("claims").semi_join(subjects, "complaint_id"), "complaint_id")


def customer_claims(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The claims of a customer's complaints by what the records say of them."""
    complaints = tables.table("complaints").semi_join(subjects, "customer_id").select("complaint_id", "customer_id")
    return _counts(tables.table("claims").inner_join(complaints, "complaint_id"), "customer_id")


_FEATURES = (
    Feature("claims_borne_out", "claims that the records bear out", "claims", "when received", none_is_zero=True),
    Feature("claims_contradicted", "claims that the records contradict", "claims", "when received", none_is_zero=True),
    Feature("claims_unknown", "claims of which the records tell nothing", "claims", "when received", none_is_zero=True),
    Feature(
        "difficulty_borne_out",
        "claims of hardship, illness or bereavement that the records bear out",
        "claims",
        "when received",
        none_is_zero=True,
    ),
    Feature(
        "difficulty_claimed",
        "claims of hardship, illness or bereavement",
        "claims",
        "when received",
        none_is_zero=True,
    ),
)

GROUPS = (
    FeatureGroup(subject=Subject.COMPLAINT, needs=("claims",), features=_FEATURES, build=complaint_claims),
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("claims",),
        also_reads=("complaints",),
        features=_FEATURES,
        build=customer_claims,
    ),
)
