"""The order of the stages, and how a run is written: the only place that knows either."""

import json
import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb

from mingjian import agencies, intake, letters, materials, merits, network, risk
from mingjian.contract import INTAKE, OUTPUTS, WORKINGS
from mingjian.errors import MemoryLimitError, NotFoundError
from mingjian.intake import IntakeSummary, Mapping
from mingjian.risk.history import HORIZON_DAYS
from mingjian.risk.registry import AgentRegistry, WarningRegistry
from mingjian.settings import Settings
from mingjian.store import record, rows, serving
from mingjian.store.engine import DuckDBEngine, Engine
from mingjian.store.journal import Journal
from mingjian.store.lake import Lake
from mingjian.store.point_in_time import cut, link
from mingjian.store.record import PreviousRecord, RunRecord, StageRecord
from mingjian.store.stage import Progress, StageContext, silent
from mingjian.store.vault import Vault
from mingjian.store.workspace import DELIVERIES, Draft, RunFolder, Workspace


@dataclass(frozen=True)
class Stage:
    """One room's part of a run; ``work`` reads the tables before it and writes its own."""

    name: str
    work: Callable[[StageContext, Settings], None]


MONTH = timedelta(days=HORIZON_DAYS)
STAGES = (
    Stage("letters", lambda context, settings: letters.run(context, settings.letters)),
    Stage("materials", lambda context, settings: materials.run(context, settings.materials)),
    Stage("agencies", lambda context, settings: agencies.run(context, settings.agencies)),
    Stage("merits", lambda context, settings: merits.run(context, settings.merits)),
    Stage("network", lambda context, settings: network.run(context, settings.network)),
    Stage("risk", lambda context, settings: risk.run(context, settings.risk)),
)
"""In order: each reads only what those before it wrote."""


@dataclass(frozen=True)
class Delivered:
    """What intake has accumulated: a folder of checked tables, and the time that they stand on."""

    folder: Path
    version: str
    snapshot_at: datetime
    lender: str | None = None
    """What it calls itself."""


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
    return summary, Delivered(workspace.intake / summary.version, summary.version, snapshot_at, summary.lender)


def delivered_before(workspace: Workspace) -> Delivered:
    """What intake has accumulated so far; NotFoundError before the first delivery."""
    version = workspace.delivered
    if version is None:
        raise NotFoundError(
            f"{workspace.root} holds no delivery yet: 'mingjian intake DELIVERY --out {workspace.root}'"
        )
    folder = workspace.intake / version
    written = json.loads((folder / DELIVERIES).read_bytes())["summary"]
    at = written["snapshot_at"]
    return Delivered(folder, version, datetime.fromisoformat(at) if at else datetime.now(UTC), written["lender"])


def run(
    workspace: Workspace,
    delivered: Delivered,
    *,
    settings: Settings,
    as_of: datetime | None = None,
    previous: RunFolder | None = None,
    anew: bool = False,
    progress: Progress = silent,
) -> RunFolder:
    """Runs every stage over what was delivered and makes the result the workspace's current run.

    To be called inside :meth:`Workspace.writing`, with ``keep_unfinished`` so that a run over the same grounds that was
    interrupted is gone on with, unless ``anew``. ``as_of`` is the snapshot unless given; ``previous`` keeps gangs their
    names. A run that fails or is killed leaves the current run as it was.
    """
    grounds = _grounds(workspace, delivered, settings, as_of or delivered.snapshot_at, previous)
    earlier = month_before((*workspace.runs, *filter(None, [previous])), grounds.as_of)
    engine = _engine(settings)
    try:
        with workspace.draft(grounds.identity, anew=anew) as draft:
            work = _Work(draft.journal, progress)
            if taken := draft.journal.stages:
                progress(f"going on after {taken[-1].stage}", work.share(0.0))
            lake = draft.lake(engine)
            context = StageContext(
                lake=lake,
                as_of=grounds.as_of,
                previous=previous.lake(engine) if previous else None,
                month_before=earlier.lake(engine) if earlier else None,
                progress=work.within,
                vault=_vault(workspace, settings),
                cache=workspace.cache,
                models=workspace.models,
                lender=delivered.lender,
            )
            source = Lake(engine, delivered.folder)
            work.do("cut", lambda: cut(source, draft.intake, as_of=grounds.as_of, snapshot=delivered.snapshot_at))
            for stage in STAGES:
                work.do(stage.name, partial(stage.work, context, settings))
            work.do("seal", lambda: _seal(lake, draft, delivered))
            for table in OUTPUTS:  # once the sealed tables are noted, so that they can be sealed again until then
                lake.drop_parts(table.name)
            last = work.timed("serving", lambda: _serve(_sources(lake), draft, settings))
            _record(draft, delivered, grounds, stages=(*draft.journal.stages, last)).write(draft.path)
    except duckdb.OutOfMemoryException as error:
        raise MemoryLimitError(settings.memory_limit) from error
    finally:
        engine.close()
    return workspace.run(draft.name)


