"""The order of the stages, and how a run is written: the only place that knows either."""

import json
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from mingjian import agencies, intake, letters, materials, merits, network, risk
from mingjian.contract import INTAKE, OUTPUTS, WORKINGS
from mingjian.errors import MemoryLimitError, NotFoundError
from mingjian.intake import IntakeSummary, Mapping
from mingjian.risk.registry import Registry
from mingjian.settings import Settings
from mingjian.store import record, serving
from mingjian.store.engine import DuckDBEngine, Engine
from mingjian.store.lake import Lake
from mingjian.store.point_in_time import cut, link
from mingjian.store.record import PreviousRecord, RunRecord, StageRecord
from mingjian.store.stage import Progress, StageContext, silent
from mingjian.store.vault import Vault
from mingjian.store.workspace import RunFolder, Workspace


@dataclass(frozen=True)
class Stage:
    """One room's part of a run; ``work`` reads the tables before it and writes its own."""

    name: str
    work: Callable[[StageContext, Settings], None]


STAGES = (
    Stage("letters", lambda context, settings: letters.run(context, settings.letters)),
    Stage("materials", lambda context, settings: materials.run(context, settings.materials)),
    Stage("agencies", lambda context, settings: agencies.run(context, settings.agencies)),
    Stage("merits", lambda context, settings: merits.run(context, settings.merits)),
    Stage("network", lambda context, settings: network.run(context, settings.network)),
    Stage("risk", lambda context, settings: risk.run(context, settings.risk)),
)
"""In order: each reads only what those before it wrote."""


DELIVERIES = "delivery.json"
"""What intake writes beside the tables of a version."""


@dataclass(frozen=True)
class Delivered:
    """What intake has accumulated: a folder of checked tables, and the time that they stand on."""

    folder: Path
    version: str
    snapshot_at: datetime


def deliver(
    workspace: Workspace,
    delivery: Path,
    *,
    settings: Settings,
    mapping: Mapping | None = None,
    progress: Progress = silent,
) -> tuple[IntakeSummary, Delivered]:
    """Takes a delivery into the workspace, on top of those before it. To be called inside ``workspace.writing()``."""
    summary = intake.take(
        delivery,
        into=workspace,
        previous=workspace.delivered,
        mapping=mapping,
        settings=settings.intake,
        vault=_vault(workspace, settings),
        progress=progress,
    )
    workspace.accept(summary.version)
    # A delivery without a single time can still be run: then it stands on the moment at which it was taken.
    snapshot_at = summary.snapshot_at or datetime.now(UTC)
    return summary, Delivered(workspace.intake / summary.version, summary.version, snapshot_at)


def delivered_before(workspace: Workspace) -> Delivered:
    """What intake has accumulated so far; NotFoundError before the first delivery."""
    version = workspace.delivered
    if version is None:
        raise NotFoundError(
            f"{workspace.root} holds no delivery yet: 'mingjian intake DELIVERY --out {workspace.root}'"
        )
    folder = workspace.intake / version
    written = json.loads((folder / DELIVERIES).read_bytes())["summary"]["snapshot_at"]
    return Delivered(folder, version, datetime.fromisoformat(written) if written else datetime.now(UTC))


