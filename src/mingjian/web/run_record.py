"""A run's record as screens read it, whichever version wrote it: what is not there is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjian.store.workspace import RunFolder
from mingjian.web.runs import read_record


@dataclass(frozen=True)
class StageTiming:
    """One stage and what it took; ``share`` is per cent of the slowest."""

    stage: str
    seconds: float
    peak_memory_mb: int | None
    share: float


@dataclass(frozen=True)
class TableFile:
    """One table of the run."""

    name: str
    place: str
    rows: int | None
    sha256: str


@dataclass(frozen=True)
class RunSummary:
    """What a person wants to know of a run first."""

    name: str
    identity: str
    as_of: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    intake_version: str
    previous: str
    code_version: str
    stages: tuple[StageTiming, ...]
    tables: tuple[TableFile, ...]
    rows_later: Mapping[str, int]
    """Delivered rows that became known after ``as_of``, by table: they are not in the run."""

    @property
    def seconds(self) -> float | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()

    def rows(self, table: str) -> int | None:
        """How many rows a table has."""
        return next((file.rows for file in self.tables if file.name == table), None)


def summary(folder: RunFolder) -> RunSummary:
    """The summary of a run's folder."""
    record = read_record(folder)
    grounds = _mapping(record.get("grounds"))
    previous = _mapping(grounds.get("previous"))
    return RunSummary(
        name=folder.name,
        identity=str(record.get("identity") or ""),
        as_of=_time(record.get("as_of")),
        started_at=_time(record.get("started_at")),
        finished_at=_time(record.get("finished_at")),
        intake_version=str(record.get("intake_version") or ""),
        previous=str(previous.get("run") or ""),
        code_version=str(_mapping(grounds.get("code")).get("mingjian") or ""),
        stages=_stages(record.get("stages")),
        tables=tuple(
            TableFile(name, place, _mapping(file).get("rows"), str(_mapping(file).get("sha256") or ""))
            for place in ("outputs", "workings", "intake")
            for name, file in _mapping(record.get(place)).items()
        ),
        rows_later={name: int(rows) for name, rows in _mapping(record.get("rows_later")).items()},
    )


def _stages(value: Any) -> tuple[StageTiming, ...]:
    stages = [_mapping(stage) for stage in value or ()]
    slowest = max((float(stage.get("seconds") or 0) for stage in stages), default=0) or 1.0
    return tuple(
        StageTiming(
            str(stage.get("stage")),
            float(stage.get("seconds") or 0),
            stage.get("peak_memory_mb"),
            round(100 * float(stage.get("seconds") or 0) / slowest, 1),
        )
        for stage in stages
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _time(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None
