"""The models that people trained, what is known of each, and which one a person put in place.

::

    models/<version>/scorecards.parquet   the model whole: every weight, and their joint error
    models/<version>/report.json          what it was trained on, and how it did beside the model in place
    models/promotions.jsonl               one line a promotion; the last one holds, so a rollback is a line more
    models/warning/                       the same of the early warning

Nothing is overwritten or removed.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from mingjian.errors import InputError, NotFoundError
from mingjian.risk.agent_model import AgentModel
from mingjian.risk.history import WarningModel
from mingjian.risk.ledger import agent_model, agent_rows, warning_model, warning_rows
from mingjian.risk.settings import RiskSettings

FOLDER = "models"
WARNING = "warning"
"""The folder of the early-warning models among them."""
WRITTEN = "written"
"""The name of the scorecard as it is written, which stands before any model is promoted."""


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.1%}"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Performance(_Part):
    """How a model did on labelled complaints that it had not seen. Shares are in [0, 1], None of none."""

    log_loss: float
    calibration_error: float
    found: float | None = Field(description="share of agents' complaints called likely_agent")
    accused: float | None = Field(description="share of customers' own complaints called likely_agent")
    lift: float | None = Field(
        default=None,
        description="how many times as frequent agents' are in the tenth with the highest scores as in all",
    )

    @property
    def told(self) -> str:
        """In words."""
        return (
            f"log loss {self.log_loss:.3f}, calibration error {self.calibration_error:.3f}, "
            f"agents found {_percent(self.found)}, honest accused {_percent(self.accused)}"
        )


class GroupAccused(_Part):
    """The customers' own complaints of a group, and how many of them each model calls likely_agent."""

    attribute: str
    group: str
    complaints: int
    before: int
    after: int

    @property
    def worse(self) -> bool:
        """Whether the candidate accuses more of them."""
        return self.after > self.before


class Comparison(_Part):
    """A candidate beside the model in place, on labels that were decided after all that the candidate learned from."""

    in_place: str
    labels: int
    since: AwareDatetime
    before: Performance
    after: Performance
    groups: tuple[GroupAccused, ...]

    @property
    def told(self) -> str:
        """What both were judged on."""
        return f"on {self.labels:,} labels from {self.since:%Y-%m-%d} on that neither had seen"

    @property
    def objections(self) -> tuple[str, ...]:
        """Why the candidate should not replace the model in place; empty where it should."""
        found = []
        if not self.groups:
            found.append("none of the later labels is a customer's own complaint: nobody knows whom it accuses wrongly")
        if self.after.log_loss >= self.before.log_loss:
            found.append(
                f"foretells later labels no better: {self.after.log_loss:.3f}, {self.before.log_loss:.3f} before"
            )
        found += [
            f"accuses more honest people of {one.attribute} {one.group}: "
            f"{one.after} of {one.complaints}, {one.before} before"
            for one in self.groups
            if one.worse
        ]
        return tuple(found)


class Distribution(_Part):
    """How a feature or a score was spread when the model was trained: shares of complaints between edges."""

    edges: tuple[float, ...]
    shares: tuple[float, ...] = Field(description="below, between and above the edges, and last the unknown")


class Trained(_Part):
    """What a model was trained on."""

    version: str
    trained_at: AwareDatetime
    run: str
    run_identity: str
    as_of: AwareDatetime
    tables: dict[str, str] = Field(description="SHA-256 of each delivered table of the run")
    spread: dict[str, Distribution] = Field(description="of every input and of the score on the day of training")


class Report(Trained):
    """What an agent model was trained on and how it did."""

    labels: int
    agents: int
    latest_label: AwareDatetime
    doubt: float
    comparison: Comparison

    @property
    def learned_from(self) -> str:
        """In words."""
        return f"{self.labels:,} labels of run {self.run} ({self.agents:,} agents')"


class Foresight(_Part):
    """How an early warning did on a month that it had not seen; None where nobody complained or could be caught."""

    log_loss: float
    calibration_error: float
    caught: float | None = Field(description="share of who complained that stood in the first hundredth")
    lead_days: float | None = Field(description="median days from the month's start to the complaint, of these")

    @property
    def told(self) -> str:
        """In words."""
        return (
            f"log loss {self.log_loss:.4f}, calibration error {self.calibration_error:.4f}, caught in the first 1 % "
            f"{_percent(self.caught)}, days ahead {'unknown' if self.lead_days is None else f'{self.lead_days:.1f}'}"
        )


class GroupForetold(_Part):
    """The customers of a group, how many complained, and the share that each model foretold."""

    attribute: str
    group: str
    customers: int
    complained: int
    before: float
    after: float
    worse: bool = Field(description="the candidate foretells this group worse, beyond chance")


class MonthCompared(_Part):
    """A candidate beside the early warning in place, on a month after all that the candidate learned from."""

    in_place: str
    since: AwareDatetime
    known_in_place: bool = Field(description="the one in place had learned from this month, which favours it")
    customers: int
    complained: int
    before: Foresight
    after: Foresight
    groups: tuple[GroupForetold, ...]

    @property
    def told(self) -> str:
        """What both were judged on."""
        known = ", from which the one in place had learned, which favours it" if self.known_in_place else ""
        came = f"{self.complained:,} of {self.customers:,} complained"
        return f"on the 30 days from {self.since:%Y-%m-%d} on, {came}{known}"

    @property
    def objections(self) -> tuple[str, ...]:
        """Why the candidate should not replace the one in place; empty where it should."""
        found = []
        if not self.complained:
            found.append("nobody complained in the month that it was judged on: nothing is known of it")
        if self.after.log_loss >= self.before.log_loss:
            found.append(
                f"foretells the later month no better: {self.after.log_loss:.4f}, {self.before.log_loss:.4f} before"
            )
        found += [f"foretells {one.attribute} {one.group} worse" for one in self.groups if one.worse]
        return tuple(found)


