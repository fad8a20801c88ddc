"""What the current run found of its own models and of those that ran along."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mingjian.contract.vocabulary import ModelKind, ModelMeasure
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

    def group(self, attribute: str, group: str) -> GroupWatched | None:
        """One group of people."""
        return next((one for one in self.groups if (one.attribute, one.group) == (attribute, group)), None)

    def of(self, measure: ModelMeasure, *, unseen: bool = True) -> Rows:
        """What was measured of one kind."""
        return [row for row in self.rows if row["measure"] == measure and row["unseen"] == unseen]

    @property
    def moved(self) -> Rows:
        """The inputs and scores, the furthest moved first."""
        return sorted(self.of(ModelMeasure.STABILITY), key=lambda row: (not row["alert"], -(row["value"] or 0.0)))


@dataclass(frozen=True)
class Shadow:
    """What a model that runs along would have said, beside what the run said."""

    version: str
    standings: Rows
    """How many stand in each pair of zones or bands: ``said``, ``candidate`` and ``count``."""
    mean_change: float
    """Of the probabilities."""


def watch_of(run: Run, *, candidate: bool = False) -> ModelWatch:
    """What a run found of its own models, or of the agents' candidate."""
    sql = "SELECT * FROM model_watch WHERE candidate = ?"
    return run.once((sql, candidate), lambda: ModelWatch(run.query(sql, (candidate,))))


_SHADOW = """
SELECT s.version, said.{standing} AS said, s.standing AS candidate, count(*) AS count,
  sum(abs(s.probability - said.{probability})) AS change
FROM shadow_assessments AS s JOIN {table} AS said ON said.{key} = s.subject_id
WHERE s.subject_type = ? GROUP BY ALL ORDER BY said, candidate
"""
_AGENT = {
    "standing": "zone",
    "probability": "agent_probability",
    "table": "complaint_assessments",
    "key": "complaint_id",
}
_WARNING = {
    "standing": "band",
    "probability": "complaint_probability_30d",
    "table": "customer_assessments",
    "key": "customer_id",
}


def shadow_of(run: Run, model: ModelKind) -> Shadow | None:
    """What the candidate would have said in a run; None where none ran along."""
    agent = model is ModelKind.AGENT
    sql = _SHADOW.format(**(_AGENT if agent else _WARNING))
    rows = run.once((sql, model), lambda: run.query(sql, ("complaint" if agent else "customer",)))
    if not rows:
        return None
    size = sum(row["count"] for row in rows)
    return Shadow(rows[0]["version"], rows, sum(row["change"] for row in rows) / size)
