"""The scoring of any run against any truth."""

from pathlib import Path

from mingjian.evaluation import agents, gangs, letters, materials, merits, representation, warning
from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.scorecard import Figure, ScoreCard, Section

PARTS = (letters, agents, warning, gangs, merits, representation, materials)
"""Each part has a NAME, its CODES and ``measure``."""


def score(run: Path, truth: Path) -> ScoreCard:
    """Every quality figure of the run in one folder against the truth in another.

    What the run did not write is not measured, and its figures say so. Raises NotFoundError without a truth.
    """
    theirs, ours = Run(run), Truth(truth)
    world = ours.table("world").row(0, named=True)
    return ScoreCard(
        world=world["world"],
        seed=world["seed"],
        sophistication=world["sophistication"],
        customers=world["customers"],
        sections=tuple(part.measure(theirs, ours) for part in PARTS),
    )


__all__ = ["PARTS", "Figure", "ScoreCard", "Section", "score"]