def run(
    workspace: Workspace,
    delivered: Delivered,
    *,
    settings: Settings,
    as_of: datetime | None = None,
    previous: RunFolder | None = None,
    progress: Progress = silent,
) -> RunFolder:
    """Runs every stage over what was delivered and makes the result the workspace's current run.

    To be called inside :meth:`Workspace.writing`. ``as_of`` is the snapshot unless given; ``previous`` keeps gangs
    their names. A run that fails or is killed leaves the current run as it was.
    """
    started_at = datetime.now(UTC)
    as_of = as_of or delivered.snapshot_at
    timings = _Timings(progress, [stage.name for stage in STAGES])
    engine = _engine(settings)
    try:
        with workspace.draft() as draft:
            with timings.stage("cut"):
                cut(Lake(engine, delivered.folder), draft.intake, as_of=as_of, snapshot=delivered.snapshot_at)
            context = StageContext(
                lake=draft.lake(engine),
                as_of=as_of,
                previous=previous.lake(engine) if previous else None,
                progress=timings.within,
                vault=_vault(workspace, settings),
                cache=workspace.cache,
                models=workspace.models,
            )
            for stage in STAGES:
                with timings.stage(stage.name):
                    stage.work(context, settings)
            with timings.stage("seal"):
                _seal(context.lake, draft, delivered)
            with timings.stage("serving"):
                serving.build(_sources(context.lake), draft.serving, memory_limit=settings.memory_limit)
            _record(
                draft,
                delivered,
                settings,
                models=workspace.models,
                as_of=as_of,
                previous=previous,
                started_at=started_at,
                stages=timings.stages,
            ).write(draft.path)
    except duckdb.OutOfMemoryException as error:
        raise MemoryLimitError(settings.memory_limit) from error
    finally:
        engine.close()
    return workspace.run(draft.name)


def _engine(settings: Settings) -> Engine:
    if settings.engine == "spark":
        from mingjian.store.spark import SparkEngine

        return SparkEngine(memory=settings.spark_memory, master=settings.spark_master)
    return DuckDBEngine(memory_limit=settings.memory_limit, workers=settings.workers)


def _vault(workspace: Workspace, settings: Settings) -> Vault:
    return Vault.open(workspace.root, key=settings.vault_key.get_secret_value())


def _seal(lake: Lake, draft: RunFolder, delivered: Delivered) -> None:
    quarantine = delivered.folder / "quarantine.parquet"
    if quarantine.exists():
        link(quarantine, draft.path / quarantine.name)
    for table in (*OUTPUTS, *WORKINGS):
        lake.seal(table.name)


def _sources(lake: Lake) -> dict[str, Path | None]:
    return {table.name: lake.path(table.name) for table in (*INTAKE, *WORKINGS, *OUTPUTS)}


def _record(
    draft: RunFolder,
    delivered: Delivered,
    settings: Settings,
    *,
    models: Path,
    as_of: datetime,
    previous: RunFolder | None,
    started_at: datetime,
    stages: list[StageRecord],
) -> RunRecord:
    before = previous.read_record() if previous else None
    grounds = record.Grounds(
        inputs=record.tables_in(delivered.folder),
        settings=settings.of_a_run(),
        code=record.code(),
        models=record.models() | _promoted(models),
        as_of=as_of,
        previous=PreviousRecord(run=before.run, identity=before.identity) if before else None,
    )
    return RunRecord(
        run=draft.name,
        identity=grounds.identity,
        grounds=grounds,
        snapshot_at=delivered.snapshot_at,
        intake_version=delivered.version,
        as_of=as_of,
        started_at=started_at,
        finished_at=datetime.now(UTC),
        stages=tuple(stages),
        outputs=record.tables_in(draft.path),
        workings=record.tables_in(draft.workings),
        intake=record.tables_in(draft.intake),
        serving_sha256=record.file_sha256(draft.serving),
    )


def _promoted(models: Path) -> dict[str, str]:
    """The model that a person put in place, by its hash: it is among what a run's scores follow from."""
    version = Registry(models).in_place
    weights = models / version / "scorecards.parquet"
    return {f"models/{version}": record.file_sha256(weights)} if weights.exists() else {}


@dataclass
class _Timings:
    progress: Progress
    names: list[str]
    stages: list[StageRecord] = field(default_factory=list)

    @property
    def _steps(self) -> list[str]:
        return ["cut", *self.names, "seal", "serving"]

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.progress(name, self._share(0.0))
        start = time.perf_counter()
        yield
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        seconds = round(time.perf_counter() - start, 3)
        self.stages.append(StageRecord(stage=name, seconds=seconds, peak_memory_mb=peak))
        self.progress(name, self._share(0.0))

    def within(self, doing: str, share: float) -> None:
        self.progress(doing, self._share(share))

    def _share(self, share: float) -> float:
        return min(1.0, (len(self.stages) + share) / len(self._steps))
