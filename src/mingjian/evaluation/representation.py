"""Who may act for a customer: unlawful ones found, lawful ones left in peace."""

import polars as pl

from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.scorecard import Figure, Section, ratio, unmeasured

NAME = "representation"
CODES = ("unlawful_precision", "unlawful_recall", "lawful_accused")


def measure(run: Run, truth: Truth) -> Section:
    """Every figure about representations."""
    requirements = run.table("requirements").filter(pl.col("subject_type") == "representation")
    true = truth.table("representations")
    if requirements.is_empty():
        return unmeasured(NAME, CODES, f"the run judged no representation; there are {true.height}")
    failed = frozenset(requirements.filter(pl.col("status") == "not_met")["subject_id"])
    judged = true.filter(pl.col("representation_id").is_in(requirements["subject_id"].unique().implode()))
    unlawful = frozenset(judged.filter(~pl.col("lawful"))["representation_id"])
    lawful = frozenset(judged.filter("lawful")["representation_id"])
    return Section(
        NAME,
        (
            Figure("unlawful_precision", ratio(len(failed & unlawful), len(failed & (unlawful | lawful))), len(failed)),
            Figure("unlawful_recall", ratio(len(failed & unlawful), len(unlawful)), len(unlawful)),
            Figure("lawful_accused", ratio(len(failed & lawful), len(lawful)), len(lawful)),
        ),
    )
