"""What the records were made to say of each claim; the worst error is to contradict what they bear out."""

import polars as pl

from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.scorecard import Figure, Section, ratio, unmeasured

NAME = "merits"
STATUSES = ("borne_out", "contradicted", "unknown")
CODES = (
    "status_accuracy",
    "borne_out_precision",
    "borne_out_recall",
    "contradicted_precision",
    "contradicted_recall",
    "true_but_contradicted",
    *(f"{expected}_as_{given}" for expected in STATUSES for given in STATUSES),
)


def measure(run: Run, truth: Truth) -> Section:
    """Every figure about claims that the run found and the truth knows."""
    # A claim made twice in one letter is one claim: the records say the same of both.
    found = (
        run.table("claims").select("complaint_id", "claim", "status").unique(["complaint_id", "claim"], keep="first")
    )
    true = (
        truth.table("claims")
        .filter(pl.col("claim") != "other")
        .unique(["complaint_id", "claim"], keep="first", maintain_order=True)
    )
    joined = true.join(found, on=["complaint_id", "claim"], how="inner")
    if joined.is_empty():
        return unmeasured(NAME, CODES, "the run judged no claim of this truth")
    cells = {
        (expected, given): joined.filter((pl.col("expected_status") == expected) & (pl.col("status") == given)).height
        for expected in STATUSES
        for given in STATUSES
    }

    def given(status: str) -> int:
        return sum(cells[expected, status] for expected in STATUSES)

    def expected(status: str) -> int:
        return sum(cells[status, name] for name in STATUSES)

    right = sum(cells[status, status] for status in STATUSES)
    so = joined.filter("is_true")
    return Section(
        NAME,
        (
            Figure("status_accuracy", ratio(right, joined.height), joined.height),
            Figure(
                "borne_out_precision", ratio(cells["borne_out", "borne_out"], given("borne_out")), given("borne_out")
            ),
            Figure(
                "borne_out_recall", ratio(cells["borne_out", "borne_out"], expected("borne_out")), expected("borne_out")
            ),
            Figure(
                "contradicted_precision",
                ratio(cells["contradicted", "contradicted"], given("contradicted")),
                given("contradicted"),
            ),
            Figure(
                "contradicted_recall",
                ratio(cells["contradicted", "contradicted"], expected("contradicted")),
                expected("contradicted"),
            ),
            Figure(
                "true_but_contradicted",
                ratio(so.filter(pl.col("status") == "contradicted").height, so.height),
                so.height,
            ),
            *(
                Figure(f"{one}_as_{other}", ratio(cells[one, other], expected(one)), expected(one))
                for one in STATUSES
                for other in STATUSES
            ),
        ),
    )