class WarningReport(Trained):
    """What an early-warning model was trained on and how it did."""

    months: int
    complained: int = Field(description="customers who complained in a month that it learned from")
    comparison: MonthCompared

    @property
    def learned_from(self) -> str:
        """In words."""
        return f"{self.months} months of run {self.run} ({self.complained:,} complaining customers)"


class Promotion(_Part):
    """A person put a model in place."""

    at: AwareDatetime
    version: str
    replaced: str
    by: str
    reason: str
    objections: tuple[str, ...] = ()


Model = TypeVar("Model")
AnyReport = TypeVar("AnyReport", Report, WarningReport)


class Registry(ABC, Generic[Model, AnyReport]):
    """The models of one kind in a workspace, in a folder that is made with the first of them."""

    reports: ClassVar[Any]
    """The class of their reports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key(self, version: str) -> str:
        """Under which a run's record names the hash of a model."""
        return f"{FOLDER}/{version}"

    @abstractmethod
    def _rows(self, model: Model) -> pa.Table: ...

    @abstractmethod
    def _of_rows(self, rows: list[dict[str, Any]], settings: RiskSettings, /) -> Model: ...

    @property
    def versions(self) -> tuple[str, ...]:
        """Every model, the oldest first."""
        return tuple(sorted(path.parent.name for path in self.folder.glob("*/report.json")))

    @property
    def promotions(self) -> tuple[Promotion, ...]:
        """Every promotion, the latest last."""
        return tuple(self._promotions())

    @property
    def in_place(self) -> str:
        """The model that runs use; ``WRITTEN`` before the first promotion."""
        promotions = self.promotions
        return promotions[-1].version if promotions else WRITTEN

    @property
    def candidate(self) -> str | None:
        """The latest model, where nobody has ever put it in place: runs let it run along."""
        latest = self.versions[-1:]
        held = {promotion.version for promotion in self.promotions}
        return latest[0] if latest and latest[0] not in held else None

    def next_version(self) -> str:
        """The name of the next model."""
        return f"{len(self.versions) + 1:04d}"

    def add(self, model: Model, report: AnyReport) -> None:
        """Keeps a model; the report is written last, so a half-written one is no model."""
        place = self.folder / report.version
        place.mkdir(parents=True)
        pq.write_table(self._rows(model), self.weights(report.version))
        (place / "report.json").write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")

    def model(self, version: str, settings: RiskSettings) -> Model:
        """A model that was kept; NotFoundError where there is none of that name."""
        self._check(version)
        return self._of_rows(pq.read_table(self.weights(version)).to_pylist(), settings)

    def weights(self, version: str) -> Path:
        """The file that holds a model."""
        return self.folder / version / "scorecards.parquet"

    def report(self, version: str) -> AnyReport:
        """What is known of a model; NotFoundError where there is none of that name."""
        self._check(version)
        found: AnyReport = self.reports.model_validate_json((self.folder / version / "report.json").read_bytes())
        return found

    def promote(self, version: str, *, by: str, reason: str, at: datetime, despite: bool = False) -> Promotion:
        """Puts a model in place, or back in place; ``WRITTEN`` returns to the scorecard.

        Raises InputError where nobody signs, where it was compared with another model than the one in place, or where
        the report objects and ``despite`` is not said.
        """
        if not by.strip() or not reason.strip():
            raise InputError("a promotion needs the name of the person who decides and the reason")
        before = self.in_place
        if version == before:
            raise InputError(f"model {version} is in place already")
        held = {promotion.version for promotion in self.promotions}
        objections: tuple[str, ...] = ()
        if version != WRITTEN and version not in held:  # what was in place once may return at once
            compared = self.report(version).comparison
            if compared.in_place != before:
                raise InputError(
                    f"model {version} was compared with {compared.in_place}, and {before} is in place: "
                    "'mingjian train' compares a new one with it"
                )
            objections = compared.objections
        if objections and not despite:
            raise InputError(f"model {version} should not replace {before}: {'; '.join(objections)}")
        made = Promotion(at=at, version=version, replaced=before, by=by, reason=reason, objections=objections)
        with (self.folder / "promotions.jsonl").open("a", encoding="utf-8") as file:
            file.write(made.model_dump_json() + "\n")
        return made

    def _check(self, version: str) -> None:
        if version not in self.versions:
            raise NotFoundError(f"there is no model {version}; there are: {', '.join(self.versions) or 'none yet'}")

    def _promotions(self) -> Iterator[Promotion]:
        path = self.folder / "promotions.jsonl"
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                yield Promotion.model_validate_json(line)


class AgentRegistry(Registry[AgentModel, Report]):
    """The agent models of a workspace's folder of models."""

    reports = Report

    def _rows(self, model: AgentModel) -> pa.Table:
        return agent_rows(model)

    def _of_rows(self, rows: list[dict[str, Any]], settings: RiskSettings, /) -> AgentModel:
        return agent_model(rows, settings)


class WarningRegistry(Registry[WarningModel, WarningReport]):
    """The early-warning models of a workspace's folder of models."""

    reports = WarningReport

    def __init__(self, models: Path) -> None:
        super().__init__(models / WARNING)

    def key(self, version: str) -> str:
        """Under which a run's record names the hash of a model."""
        return f"{FOLDER}/{WARNING}/{version}"

    def _rows(self, model: WarningModel) -> pa.Table:
        return warning_rows(model)

    def _of_rows(self, rows: list[dict[str, Any]], _settings: RiskSettings, /) -> WarningModel:
        return warning_model(rows)