def month_before(runs: Iterable[RunFolder], as_of: datetime) -> RunFolder | None:
    """The latest run by whose warnings' time it is known what came; None where all stand too shortly before."""
    standing = ((run.read_record().as_of, run) for run in runs)
    earlier = [(moment, run) for moment, run in standing if moment <= as_of - MONTH]
    return max(earlier, key=lambda one: one[0])[1] if earlier else None


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


def _serve(sources: dict[str, Path | None], draft: RunFolder, settings: Settings) -> None:
    serving.build(sources, draft.serving, memory_limit=settings.memory_limit)
    rows.build(sources, draft.rows, memory_limit=settings.memory_limit)


def _sources(lake: Lake) -> dict[str, Path | None]:
    return {table.name: lake.path(table.name) for table in (*INTAKE, *WORKINGS, *OUTPUTS)}


def _grounds(
    workspace: Workspace, delivered: Delivered, settings: Settings, as_of: datetime, previous: RunFolder | None
) -> record.Grounds:
    before = previous.read_record() if previous else None
    return record.Grounds(
        inputs=record.tables_in(delivered.folder),
        settings=settings.of_a_run(),
        code=record.code(),
        models=record.models() | _learnt(workspace.models),
        as_of=as_of,
        previous=PreviousRecord(run=before.run, identity=before.identity) if before else None,
    )


def _record(
    draft: Draft, delivered: Delivered, grounds: record.Grounds, *, stages: tuple[StageRecord, ...]
) -> RunRecord:
    known = record.tables_in(draft.intake)
    return RunRecord(
        run=draft.name,
        identity=grounds.identity,
        grounds=grounds,
        snapshot_at=delivered.snapshot_at,
        intake_version=delivered.version,
        as_of=grounds.as_of,
        started_at=draft.journal.started_at,
        finished_at=datetime.now(UTC),
        stages=stages,
        outputs=record.tables_in(draft.path),
        workings=record.tables_in(draft.workings),
        intake=known,
        rows_later={
            name: later for name, table in known.items() if (later := grounds.inputs[name].rows - table.rows) > 0
        },
        serving_sha256=record.file_sha256(draft.serving),
        rows_sha256=record.file_sha256(draft.rows),
    )


def _learnt(models: Path) -> dict[str, str]:
    """The models in place and those that run along, by their hashes: what a run says follows from them."""
    found = {}
    for registry in (AgentRegistry(models), WarningRegistry(models)):
        for version in filter(None, (registry.in_place, registry.candidate)):
            if (weights := registry.weights(version)).exists():
                found[registry.key(version)] = record.file_sha256(weights)
    return found


STEPS = ("cut", *(stage.name for stage in STAGES), "seal", "serving")
"""All that a run does, in order. The journal knows all but the last, which ends with the run itself."""


class _Work:
    """Does the steps of a run that its journal does not know as done, and times them."""

    def __init__(self, journal: Journal, progress: Progress) -> None:
        self._journal = journal
        self._progress = progress

    def do(self, name: str, work: Callable[[], None]) -> None:
        if name not in {stage.stage for stage in self._journal.stages}:
            self._journal.note(self.timed(name, work))

    def timed(self, name: str, work: Callable[[], None]) -> StageRecord:
        self._progress(name, self.share(0.0))
        start = time.perf_counter()
        work()
        seconds = round(time.perf_counter() - start, 3)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return StageRecord(stage=name, seconds=seconds, peak_memory_mb=peak)

    def within(self, doing: str, share: float) -> None:
        self._progress(doing, self.share(share))

    def share(self, share: float) -> float:
        return min(1.0, (len(self._journal.stages) + share) / len(STEPS))
