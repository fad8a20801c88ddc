"""Who is behind a complaint: how well it is told, and whom it accuses wrongly."""

import numpy as np
import polars as pl

from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.ranking import (
    area_under_curve,
    average_precision,
    brier,
    calibration_error,
    coverage,
    recall_at_precision,
)
from mingjian.evaluation.scorecard import Figure, Section, ratio, unmeasured

NAME = "agent"
CODES = (
    "auc",
    "average_precision",
    "brier",
    "calibration_error",
    "interval_coverage",
    "recall_at_precision_90",
    "found",
    "false_accusation",
    "undecided",
    "false_accusation_merited",
)
PER_LOOK_ALIKE = "false_accusation_"
"""Begins the code of one figure for each honest look-alike in the truth."""


def measure(run: Run, truth: Truth) -> Section:
    """Every figure about the agent model, on complaints that the delivery did not label."""
    assessed = run.table("complaint_assessments").select(
        "complaint_id", "agent_probability", "agent_probability_low", "agent_probability_high", "zone"
    )
    complaints = truth.table("complaints").filter(~pl.col("labelled"))
    joined = complaints.join(assessed, on="complaint_id", how="inner")
    rated = joined.filter(pl.col("agent_probability").is_not_null())
    if rated.is_empty():
        return unmeasured(NAME, CODES, "the run gave no complaint an agent probability")
    true = rated["agent_filed"].to_numpy()
    probability = rated["agent_probability"].to_numpy()
    low = rated["agent_probability_low"].fill_null(strategy="zero").to_numpy()
    high = rated["agent_probability_high"].fill_null(1.0).to_numpy()
    agents, honest = joined.filter("agent_filed"), joined.filter(~pl.col("agent_filed"))
    count = rated.height
    return Section(
        NAME,
        (
            Figure("auc", area_under_curve(true, probability), count),
            Figure("average_precision", average_precision(true, probability), count),
            Figure("brier", brier(true, probability), count),
            Figure("calibration_error", calibration_error(true, probability), count),
            Figure("interval_coverage", coverage(true, probability, low, high), count),
            Figure("recall_at_precision_90", recall_at_precision(true, probability, precision=0.9), int(np.sum(true))),
            Figure("found", _accused(agents), agents.height),
            Figure("false_accusation", _accused(honest), honest.height),
            Figure(
                "undecided", ratio(joined.filter(pl.col("zone") == "undecided").height, joined.height), joined.height
            ),
            Figure("false_accusation_merited", _accused(honest.filter("has_merit")), honest.filter("has_merit").height),
            *(
                Figure(f"{PER_LOOK_ALIKE}{kind}", _accused(group), group.height)
                for (kind,), group in sorted(
                    honest.drop_nulls("look_alike").group_by("look_alike"), key=lambda one: str(one[0])
                )
            ),
        ),
    )


def _accused(rows: pl.DataFrame) -> float | None:
    """The share that stands in the zone of likely agents."""
    return ratio(rows.filter(pl.col("zone") == "likely_agent").height, rows.height)
