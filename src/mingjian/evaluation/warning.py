"""What was foreseen of the thirty days after the snapshot, and of agencies at work."""

import polars as pl

from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.ranking import area_under_curve, average_precision, brier, calibration_error, lift
from mingjian.evaluation.scorecard import Figure, Section, unmeasured

NAME = "warning"
_QUESTIONS = (
    ("complaint", "complaint_probability_30d", "complains_within_30d"),
    ("escalation", "escalation_probability_30d", "escalates_within_30d"),
    ("involvement", "agent_involvement_probability", "agent_within_30d"),
)
_MEASURES = ("auc", "average_precision", "brier", "calibration_error", "lift_top_decile", "base_rate", "mean_predicted")
CODES = (*(f"{question}_{measure}" for question, _, _ in _QUESTIONS for measure in _MEASURES), "lead_time_days")


def measure(run: Run, truth: Truth) -> Section:
    """Every figure about the early warning."""
    assessed = run.table("customer_assessments").drop("gang_id", strict=False)
    joined = truth.table("customers").join(assessed, on="customer_id", how="inner")
    if joined.is_empty():
        return unmeasured(NAME, CODES, "the run assessed no customer of this truth")
    figures: list[Figure] = []
    for question, predicted, outcome in _QUESTIONS:
        rows = joined.drop_nulls(predicted)
        true, probability = rows[outcome].to_numpy(), rows[predicted].to_numpy()
        count = rows.height
        note = "" if count else f"the run gave no {predicted}"
        mean = rows[predicted].mean()
        rate = rows[outcome].mean()
        figures += [
            Figure(f"{question}_auc", area_under_curve(true, probability), count, note),
            Figure(f"{question}_average_precision", average_precision(true, probability), count, note),
            Figure(f"{question}_brier", brier(true, probability), count, note),
            Figure(f"{question}_calibration_error", calibration_error(true, probability), count, note),
            Figure(f"{question}_lift_top_decile", lift(true, probability), count, note),
            Figure(f"{question}_base_rate", float(rate) if isinstance(rate, float) else None, count, note),
            Figure(f"{question}_mean_predicted", float(mean) if isinstance(mean, float) else None, count, note),
        ]
    return Section(NAME, (*figures, _lead_time(joined, truth)))


def _lead_time(joined: pl.DataFrame, truth: Truth) -> Figure:
    """Median days from the snapshot to the complaint, over those of the top decile who then complain."""
    snapshot = truth.table("world")["snapshot_at"][0]
    rated = joined.drop_nulls("complaint_probability_30d").sort(
        "complaint_probability_30d", "customer_id", descending=[True, False]
    )
    warned = rated.head(max(1, rated.height // 10)).filter("complains_within_30d")
    days = ((warned["next_complaint_at"] - snapshot).dt.total_seconds() / 86_400).median()
    return Figure("lead_time_days", float(days) if isinstance(days, float) else None, warned.height)
