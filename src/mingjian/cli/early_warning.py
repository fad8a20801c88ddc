"""What ``mingjian train``, ``evaluate`` and ``monitor`` do and say of the early warning."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mingjian.cli import console
from mingjian.cli.current import current_run

if TYPE_CHECKING:
    from mingjian.risk.registry import Foresight, MonthCompared, WarningRegistry
    from mingjian.risk.settings import RiskSettings
    from mingjian.risk.warning_life import PastAndPresent


def train(workspace: Path, *, as_json: bool) -> None:
    """Trains one on the past months of the current run's delivery, and compares it on the latest."""
    from mingjian.risk import warning_life

    with _desk(workspace) as (run, registry, settings):
        model, report = warning_life.train(run, registry, settings, at=datetime.now(UTC))
    registry.add(model, report)
    if as_json:
        console.say(report.model_dump_json(indent=2))
        return
    console.say(
        f"early warning {report.version}, from {report.months} months of run {report.run} "
        f"({report.complained:,} complaining customers)"
    )
    _say_comparison(report.comparison)
    objections = report.comparison.objections
    for objection in objections:
        console.say(f"  against it: {objection}")
    if not objections:
        console.say(
            f"  nothing against it: mingjian promote {workspace} {report.version} --model warning "
            "--by NAME --reason WHY"
        )


def evaluate(workspace: Path, version: str, *, as_json: bool) -> None:
    """Lets one look at the current run's customers in the shadow of the one that assessed them."""
    from mingjian.risk import warning_life

    with _desk(workspace) as (run, registry, settings):
        shadow = warning_life.shadow(run, registry, settings, version)
    if as_json:
        console.say_json(
            {
                "in_place": shadow.in_place,
                "candidate": shadow.candidate,
                "bands": [
                    {"before": before, "after": after, "customers": count}
                    for (before, after), count in sorted(shadow.bands.items())
                ],
                "mean_change": shadow.mean_change,
                "later_month": shadow.comparison.model_dump(mode="json") if shadow.comparison else None,
            }
        )
        return
    console.say(f"run {run.record.run}: {shadow.in_place} in place, {shadow.candidate} in its shadow")
    for (before, after), count in sorted(shadow.bands.items()):
        console.say(f"  {before:9} → {after:9} {count:>9,} customers")
    console.say(f"  probabilities differ by {shadow.mean_change:.4f} on average")
    if shadow.comparison:
        _say_comparison(shadow.comparison)
    else:
        console.say("  no month has begun and ended since it was trained")


def monitor(workspace: Path, *, as_json: bool) -> None:
    """How the customers of the current run differ from those that the one in place was trained on."""
    from mingjian.risk import warning_life

    with _desk(workspace) as (run, registry, settings):
        watch = warning_life.watch(run, registry, settings)
    if as_json:
        console.say_json(
            {
                "model": watch.version,
                "run": run.record.run,
                "drift": [{"name": one.name, "index": one.index, "status": one.status} for one in watch.drifts],
                "later": watch.later.model_dump() if watch.later else None,
                "complained": watch.complained,
            }
        )
        return
    moved = [one for one in watch.drifts if one.status != "steady"]
    console.say(
        f"early warning {watch.version} on run {run.record.run}: "
        f"{len(moved)} of {len(watch.drifts)} inputs and scores moved"
    )
    for drift in moved:
        console.say(f"  {drift.status:6} {drift.name:36} {drift.index:.3f}")
    if watch.later:
        _say_foresight(f"month since, {watch.complained:,} complained", watch.later)
    else:
        console.say("  no month has begun and ended since it was trained")


@contextmanager
def _desk(workspace: Path) -> "Iterator[tuple[PastAndPresent, WarningRegistry, RiskSettings]]":
    """The current run's customers and past months, the early warnings, and the settings."""
    from mingjian.risk.registry import WarningRegistry
    from mingjian.risk.warning_life import past_and_present
    from mingjian.store.workspace import Workspace

    with current_run(workspace) as (lake, record, loaded):
        run = past_and_present(lake, record, loaded.risk)
        yield run, WarningRegistry(Workspace.open(workspace).models), loaded.risk


def _say_comparison(comparison: "MonthCompared") -> None:
    console.say(
        f"  on the 30 days from {comparison.since:%Y-%m-%d} on, {comparison.complained:,} of "
        f"{comparison.customers:,} complained:"
    )
    if comparison.known_in_place:
        console.say("    the one in place had learned from them, which favours it")
    _say_foresight(comparison.in_place, comparison.before)
    _say_foresight("candidate", comparison.after)


def _say_foresight(name: str, foresight: "Foresight") -> None:
    caught = "unknown" if foresight.caught is None else f"{foresight.caught:.1%}"
    lead = "unknown" if foresight.lead_days is None else f"{foresight.lead_days:.1f}"
    console.say(
        f"    {name:18} log loss {foresight.log_loss:.4f}, calibration error {foresight.calibration_error:.4f}, "
        f"caught in the first 1 % {caught}, days ahead {lead}"
    )
