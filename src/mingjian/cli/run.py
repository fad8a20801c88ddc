"""``mingjian run``: from a delivery to assessments."""

import json
from pathlib import Path

import typer

from mingjian.cli import console
from mingjian.cli.intake import ADAPTER, MAPPING, read_mapping


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian run delivery/2026-11 --out desk\n\n"
        "  mingjian run delivery/2026-11 --out desk --as-of 2026-09-30      what was known at the end of that day\n\n"
        "  mingjian run complaints.csv --adapter cfpb --out desk         a table of another form\n\n"
        "  mingjian run --out desk                                       again, over what was delivered before"
    )(run)


def run(
    delivery: Path | None = typer.Argument(
        None, help="The delivery: a folder with <table>.csv, .parquet or .xlsx. Without it: what was delivered before."
    ),
    out: Path = console.OUT,
    mapping: Path | None = MAPPING,
    adapter: str | None = ADAPTER,
    as_of: str | None = typer.Option(
        None, help="See the data as known then: 2026-09-30 (its end) or a time. Default: the delivery's snapshot."
    ),
    previous: Path | None = typer.Option(
        None,
        help="The run before (a run's folder or a workspace), from which gangs keep their ids. "
        "Default: the current run of --out.",
    ),
    anew: bool = typer.Option(False, "--anew", help="Begin from nothing, where a run was interrupted."),
    language: console.SpokenLanguage | None = console.LANGUAGE,
    as_json: bool = console.JSON,
    quiet: bool = console.QUIET,
) -> None:
    """Take a delivery, run every stage and write the output contract into --out.

    --out holds <output>.parquet and run.json of the current run, and each run unchanged in runs/. A run that fails
    or is killed leaves the one before it in place; the same command again goes on after its last stage that ended, as
    long as delivery, settings, code and --as-of are the same. Nothing has to be set up before.
    """
    from mingjian import pipeline, settings
    from mingjian.cli.summary import intake_lines, run_lines, run_summary
    from mingjian.store.point_in_time import parse_as_of
    from mingjian.store.workspace import Workspace, find_run

    chosen, speech = settings.load(out), console.spoken(language, out)
    moment = parse_as_of(as_of) if as_of else None
    workspace = Workspace(out)
    taken = None
    with workspace.writing(keep_unfinished=True), console.progress(quiet=quiet, language=speech) as progress:
        before = find_run(previous) if previous else workspace.current
        if delivery is not None:
            taken, delivered = pipeline.deliver(
                workspace, delivery, settings=chosen, mapping=read_mapping(mapping, adapter), progress=progress
            )
        else:
            delivered = pipeline.delivered_before(workspace)
        if not quiet and taken is not None and not as_json:
            for line in intake_lines(taken, speech):
                console.remark(line)
        folder = pipeline.run(
            workspace, delivered, settings=chosen, as_of=moment, previous=before, anew=anew, progress=progress
        )
    summary = run_summary(folder)
    if as_json:
        console.say_json(summary.as_json() | {"intake": json.loads(taken.to_json()) if taken else None})
    else:
        for line in run_lines(summary, out, speech):
            console.say(line)
