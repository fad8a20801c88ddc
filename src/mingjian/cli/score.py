"""``mingjian score``: a run against the truth."""

from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n  mingjian score desk world/truth\n\n  mingjian score desk/runs/0001 world/truth --json"
    )(score)


def score(
    run: Path = typer.Argument(help="A workspace (its current run) or a run's folder."),
    truth: Path = typer.Argument(help="The folder of truth tables, as 'mingjian simulate' writes them."),
    as_json: bool = console.JSON,
) -> None:
    """Compare a run with the truth, and print every quality figure."""
    from mingjian import evaluation
    from mingjian.store.workspace import find_run

    scored = evaluation.score(find_run(run).path, truth)
    if as_json:
        console.say(scored.to_json())
    else:
        console.say(scored.to_text())
