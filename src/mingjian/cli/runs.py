"""``mingjian runs``: what runs a workspace holds."""

from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Examples:\n\n  mingjian runs desk\n\n  mingjian runs desk --json")(runs)


def runs(
    workspace: Path = typer.Argument(help="The folder that 'mingjian run' wrote into."),
    as_json: bool = console.JSON,
) -> None:
    """List the runs of a workspace; the current one is marked with *."""
    from mingjian.store.workspace import Workspace

    opened = Workspace.open(workspace)
    current = opened.current
    records = [(run, run.read_record()) for run in opened.runs]
    if as_json:
        console.say_json(
            [
                record.model_dump(mode="json", include={"run", "identity", "as_of", "started_at", "finished_at"})
                | {"current": current is not None and run.name == current.name}
                for run, record in records
            ]
        )
        return
    for run, record in records:
        mark = "*" if current is not None and run.name == current.name else " "
        complaints, seconds = record.outputs["complaint_assessments"].rows, record.seconds
        console.say(
            f"{mark} {run.name}  as of {record.as_of:%Y-%m-%d %H:%M}  {complaints:>9,} complaints  {seconds:,.1f} s"
        )
    for journal in opened.unfinished:
        console.say(
            f"  begun {journal.started_at:%Y-%m-%d %H:%M}, has come as far as {journal.stages[-1].stage}: under way, "
            "or interrupted; then the same 'mingjian run' goes on from there"
        )
