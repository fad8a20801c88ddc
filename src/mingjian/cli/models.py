"""``mingjian train``, ``evaluate``, ``promote`` and ``monitor``: the life of the agent model and the early warning."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from mingjian.cli import console
from mingjian.cli.current import current_run

if TYPE_CHECKING:
    from mingjian.risk.life import Evidence
    from mingjian.risk.registry import Comparison, MonthCompared, Registry
    from mingjian.risk.settings import RiskSettings


class Kind(StrEnum):
    """The models that have a life."""

    AGENT = "agent"
    WARNING = "warning"

    @property
    def told(self) -> "_Told":
        """What is said of it."""
        return _TOLD[self]


@dataclass(frozen=True)
class _Told:
    """What is said of a kind of model."""

    name: str
    subjects: str
    """What it assesses."""
    standings: str
    """What its probabilities are sorted into."""
    later: str
    """What judges it later, as answers in JSON name it."""
    cases: str
    """How many judge it, likewise."""
    since: str
    nothing_since: str


_TOLD = {
    Kind.AGENT: _Told(
        name="model",
        subjects="complaints",
        standings="zones",
        later="later_labels",
        cases="later_labels",
        since="labels since",
        nothing_since="no label was decided since it was trained",
    ),
    Kind.WARNING: _Told(
        name="early warning",
        subjects="customers",
        standings="bands",
        later="later_month",
        cases="complained",
        since="complained in the month since",
        nothing_since="no month has begun and ended since it was trained",
    ),
}
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
    from mingjian.risk import life

    with _desk(workspace, kind) as (run, registry, settings):
        model, report = life.train(run, registry, settings, at=datetime.now(UTC))
    registry.add(model, report)
    if as_json:
        console.say(report.model_dump_json(indent=2))
        return
    console.say(f"{kind.told.name} {report.version}, from {report.learned_from}")
    _say_comparison(report.comparison)
    objections = report.comparison.objections
    for objection in objections:
        console.say(f"  against it: {objection}")
    if not objections:
        chosen = "" if kind is Kind.AGENT else f"--model {kind} "
        console.say(
            f"  nothing against it: mingjian promote {workspace} {report.version} {chosen}--by NAME --reason WHY"
        )


def evaluate(
    workspace: Path = WORKSPACE,
    version: str = typer.Argument(help="The model, as 'mingjian train' named it."),
    kind: Kind = KIND,
    as_json: bool = console.JSON,
) -> None:
    """Let a model assess the current run beside what the run said, in its shadow: nothing of the run changes."""
    from mingjian.risk import life

    told = kind.told
    with _desk(workspace, kind) as (run, registry, settings):
        shadow = life.shadow(run, registry, settings, version)
    pairs = sorted(shadow.standings.items())
    if as_json:
        console.say_json(
            {
                "in_place": shadow.in_place,
                "candidate": shadow.candidate,
                told.standings: [
                    {"before": before, "after": after, told.subjects: count} for (before, after), count in pairs
                ],
                "mean_change": shadow.mean_change,
                told.later: shadow.comparison.model_dump(mode="json") if shadow.comparison else None,
            }
        )
        return
    console.say(f"run {run.record.run}: {shadow.in_place} in place, {shadow.candidate} in its shadow")
    for (before, after), count in pairs:
        console.say(f"  {before:13} → {after:13} {count:>9,} {told.subjects}")
    console.say(f"  probabilities differ by {shadow.mean_change:.4f} on average")
    if shadow.comparison:
        _say_comparison(shadow.comparison)
    else:
        console.say(f"  {told.nothing_since}")


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
    from mingjian.store.database import Database
    from mingjian.store.workspace import Workspace

    opened = Workspace.open(workspace)
    registry = _registry(kind, opened.models)
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
    from mingjian.risk import life

    told = kind.told
    with _desk(workspace, kind) as (run, registry, settings):
        watch = life.watch(run, registry, settings)
    if as_json:
        console.say_json(
            {
                "model": watch.version,
                "run": run.record.run,
                "drift": [{"name": one.name, "index": one.index, "status": one.status} for one in watch.drifts],
                "later": watch.later.model_dump() if watch.later else None,
                told.cases: watch.cases,
            }
        )
        return
    moved = [one for one in watch.drifts if one.status != "steady"]
    console.say(
        f"{told.name} {watch.version} on run {run.record.run}: "
        f"{len(moved)} of {len(watch.drifts)} inputs and scores moved"
    )
    for drift in moved:
        console.say(f"  {drift.status:7} {drift.name:36} {drift.index:.3f}")
    later = f"{watch.cases:,} {told.since}: {watch.later.told}" if watch.later else told.nothing_since
    console.say(f"  {later}")


@contextmanager
def _desk(
    workspace: Path, kind: Kind
) -> "Iterator[tuple[Evidence[Any, Any, Any, Any], Registry[Any, Any], RiskSettings]]":
    """What the current run tells of a kind of model, the models, and the settings."""
    from mingjian.risk.agent_life import described
    from mingjian.risk.warning_life import past_and_present
    from mingjian.store.workspace import Workspace

    with current_run(workspace) as (lake, record, loaded):
        run: Evidence[Any, Any, Any, Any] = (
            described(lake, record) if kind is Kind.AGENT else past_and_present(lake, record, loaded.risk)
        )
        yield run, _registry(kind, Workspace.open(workspace).models), loaded.risk


def _registry(kind: Kind, models: Path) -> "Registry[Any, Any]":
    from mingjian.risk.registry import AgentRegistry, WarningRegistry

    return AgentRegistry(models) if kind is Kind.AGENT else WarningRegistry(models)


def _say_comparison(compared: "Comparison | MonthCompared") -> None:
    console.say(f"  {compared.told}:")
    for name, figures in ((compared.in_place, compared.before), ("candidate", compared.after)):
        console.say(f"    {name:18} {figures.told}")
