"""``mingjian train``, ``evaluate``, ``promote`` and ``monitor``: the life of the agent model and the early warning."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console, early_warning
from mingjian.cli.current import current_run

if TYPE_CHECKING:
    from mingjian.risk.life import Described
    from mingjian.risk.registry import AgentRegistry, Comparison, Performance
    from mingjian.risk.settings import RiskSettings


class Kind(StrEnum):
    """The models that have a life."""

    AGENT = "agent"
    WARNING = "warning"


KIND = typer.Option(Kind.AGENT, "--model", help="Who is behind a complaint, or who will complain: the early warning.")
WORKSPACE = typer.Argument(help="The folder that 'mingjian run' wrote into.")


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(
        epilog="Examples:\n\n  mingjian train desk\n\n  mingjian train desk --model warning\n\n"
        "Then: mingjian promote desk 0001 --by … --reason …"
    )(train)
    app.command(epilog="Example:\n\n  mingjian evaluate desk 0002")(evaluate)
    app.command(
        epilog="Examples:\n\n"
        '  mingjian promote desk 0002 --by "Li Na" --reason "fewer undecided, none accused"\n\n'
        '  mingjian promote desk 0001 --by "Li Na" --reason "back to the model before"\n\n'
        '  mingjian promote desk written --by "Li Na" --reason "back to the scorecard"'
    )(promote)
    app.command(epilog="Example:\n\n  mingjian monitor desk")(monitor)


def train(workspace: Path = WORKSPACE, kind: Kind = KIND, as_json: bool = console.JSON) -> None:
    """Train a model on what the current run knows, and compare it with the one in place on what came later.

    The agent model learns from labels and is judged on the latest; the early warning learns from past months and is
    judged on the last of them. Nothing changes for runs until a person promotes it.
    """
    if kind is Kind.WARNING:
        early_warning.train(workspace, as_json=as_json)
        return
    from mingjian.risk import life

    with _desk(workspace) as (run, registry, settings):
        model, report = life.train(run, registry, settings, at=datetime.now(UTC))
    registry.add(model, report)
    if as_json:
        console.say(report.model_dump_json(indent=2))
        return
    console.say(
        f"model {report.version}, from {report.labels:,} labels of run {report.run} ({report.agents:,} agents')"
    )
    _say_comparison(report.comparison)
    objections = report.comparison.objections
    for objection in objections:
        console.say(f"  against it: {objection}")
    if not objections:
        console.say(f"  nothing against it: mingjian promote {workspace} {report.version} --by NAME --reason WHY")


def evaluate(
    workspace: Path = WORKSPACE,
    version: str = typer.Argument(help="The model, as 'mingjian train' named it."),
    kind: Kind = KIND,
    as_json: bool = console.JSON,
) -> None:
    """Let a model assess the current run beside the one in place, in its shadow: nothing of the run changes."""
    if kind is Kind.WARNING:
        early_warning.evaluate(workspace, version, as_json=as_json)
        return
    from mingjian.risk import life

    with _desk(workspace) as (run, registry, settings):
        shadow = life.shadow(run, registry, settings, version)
    if as_json:
        console.say_json(
            {
                "in_place": shadow.in_place,
                "candidate": shadow.candidate,
                "zones": [
                    {"before": before, "after": after, "complaints": count}
                    for (before, after), count in sorted(shadow.zones.items())
                ],
                "mean_change": shadow.mean_change,
                "later_labels": shadow.comparison.model_dump(mode="json") if shadow.comparison else None,
            }
        )
        return
    console.say(f"run {run.record.run}: {shadow.in_place} in place, {shadow.candidate} in its shadow")
    for (before, after), count in sorted(shadow.zones.items()):
        console.say(f"  {before:13} → {after:13} {count:>9,} complaints")
    console.say(f"  probabilities differ by {shadow.mean_change:.3f} on average")
    if shadow.comparison:
        _say_comparison(shadow.comparison)
    else:
        console.say("  no label was decided since it was trained")


def promote(
    workspace: Path = WORKSPACE,
    version: str = typer.Argument(help="The model; an earlier one to go back, 'written' for the scorecard."),
    by: str = typer.Option(..., help="Who decides."),
    reason: str = typer.Option(..., help="Why; kept with the promotion."),
    kind: Kind = KIND,
    despite: bool = typer.Option(False, "--despite", help="Although its report objects; the objections are kept."),
) -> None:
    """Put a model in place: the next run uses it. Going back is a promotion of the model before.

    The audit log tells of it with what was objected.
    """
    from mingjian import settings
    from mingjian.access.audit import record_within
    from mingjian.risk.registry import AgentRegistry, WarningRegistry
    from mingjian.store.database import Database
    from mingjian.store.workspace import Workspace

    opened = Workspace.open(workspace)
    registry = WarningRegistry(opened.models) if kind is Kind.WARNING else AgentRegistry(opened.models)
    database = Database.of(workspace, settings.load(workspace).database_url)
    try:
        with opened.writing(), database.begin() as connection:
            made = registry.promote(version, by=by, reason=reason, at=datetime.now(UTC), despite=despite)
            record_within(
                connection,
                actor=by,
                action="promote",
                object_type="model",
                object_id=version if kind is Kind.AGENT else f"{kind} {version}",
                reason="; ".join([reason, *(f"despite: {objection}" for objection in made.objections)]),
            )
    finally:
        database.close()
    console.say(f"{made.version} replaces {made.replaced}; the next run uses it")


def monitor(workspace: Path = WORKSPACE, kind: Kind = KIND, as_json: bool = console.JSON) -> None:
    """How the current run differs from what the model in place was trained on, and how what came since judges it."""
    if kind is Kind.WARNING:
        early_warning.monitor(workspace, as_json=as_json)
        return
    from mingjian.risk import life

    with _desk(workspace) as (run, registry, settings):
        watch = life.watch(run, registry, settings)
    if as_json:
        console.say_json(
            {
                "model": watch.version,
                "run": run.record.run,
                "drift": [{"name": one.name, "index": one.index, "status": one.status} for one in watch.drifts],
                "later_labels": watch.later_labels,
                "later": watch.later.model_dump() if watch.later else None,
            }
        )
        return
    moved = [one for one in watch.drifts if one.status != "steady"]
    console.say(
        f"model {watch.version} on run {run.record.run}: {len(moved)} of {len(watch.drifts)} inputs and scores moved"
    )
    for drift in moved:
        console.say(f"  {drift.status:6} {drift.name:36} {drift.index:.3f}")
    if watch.later:
        _say_performance(f"{watch.later_labels:,} labels since", watch.later)
    else:
        console.say("  no label was decided since it was trained")


@contextmanager
def _desk(workspace: Path) -> "Iterator[tuple[Described, AgentRegistry, RiskSettings]]":
    """The current run's complaints, the models, and the settings."""
    from mingjian.risk.life import described
    from mingjian.risk.registry import AgentRegistry
    from mingjian.store.workspace import Workspace

    with current_run(workspace) as (lake, record, loaded):
        yield described(lake, record), AgentRegistry(Workspace.open(workspace).models), loaded.risk


def _say_comparison(comparison: "Comparison") -> None:
    console.say(f"  on {comparison.labels:,} labels from {comparison.since:%Y-%m-%d} on that neither had seen:")
    _say_performance(comparison.in_place, comparison.before)
    _say_performance("candidate", comparison.after)


def _say_performance(name: str, performance: "Performance") -> None:
    console.say(
        f"    {name:18} log loss {performance.log_loss:.3f}, calibration error {performance.calibration_error:.3f}, "
        f"agents found {_share(performance.found)}, honest accused {_share(performance.accused)}"
    )


def _share(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.1%}"
