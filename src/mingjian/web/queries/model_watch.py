"""What the current run found of its own models: shares by group, what came true, what moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mingjian.contract.vocabulary import ModelMeasure
from mingjian.web.runs import Rows, Run

Row = Mapping[str, Any]


@dataclass(frozen=True)
class GroupWatched:
    """A group of people: how often it is called ``likely_agent`` and left undecided, and accused wrongly."""

    attribute: str
    group: str
    likely_agent: Row
    undecided: Row
    accused: Row | None
    """Of those who were found to have complained for themselves; None where nobody was."""


@dataclass(frozen=True)
class ModelWatch:
    """The table ``model_watch`` of a run, as the page of models shows it."""

    rows: Rows

    @property
    def alerts(self) -> Rows:
        """What somebody should look at."""
        return [row for row in self.rows if row["alert"]]

    @cached_property
    def groups(self) -> list[GroupWatched]:
        """Every group of people, with the accusations that were made before anybody knew, where there are such."""
        shown = {
            (row["measure"], row["attribute"], row["group"]): row
            for row in sorted(self.rows, key=lambda row: bool(row["unseen"]))
        }
        return [
            GroupWatched(
                attribute,
                group,
                row,
                shown[ModelMeasure.UNDECIDED, attribute, group],
                shown.get((ModelMeasure.ACCUSED, attribute, group)),
            )
            for (measure, attribute, group), row in shown.items()
            if measure == ModelMeasure.LIKELY_AGENT
        ]

    def of(self, measure: ModelMeasure, *, unseen: bool = True) -> Rows:
        """What was measured of one kind."""
        return [row for row in self.rows if row["measure"] == measure and row["unseen"] == unseen]

    @property
    def moved(self) -> Rows:
        """The inputs and scores, the furthest moved first."""
        return sorted(self.of(ModelMeasure.STABILITY), key=lambda row: (not row["alert"], -(row["value"] or 0.0)))


def watch_of(run: Run) -> ModelWatch:
    """What a run found of its own models."""
    return run.once("model_watch", lambda: ModelWatch(run.query("SELECT * FROM model_watch")))
